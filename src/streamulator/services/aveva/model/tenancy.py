"""Tenants: who may enter them, and with which rights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from streamulator.core.problems import Conflict, Missing
from streamulator.services.aveva.model.namespace import Namespace


class Right(Enum):
    """What a call does to what it names."""

    READ = "read"
    WRITE = "write"
    DELETE = "delete"


# The vendor knows more roles and finer rights; these three tell apart what the pages' 403 needs.
ROLES: Mapping[str, frozenset[Right]] = {
    "Administrator": frozenset(Right),
    "Contributor": frozenset(Right),
    "Viewer": frozenset({Right.READ}),
}


@dataclass(frozen=True, slots=True)
class Client:
    """A program that can prove who it is: its secret, its roles, and the namespaces it may enter (None: all)."""

    id: str
    secret: str
    roles: frozenset[str]
    namespaces: frozenset[str] | None = None

    def may(self, right: Right) -> bool:
        """Tell whether one of the roles grants a right."""
        return any(right in ROLES[role] for role in self.roles)

    def enters(self, namespace: str) -> bool:
        """Tell whether the client may enter a namespace."""
        return self.namespaces is None or namespace.lower() in self.namespaces


class Tenant:
    """One tenant: its namespaces, its clients, and whether it can be entered without a token."""

    def __init__(self, id_: str, *, open_: bool, clients: Iterable[Client], lifetime: int) -> None:
        """Make a tenant; `lifetime` is how many seconds its tokens are good for."""
        self.id = id_
        self.open = open_
        self.lifetime = lifetime
        self.clients = {client.id: client for client in clients}
        self._namespaces: dict[str, Namespace] = {}

    def fork(self) -> Tenant:
        """Return an independent copy."""
        copy = Tenant(self.id, open_=self.open, clients=self.clients.values(), lifetime=self.lifetime)
        copy._namespaces = {key: namespace.fork() for key, namespace in self._namespaces.items()}
        return copy

    def add(self, namespace: Namespace) -> None:
        """Take a namespace in; Conflict when there is one of that id."""
        key = namespace.id.lower()
        if key in self._namespaces:
            raise Conflict(f"There are two namespaces '{namespace.id}' in tenant '{self.id}'.")
        self._namespaces[key] = namespace

    def namespaces(self) -> list[Namespace]:
        """Return all namespaces, in the order they came."""
        return list(self._namespaces.values())

    def namespaces_in(self, region: str | None) -> list[Namespace]:
        """Return the namespaces of a region, by its id or name in any case; without one, all."""
        word = (region or "").lower()
        return [
            one for one in self.namespaces() if not word or word in (one.region.id.lower(), one.region.name.lower())
        ]

    def namespace(self, id_: str) -> Namespace:
        """Return a namespace; Missing when there is none of that id."""
        namespace = self._namespaces.get(id_.lower())
        if namespace is None:
            known = ", ".join(one.id for one in self.namespaces())
            raise Missing(
                f"Namespace '{id_}' was not found in tenant '{self.id}'.",
                f"Use one of its namespaces: {known}.",
                NamespaceId=id_,
            )
        return namespace
