"""Streams, their status, sessions and metadata packets in JSON."""

from __future__ import annotations

from streamulator.core.messages import Json
from streamulator.services.mode.model.streams import Stream


def show_stream(stream: Stream) -> Json:
    """Show what a stream is called and where it belongs."""
    return {"homeId": stream.home, "moduleId": stream.module.id, "name": stream.name}
