"""Summaries: thirteen figures of each property over equal intervals of a stream.

Count, Minimum and Maximum are of the stored events. The others are of the segments between neighbouring points: the
start of the interval, the events in it, its end. A segment counts with the mean of its two values, or in the stepwise
modes with one of them; in the weighted figures it counts by its length. All of it follows the printed examples of the
EDS documentation (Reading data), which it reproduces.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from operator import eq, sub
from typing import NamedTuple

from streamulator.core.cut import Cut
from streamulator.core.series import Series
from streamulator.services.aveva.model.reads.boundaries import check_number
from streamulator.services.aveva.model.reads.interpolation import Interpolator, check_axis
from streamulator.services.aveva.model.reads.moments import figures, weighted_figures
from streamulator.services.aveva.model.reads.stored import EVENT_LIMIT, Predicate
from streamulator.services.aveva.model.shape.codes import InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Column
from streamulator.services.aveva.model.shape.values import Blend, Key, Row, Value, show_float
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.model.units.conversion import Conversion
from streamulator.services.aveva.model.views.conversion import Convert

_Figures = dict[str, dict[str, Value]]

_NO_CONVERSION = Conversion()

SUMMARY_TYPES = (
    "Count",
    "Minimum",
    "Maximum",
    "Range",
    "Total",
    "Mean",
    "StandardDeviation",
    "PopulationStandardDeviation",
    "WeightedMean",
    "WeightedStandardDeviation",
    "WeightedPopulationStandardDeviation",
    "Skewness",
    "Kurtosis",
)
_CALCULATED = ("Total", "Mean", "StandardDeviation", "PopulationStandardDeviation", "Skewness", "Kurtosis")
_WEIGHTED = ("WeightedMean", "WeightedStandardDeviation", "WeightedPopulationStandardDeviation")
_LEADING = frozenset({InterpolationMode.StepwiseContinuousLeading, InterpolationMode.ContinuousNullableLeading})
_TRAILING = frozenset({InterpolationMode.StepwiseContinuousTrailing, InterpolationMode.ContinuousNullableTrailing})
_CHARACTERS = frozenset({SdsTypeCode.Char, SdsTypeCode.NullableChar})
_COUNTED_ONLY = _CHARACTERS | {
    SdsTypeCode.DateTime,
    SdsTypeCode.DateTimeOffset,
    SdsTypeCode.TimeSpan,
    SdsTypeCode.NullableDateTime,
    SdsTypeCode.NullableDateTimeOffset,
    SdsTypeCode.NullableTimeSpan,
}
_AVERAGED = frozenset({Blend.LINEAR, Blend.NEAREST})


@dataclass(frozen=True, slots=True)
class Interval:
    """One interval: the events at its ends where there are any, and its figures by summary type and property id.

    The summary types come in the order of SUMMARY_TYPES, the properties in that of the type. What is not a number is
    one of the texts NaN, Infinity and -Infinity.
    """

    start: Row | None
    end: Row | None
    figures: Mapping[str, Mapping[str, Value]]


class _Part(NamedTuple):
    """The events of one interval, and its points: those at its ends with those between them, and how far apart.

    Of `low` and `high` each is one row, or none.
    """

    stored: Cut
    low: Sequence[Row]
    inner: Cut
    high: Sequence[Row]
    lengths: Sequence[float]


class _Summarized(NamedTuple):
    """One property: where it stands in a row, how it acts, and what its values are converted by, if anything."""

    position: int
    column: Column
    mode: InterpolationMode
    convert: Convert | None = None

    def stored(self, part: _Part) -> list[Value]:
        """Return the property's values in the events of an interval, in the unit that they are summarized in."""
        return self._converted(part.stored.column(self.position))

    def points(self, part: _Part) -> list[Value]:
        """Return the property's values at the points of an interval, in that unit."""
        low, high = ([row[self.position] for row in rows] for rows in (part.low, part.high))
        return self._converted([*low, *part.inner.column(self.position), *high])

    def _converted(self, values: list[Value]) -> list[Value]:
        return values if self.convert is None else list(map(self.convert, values))


def summaries(
    stream: Stream,
    start: Key,
    end: Key,
    count: int = 1,
    predicate: Predicate | None = None,
    *,
    limit: int = EVENT_LIMIT,
    conversion: Conversion = _NO_CONVERSION,
) -> list[Interval]:
    """Return the summaries of a number of equal intervals from one key to another.

    An event on a bound between two intervals counts in the earlier one. With a predicate the stream is taken to hold
    nothing but the events that fit. A conversion comes after that, and the figures are those of converted values: to
    convert a skewness makes no sense. Refused for keys that are no axis, a count below 1, a start after the end, and
    beyond the limit of events in the window, fit or not (aveva-stream-data#List Summaries).
    """
    check_axis(stream.layout)
    bounds = Interpolator(stream).edges(start, end, count)
    check_number(stream.series.right(end) - stream.series.left(start), limit)
    if predicate is not None:
        stream = replace(stream, series=_fitting(stream, start, end, predicate))
    at = Interpolator(stream).at
    columns = [one._replace(convert=conversion.steps.get(one.position)) for one in _columns(stream)]
    ends = [(bound, at(bound)) for bound in bounds]
    shown = [None if row is None else conversion.row(row) for _bound, row in ends]
    parts = (_part(stream.series, *ends[at : at + 2], first=not at) for at in range(count))
    return [Interval(*pair, _summarize(columns, part)) for pair, part in zip(pairwise(shown), parts, strict=True)]


def summarized(stream: Stream) -> Iterator[tuple[str, Column]]:
    """Yield every figure that an interval of a stream may have: its summary type and its property, in their orders."""
    columns = [one.column for one in _columns(stream)]
    for name in SUMMARY_TYPES:
        yield from ((name, column) for column in columns if name == "Count" or not _is_only_counted(column))


def _fitting(stream: Stream, start: Key, end: Key, predicate: Predicate) -> Series:
    """Keep the events of a window that fit, with the next ones on either side for what is calculated at its ends."""
    series = stream.series
    low, high = series.left(start), series.right(end)
    before = islice(filter(predicate, series.walk(0, low, backwards=True)), 1)
    after = islice(filter(predicate, series.walk(high, len(series))), 1)
    rows = [*before, *filter(predicate, series.walk(low, high)), *after]
    return Series(list(map(stream.layout.key, rows)), rows)


def _columns(stream: Stream) -> Iterator[_Summarized]:
    """Find what is summarized: the key, numbers, Booleans, characters and times, unless their mode is Discrete."""
    for at, column in enumerate(stream.layout.columns):
        mode, kind = stream.mode_of(at), column.kind
        counted = kind.blend in _AVERAGED or kind.code in _CHARACTERS
        if column.key or (counted and mode is not InterpolationMode.Discrete):
            yield _Summarized(at, column, mode)


def _part(series: Series, low: tuple[Key, Row | None], high: tuple[Key, Row | None], *, first: bool) -> _Part:
    (start, start_row), (end, end_row) = low, high
    stored = series.cut(series.left(start) if first else series.right(start), series.right(end))
    first_inner, last_inner = series.right(start), series.left(end)
    inner = series.cut(first_inner, last_inner)
    lowest = [] if start_row is None else [start_row]
    highest = [] if end_row is None or end == start else [end_row]
    keys = [*([start] if lowest else []), *series.keys_in(first_inner, last_inner), *([end] if highest else [])]
    return _Part(stored, lowest, inner, highest, list(map(sub, keys[1:], keys)))


def _summarize(columns: Sequence[_Summarized], part: _Part) -> _Figures:
    summary: _Figures = {name: {} for name in SUMMARY_TYPES}
    for one in columns:
        for name, value in _figures_of(one, part):
            summary[name][one.column.id] = show_float(value)
    return summary


def _figures_of(one: _Summarized, part: _Part) -> Iterator[tuple[str, float]]:
    stored = _known(one.stored(part))
    yield "Count", len(stored)
    if _is_only_counted(one.column):
        return
    mode, points = one.mode, one.points(part)
    known = _known(points)
    yield from _extremes(stored or known)
    segments = _segments(points, mode)
    plain = figures(segments if known is points else _segments(known, mode))
    if plain is not None:
        yield from zip(_CALCULATED, plain, strict=True)
    weighed = zip(segments, part.lengths, strict=True)
    weighted = weighted_figures([one for one in weighed if one[0] is not None])
    if weighted is not None:
        yield from zip(_WEIGHTED, weighted, strict=True)


def _known(values: list[Value]) -> list[Value]:
    return [value for value in values if value is not None] if None in values else values


def _is_only_counted(column: Column) -> bool:
    return column.key or column.kind.code in _COUNTED_ONLY


def _extremes(values: Sequence[Value]) -> Iterator[tuple[str, float]]:
    """Take stored values, or where there are none the calculated ones at the ends, as the printed examples do."""
    if not values:
        return
    strange = None if all(map(eq, values, values)) else math.nan
    low, high = (min(values), max(values)) if strange is None else (strange, strange)
    yield "Minimum", +low
    yield "Maximum", +high
    yield "Range", high - low


def _segments(points: Sequence[Value], mode: InterpolationMode) -> Sequence[Value]:
    """Return the values that the segments between points count with, None where a null leaves one without."""
    if mode in _LEADING:
        return points[:-1]
    if mode in _TRAILING:
        return points[1:]
    return [None if before is None or after is None else (before + after) / 2 for before, after in pairwise(points)]
