"""Streams and their status."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.mode.handlers.places import forbidding, home_of
from streamulator.services.mode.model.store import Store
from streamulator.services.mode.wire.replies import page
from streamulator.services.mode.wire.streams import show_stream


def list_home_streams(call: Call, store: Store) -> Reply:
    """List a module's streams by name."""
    with forbidding():
        streams = home_of(call, store).streams(call.path["moduleId"])
    return page(streams, show_stream, call.query["skip"], call.query["limit"])
