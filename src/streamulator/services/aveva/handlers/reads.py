"""The reads of the page Stream Data; by POST, below Transform, they name the units that they want in their body."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.aveva.handlers.forms import (
    Form,
    boundaries,
    form_of,
    is_interval,
    pick_of,
    predicate_of,
    refuse_table,
    table_headers,
    window_of,
)
from streamulator.services.aveva.handlers.places import is_verbose, stream_as_read, units_wanted
from streamulator.services.aveva.model.reads import stored
from streamulator.services.aveva.model.reads.interpolation import values_at, values_between
from streamulator.services.aveva.model.reads.sampling import sampled
from streamulator.services.aveva.model.reads.summaries import summaries, summarized
from streamulator.services.aveva.model.shape.codes import SearchMode
from streamulator.services.aveva.model.shape.values import Row
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.streams.secondary import in_order_of, index_for
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.wire.events import wire_of
from streamulator.services.aveva.wire.members import read_enumeration
from streamulator.services.aveva.wire.tables import event_table, interval_table


def get_first_value(call: Call, store: Store) -> Reply:
    """Show the event with the smallest index, or null."""
    return _one(call, store, stored.first)


def get_last_value(call: Call, store: Store) -> Reply:
    """Show the event with the largest index, or null."""
    return _one(call, store, stored.last)


def list_values(call: Call, store: Store) -> Reply:
    """Show stored events, in one of the four forms."""
    stream, form, (start_boundary, _) = stream_as_read(call, store), form_of(call), boundaries(call)
    if form is Form.WINDOW and "continuationToken" in call.given:
        refuse_table(call, "pages")
        return _page(call, store, stream)
    if form is Form.WINDOW:
        # The page gives windows no count of their own, so that its default of 100 does not hold for them.
        rows = stored.window(stream, window_of(call, stream.layout), pick_of(call, store, stream.layout, count=None))
    elif form is Form.FIND_DISTINCT:
        mode = read_enumeration(call.query["searchMode"], SearchMode, "searchMode")
        rows = stored.find_distinct(stream, stream.layout.index(call.query["index"]), mode)
    else:
        pick = pick_of(call, store, stream.layout, count=call.query["count"])
        if form is Form.FILTERED:
            index = index_for(stream, call.query["filter"])
            rows = stored.filtered(stream if index is None else in_order_of(stream, index), pick)
        else:
            rows = stored.values_in_range(stream, stream.layout.index(call.query["startIndex"]), pick, start_boundary)
    return _many(call, stream, rows)


def list_interpolated_values(call: Call, store: Store) -> Reply:
    """Show events at given indexes, or at evenly spaced ones, calculated where none is stored."""
    stream = stream_as_read(call, store)
    layout, limit = stream.layout, store.event_limit
    if is_interval(call):
        start, end = layout.index(call.query["startIndex"]), layout.index(call.query["endIndex"])
        rows = values_between(stream, start, end, call.query["count"], limit=limit)
    else:
        rows = values_at(stream, map(layout.index, call.query["index"]), limit=limit)
    return _many(call, stream, rows)


def list_summaries(call: Call, store: Store) -> Reply:
    """Show summaries of equal intervals between two indexes."""
    stream = stream_as_read(call, store)
    layout = stream.layout
    intervals = summaries(
        stream,
        layout.index(call.query["startIndex"]),
        layout.index(call.query["endIndex"]),
        call.query["count"],
        predicate_of(call, layout),
        limit=store.event_limit,
        conversion=units_wanted(call, stream),
    )
    headers = table_headers(call)
    if headers is not None:
        return interval_table(layout, intervals, list(summarized(stream)), headers=headers)
    return wire_of(layout).intervals(intervals, verbose=is_verbose(call))


def list_sampled_values(call: Call, store: Store) -> Reply:
    """Show representative events of equal intervals between two indexes."""
    stream = stream_as_read(call, store)
    names = [name.strip() for text in call.query["sampleBy"] for name in text.split(",")]
    rows = sampled(
        stream,
        window_of(call, stream.layout),
        call.query["intervals"],
        names,
        predicate_of(call, stream.layout),
        limit=store.event_limit,
    )
    return _many(call, stream, rows)


def _one(call: Call, store: Store, choose: Callable[[Stream], Row | None]) -> Reply:
    stream = stream_as_read(call, store)
    conversion, row = units_wanted(call, stream), choose(stream)
    shown = None if row is None else conversion.row(row)
    return wire_of(stream.layout).one(shown, verbose=is_verbose(call))


def _many(call: Call, stream: Stream, rows: Sequence[Row]) -> Reply:
    headers, shown = table_headers(call), units_wanted(call, stream).rows(rows)
    if headers is not None:
        return event_table(stream.layout, shown, headers=headers)
    return wire_of(stream.layout).many(shown, verbose=is_verbose(call))


def _page(call: Call, store: Store, stream: Stream) -> Reply:
    layout, token = stream.layout, call.query["continuationToken"]
    pick = pick_of(call, store, layout, count=call.query["count"])
    page = stored.page(stream, window_of(call, layout), pick, layout.index(token) if token else None)
    resume = None if page.resume is None else layout.index_text(page.resume)
    rows = units_wanted(call, stream).rows(page.rows)
    return wire_of(layout).page(rows, resume, verbose=is_verbose(call))
