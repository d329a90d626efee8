"""Reads of stored events, whole or page by page (aveva-stream-data#List Values).

Order of evaluation: the boundaries give the events to walk over, calculated ones included; then the predicate, then
`skip`, then `count`, all in the direction of the walk. Beside the agreed interface what is asked of the walk is one
value, `Pick`, and the two bounds of a window are another, `Window`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import NamedTuple

from streamulator.core.series import Series
from streamulator.services.aveva.model.reads.boundaries import check_number, check_order, lower, upper
from streamulator.services.aveva.model.reads.interpolation import Interpolator
from streamulator.services.aveva.model.shape.codes import BoundaryType, SearchMode
from streamulator.services.aveva.model.shape.values import Key, Row
from streamulator.services.aveva.model.streams.stream import Stream

EVENT_LIMIT = 250_000  # a read has to touch fewer events than this

Predicate = Callable[[Row], bool]

_SEARCHES: Mapping[SearchMode, Callable[[Series, Key], int]] = {
    SearchMode.Exact: Series.find,
    SearchMode.ExactOrNext: Series.left,
    SearchMode.Next: Series.right,
    SearchMode.ExactOrPrevious: lambda series, key: series.right(key) - 1,
    SearchMode.Previous: lambda series, key: series.left(key) - 1,
}


@dataclass(frozen=True, slots=True)
class Pick:
    """What a read takes of the events it walks over; `count` None is all of them, `limit` how many it may touch.

    `columns` are those that the predicate looks at, if that is known.
    """

    predicate: Predicate | None = None
    skip: int = 0
    count: int | None = None
    descending: bool = False
    limit: int = EVENT_LIMIT
    columns: frozenset[int] | None = None


class Window(NamedTuple):
    """Two indexes and how events at or near them are treated."""

    start: Key
    end: Key
    start_boundary: BoundaryType = BoundaryType.Exact
    end_boundary: BoundaryType = BoundaryType.Exact


class Page(NamedTuple):
    """One page of a window; `resume` is the key after which the next page goes on, None on the last."""

    rows: Sequence[Row]
    resume: Key | None


class _Span(NamedTuple):
    """The events a read walks over: positions of the series, and a calculated row before and after them."""

    stream: Stream
    start: int
    stop: int
    head: Row | None = None
    tail: Row | None = None

    @property
    def size(self) -> int:
        """How many events there are to walk over."""
        return max(self.stop - self.start, 0) + (self.head is not None) + (self.tail is not None)


def first(stream: Stream) -> Row | None:
    """Return the event with the smallest index, None where there is none (aveva-stream-data#Get First Value)."""
    return stream.series.row(0) if len(stream.series) else None


def last(stream: Stream) -> Row | None:
    """Return the event with the largest index, None where there is none (aveva-stream-data#Get Last Value)."""
    return stream.series.row(-1) if len(stream.series) else None


def find_distinct(stream: Stream, key: Key, mode: SearchMode = SearchMode.Exact) -> list[Row]:
    """Return the one event that a search from a key finds, or none (aveva-stream-data#SdsSearchMode)."""
    at = _SEARCHES[mode](stream.series, key)
    return [stream.series.row(at)] if 0 <= at < len(stream.series) else []


def values_in_range(
    stream: Stream, start: Key, pick: Pick, boundary: BoundaryType = BoundaryType.Exact
) -> Sequence[Row]:
    """Return events from a key on, or back from it where the pick is descending; Refused beyond the event limit."""
    calculated = _calculated(stream, start, boundary)
    if pick.descending:
        span = _Span(stream, 0, upper(stream.series, start, boundary), tail=calculated)
    else:
        span = _Span(stream, lower(stream.series, start, boundary), len(stream.series), head=calculated)
    return _taken(span, pick)[0]


def filtered(stream: Stream, pick: Pick) -> Sequence[Row]:
    """Return events of the whole stream; Refused beyond the event limit."""
    return _taken(_Span(stream, 0, len(stream.series)), pick)[0]


def window(stream: Stream, bounds: Window, pick: Pick) -> Sequence[Row]:
    """Return the events between two keys; Refused where the end comes first, and beyond the event limit."""
    return _taken(_span(stream, bounds), pick)[0]


def page(stream: Stream, bounds: Window, pick: Pick, after: Key | None = None) -> Page:
    """Return one page of a window and where the next one starts; `after` is the key that the last page ended with.

    The pick's `count` is the size of the page; its `skip` acts on the first page only. What a start boundary adds
    is on the first page, what an end boundary adds on the last. Refused as `window` is.
    """
    span = _span(stream, bounds)
    if after is not None:
        span, pick = _resumed(span, bounds, after, descending=pick.descending), replace(pick, skip=0)
    rows, more = _taken(span, pick, look_ahead=True)
    return Page(rows, stream.layout.key(rows[-1]) if rows and more else None)


def _span(stream: Stream, bounds: Window) -> _Span:
    check_order(stream.layout, bounds.start, bounds.end)
    series = stream.series
    head = _calculated(stream, bounds.start, bounds.start_boundary)
    tail = _calculated(stream, bounds.end, bounds.end_boundary)
    if head is not None and bounds.start == bounds.end:
        tail = None
    start = lower(series, bounds.start, bounds.start_boundary)
    return _Span(stream, start, upper(series, bounds.end, bounds.end_boundary), head, tail)


def _resumed(span: _Span, bounds: Window, after: Key, *, descending: bool) -> _Span:
    """Leave what a page that ended with some key did not yet give, calculated events included."""
    series = span.stream.series
    if descending:
        head = span.head if bounds.start < after else None
        tail = span.tail if bounds.end < after else None
        return span._replace(stop=min(span.stop, series.left(after)), head=head, tail=tail)
    head = span.head if bounds.start > after else None
    tail = span.tail if bounds.end > after else None
    return span._replace(start=max(span.start, series.right(after)), head=head, tail=tail)


def _calculated(stream: Stream, key: Key, boundary: BoundaryType) -> Row | None:
    if boundary is not BoundaryType.ExactOrCalculated or stream.series.find(key) >= 0:
        return None
    return Interpolator(stream).at(key)


def _taken(span: _Span, pick: Pick, *, look_ahead: bool = False) -> tuple[Sequence[Row], bool]:
    """Return what a pick takes of a span and, having looked ahead, whether it would take more with a larger count."""
    if pick.predicate:
        return _sifted(span, pick, pick.predicate, look_ahead=look_ahead)
    stop = span.size if pick.count is None else min(pick.skip + pick.count, span.size)
    check_number(stop, pick.limit)
    return _cut(span, pick.skip, stop, descending=pick.descending), stop < span.size


def _cut(span: _Span, start: int, stop: int, *, descending: bool = False) -> Sequence[Row]:
    if descending:
        return _cut(span, span.size - stop, span.size - start)[::-1]
    offset = span.start - (span.head is not None)
    rows = span.stream.series.cut(max(start + offset, span.start), max(min(stop + offset, span.stop), span.start))
    head = [span.head] if span.head is not None and start <= 0 < stop else []
    tail = [span.tail] if span.tail is not None and start < span.size == stop else []
    return [*head, *rows, *tail] if head or tail else rows


def _sifted(span: _Span, pick: Pick, predicate: Predicate, *, look_ahead: bool) -> tuple[list[Row], bool]:
    if pick.columns is not None and pick.count is None and span.head is span.tail is None:
        check_number(span.size, pick.limit)
        found = span.stream.series.cut(span.start, span.stop).fitting(predicate, pick.columns)
        return found[:: -1 if pick.descending else 1][pick.skip :], False
    enough = span.size if pick.count is None else pick.skip + pick.count
    touchable = islice(_walk(span, descending=pick.descending), pick.limit - 1)
    found = list(islice(filter(predicate, touchable), enough + look_ahead))
    if len(found) == enough + look_ahead or span.size < pick.limit:
        return found[pick.skip : enough], len(found) > enough
    if len(found) < enough:
        check_number(span.size, pick.limit)
    return found[pick.skip :], True


def _walk(span: _Span, *, descending: bool) -> Iterator[Row]:
    rows = span.stream.series.walk(span.start, span.stop, backwards=descending)
    head, tail = ([] if row is None else [row] for row in (span.head, span.tail))
    return chain(tail, rows, head) if descending else chain(head, rows, tail)
