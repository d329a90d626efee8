"""How rows are shown: functions from a row to JSON, compiled once per type because every event read runs one.

Compiled means that Python is written and run, as the standard library does for dataclasses: a function that spells the
members out takes a quarter of the time of a loop over them. Names enter the text only as literals, values only as
arguments of the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from streamulator.core.messages import Json
from streamulator.services.aveva.model.shape.values import Kind, Row, show_float


class Shown(Protocol):
    """What is needed of a column: its name and its kind."""

    @property
    def id(self) -> str:
        """The member's name."""
        ...

    @property
    def kind(self) -> Kind:
        """What it holds."""
        ...


def full(columns: Sequence[Shown]) -> Callable[[Row], dict[str, Json]]:
    """Make the function that shows all members of a row."""
    members = (f"{column.id!r}: {_value(at, column.kind)}" for at, column in enumerate(columns))
    show: Callable[[Row], dict[str, Json]] = _run(f"def show(row): return {{{', '.join(members)}}}", columns)
    return show


def terse(columns: Sequence[Shown]) -> Callable[[Row], dict[str, Json]]:
    """Make the function that shows a row without the members that equal their type's default, keys included."""
    lines = ("def show(row):", "event = {}", *_terse_lines(columns), "return event")
    show: Callable[[Row], dict[str, Json]] = _run("\n ".join(lines), columns, brief=True)
    return show


def terse_all(columns: Sequence[Shown]) -> Callable[[Sequence[Row]], list[dict[str, Json]]]:
    """Make the function that shows many rows as `terse` shows one.

    Most events have nothing to leave out, and no number that JSON does not know; where one test tells so for all
    members at once, one literal does for the whole event.
    """
    one = terse(columns)
    if any(column.kind.default for column in columns):  # such a default cannot be told from other values by its truth
        return lambda rows: list(map(one, rows))
    names = [f"v{at}" for at in range(len(columns))]
    floats = [name for name, column in zip(names, columns, strict=True) if column.kind.show is show_float]
    tests = [*names, f"(total := {' + '.join(floats)}) - total == 0"] if floats else names
    members = (
        f"{column.id!r}: {name if name in floats else _shown(name, at, column.kind)}"
        for at, (name, column) in enumerate(zip(names, columns, strict=True))
    )
    row = f"{', '.join(names)},"
    event = f"{{{', '.join(members)}}} if {' and '.join(tests)} else one(({row}))"
    show: Callable[[Sequence[Row]], list[dict[str, Json]]] = _run(
        f"def show(rows): return [{event} for {row} in rows]", columns, brief=True, one=one
    )
    return show


def cells(columns: Sequence[Shown]) -> Callable[[Row], list[Json]]:
    """Make the function that shows a row as a list with a cell for each column."""
    values = (_value(at, column.kind) for at, column in enumerate(columns))
    show: Callable[[Row], list[Json]] = _run(f"def show(row): return [{', '.join(values)}]", columns)
    return show


def schema(columns: Sequence[Shown]) -> dict[str, Json]:
    """Return the JSON Schema that both forms of a shown row fit."""
    properties = {column.id: dict(column.kind.schema) for column in columns}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _terse_lines(columns: Sequence[Shown]) -> Iterator[str]:
    for at, column in enumerate(columns):
        yield f"value = row[{at}]"
        yield f"if value != default{at}: event[{column.id!r}] = {_shown('value', at, column.kind)}"


def _value(at: int, kind: Kind) -> str:
    return _shown(f"row[{at}]", at, kind)


def _shown(value: str, at: int, kind: Kind) -> str:
    if kind.show is None:
        return value
    if kind.show is show_float:  # only NaN and the infinities need the call
        return f"(number if (number := {value}) - number == 0 else show{at}(number))"
    return f"show{at}({value})"


def _run(source: str, columns: Sequence[Shown], *, brief: bool = False, **names: Any) -> Any:
    for at, column in enumerate(columns):
        kind = column.kind
        names[f"default{at}"], names[f"show{at}"] = kind.default, (brief and kind.brief) or kind.show
    exec(source, names)  # noqa: S102  the text is ours; see the top of this file
    return names["show"]
