"""Streams, their status, sessions and metadata packets in JSON."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.core.messages import Json
from streamulator.core.problems import Refused
from streamulator.services.mode.model.packets import MetadataPacket
from streamulator.services.mode.model.sessions import Session
from streamulator.services.mode.model.streams import Stream
from streamulator.services.mode.wire.entities import show_entity
from streamulator.services.mode.wire.times import show_time


def show_stream(stream: Stream) -> Json:
    """Show what a stream is called and where it belongs."""
    return {"homeId": stream.home, "moduleId": stream.module.id, "name": stream.name}


def show_status(stream: Stream) -> Json:
    """Show how far a stream has come and who owns it; what there is nothing to say about is left out."""
    growing = stream.growing
    status = {
        "lastPacketReceivedAt": None if stream.last_received is None else show_time(stream.last_received),
        "packetIndex": stream.highest,
        "openPacketIndex": growing.start if growing else None,
        "streamOwner": show_entity(growing.owner) if growing else None,
    }
    return {name: value for name, value in status.items() if value is not None}


def show_session(session: Session) -> Json:
    """Show a session."""
    return {
        "id": session.id,
        "start": session.start,
        "stop": session.stop,
        "author": show_entity(session.author),
    }


def show_metadata(index: int, packet: MetadataPacket) -> Json:
    """Show a metadata packet."""
    return {
        "packetIndex": index,
        "content": packet.content,
        "receivedAt": show_time(packet.received),
        "updatedAt": show_time(packet.updated),
        "source": show_entity(packet.source),
    }


def read_range(content: Mapping[str, Json]) -> tuple[int, int]:
    """Read the range of a new session; Refused for 1.0, which JSON Schema takes for an integer and the vendor not."""
    for name in ("start", "stop"):
        if not isinstance(content[name], int):
            raise Refused(f"{name}: found {content[name]!r}, expected a number without a point.", "Leave it out.")
    return content["start"], content["stop"]
