"""Streams, their status, and the metadata of their packets."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.mode.handlers.places import find_stream, forbidding, home_of, stream_of
from streamulator.services.mode.model.store import Store
from streamulator.services.mode.wire.replies import answer, page
from streamulator.services.mode.wire.streams import show_metadata, show_status, show_stream


def list_home_streams(call: Call, store: Store) -> Reply:
    """List a module's streams by name."""
    with forbidding():
        streams = home_of(call, store).streams(call.path["moduleId"])
    return page(streams, show_stream, call.query["skip"], call.query["limit"])


def get_home_stream(call: Call, store: Store) -> Reply:
    """Show one stream."""
    return answer(200, show_stream(stream_of(call, store)))


def get_stream_status(call: Call, store: Store) -> Reply:
    """Show how far a stream has come."""
    return answer(200, show_status(stream_of(call, store)))


def list_metadata_packets(call: Call, store: Store) -> Reply:
    """List the metadata of the packets in a range."""
    stream = find_stream(call, store)
    found = stream.metadata_in(call.query["start"], call.query["stop"]) if stream else []
    return page(found, lambda pair: show_metadata(*pair), call.query["skip"], call.query["limit"])
