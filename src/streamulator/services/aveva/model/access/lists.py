"""Access lists: which role is allowed what, and which is denied it (AVEVA documentation, Role-based access control)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import NamedTuple

from streamulator.core.problems import Refused


class Right(IntFlag):
    """What a call does to what it names."""

    NONE = 0
    READ = 1
    WRITE = 2
    DELETE = 4
    MANAGE = 8
    SHARE = 16


EVERY_RIGHT = int(Right.READ | Right.WRITE | Right.DELETE | Right.MANAGE | Right.SHARE)


class TrusteeKind(IntEnum):
    """What the id of a trustee names."""

    USER = 1
    CLIENT = 2
    ROLE = 3


class AccessKind(IntEnum):
    """What an entry does with the rights in it."""

    ALLOWED = 0
    DENIED = 1


class Trustee(NamedTuple):
    """Who is trusted: a user or a client as an owner, a role in a list."""

    kind: TrusteeKind
    id: str
    tenant: str | None = None


# Who owns what came with a fixture, or was made where nobody says who he is.
NOBODY = Trustee(TrusteeKind.CLIENT, "00000000-0000-0000-0000-000000000000")


class AccessEntry(NamedTuple):
    """What one role is allowed, or denied; `rights` is a sum of rights."""

    trustee: Trustee
    kind: AccessKind
    rights: int


@dataclass(frozen=True, slots=True)
class AccessList:
    """The entries of one list, checked; what they come to for each role is worked out once."""

    entries: tuple[AccessEntry, ...]
    _allowed: dict[str, int] = field(init=False, compare=False, repr=False)
    _denied: dict[str, int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a trustee that is no role, and a list that nobody could change any more."""
        for entry in self.entries:
            if entry.trustee.kind is not TrusteeKind.ROLE:
                reason = (
                    f"An access list is for roles, and '{entry.trustee.id}' is a {entry.trustee.kind.name.lower()}."
                )
                raise Refused(reason, "Name a role, or make that trustee the owner.", ObjectId=entry.trustee.id)
        object.__setattr__(self, "_allowed", self._sums(AccessKind.ALLOWED))
        object.__setattr__(self, "_denied", self._sums(AccessKind.DENIED))
        if not any(rights & Right.MANAGE for rights in self._allowed.values()):
            reason = "The access list allows no role to manage access control, so that nobody could change it again."
            raise Refused(reason, "Keep an entry that allows ManageAccessControl, which is 8, to at least one role.")

    def rights_of(self, roles: Iterable[str]) -> int:
        """Return the rights that roles have together; what one of them is denied, all of them lack."""
        allowed = denied = 0
        for role in roles:
            allowed |= self._allowed.get(role, 0)
            denied |= self._denied.get(role, 0)
        return allowed & ~denied

    def _sums(self, kind: AccessKind) -> dict[str, int]:
        sums: dict[str, int] = {}
        for entry in self.entries:
            if entry.kind is kind:
                role = entry.trustee.id.lower()
                sums[role] = sums.get(role, 0) | int(entry.rights)
        return sums
