"""Series made by rule, so that a fixture can hold a million events in five lines.

A rule gives the places of the events on their axis (start, step, count, gaps, late ones) and, for each of their
members, one signal or a sum of several. Places and lengths are in the axis's own unit: plain numbers, or for times
ticks of 100 ns, which a fixture writes as `90s` or `2h`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, cycle, islice, pairwise
from operator import add
from typing import Any

from streamulator.core.clock import TICKS_PER_SECOND
from streamulator.core.ids import deviations
from streamulator.core.messages import Json

_UNITS = {"ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_LENGTH = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,15})?)(ms|s|m|h|d)", re.ASCII)

Numbers = list[float]

_EXACT = 2**53  # up to here floats hold every integer


class RuleError(ValueError):
    """A rule that makes no series; `member` is where in it."""

    def __init__(self, member: str, found: object, expected: str) -> None:
        super().__init__(f"{member}: found {found!r}, expected {expected}")
        self.member, self.found, self.expected = member, found, expected


@dataclass(frozen=True, slots=True)
class Axis:
    """Where the events of a series lie: `places` in order, and each one's distance from the start.

    `timed` tells that both are ticks, and that lengths along the axis are written as times.
    """

    places: list[Any]
    offsets: Sequence[float]
    timed: bool


def axis(rule: Mapping[str, Json], start: float, *, timed: bool) -> Axis:
    """Lay out a series from `start` on: `every`, `count`, and optionally `gaps` and `late`."""
    step = length(rule["every"], "every", timed=timed)
    if step <= 0:
        raise RuleError("every", rule["every"], "a step above 0")
    count = rule["count"]
    whole = isinstance(step, int)
    offsets: Sequence[float] = range(0, step * count, step) if whole else [step * number for number in range(count)]
    for gap in rule.get("gaps", ()):
        offsets = _without(offsets, gap, timed=timed)
    if isinstance(offsets, range) and isinstance(start, int):
        places: list[float] = list(range(start, start + step * count, step))
    else:
        places = [start + offset for offset in offsets]
    if isinstance(start + step, float) and any(one >= other for one, other in pairwise(places)):
        raise RuleError("every", rule["every"], "a step large enough to be seen at this distance from 0")
    if "late" in rule:
        places, offsets = _with_late(places, offsets, rule["late"], timed=timed)
    return Axis(places, offsets, timed)


def length(value: Json, member: str, *, timed: bool) -> Any:
    """Read a length on the axis: `90s`, `1.5h` and the like where it is time, in ticks; else a plain number."""
    if not timed:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        raise RuleError(member, value, "a number, for the index is one")
    match = _LENGTH.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise RuleError(member, value, "a length of time such as 500ms, 90s, 15m, 2h or 1d")
    return round(float(match[1]) * _UNITS[match[2]] * TICKS_PER_SECOND)


def signal(parts: Json, axis: Axis) -> Numbers:
    """Return the sum of one signal or several over an axis, one number an event."""
    total: Numbers = []
    for part in parts if isinstance(parts, list) else [parts]:
        ((name, settings),) = part.items()
        numbers = _SIGNALS[name](settings, axis)
        total = list(map(add, total, numbers)) if total else numbers
    return total


def steps(settings: Mapping[str, Json], values: Sequence[Any], axis: Axis) -> list[Any]:
    """Hold each of some values, of whatever kind, for a while, over and over."""
    hold = length(settings["every"], "steps.every", timed=axis.timed)
    if hold <= 0:
        raise RuleError("steps.every", settings["every"], "a length above 0")
    count = len(values)
    return [values[int(offset // hold) % count] for offset in axis.offsets]


def _sine(settings: Mapping[str, Json], axis: Axis) -> Numbers:
    turn = 2 * math.pi / _period(settings, "sine", axis)
    named = (("mean", 0.0), ("amplitude", 1.0), ("phase", 0.0))
    mean, amplitude, phase = (float(settings.get(name, usual)) for name, usual in named)
    sin = math.sin
    return [mean + amplitude * sin(turn * offset + phase) for offset in axis.offsets]


def _ramp(settings: Mapping[str, Json], axis: Axis) -> Numbers:
    low, high = settings["from"], settings["to"]
    rise = high - low
    if "period" in settings:
        period = _period(settings, "ramp", axis)
        return _repeated(lambda offset: low + rise * (offset % period / period), period, axis.offsets)
    whole = (axis.offsets[-1] if axis.offsets else 0) or 1
    return [low + rise * (offset / whole) for offset in axis.offsets]


def _repeated(number: Callable[[float], float], period: float, offsets: Sequence[float]) -> Numbers:
    """Return the number of each offset, worked out for the first period alone where the others have the same ones."""
    if isinstance(offsets, range) and not period % offsets.step and len(offsets) * offsets.step <= _EXACT:
        first = list(map(number, offsets[: int(period) // offsets.step]))
        return list(islice(cycle(first), len(offsets)))
    return list(map(number, offsets))


def _noise(settings: Mapping[str, Json], axis: Axis) -> Numbers:
    mean, deviation = settings.get("mean", 0.0), settings.get("deviation", 1.0)
    return [mean + deviation * one for one in deviations(settings.get("seed", 0), len(axis.offsets))]


def _numbered_steps(settings: Mapping[str, Json], axis: Axis) -> Numbers:
    values = [float(value) for value in settings["values"]]
    return steps(settings, values, axis)


_Make = Callable[[Mapping[str, Json], Axis], Numbers]
_SIGNALS: Mapping[str, _Make] = {"sine": _sine, "ramp": _ramp, "noise": _noise, "steps": _numbered_steps}


def _period(settings: Mapping[str, Json], name: str, axis: Axis) -> float:
    period = length(settings["period"], f"{name}.period", timed=axis.timed)
    if period <= 0:
        raise RuleError(f"{name}.period", settings["period"], "a length above 0")
    return float(period)


def _without(offsets: Sequence[float], gap: Mapping[str, Json], *, timed: bool) -> list[float]:
    """Leave out what falls into a gap: once, `from` a distance on, or again and again at the end of `every` length."""
    lost = length(gap["for"], "gaps.for", timed=timed)
    if "every" in gap:
        period = length(gap["every"], "gaps.every", timed=timed)
        if period <= lost:
            raise RuleError("gaps.every", gap["every"], "a length above that of the gap")
        return list(compress(offsets, [offset % period < period - lost for offset in offsets]))
    start = length(gap["from"], "gaps.from", timed=timed)
    return [offset for offset in offsets if not start <= offset < start + lost]


def _with_late(
    places: list[float], offsets: Sequence[float], late: Mapping[str, Json], *, timed: bool
) -> tuple[list[float], list[float]]:
    """Stamp every n-th event later than its turn, so that it stands behind events that were measured after it."""
    delay, every = length(late["by"], "late.by", timed=timed), late["every"]
    stamped = {
        place: offset for number, (place, offset) in enumerate(zip(places, offsets, strict=True), 1) if number % every
    }
    for number, (place, offset) in enumerate(zip(places, offsets, strict=True), 1):
        if not number % every:
            stamped.setdefault(place + delay, offset)
    return [list(column) for column in zip(*sorted(stamped.items()), strict=True)] if stamped else ([], [])  # type: ignore[return-value]
