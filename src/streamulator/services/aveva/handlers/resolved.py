"""Streams together with their types, one or several at once."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Json, Reply
from streamulator.core.problems import Forbidden, Missing
from streamulator.services.aveva.handlers.places import is_verbose, namespace_of, stream_for, stream_of
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.wire.problems import render
from streamulator.services.aveva.wire.resolved import show_resolved


def get_resolved_stream(call: Call, store: Store) -> Reply:
    """Show one stream with its type."""
    return Reply(200, show_resolved(stream_of(call, store), verbose=is_verbose(call)))


def list_resolved_streams(call: Call, store: Store) -> Reply:
    """Show several streams with their types, and an error for each that is not there or not the caller's to read."""
    namespace, verbose = namespace_of(call, store), is_verbose(call)
    data: list[Json] = []
    errors: list[Json] = []
    for id_ in call.body:
        try:
            data.append(show_resolved(stream_for(call, namespace, id_), verbose=verbose))
        except (Missing, Forbidden) as problem:
            reply = render(problem, call.request, store.surroundings.ids)
            errors.append({**reply.content, "StreamId": id_, "StatusCode": reply.status})
    return Reply(207, {"Data": data, "ChildErrors": errors})
