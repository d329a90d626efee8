"""The service's state in one world: projects, homes, who may act in them, and what it reads time and ids from."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from streamulator.core.messages import Json
from streamulator.core.problems import Forbidden, Missing
from streamulator.core.ticks import TICKS_PER_MINUTE, format_time
from streamulator.kernel.service import Surroundings
from streamulator.services.mode.model.accounts import USER, Credential, Device, Project, User
from streamulator.services.mode.model.homes import Home, Member, Role
from streamulator.services.mode.model.streams import Stream

DOWNLOAD_LASTS = 5 * TICKS_PER_MINUTE


@dataclass(frozen=True, slots=True)
class Register:
    """What no request changes: projects, users and devices by id, credentials by key, how long a download waits."""

    projects: Mapping[int, Project]
    users: Mapping[int, User]
    devices: Mapping[int, Device]
    keys: Mapping[str, Credential]
    download_lasts: int = DOWNLOAD_LASTS


class Store:
    """All of it for one world."""

    def __init__(self, surroundings: Surroundings, register: Register, homes: Iterable[Home] = ()) -> None:
        self.surroundings = surroundings
        self.register = register
        self._homes = {home.id: home for home in homes}
        self._ended: frozenset[str] = frozenset()

    def fork(self, surroundings: Surroundings) -> Store:
        """Return an independent copy for another world."""
        copy = Store(surroundings, self.register, (home.fork() for home in self._homes.values()))
        copy._ended = self._ended
        return copy

    def now(self) -> int:
        """Return the world's time in ticks."""
        return self.surroundings.clock.ticks()

    def new_id(self) -> str:
        """Return an id that nothing has."""
        return self.surroundings.ids.guid()

    def homes(self) -> list[Home]:
        """Return all homes by id."""
        return sorted(self._homes.values(), key=lambda home: home.id)

    def find_home(self, id_: int) -> Home | None:
        """Return a home, or None when there is none of that id."""
        return self._homes.get(id_)

    def home(self, id_: int) -> Home:
        """Return a home; Missing when there is none of that id."""
        found = self._homes.get(id_)
        if found is None:
            raise Missing(f"There is no home {id_}.", "List the homes.", HomeId=str(id_))
        return found

    def homes_for(self, asking: Credential, project: int | None, user: int | None) -> list[Home]:
        """Return the homes of a project or of a user by id, without either those of whoever asks.

        Forbidden for homes that are none of his business: a project's are its own, and a user sees only those he is in.
        """
        if asking.kind == USER and project is None and user is None:
            user = int(asking.id)
        if project not in (None, asking.project) or (asking.kind == USER and user != int(asking.id)):
            reason = f"The {asking.kind} '{asking.id}' may not list homes of project {project} and user {user}."
            raise Forbidden(reason, f"Ask for your own, in project {asking.project}.")
        own = [home for home in self.homes() if home.project.id == asking.project]
        return own if user is None else [home for home in own if user in home.members]

    def user_with_password(self, project: int, email: str, password: str) -> User:
        """Return a user who is who he says; Forbidden when the address or the password is another."""
        users = self.register.users.values()
        user = next((user for user in users if user.project == project and user.email == email), None)
        if user is None:
            raise Forbidden(f"Project {project} has no user '{email}'.", "Use another address.", why="unknown email")
        if user.password is None or not hmac.compare_digest(user.password.encode(), password.encode()):
            raise Forbidden(f"The password of user {user.id} is another.", "Use that.", why="incorrect password")
        return user

    def add_home(self, project: int, name: str, owner: int | None) -> Home:
        """Make a home, which belongs to a user or to nobody."""
        now, id_ = self.now(), max(self._homes, default=0) + 1
        home = Home(id_, self.register.projects[project], name, now)
        if owner is not None:
            home.members[owner] = Member(owner, now, Role.OWNER)
        self._homes[id_] = home
        return home

    def stream(self, home: int, module: str, name: str) -> Stream:
        """Return a stream as it is by the world's clock; Missing when it or its module is not there."""
        stream = self.home(home).stream(module, name)
        stream.settle(self.now())
        return stream

    def stream_or_new(self, home: int, module: str, name: str) -> Stream:
        """Return a stream as it is by the world's clock, or one that is not kept yet."""
        stream = self.home(home).stream_or_new(module, name)
        stream.settle(self.now())
        return stream

    def keep(self, stream: Stream) -> None:
        """Keep a stream, if it is not kept already."""
        self.home(stream.home).keep(stream)

    def device_for(self, home: Home, id_: int | None) -> Device:
        """Return the device of an id; without an id, one that stands in the home, or else another of its project.

        Missing when the project has none.
        """
        own = [one for one in self.register.devices.values() if one.project == home.project.id]
        own.sort(key=lambda one: one.home != home.id)
        found = next((one for one in own if id_ in (None, one.id)), None)
        if found is None:
            which = "device" if id_ is None else f"device {id_}"
            raise Missing(f"Project {home.project.id} has no {which}.", "Put it into the fixture.")
        return found

    def end(self, key: str) -> None:
        """Let a key be good no more: its user has logged out."""
        self._ended |= {key}

    def has_ended(self, key: str) -> bool:
        """Tell whether a key is good no more."""
        return key in self._ended

    def describe(self) -> Json:
        """Say what there is: per home its streams, with their packets and sessions."""
        return {
            "projects": sorted(self.register.projects),
            "homes": [
                {"id": home.id, "project": home.project.id, "streams": [self._of(one) for one in home.all_streams()]}
                for home in self.homes()
            ],
        }

    def _of(self, stream: Stream) -> Json:
        stream.settle(self.now())
        packets = stream.packets
        return {
            "module": stream.module.id,
            "name": stream.name,
            "packets": len(packets),
            "first": packets.key(0) if len(packets) else None,
            "last": packets.key(-1) if len(packets) else None,
            "metadata": len(stream.metadata),
            "sessions": len(stream.sessions()),
            "owner": stream.growing.owner.id if stream.growing else None,
            "lastReceived": None if stream.last_received is None else format_time(stream.last_received),
        }
