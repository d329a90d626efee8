"""The reference model of summaries and of sampled values."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import sqrt
from typing import Any, NamedTuple

from reference.calculated import event_at, spaced
from reference.filters import holds
from reference.kinds import NUMBERS, TIMES, comparable, plain, rank
from reference.reads import window
from reference.stream import Refusal

LEADING = ("StepwiseContinuousLeading", "ContinuousNullableLeading")
TRAILING = ("StepwiseContinuousTrailing", "ContinuousNullableTrailing")


class Interval(NamedTuple):
    """One interval: the events at its ends, and its figures by summary type and property."""

    start: dict[str, Any] | None
    end: dict[str, Any] | None
    figures: dict[str, dict[str, Any]]


def summaries(stream, start, end, count=1, condition=None):
    """Summarise equal intervals; an event on a bound between two counts in the earlier one."""
    if not stream.axis or count < 1:
        raise Refusal(400)
    bounds = spaced(start, end, count + 1)
    if len([event for event in stream.events if start <= stream.index(event) <= end]) >= stream.limit:
        raise Refusal(400)
    stream = _only(stream, condition)
    intervals = []
    for number, (low, high) in enumerate(pairwise(bounds)):
        stored, inside = [], []
        for event in stream.events:
            index = stream.index(event)
            if low < index <= high or (index == low and number == 0):
                stored.append(event)
            if low < index < high:
                inside.append(event)
        first, last = event_at(stream, low), event_at(stream, high)
        ends = [first] if first else []
        points = [*ends, *inside, *([last] if last and high != low else [])]
        intervals.append(Interval(first, last, _figures(stream, stored, points)))
    return intervals


def sampled(stream, start, end, names, intervals, *, pick, boundaries):
    """Return of each part its first, its last, its smallest and its largest event; each event once.

    What a boundary adds, outside of the window or calculated, is returned as well.
    """
    columns = [stream.property(name) for name in names]
    if not stream.axis or intervals < 1 or None in columns or any(not _has_size(one.code) for one in columns):
        raise Refusal(400)
    events = window(stream, start, end, pick, boundaries)
    proper = [event for event in events if event in stream.events and start <= stream.index(event) <= end]
    chosen = [event for event in events if event not in proper]
    for number, (low, high) in enumerate(pairwise(spaced(start, end, intervals + 1))):
        part = []
        for event in proper:
            index = stream.index(event)
            if low < index <= high or (index == low and number == 0):
                part.append(event)
        for one in columns:
            known = [event for event in part if comparable(event[one.id])]
            chosen += part[:1] + part[-1:]
            if known:
                sizes = [rank(plain(one.code), event[one.id]) for event in known]
                chosen += [known[sizes.index(min(sizes))], known[sizes.index(max(sizes))]]
    return [event for event in events if event in chosen]


def _only(stream, condition):
    """Return the stream as if it held nothing but the events that fit."""
    if condition is None:
        return stream
    kept = [event for event in stream.events if holds(condition, event)]
    return type(stream)(**{**vars(stream), "events": kept})


def _has_size(code):
    return plain(code) in (*NUMBERS, *TIMES, "Boolean")


def _figures(stream, stored, points):
    figures = {}
    for one in stream.properties:
        counted = _has_size(one.code) or plain(one.code) == "Char"
        if not one.key and (not counted or stream.mode_of(one) == "Discrete"):
            continue
        values = [event[one.id] for event in stored if event[one.id] is not None]
        found = {"Count": len(values)}
        if not one.key and plain(one.code) in (*NUMBERS, "Boolean"):
            found |= _sizes(values or [event[one.id] for event in points if event[one.id] is not None])
            mode = stream.mode_of(one)
            known = [Fraction(event[one.id]) for event in points if event[one.id] is not None]
            found |= _of_segments([_segment(low, high, mode) for low, high in pairwise(known)])
            found |= _weighted(_lengths(stream, one, points, mode))
        for name, value in found.items():
            figures.setdefault(name, {})[one.id] = value
    return figures


def _sizes(values):
    if not values:
        return {}
    return {"Minimum": min(values), "Maximum": max(values), "Range": max(values) - min(values)}


def _segment(low, high, mode):
    """Return what a segment counts with: the mean of its ends, or one of them; None where that is null."""
    if mode in LEADING:
        return low
    if mode in TRAILING:
        return high
    return None if low is None or high is None else (low + high) / 2


def _lengths(stream, one, points, mode):
    """Return the segments that have a value, each with its length on the axis."""
    segments = []
    for low, high in pairwise(points):
        ends = [None if event[one.id] is None else Fraction(event[one.id]) for event in (low, high)]
        value = _segment(*ends, mode)
        length = Fraction(stream.index(high)[0]) - Fraction(stream.index(low)[0])
        if value is not None and length:
            segments.append((value, length))
    return segments


def _of_segments(values):
    if not values:
        return {}
    number, total = len(values), sum(values)
    mean = total / number
    second, third, fourth = (sum((value - mean) ** power for value in values) / number for power in (2, 3, 4))
    return {
        "Total": float(total),
        "Mean": float(mean),
        "PopulationStandardDeviation": sqrt(second),
        "StandardDeviation": sqrt(second * number / (number - 1)) if number > 1 else "NaN",
        "Skewness": float(third) / float(second) ** 1.5 if second else "NaN",
        "Kurtosis": float(fourth / second**2) - 3 if second else "NaN",
    }


def _weighted(segments):
    if not segments:
        return {}
    whole = sum(length for _, length in segments)
    mean = sum(value * length for value, length in segments) / whole
    second = sum((value - mean) ** 2 * length for value, length in segments) / whole
    number = len(segments)
    return {
        "WeightedMean": float(mean),
        "WeightedPopulationStandardDeviation": sqrt(second),
        "WeightedStandardDeviation": sqrt(second * number / (number - 1)) if number > 1 else "NaN",
    }
