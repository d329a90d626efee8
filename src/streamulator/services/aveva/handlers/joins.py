"""Joins: windows of several streams, asked for in the query or in a body."""

from __future__ import annotations

from functools import partial

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.aveva.handlers.forms import filter_of, predicate_of, refuse_table, table_headers, window_of
from streamulator.services.aveva.handlers.places import is_verbose, namespace_of, stream_for
from streamulator.services.aveva.model.reads.joins import MERGES, Source, joined, merged, shared_layout
from streamulator.services.aveva.model.reads.stored import Pick, Window
from streamulator.services.aveva.model.shape.codes import JoinMode
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.wire import joins as wire
from streamulator.services.aveva.wire.events import wire_of
from streamulator.services.aveva.wire.members import read_enumeration
from streamulator.services.aveva.wire.tables import event_table


def list_joined_values(call: Call, store: Store) -> Reply:
    """Join the same window of several streams."""
    namespace = namespace_of(call, store)
    streams = [stream_for(call, namespace, id_.strip()) for id_ in call.query["streams"].split(",")]
    layout = shared_layout(streams)
    bounds, pick = window_of(call, layout), Pick(predicate_of(call, layout), count=call.query["count"])
    return _answer(call, store, [Source(stream, bounds, pick) for stream in streams])


def join_values(call: Call, store: Store) -> Reply:
    """Join a window of each of several streams, every one as its options say."""
    namespace = namespace_of(call, store)
    items = [wire.read_wanted(item, f"body[{at}]", call.warn) for at, item in enumerate(call.body)]
    streams = [stream_for(call, namespace, item.stream_id) for item in items]
    layout = shared_layout(streams)
    sources = []
    for at, (stream, item) in enumerate(zip(streams, items, strict=True)):
        bounds = Window(layout.index(item.start), layout.index(item.end), *item.boundaries)
        predicate = filter_of(call, f"body[{at}].Options.Filter", item.filter, layout)
        sources.append(Source(stream, bounds, Pick(predicate, count=item.count)))
    return _answer(call, store, sources)


def _answer(call: Call, store: Store, sources: list[Source]) -> Reply:
    mode = read_enumeration(call.query["joinMode"], JoinMode, "joinMode")
    layout, verbose, limit = sources[0].stream.layout, is_verbose(call), store.event_limit
    if mode not in MERGES:
        refuse_table(call, "events side by side, only of merged ones")
        make = partial(_side_by_side, sources, mode, limit=limit, verbose=verbose)
    elif (headers := table_headers(call)) is not None:
        return event_table(layout, merged(sources, mode, limit=limit), headers=headers)
    else:
        make = partial(_merged, sources, mode, limit=limit, verbose=verbose)
    return wire.again(sources, mode, limit, verbose, layout, make=make)


def _side_by_side(sources: list[Source], mode: JoinMode, *, limit: int, verbose: bool) -> Reply:
    return wire.joined(sources[0].stream.layout, joined(sources, mode, limit=limit), verbose=verbose)


def _merged(sources: list[Source], mode: JoinMode, *, limit: int, verbose: bool) -> Reply:
    return wire_of(sources[0].stream.layout).merged(merged(sources, mode, limit=limit), verbose=verbose)
