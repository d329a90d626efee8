"""Writes to several streams at once; each stream has all of its events written or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.core.problems import Conflict, Forbidden, Missing, Problem, Refused
from streamulator.services.aveva.handlers.places import namespace_of, stream_for
from streamulator.services.aveva.handlers.writes import stranger
from streamulator.services.aveva.model.access.lists import Right
from streamulator.services.aveva.model.shape.values import Row
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.wire.bulk_writes import outcome, read_values, show_failure

_Write = Callable[[Stream, Sequence[Row]], None]


def bulk_insert_values(call: Call, store: Store) -> Reply:
    """Add events where none stand."""
    return _written(call, store, Stream.insert)


def bulk_update_values(call: Call, store: Store) -> Reply:
    """Put events, over those that stand there."""
    return _written(call, store, Stream.update)


def _written(call: Call, store: Store, write: _Write) -> Reply:
    """Read all events before any is written: what refuses the whole request must change nothing."""
    namespace, warn, values = namespace_of(call, store), stranger(call), read_values(call.body, call.warn)
    ready: dict[str, tuple[Stream, Sequence[Row]]] = {}
    failed: dict[str, Problem] = {}
    for stream_id, events in values.items():
        try:
            stream = stream_for(call, namespace, stream_id, Right.WRITE)
            ready[stream_id] = stream, stream.rows(events, warn)
        except (Forbidden, Missing, Refused) as problem:
            failed[stream_id] = problem
    for stream_id, (stream, rows) in ready.items():
        try:
            write(stream, rows)
        except Conflict as problem:
            failed[stream_id] = problem
    return outcome([show_failure(name, failed[name]) for name in values if name in failed])
