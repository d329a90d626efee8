"""Samples from a fixture: listed, from a data file, or generated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from streamulator.core.clock import UNIX_EPOCH_TICKS
from streamulator.core.messages import Json
from streamulator.core.problems import Problem
from streamulator.kernel import generate
from streamulator.kernel.datafiles import records
from streamulator.kernel.fixtures import FixtureError, Place, Section
from streamulator.services.grovestreams.model.streams import Stream
from streamulator.services.grovestreams.model.values import is_numeric
from streamulator.services.grovestreams.seed_names import moment

_TICKS = 10_000  # in a millisecond


def load_samples(stream: Stream, content: Json, section: Section, place: Place, updated: int) -> None:
    """Put a fixture's samples into a stream; FixtureError, with file and line, for what does not fit."""
    if isinstance(content, list):
        stream.append([_listed(stream, one, section, (*place, at)) for at, one in enumerate(content)], updated)
    elif "file" in content:
        file = section.beside(content["file"], (*place, "file"))
        samples = []
        for line, record in records(file):
            try:
                samples.append(_sample(stream, record))
            except (Problem, ValueError) as error:
                raise FixtureError(f"{file}:{line}: {error}") from error
        stream.append(samples, updated)
    else:
        rule = content["generate"]
        try:
            stream.append(_generated(stream, rule), updated)
        except generate.RuleError as error:
            where = (*place, "generate", *error.member.split("."))
            raise section.mistake(where, error.found, error.expected) from error
        except Problem as problem:
            raise section.refusal((*place, "generate", "data"), problem.reason) from problem


def _listed(stream: Stream, content: Json, section: Section, place: Place) -> tuple[int, Json]:
    try:
        return _sample(stream, content)
    except (Problem, ValueError) as error:
        raise section.refusal(place, str(error)) from error


def _sample(stream: Stream, content: Mapping[str, Json]) -> tuple[int, Json]:
    if content.keys() - {"time", "data"} or "time" not in content:
        raise ValueError(f"found the members {', '.join(content)}, expected time and data")
    sample = (moment(content["time"]), content.get("data"))
    stream.read([sample])
    return sample


def _generated(stream: Stream, rule: Mapping[str, Json]) -> list[tuple[int, Json]]:
    try:
        start = UNIX_EPOCH_TICKS + moment(rule["start"]) * _TICKS
    except ValueError as error:
        raise generate.RuleError("start", rule["start"], f"a time ({error})") from error
    axis = generate.axis(rule, start, timed=True)
    times = [(place - UNIX_EPOCH_TICKS) // _TICKS for place in axis.places]
    return list(zip(times, _values(stream.definition.value_type, rule["data"], axis), strict=True))


def _values(kind: str, signal: Json, axis: generate.Axis) -> Sequence[Json]:
    """Follow a signal; values of whatever kind can only be held in steps, and integers are rounded."""
    only = signal[0] if isinstance(signal, list) and len(signal) == 1 else signal
    held = isinstance(only, dict) and "steps" in only
    if not held and not is_numeric(kind):
        raise generate.RuleError("data", signal, f"steps, for values of the type {kind} cannot be calculated")
    try:
        if held:
            return generate.steps(only["steps"], only["steps"]["values"], axis)
        numbers = generate.signal(only, axis)
    except generate.RuleError as error:
        raise generate.RuleError(f"data.{error.member}", error.found, error.expected) from error
    return [round(number) for number in numbers] if kind in ("SHORT", "INTEGER", "LONG") else numbers
