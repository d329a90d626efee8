"""Guards: who owns each type, stream and stream view of a namespace, and who may do what with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol, TypeVar

from streamulator.core.messages import Caller
from streamulator.core.preconditions import state_tag
from streamulator.core.problems import Forbidden
from streamulator.services.aveva.model.access.lists import EVERY_RIGHT, NOBODY, AccessList, Right, Trustee, TrusteeKind

_KINDS = {"client": TrusteeKind.CLIENT, "user": TrusteeKind.USER}
_VERBS = {
    Right.READ: "read",
    Right.WRITE: "write",
    Right.DELETE: "delete",
    Right.MANAGE: "manage the access to",
    Right.SHARE: "share",
}
_DETAILS = {"type": "TypeId", "stream": "StreamId", "stream view": "StreamViewId"}


class Named(Protocol):
    """A type, a stream or a stream view."""

    @property
    def id(self) -> str:
        """Its name in the namespace."""
        ...


Thing = TypeVar("Thing", bound=Named)


class Collection(Enum):
    """What has guards in a namespace; the value names one of them."""

    TYPES = "type"
    STREAMS = "stream"
    STREAM_VIEWS = "stream view"


@dataclass(frozen=True, slots=True)
class Guard:
    """Who owns a thing, and who else may do what with it; `version` counts the changes of the list."""

    owner: Trustee
    access: AccessList
    version: int = 0

    @property
    def etag(self) -> str:
        """Return the strong entity tag of the list, quotes included."""
        return state_tag(self.version, self.access.entries)

    def rights_of(self, caller: Caller) -> int:
        """Return the sum of what a caller may do: all of it to the owner, and to anybody where nobody is asked."""
        if caller.kind == "anonymous" or self.owner[:2] == (_KINDS.get(caller.kind), caller.id):
            return EVERY_RIGHT
        return self.access.rights_of(caller.roles)

    def grants(self, caller: Caller, right: Right) -> bool:
        """Tell whether a caller has a right."""
        wanted = int(right)
        return self.rights_of(caller) & wanted == wanted


class Guards:
    """The guards of one namespace, and for each collection the one that says who may list it and add to it.

    What is made begins with its collection's list as it is then; a later change of that list does not change it.
    """

    def __init__(self, default: AccessList) -> None:
        """Begin with one list for all collections."""
        self._collections = dict.fromkeys(Collection, Guard(NOBODY, default))
        self._things: dict[Collection, dict[str, Guard]] = {collection: {} for collection in Collection}

    def fork(self) -> Guards:
        """Return an independent copy; the guards are shared, for they never change."""
        copy = Guards(self.of(Collection.TYPES).access)
        copy._collections = dict(self._collections)
        copy._things = {collection: dict(guards) for collection, guards in self._things.items()}
        return copy

    def of(self, collection: Collection, id_: str | None = None) -> Guard:
        """Return the guard of a thing; without an id, or where there is no such thing, that of its collection."""
        found = None if id_ is None else self._things[collection].get(id_.lower())
        return self._collections[collection] if found is None else found

    def demand(self, caller: Caller, right: Right, collection: Collection, id_: str | None = None) -> None:
        """Raise Forbidden unless a caller has a right."""
        if not self.of(collection, id_).grants(caller, right):
            raise forbidden(caller, right, collection, id_)

    def readable(self, caller: Caller, collection: Collection, things: Iterable[Thing]) -> list[Thing]:
        """Return those of some things that a caller may read; a list that many of them have is looked at once."""
        if caller.kind == "anonymous":
            return list(things)
        guards, other = self._things[collection], self._collections[collection]
        seen: dict[tuple[int, Trustee], bool] = {}
        chosen = []
        for thing in things:
            guard = guards.get(thing.id.lower(), other)
            key = id(guard.access), guard.owner
            if key not in seen:
                seen[key] = guard.grants(caller, Right.READ)
            if seen[key]:
                chosen.append(thing)
        return chosen

    def add(self, collection: Collection, id_: str, owner: Trustee) -> None:
        """Guard a new thing."""
        self._things[collection][id_.lower()] = replace(self._collections[collection], owner=owner, version=0)

    def remove(self, collection: Collection, id_: str) -> None:
        """Forget a thing that is no more, so that the next of that name begins anew."""
        self._things[collection].pop(id_.lower(), None)

    def put(self, guard: Guard, collection: Collection, id_: str | None = None) -> None:
        """Put another guard before a thing, or before a collection."""
        if id_ is None:
            self._collections[collection] = guard
        else:
            self._things[collection][id_.lower()] = guard


def trustee_of(caller: Caller, tenant: str) -> Trustee:
    """Return whom a caller is trusted as, and what it makes is owned by."""
    kind = _KINDS.get(caller.kind)
    return NOBODY if kind is None else Trustee(kind, caller.id, tenant)


def forbidden(caller: Caller, right: Right, collection: Collection, id_: str | None) -> Forbidden:
    """Make the refusal of what a caller has no right to."""
    what = f"{collection.value}s" if id_ is None else f"{collection.value} '{id_}'"
    details = {} if id_ is None else {_DETAILS[collection.value]: id_}
    return Forbidden(
        f"The {caller.kind} '{caller.id}' has no right to {_VERBS[right]} {what}.",
        "Use a caller with that right, or have it granted in the access list.",
        **{"ClientId": caller.id, **details},
    )
