"""Streams and their tags."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.aveva.handlers.places import is_verbose, namespace_of, owner_of, stream_of
from streamulator.services.aveva.model.access.guards import Collection
from streamulator.services.aveva.model.search.listing import Listing, listed, view_of_stream
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.wire.streams import read_stream, show_stream
from streamulator.services.aveva.wire.types import show_type


def list_streams(call: Call, store: Store) -> Reply:
    """List streams, searched, filtered, ordered and paged."""
    namespace = namespace_of(call, store)
    streams = namespace.guards.readable(call.caller, Collection.STREAMS, namespace.streams())
    found = listed(streams, view_of_stream, Listing(**call.query))
    return Reply(200, [show_stream(stream, verbose=is_verbose(call)) for stream in found])


def get_stream(call: Call, store: Store) -> Reply:
    """Show one stream."""
    return Reply(200, show_stream(stream_of(call, store), verbose=is_verbose(call)))


def get_or_create_stream(call: Call, store: Store) -> Reply:
    """Make a stream, or show the one that is there when it is the same."""
    wanted = read_stream(call.body, call.path["streamId"], call.warn)
    stream, new = namespace_of(call, store).get_or_create_stream(wanted, store.now(), owner=owner_of(call))
    return Reply(201 if new else 200, show_stream(stream, verbose=is_verbose(call)))


def create_or_update_stream(call: Call, store: Store) -> Reply:
    """Make a stream, or redefine the one that is there."""
    wanted = read_stream(call.body, call.path["streamId"], call.warn)
    stream, new = namespace_of(call, store).create_or_update_stream(wanted, store.now(), owner=owner_of(call))
    return Reply(201, show_stream(stream, verbose=is_verbose(call))) if new else Reply(204)


def delete_stream(call: Call, store: Store) -> Reply:
    """Delete a stream with all it holds."""
    namespace_of(call, store).delete_stream(call.path["streamId"])
    return Reply(204)


def get_stream_type(call: Call, store: Store) -> Reply:
    """Show the type of a stream's events."""
    return Reply(200, show_type(stream_of(call, store).type, verbose=is_verbose(call)))


def get_tags(call: Call, store: Store) -> Reply:
    """Show a stream's tags."""
    return Reply(200, stream_of(call, store).tags)


def replace_tags(call: Call, store: Store) -> Reply:
    """Put new tags in the place of all there were."""
    stream = stream_of(call, store)
    stream.tags = list(dict.fromkeys(call.body))
    return Reply(200, stream.tags)


def delete_tags(call: Call, store: Store) -> Reply:
    """Take all tags off a stream."""
    stream_of(call, store).tags = []
    return Reply(204)
