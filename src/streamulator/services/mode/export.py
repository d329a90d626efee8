"""From a store to the section of a fixture that seeds the like of it, in one order on every machine."""

from __future__ import annotations

from base64 import b64encode

from streamulator.core.clock import TICKS_PER_SECOND
from streamulator.core.messages import Json
from streamulator.core.ticks import format_time
from streamulator.services.mode.model.accounts import DEVICE, PROJECT_KEY, USER, Credential, Project, User
from streamulator.services.mode.model.homes import Home, TimeSeries
from streamulator.services.mode.model.modules import SmartModule
from streamulator.services.mode.model.packets import MetadataPacket, Packet
from streamulator.services.mode.model.sessions import Growing, Session
from streamulator.services.mode.model.store import Store
from streamulator.services.mode.model.streams import Stream
from streamulator.services.mode.wire.entities import show_entity

_TICKS_PER_MILLISECOND = TICKS_PER_SECOND // 1000


def export(store: Store) -> Json:
    """Return all that requests can read or change, but for logins: these are credentials, and go with their world.

    All times are said, so nothing is dated anew.
    """
    return {
        "downloadLasts": _length(store.register.download_lasts),
        "projects": [_project(project, store) for project in store.register.projects.values()],
    }


def _project(project: Project, store: Store) -> Json:
    register = store.register
    users = [user for user in register.users.values() if user.project == project.id]
    devices = [device for device in register.devices.values() if device.project == project.id]
    homes = [home for home in store.homes() if home.project is project]
    return {
        "id": project.id,
        **_given(loginLasts=None if project.login_lasts is None else _length(project.login_lasts)),
        **_unless_empty(
            apps=sorted(project.apps),
            smartModules=list(map(_module, project.modules.values())),
            keys=[
                {"name": one.id, "key": key, "permissions": _permissions(one)}
                for key, one in register.keys.items()
                if (one.kind, one.project) == (PROJECT_KEY, project.id)
            ],
            users=[_user(user, store) for user in users],
            devices=[
                {"id": one.id, **_given(home=one.home, key=_device_key(one.id, project.id, store))} for one in devices
            ],
            homes=[_home(home, store.now()) for home in homes],
        ),
    }


def _module(module: SmartModule) -> Json:
    return {
        "id": module.id,
        "type": module.kind,
        "version": module.version,
        **_unless_empty(description=module.description, suspended=module.suspended),
        "creationTime": format_time(module.created),
        **_given(
            streamTimeout=None if module.timeout is None else _length(module.timeout),
            dataRetention=None if module.retention is None else _length(module.retention),
        ),
    }


def _user(user: User, store: Store) -> Json:
    # Whoever has logged out with a key of the fixture's cannot use it again: it is a key no more.
    keys = [
        {
            "key": key,
            **_given(app=one.app),
            "permissions": _permissions(one),
            "creationTime": format_time(one.since),
        }
        for key, one in store.register.keys.items()
        if (one.kind, one.id) == (USER, str(user.id)) and not store.has_ended(key)
    ]
    return {
        "id": user.id,
        "name": user.name,
        **_given(email=user.email, phoneNumber=user.phone, password=user.password),
        "verified": user.verified,
        **_unless_empty(keys=keys),
    }


def _device_key(id_: int, project: int, store: Store) -> str | None:
    sought = DEVICE, str(id_), project
    keys = store.register.keys.items()
    return next((key for key, one in keys if (one.kind, one.id, one.project) == sought), None)


def _permissions(credential: Credential) -> Json:
    return sorted(right.value for right in credential.rights)


def _home(home: Home, now: int) -> Json:
    members = [
        {"user": one.user, "role": one.role.value, **_dated("creationTime", one.since, home.created)}
        for one in home.members.values()
    ]
    streams = sorted(home.all_streams(), key=lambda stream: stream.name)
    return {
        "id": home.id,
        "name": home.name,
        "creationTime": format_time(home.created),
        **_unless_empty(
            deactivated=home.deactivated,
            members=members,
            streams=[_stream(stream, now) for stream in streams],
            timeSeries=list(map(_series, home.all_time_series())),
        ),
    }


def _series(series: TimeSeries) -> Json:
    shown = {"module": series.module, "id": series.id, "timeZone": series.zone}
    return {**shown, **_unless_empty(collection=series.is_collection)}


def _stream(stream: Stream, now: int) -> Json:
    stream.settle(now)
    packets = list(stream.packets.items())
    metadata = stream.metadata.items()
    highest = packets[-1][0] if packets else None
    latest = max((packet.received for _, packet in packets), default=None)
    growing = stream.growing
    return {
        "module": stream.module.id,
        "name": stream.name,
        **_unless_empty(packets=[_packet(index, packet) for index, packet in packets]),
        **_given(
            highest=None if stream.highest == highest else stream.highest,
            lastReceived=None if stream.last_received in (None, latest) else format_time(stream.last_received),
        ),
        **_unless_empty(
            metadata=[_metadata(index, packet) for index, packet in metadata],
            sessions=list(map(_session, stream.sessions())),
        ),
        **({} if growing is None else {"openSession": _growing(growing)}),
    }


def _packet(index: int, packet: Packet) -> Json:
    data = b64encode(packet.content(index)).decode()
    return {"index": index, "received": format_time(packet.received), "base64": data}


def _metadata(index: int, packet: MetadataPacket) -> Json:
    return {
        "packetIndex": index,
        "content": packet.content,
        "received": format_time(packet.received),
        **_dated("updated", packet.updated, packet.received),
        "source": show_entity(packet.source),
    }


def _session(session: Session) -> Json:
    ends = {"start": session.start, "stop": session.stop}
    return {"id": session.id, **ends, "author": show_entity(session.author), **_unless_empty(inUse=session.in_use)}


def _growing(growing: Growing) -> Json:
    return {
        "id": growing.id,
        **_given(start=growing.start, stop=growing.stop),
        "owner": show_entity(growing.owner),
        "lastActivity": format_time(growing.last),
    }


def _length(ticks: int) -> str:
    whole, rest = divmod(ticks, TICKS_PER_SECOND)
    return f"{ticks / _TICKS_PER_MILLISECOND:.4f}ms" if rest else f"{whole}s"


def _dated(name: str, ticks: int, usual: int) -> dict[str, Json]:
    return {} if ticks == usual else {name: format_time(ticks)}


def _given(**members: Json) -> dict[str, Json]:
    return {name: value for name, value in members.items() if value is not None}


def _unless_empty(**members: Json) -> dict[str, Json]:
    return {name: value for name, value in members.items() if value}
