"""Events on the wire: lists, pages, tables and intervals, each with the shape that its type demands of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from typing import TypeVar

from streamulator.contract.schema import Schema
from streamulator.core.cut import Cut
from streamulator.core.messages import Json, Part, Reply
from streamulator.services.aveva.model.reads.summaries import Interval
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.values import Row

_NULL = {"type": "null"}

_CHUNK = 256  # events of a series that are written together and kept so, counted from its first
_IN_PARTS = 2 * _CHUNK  # events from which a reply is put together from such chunks
_MOST_KEPT = 512  # chunks of one series; the next one costs all of them

_T = TypeVar("_T")
_ShowAll = Callable[[Sequence[Row]], list[dict[str, Json]]]


class EventWire:
    """How the events of one layout are shown."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._event = layout.schema()
        self._full_all: _ShowAll = lambda rows: list(map(layout.full, rows))

    def one(self, row: Row | None, *, verbose: bool) -> Reply:
        """Answer with one event, or null."""
        return Reply(200, self._show(verbose=verbose)(row) if row is not None else None, shape=self._one)

    def many(self, rows: Sequence[Row], *, verbose: bool) -> Reply:
        """Answer with an array of events."""
        show = self._show_all(verbose=verbose)
        if isinstance(rows, Cut) and len(rows) >= _IN_PARTS:
            return Reply(200, shape=self._many, parts=list(_parts(rows, show)))
        return Reply(200, show(rows), shape=self._many)

    def merged(self, rows: Sequence[Row], *, verbose: bool) -> Reply:
        """Answer with an array of events that stand in no series together, many of them in parts of their own."""
        return in_parts(rows, self._show_all(verbose=verbose), self._many)

    def page(self, rows: Sequence[Row], token: str | None, *, verbose: bool) -> Reply:
        """Answer with one page; unless verbose, the last has no token at all."""
        content: dict[str, Json] = {"Results": self._show_all(verbose=verbose)(rows)}
        if verbose or token is not None:
            content["ContinuationToken"] = token
        return Reply(200, content, shape=self._page)

    def intervals(self, intervals: Sequence[Interval], *, verbose: bool) -> Reply:
        """Answer with summaries; an interval without a calculable event at a bound leaves that bound out."""
        return Reply(200, [self._interval(interval, verbose=verbose) for interval in intervals], shape=self._intervals)

    def _interval(self, interval: Interval, *, verbose: bool) -> Json:
        show = self._show(verbose=verbose)
        bounds = {
            name: None if row is None else show(row) for name, row in (("Start", interval.start), ("End", interval.end))
        }
        shown = bounds if verbose else {name: event for name, event in bounds.items() if event is not None}
        return {**shown, "Summaries": interval.figures}

    def _show_all(self, *, verbose: bool) -> _ShowAll:
        return self._full_all if verbose else self._layout.terse_all

    def _show(self, *, verbose: bool) -> Callable[[Row], dict[str, Json]]:
        return self._layout.full if verbose else self._layout.terse

    @cached_property
    def _one(self) -> Schema:
        return Schema({"anyOf": [self._event, _NULL]})

    @cached_property
    def _many(self) -> Schema:
        return Schema({"type": "array", "items": self._event})

    @cached_property
    def _page(self) -> Schema:
        return Schema({"properties": {"Results": {"type": "array", "items": self._event}}})

    @cached_property
    def _intervals(self) -> Schema:
        bound = {"anyOf": [self._event, _NULL]}
        return Schema({"type": "array", "items": {"properties": {"Start": bound, "End": bound}}})


@lru_cache(maxsize=1024)
def wire_of(layout: Layout) -> EventWire:
    """Return a layout's wire; a layout never changes, so one will do."""
    return EventWire(layout)


def in_parts(rows: Sequence[_T], show: Callable[[Sequence[_T]], list[Json]], shape: Schema, width: int = 1) -> Reply:
    """Answer with an array, many rows in parts, for whoever keeps the reply; `width` is how many events a row has."""
    if len(rows) * width < _IN_PARTS:
        return Reply(200, show(rows), shape=shape)
    step = max(_CHUNK // width, 1)
    parts = [Part(partial(show, rows[start : start + step])) for start in range(0, len(rows), step)]
    return Reply(200, shape=shape, parts=parts)


def _parts(rows: Cut, show: _ShowAll) -> Iterator[Part]:
    """Part rows where the chunks of their series begin and end; whole chunks stay with the series until it changes."""
    kept: dict[tuple[_ShowAll, int], Part] = rows.derived.setdefault("parts", {})
    first, last = rows.start, rows.start + len(rows)
    for number in range(first // _CHUNK, -(-last // _CHUNK)):
        start, stop = max(number * _CHUNK, first), min((number + 1) * _CHUNK, last)
        part = kept.get((show, number)) if stop - start == _CHUNK else None
        if part is None:
            part = Part(partial(show, rows[start - first : stop - first]))
            if stop - start == _CHUNK:
                if len(kept) >= _MOST_KEPT:
                    kept.clear()
                kept[show, number] = part
        yield part
