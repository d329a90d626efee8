"""From fixtures to homes: their members, and the streams and time series in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from streamulator.core.messages import Caller, Json
from streamulator.core.problems import Problem
from streamulator.kernel.fixtures import Section
from streamulator.services.mode.model.accounts import Project
from streamulator.services.mode.model.homes import Home, Member, Role, TimeSeries
from streamulator.services.mode.model.packets import MetadataPacket
from streamulator.services.mode.model.sessions import Growing, Session
from streamulator.services.mode.model.streams import Stream
from streamulator.services.mode.seed_packets import load_packets
from streamulator.services.mode.seed_values import Place, time_in
from streamulator.services.mode.wire.entities import read_entity


class Told(NamedTuple):
    """What stands for what a fixture does not say: when something was, and whose doing it was."""

    now: int
    doer: Caller


def home_of(section: Section, content: Json, place: Place, project: Project, told: Told) -> Home:
    """Make a home of what a fixture says of it."""
    created = time_in(section, content, "creationTime", place, told.now)
    home = Home(content["id"], project, content["name"], created, content.get("deactivated", False))
    for at, one in enumerate(content.get("members", ())):
        since = time_in(section, one, "creationTime", (*place, "members", at), created)
        home.members[one["user"]] = Member(one["user"], since, Role(one.get("role", "owner")))
    for at, one in enumerate(content.get("streams", ())):
        _stream(section, home, one, (*place, "streams", at), told)
    for at, one in enumerate(content.get("timeSeries", ())):
        with _at(section, (*place, "timeSeries", at)):
            home.add_time_series(
                TimeSeries(one["module"], one["id"], one.get("timeZone", "UTC"), one.get("collection", False))
            )
    return home


def _stream(section: Section, home: Home, content: Json, place: Place, told: Told) -> None:
    name = content["name"]
    if any(stream.name == name for stream in home.all_streams()):
        raise section.mistake((*place, "name"), name, "a name that no other stream of the home has")
    with _at(section, (*place, "module")):
        stream = home.planned_stream(content["module"], name)
    home.keep(stream)
    if "packets" in content:
        load_packets(stream, content["packets"], section, (*place, "packets"), told.now)
    _outlive(section, stream, content, place, told)
    for at, one in enumerate(content.get("metadata", ())):
        _metadata(section, stream, one, (*place, "metadata", at), told)
    for at, one in enumerate(content.get("sessions", ())):
        _session(section, stream, one, (*place, "sessions", at), told)
    if "openSession" in content:
        _open_session(section, stream, content["openSession"], (*place, "openSession"), told)


def _outlive(section: Section, stream: Stream, content: Json, place: Place, told: Told) -> None:
    highest = content.get("highest", stream.highest)
    if highest is None and "lastReceived" in content:
        raise section.mistake((*place, "lastReceived"), content["lastReceived"], "packets, or the highest index")
    otherwise = told.now if stream.last_received is None else stream.last_received
    received = time_in(section, content, "lastReceived", place, otherwise)
    if highest is not None:
        with _at(section, (*place, "highest")):
            stream.outlive(highest, received)


def _metadata(section: Section, stream: Stream, content: Json, place: Place, told: Told) -> None:
    index = content["packetIndex"]
    if stream.metadata.find(index) >= 0:
        raise section.mistake((*place, "packetIndex"), index, "an index that no other metadata packet has")
    received = time_in(section, content, "received", place, told.now)
    updated = time_in(section, content, "updated", place, received)
    packet = MetadataPacket(received, updated, content["content"], _entity(content, "source", told))
    stream.load_metadata({index: packet})


def _session(section: Section, stream: Stream, content: Json, place: Place, told: Told) -> None:
    if any(session.id == content["id"] for session in stream.sessions()):
        raise section.mistake((*place, "id"), content["id"], "an id that no other session of the stream has")
    with _at(section, place):
        added = stream.add_session(content["start"], content["stop"], _entity(content, "author", told), content["id"])
    if content.get("inUse", False):
        stream.keep(Session(added.id, added.start, added.stop, added.author, in_use=True))


def _open_session(section: Section, stream: Stream, content: Json, place: Place, told: Told) -> None:
    start, stop, highest = content.get("start"), content.get("stop"), stream.highest
    if stop is not None and (start is None or highest is None or not start <= stop <= highest):
        raise section.mistake((*place, "stop"), stop, "an index from the start to the highest of the stream")
    if stop is None and start is not None:
        if stream.packets.find(start) < 0:
            raise section.mistake((*place, "start"), start, "the index of a packet of the stream")
        stop = highest
    id_ = content.get("id", "open" if start is None else f"open-{start}")
    last = time_in(section, content, "lastActivity", place, told.now)
    stream.growing = Growing(id_, _entity(content, "owner", told), last, start, stop)


def _entity(content: Json, name: str, told: Told) -> Caller:
    return read_entity(content[name]) if name in content else told.doer


@contextmanager
def _at(section: Section, place: Place) -> Iterator[None]:
    """Turn a refusal of the model into a complaint about a place in the fixture."""
    try:
        yield
    except Problem as problem:
        raise section.refusal(place, problem.reason) from problem
