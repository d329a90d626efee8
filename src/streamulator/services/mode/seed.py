"""From fixtures to a store: projects with their users, keys, devices and modules, and the homes in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from streamulator.core.messages import Json
from streamulator.kernel.fixtures import Section
from streamulator.kernel.service import Surroundings
from streamulator.services.mode.model.accounts import (
    ALL_RIGHTS,
    DEVICE,
    NOBODY,
    PROJECT_KEY,
    USER,
    Credential,
    Device,
    Project,
    Right,
    User,
)
from streamulator.services.mode.model.homes import Home
from streamulator.services.mode.model.modules import SmartModule
from streamulator.services.mode.model.store import DOWNLOAD_LASTS, Register, Store
from streamulator.services.mode.seed_homes import Told, home_of
from streamulator.services.mode.seed_values import Place, length_in, time_in


def seed(sections: Sequence[Section], surroundings: Surroundings) -> Store:
    """Make a store of what the fixtures hold; FixtureError, with file and line, for what makes no sense."""
    seeder = _Seeder(surroundings.clock.ticks())
    for section in sections:
        seeder.read(section)
    register = Register(seeder.projects, seeder.users, seeder.devices, seeder.keys, seeder.download_lasts)
    return Store(surroundings, register, seeder.homes.values())


class _Seeder:
    """Gathers what all sections describe; `now` in ticks is when the one that is read is dated."""

    def __init__(self, now: int) -> None:
        self.now = self._loaded = now
        self.projects: dict[int, Project] = {}
        self.users: dict[int, User] = {}
        self.devices: dict[int, Device] = {}
        self.keys: dict[str, Credential] = {}
        self.homes: dict[int, Home] = {}
        self.download_lasts = DOWNLOAD_LASTS

    def read(self, section: Section) -> None:
        lasts = length_in(section, section.data, "downloadLasts", ())
        self.download_lasts = self.download_lasts if lasts is None else lasts
        self.now = time_in(section, section.data, "dated", (), self._loaded)
        for at, content in enumerate(section.data["projects"]):
            self._project(section, content, ("projects", at))

    def _project(self, section: Section, content: Json, place: Place) -> None:
        modules: dict[str, SmartModule] = {}
        for here, one in _numbered(content, "smartModules", place):
            _put(section, modules, one["id"], here, "id", self._module(section, one, here))
        lasts = length_in(section, content, "loginLasts", place)
        project = Project(content["id"], modules, frozenset(content.get("apps", ())), lasts)
        _put(section, self.projects, project.id, place, "id", project)
        for here, one in _numbered(content, "keys", place):
            rights = _rights(one, frozenset({Right.READ}))
            self._key(section, one, here, Credential(PROJECT_KEY, one["name"], project.id, rights, self.now))
        for here, one in _numbered(content, "users", place):
            self._user(section, one, here, project.id)
        for here, one in _numbered(content, "devices", place):
            self._device(section, one, here, project.id)
        for here, one in _numbered(content, "homes", place):
            self._home(section, one, here, project)
        self._check_devices(section, content, place, project.id)

    def _module(self, section: Section, content: Json, place: Place) -> SmartModule:
        return SmartModule(
            content["id"],
            content["type"],
            time_in(section, content, "creationTime", place, self.now),
            content.get("description", ""),
            content.get("version", "1"),
            content.get("suspended", False),
            length_in(section, content, "streamTimeout", place),
            length_in(section, content, "dataRetention", place),
        )

    def _user(self, section: Section, content: Json, place: Place, project: int) -> None:
        user = User(
            content["id"],
            project,
            content["name"],
            content.get("email"),
            content.get("phoneNumber"),
            content.get("password"),
            content.get("verified", True),
        )
        _put(section, self.users, user.id, place, "id", user)
        for here, one in _numbered(content, "keys", place):
            rights, since = _rights(one, ALL_RIGHTS), time_in(section, one, "creationTime", here, self.now)
            credential = Credential(USER, str(user.id), project, rights, since, app=one.get("app"))
            self._key(section, one, here, credential)

    def _device(self, section: Section, content: Json, place: Place, project: int) -> None:
        _put(section, self.devices, content["id"], place, "id", Device(content["id"], project, content.get("home")))
        if "key" in content:
            self._key(section, content, place, Credential(DEVICE, str(content["id"]), project, frozenset(), self.now))

    def _check_devices(self, section: Section, content: Json, place: Place, project: int) -> None:
        for here, one in _numbered(content, "devices", place):
            if "home" in one and (one["home"] not in self.homes or self.homes[one["home"]].project.id != project):
                raise section.mistake((*here, "home"), one["home"], f"the id of a home of project {project}")

    def _home(self, section: Section, content: Json, place: Place, project: Project) -> None:
        for here, one in _numbered(content, "members", place):
            user = self.users.get(one["user"])
            if user is None or user.project != project.id:
                raise section.mistake((*here, "user"), one["user"], f"the id of a user of project {project.id}")
        inside = (device.caller for device in self.devices.values() if device.home == content["id"])
        home = home_of(section, content, place, project, Told(self.now, next(inside, NOBODY)))
        _put(section, self.homes, home.id, place, "id", home)

    def _key(self, section: Section, content: Json, place: Place, credential: Credential) -> None:
        _put(section, self.keys, content["key"], place, "key", credential)


def _rights(content: Json, otherwise: frozenset[Right]) -> frozenset[Right]:
    return frozenset(map(Right, content["permissions"])) if "permissions" in content else otherwise


def _numbered(content: Json, name: str, place: Place) -> list[tuple[Place, Json]]:
    return [((*place, name, at), one) for at, one in enumerate(content.get(name, ()))]


def _put(section: Section, known: dict[Any, Any], id_: Any, place: Place, member: str, one: Any) -> None:
    if id_ in known:
        raise section.mistake((*place, member), id_, f"one that no other has as its {member}")
    known[id_] = one
