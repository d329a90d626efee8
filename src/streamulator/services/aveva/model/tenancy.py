"""Tenants: who may enter them, and as what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from streamulator.core.problems import Conflict, Missing
from streamulator.services.aveva.model.access.guards import Guard
from streamulator.services.aveva.model.access.lists import NOBODY, Trustee, TrusteeKind
from streamulator.services.aveva.model.access.roles import TenantRoles
from streamulator.services.aveva.model.namespace import Namespace


@dataclass(frozen=True, slots=True)
class Client:
    """A program that can prove who it is: secret, ids of its roles, and the namespaces it may enter (None: all)."""

    id: str
    secret: str
    roles: frozenset[str]
    namespaces: frozenset[str] | None = None

    def enters(self, namespace: str) -> bool:
        """Tell whether the client may enter a namespace."""
        return self.namespaces is None or namespace.lower() in self.namespaces


class Tenant:
    """One tenant: its namespaces, its roles and clients, and whether it can be entered without a token.

    `guard` says who may do what that concerns no type, stream or stream view.
    """

    def __init__(
        self, id_: str, *, open_: bool, clients: Iterable[Client], lifetime: int, roles: TenantRoles | None = None
    ) -> None:
        """Make a tenant; `lifetime` is how many seconds its tokens are good for."""
        self.id = id_
        self.open = open_
        self.lifetime = lifetime
        self.roles = roles or TenantRoles(id_)
        self.guard = Guard(NOBODY, self.roles.default)
        self.clients = {client.id: client for client in clients}
        self._namespaces: dict[str, Namespace] = {}

    def fork(self) -> Tenant:
        """Return an independent copy."""
        clients = self.clients.values()
        copy = Tenant(self.id, open_=self.open, clients=clients, lifetime=self.lifetime, roles=self.roles)
        copy._namespaces = {key: namespace.fork() for key, namespace in self._namespaces.items()}
        return copy

    def knows(self, owner: Trustee) -> bool:
        """Tell whether an owner can be one of the tenant's: of users it knows nothing."""
        return owner.kind is not TrusteeKind.CLIENT or owner.id in self.clients or owner.id == NOBODY.id

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

    def find_namespace(self, id_: str) -> Namespace | None:
        """Return a namespace, or None when there is none of that id."""
        return self._namespaces.get(id_.lower())

    def namespace(self, id_: str) -> Namespace:
        """Return a namespace; Missing when there is none of that id."""
        namespace = self.find_namespace(id_)
        if namespace is None:
            known = ", ".join(one.id for one in self.namespaces())
            raise Missing(
                f"Namespace '{id_}' was not found in tenant '{self.id}'.",
                f"Use one of its namespaces: {known}.",
                NamespaceId=id_,
            )
        return namespace
