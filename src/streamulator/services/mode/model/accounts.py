"""Who acts in a project, with which keys, and what each key permits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from streamulator.core.messages import Caller
from streamulator.services.mode.model.modules import SmartModule

USER, DEVICE, PROJECT_KEY = "user", "device", "project key"
NOBODY = Caller("", "nobody")


class Right(Enum):
    """What a call does to what it names."""

    READ = "read"
    WRITE = "write"


ALL_RIGHTS = frozenset(Right)


@dataclass(frozen=True, slots=True)
class Credential:
    """What a key stands for: who acts with it, in which project, since when, and until when where that is set.

    `app` is what a user logged in with.
    """

    kind: str
    id: str
    project: int
    rights: frozenset[Right]
    since: int
    ends: int | None = None
    app: str | None = None

    @property
    def caller(self) -> Caller:
        """Who sends a request with this key."""
        return Caller(self.id, self.kind, frozenset(right.value for right in self.rights))


@dataclass(frozen=True, slots=True)
class User:
    """A registered user of a project, with a password where logging in is possible."""

    id: int
    project: int
    name: str
    email: str | None = None
    phone: str | None = None
    password: str | None = None
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Device:
    """A device of a project, and the home it stands in."""

    id: int
    project: int
    home: int | None = None

    @property
    def caller(self) -> Caller:
        """The device as the source of what it sends."""
        return Caller(str(self.id), DEVICE)


@dataclass(frozen=True, slots=True)
class Project:
    """One project: its Smart Modules by id, its apps, and how many ticks a login lasts (None: for ever)."""

    id: int
    modules: Mapping[str, SmartModule]
    apps: frozenset[str] = frozenset()
    login_lasts: int | None = None
