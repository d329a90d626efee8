"""Events from a fixture: listed, from a data file, or generated column by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from streamulator.core.messages import Json
from streamulator.core.problems import Problem
from streamulator.core.series import Series
from streamulator.kernel import generate
from streamulator.kernel.datafiles import records
from streamulator.kernel.fixtures import FixtureError, Place, Section
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Column, Layout
from streamulator.services.aveva.model.shape.values import Moment, Value
from streamulator.services.aveva.model.streams.stream import Stream

_SINGLES = frozenset({SdsTypeCode.Single, SdsTypeCode.NullableSingle})
_TIMES = frozenset({SdsTypeCode.DateTime, SdsTypeCode.DateTimeOffset, SdsTypeCode.TimeSpan})


def load_events(stream: Stream, content: Json, section: Section, place: Place) -> None:
    """Put a fixture's events into a stream that has none; FixtureError for what does not fit its type."""
    if isinstance(content, list):
        _insert(stream, [((*place, at), event) for at, event in enumerate(content)], section.refusal)
    elif "file" in content:
        file = section.beside(content["file"], (*place, "file"))
        lines: list[tuple[Any, Json]] = list(records(file))
        _insert(stream, lines, lambda line, reason: FixtureError(f"{file}:{line}: {reason}"))
    else:
        rule = content["generate"]
        try:
            stream.series = _generated(stream.layout, rule)
        except generate.RuleError as error:
            where = (*place, "generate", *error.member.split("."))
            raise section.mistake(where, error.found, error.expected) from error


def _insert(stream: Stream, events: Sequence[tuple[Any, Json]], complain: Callable[[Any, str], FixtureError]) -> None:
    """Insert events; what does not fit becomes a complaint about the place of the event that caused it."""
    layout = stream.layout
    rows, keys = [], set()
    for place, event in events:
        try:
            row = layout.row(event, _refuse_stranger)
        except Problem as problem:
            raise complain(place, problem.reason) from problem
        key = layout.key(row)
        if key in keys:
            raise complain(place, f"The index {layout.index_text(key)} stands more than once.")
        rows.append(row)
        keys.add(key)
    stream.insert(rows)
    stream.series.pack()


def _refuse_stranger(name: str) -> NoReturn:
    raise Problem(f"The type has no member '{name}'.")


def _generated(layout: Layout, rule: Mapping[str, Json]) -> Series:
    if not layout.axis:
        names = ", ".join(layout.columns[at].id for at in layout.key_columns)
        raise generate.RuleError("start", rule["start"], f"a single key of numbers or times, but the key is {names}")
    own = layout.columns[layout.key_columns[0]]
    timed = own.kind.code in _TIMES
    axis = generate.axis(rule, _start(own, rule["start"]), timed=timed)
    _check_ends(own, axis.places)
    signals: dict[int, tuple[str, Json]] = {}
    for name, signal in rule.get("values", {}).items():
        at = layout.position(name)
        if at is None or layout.columns[at].key or at in signals:
            known = ", ".join(column.id for column in layout.columns if not column.key)
            raise generate.RuleError(f"values.{name}", name, f"one of the members {known}, each once")
        signals[at] = (name, signal)
    filled = (
        _filled(column, signals.get(at), axis) if not column.key else _shown(column, axis.places)
        for at, column in enumerate(layout.columns)
    )
    return Series.of_columns(axis.places, filled)


def _start(column: Column, start: Json) -> Any:
    try:
        value = column.kind.read(start)
    except ValueError as error:
        raise generate.RuleError("start", start, f"an index of the type {column.kind.code.name} ({error})") from error
    return column.kind.rank(value) if column.kind.rank else value


def _check_ends(column: Column, places: list[Any]) -> None:
    """Refuse a series that leaves what its key can hold: fractions of an integer, times after the year 9999."""
    for place in (places[0], places[1 % len(places)], places[-1]) if places else ():
        try:
            column.kind.parse(column.kind.text(place))
        except (ValueError, OverflowError) as error:
            expected = f"a step and a count that stay within the type {column.kind.code.name} ({error})"
            raise generate.RuleError("every", place, expected) from error


def _shown(column: Column, places: list[Any]) -> Sequence[Value]:
    return [Moment(place) for place in places] if column.kind.rank else places


def _filled(column: Column, given: tuple[str, Json] | None, axis: generate.Axis) -> Sequence[Value]:
    """Make one column: listed values are read as any event's would be, numbers rounded where the member is whole."""
    if given is None:
        return [column.kind.default] * len(axis.places)
    name, signal = given
    only = signal[0] if isinstance(signal, list) and len(signal) == 1 else signal
    try:
        if isinstance(only, dict) and "steps" in only:
            values = [column.kind.read(value) for value in only["steps"]["values"]]
            return generate.steps(only["steps"], values, axis)
        numbers = generate.signal(only, axis)
        if column.kind.whole:
            numbers = list(map(round, numbers))
        if numbers:
            for extreme in (min(numbers), max(numbers)):
                column.kind.read(extreme)
        if column.kind.code in _SINGLES:
            numbers = list(map(column.kind.read, numbers))
    except generate.RuleError as error:
        raise generate.RuleError(f"values.{name}.{error.member}", error.found, error.expected) from error
    except ValueError as error:
        raise generate.RuleError(
            f"values.{name}", signal, f"values that fit {column.kind.code.name} ({error})"
        ) from error
    return numbers
