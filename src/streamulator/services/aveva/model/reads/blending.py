"""Blending: what lies between two neighbouring values of one property, for each interpolation mode and each kind.

How far an index is along the way from one neighbour to the next is given as two integers, the way gone and the whole
way, so that integers and ticks are calculated exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from streamulator.services.aveva.model.shape import readings
from streamulator.services.aveva.model.shape.codes import InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.shape.values import Blend, Key, Kind, Moment, Value

_SINGLES = frozenset({SdsTypeCode.Single, SdsTypeCode.NullableSingle})


class Way(NamedTuple):
    """How far an index is along the way between two others: `gone` of `whole`."""

    gone: int
    whole: int


Blended = Callable[[Value, Value, Way], Value]


def way_between(low: Key, key: Key, high: Key) -> Way:
    """Measure a way, in the indexes' own unit where they are integers."""
    if isinstance(low, int):
        return Way(key - low, high - low)
    share = (Fraction(key) - Fraction(low)) / (Fraction(high) - Fraction(low))
    return Way(share.numerator, share.denominator)


def blend_of(kind: Kind, mode: InterpolationMode) -> Blended:
    """Return how values of a kind are calculated between two events in a mode."""
    return _MODES[mode](kind)


def point(low: Key, high: Key, way: Way) -> Key:
    """Return the index that lies a way along: the nearest that there is, of integers the even one of two.

    Nothing but the nearest will do: what is stored at 1.0 is not found at 0.9999999999999999.
    """
    if isinstance(low, int):
        return _whole(low, high, way)
    return float(Fraction(low) + (Fraction(high) - Fraction(low)) * Fraction(*way))


def _continuous(kind: Kind) -> Blended:
    if kind.blend is Blend.ZERO:
        return lambda _before, _after, _way: 0
    if kind.blend is Blend.DEFAULT:
        return _discrete(kind)
    if kind.blend is Blend.NEAREST:
        return lambda before, after, way: after if way.gone * 2 > way.whole else before
    linear = _linear(kind)
    return lambda before, after, way: None if before is None or after is None else linear(before, after, way)


def _linear(kind: Kind) -> Blended:
    if kind.code in _SINGLES:
        return lambda before, after, way: readings.single(_real(before, after, way))
    if isinstance(kind.default, Moment) or kind.code is SdsTypeCode.NullableDateTimeOffset:
        return lambda before, after, way: Moment(_whole(before.ticks, after.ticks, way), before.offset_minutes)
    return _whole if kind.whole else _real


def _leading(_kind: Kind) -> Blended:
    return lambda before, _after, _way: before


def _trailing(_kind: Kind) -> Blended:
    return lambda _before, after, _way: after


def _discrete(kind: Kind) -> Blended:
    default = kind.default
    return lambda _before, _after, _way: default


def _or_leading(kind: Kind) -> Blended:
    blended = _continuous(kind)
    return lambda before, after, way: before if before is None or after is None else blended(before, after, way)


def _or_trailing(kind: Kind) -> Blended:
    blended = _continuous(kind)
    return lambda before, after, way: after if before is None or after is None else blended(before, after, way)


_MODES: Mapping[InterpolationMode, Callable[[Kind], Blended]] = {
    InterpolationMode.Continuous: _continuous,
    InterpolationMode.StepwiseContinuousLeading: _leading,
    InterpolationMode.StepwiseContinuousTrailing: _trailing,
    InterpolationMode.Discrete: _discrete,
    InterpolationMode.ContinuousNullableLeading: _or_leading,
    InterpolationMode.ContinuousNullableTrailing: _or_trailing,
}


def _whole(before: int, after: int, way: Way) -> int:
    quotient, rest = divmod((after - before) * way.gone, way.whole)
    twice = rest * 2
    up = twice > way.whole or (twice == way.whole and (before + quotient) % 2 == 1)
    return before + quotient + up


def _real(before: float, after: float, way: Way) -> float:
    try:
        moved = (after - before) * way.gone / way.whole  # in this order a sixth of 10 is the Double nearest to it
    except OverflowError:
        moved = math.inf
    if math.isinf(moved) and math.isfinite(before) and math.isfinite(after):
        share = way.gone / way.whole
        return before * (1 - share) + after * share  # too far apart for their distance, yet not for what lies between
    return before + moved
