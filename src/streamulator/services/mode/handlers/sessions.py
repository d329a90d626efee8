"""Sessions of a stream."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.core.problems import Refused
from streamulator.services.mode.handlers.places import find_stream, stream_of
from streamulator.services.mode.model.store import Store
from streamulator.services.mode.wire.replies import answer, page
from streamulator.services.mode.wire.streams import read_range, show_session


def list_stream_sessions(call: Call, store: Store) -> Reply:
    """List the sessions that have packets in a range."""
    stream, start, stop = find_stream(call, store), call.query["start"], call.query["stop"]
    found = stream.sessions_in(start, stop) if stream else []
    return page(found, show_session, call.query["skip"], call.query["limit"])


def add_stream_session(call: Call, store: Store) -> Reply:
    """Make a session of a range of packets; its id and its author are not the caller's to choose."""
    start, stop = read_range(call.body)
    stream = find_stream(call, store)
    if stream is None:
        raise Refused(f"There is no stream '{call.path['streamName']}' with packets to put into a session.")
    return answer(201, show_session(stream.add_session(start, stop, call.caller, store.new_id())))


def get_stream_session(call: Call, store: Store) -> Reply:
    """Show one session."""
    return answer(200, show_session(stream_of(call, store).session(call.path["sessionId"])))


def delete_stream_session(call: Call, store: Store) -> Reply:
    """Forget a session."""
    stream_of(call, store).delete_session(call.path["sessionId"])
    return answer(204)
