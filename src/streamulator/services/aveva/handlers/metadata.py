"""The six operations of the page Streams Metadata."""

from __future__ import annotations

from collections.abc import Callable

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.core.preconditions import Conditions
from streamulator.services.aveva.handlers.places import stream_of
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.streams.metadata import NOBODY, Creator, CreatorType, Metadata
from streamulator.services.aveva.wire.streams import show_change_data

_KINDS = {"client": CreatorType.Client, "user": CreatorType.User}


def get_stream_metadata_value(call: Call, store: Store) -> Reply:
    """Show the value of one key."""
    return Reply(200, stream_of(call, store).metadata.value(call.path["key"]))


def get_stream_metadata(call: Call, store: Store) -> Reply:
    """Show the whole dictionary, unless the caller has it already."""
    metadata = stream_of(call, store).metadata
    metadata.check(_conditions(call), safe=True)
    return _dictionary(metadata)


def update_stream_metadata(call: Call, store: Store) -> Reply:
    """Put a new dictionary in the place of the old one."""
    return _dictionary(_write(call, store, lambda metadata: metadata.replace(call.body, _creator(call), store.now())))


def patch_stream_metadata(call: Call, store: Store) -> Reply:
    """Apply a JSON Patch, whole or not at all."""
    return _dictionary(_write(call, store, lambda metadata: metadata.patch(call.body, _creator(call), store.now())))


def delete_stream_metadata(call: Call, store: Store) -> Reply:
    """Empty the dictionary."""
    _write(call, store, Metadata.clear)
    return Reply(204)


def get_stream_metadata_changedata(call: Call, store: Store) -> Reply:
    """Show who wrote each value, and when."""
    return Reply(200, show_change_data(stream_of(call, store).metadata))


def _write(call: Call, store: Store, change: Callable[[Metadata], None]) -> Metadata:
    """Change the metadata if the caller's conditions hold; the world's lock makes check and write one step.

    The change is tried on a copy first, for RFC 9110 section 13.2.1 has a request that fails by itself fail so.
    """
    metadata = stream_of(call, store).metadata
    change(metadata.fork())
    metadata.check(_conditions(call), safe=False)
    change(metadata)
    return metadata


def _conditions(call: Call) -> Conditions:
    headers = call.request.headers
    return Conditions(headers.get("if-match"), headers.get("if-none-match"))


def _dictionary(metadata: Metadata) -> Reply:
    return Reply(200, metadata.values(), {"ETag": metadata.etag})


def _creator(call: Call) -> Creator:
    kind = _KINDS.get(call.caller.kind)
    return NOBODY if kind is None else Creator(call.caller.id, kind)
