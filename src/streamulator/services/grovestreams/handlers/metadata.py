"""The two operations of the page Stream Metadata Resource."""

from __future__ import annotations

from collections.abc import Iterable

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.grovestreams.handlers.places import organization_of
from streamulator.services.grovestreams.handlers.selections import picked
from streamulator.services.grovestreams.model.store import Store
from streamulator.services.grovestreams.model.streams import Stream
from streamulator.services.grovestreams.wire.metadata import show_metadata
from streamulator.services.grovestreams.wire.problems import success


def list_stream_metadata(call: Call, store: Store) -> Reply:
    """Show the metadata of the streams that the query picks."""
    return _metadata(picked(call, organization_of(call, store)))


def list_component_stream_metadata(call: Call, store: Store) -> Reply:
    """Show the metadata of all streams of a component."""
    return _metadata(organization_of(call, store).component(call.path["componentUid"]).streams)


def _metadata(streams: Iterable[Stream]) -> Reply:
    return success(stream_metadata={"stream": [show_metadata(stream) for stream in streams]})
