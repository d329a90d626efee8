"""The reference model of calculated events: interpolation, extrapolation, and evenly spaced indexes."""

from __future__ import annotations

from fractions import Fraction

from reference.kinds import between, default, on_line
from reference.stream import Refusal

STEPS = {"StepwiseContinuousLeading": 0, "StepwiseContinuousTrailing": 1}
NULLABLE = {"ContinuousNullableLeading": 0, "ContinuousNullableTrailing": 1}


def event_at(stream, index):
    """Return the event at an index, stored or calculated; None where there is neither."""
    stored = stream.find(index)
    if stored or not stream.axis or (stream.mode or stream.type_mode) == "Discrete":
        return stored
    before = [event for event in stream.events if stream.index(event) < index][-1:]
    after = [event for event in stream.events if stream.index(event) > index][:1]
    if before and after:
        (low,), (high,) = stream.index(before[0]), stream.index(after[0])
        share = (Fraction(index[0]) - Fraction(low)) / (Fraction(high) - Fraction(low))
        values = {one.id: _between(stream, one, before[0], after[0], share) for one in stream.properties}
    elif before and _extrapolates(stream, "Forward"):
        values = _held(stream, before[0])
    elif after and _extrapolates(stream, "Backward"):
        values = _held(stream, after[0])
    else:
        return None
    (key,) = stream.key
    return {**values, key.id: (index[0], 0) if key.code == "DateTimeOffset" else index[0]}


def spaced(start, end, count):
    """Return a number of evenly spaced indexes, both ends included."""
    if start > end:
        raise Refusal(400)
    if count < 2:
        return [start][:count]
    return [(on_line(start[0], end[0], Fraction(at, count - 1)),) for at in range(count)]


def _between(stream, one, before, after, share):
    low, high, mode = before[one.id], after[one.id], stream.mode_of(one)
    if mode == "Discrete":
        return default(one.code)
    if mode in STEPS:
        return (low, high)[STEPS[mode]]
    if mode in NULLABLE and (low is None or high is None):
        return (low, high)[NULLABLE[mode]]
    return between(one.code, low, high, share)


def _extrapolates(stream, direction):
    return (stream.extrapolation or stream.type_extrapolation) in ("All", direction)


def _held(stream, event):
    """Return the values of the event next to the index; defaults where the mode is Discrete or a nullable one."""
    return {
        one.id: default(one.code) if stream.mode_of(one) in ("Discrete", *NULLABLE) else event[one.id]
        for one in stream.properties
    }
