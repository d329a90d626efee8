"""Who may come in: users, their part in an organization, and keys with rights to some resources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from streamulator.core.ids import named_guid

ANY = "*"
ROLES = EDITOR, VIEWER, NONE = "EDITOR", "VIEWER", "NONE"


@dataclass(frozen=True, slots=True)
class User:
    """A person who can log in."""

    uid: str
    email: str
    password: str
    first_name: str
    last_name: str

    @property
    def full_name(self) -> str:
        """The whole name."""
        return f"{self.first_name} {self.last_name}".strip()


GUEST = User(named_guid("user/guest"), "", "", "Guest", "")


@dataclass(frozen=True, slots=True)
class Member:
    """A user's part in an organization; the role is the vendor's word."""

    user: User
    owner: bool = False
    affiliation: str = ""
    role: str = EDITOR

    def may(self, action: str) -> bool:
        """Tell whether the role allows an action."""
        return self.role == EDITOR or (self.role == VIEWER and action == "GET")


@dataclass(frozen=True, slots=True)
class Right:
    """What may be done with a resource and all below it: words of its path, of which `*` is any, and actions."""

    resource: tuple[str, ...]
    actions: frozenset[str]

    def covers(self, resource: Sequence[str]) -> bool:
        """Tell whether a resource is meant, or lies below what is meant."""
        return len(self.resource) <= len(resource) and all(
            own in (ANY, word) for own, word in zip(self.resource, resource, strict=False)
        )

    @property
    def closeness(self) -> tuple[int, int]:
        """How closely the resource is named: by how many words, and how many of them literally."""
        return len(self.resource), sum(word != ANY for word in self.resource)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A secret that lets programs in, with its rights; what is said of a child overrides what is said of a parent."""

    secret: str
    name: str
    rights: tuple[Right, ...]

    def may(self, action: str, resource: Sequence[str]) -> bool:
        """Tell whether the key allows an action on a resource, which is given as the words of its path."""
        covering = [right for right in self.rights if right.covers(resource)]
        return bool(covering) and action in max(covering, key=lambda right: right.closeness).actions
