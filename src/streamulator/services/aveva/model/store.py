"""The service's state in one world: its tenants, and what they read time and ids from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from streamulator.core.messages import Json
from streamulator.core.problems import Missing
from streamulator.kernel.service import Surroundings
from streamulator.services.aveva.model.access.communities import Community
from streamulator.services.aveva.model.access.guards import Collection
from streamulator.services.aveva.model.access.lists import Right
from streamulator.services.aveva.model.access.roles import Role
from streamulator.services.aveva.model.namespace import Namespace
from streamulator.services.aveva.model.reads.stored import EVENT_LIMIT
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.model.tenancy import Client, Tenant


class Shared(NamedTuple):
    """A stream that is shared in a community, and where it is."""

    tenant: Tenant
    namespace: Namespace
    stream: Stream


class Store:
    """All tenants of one world, by id without case."""

    def __init__(
        self,
        surroundings: Surroundings,
        tenants: Iterable[Tenant] = (),
        event_limit: int = EVENT_LIMIT,
        communities: Iterable[Community] = (),
        *,
        born: int = 0,
    ) -> None:
        """Take tenants and communities in; `born`, in ticks, is the date of what its fixture does not date."""
        self.surroundings = surroundings
        self.born = born
        self.event_limit = event_limit
        self._tenants = {tenant.id.lower(): tenant for tenant in tenants}
        self._communities = {community.id.lower(): community for community in communities}

    def fork(self, surroundings: Surroundings) -> Store:
        """Return an independent copy for another world."""
        tenants = (tenant.fork() for tenant in self.tenants())
        return Store(surroundings, tenants, self.event_limit, self._communities.values(), born=self.born)

    def now(self) -> int:
        """Return the world's time in ticks."""
        return self.surroundings.clock.ticks()

    def tenants(self) -> list[Tenant]:
        """Return all tenants."""
        return list(self._tenants.values())

    def find_tenant(self, id_: str) -> Tenant | None:
        """Return a tenant, or None when there is none of that id."""
        return self._tenants.get(id_.lower())

    def tenant(self, id_: str) -> Tenant:
        """Return a tenant; Missing when there is none of that id."""
        found = self.find_tenant(id_)
        if found is None:
            known = ", ".join(tenant.id for tenant in self.tenants())
            raise Missing(f"Tenant '{id_}' was not found.", f"Use one of the tenants: {known}.", TenantId=id_)
        return found

    def namespace(self, tenant: str, namespace: str) -> Namespace:
        """Return a namespace of a tenant; Missing when either is not there."""
        return self.tenant(tenant).namespace(namespace)

    def stream(self, tenant: str, namespace: str, stream: str) -> Stream:
        """Return a stream; Missing when it, its namespace or its tenant is not there."""
        return self.namespace(tenant, namespace).stream(stream)

    def client(self, id_: str) -> tuple[Tenant, Client] | None:
        """Return the client of an id with its tenant, or None."""
        return next(((tenant, tenant.clients[id_]) for tenant in self.tenants() if id_ in tenant.clients), None)

    def communities(self) -> list[Community]:
        """Return all communities."""
        return list(self._communities.values())

    def find_community(self, id_: str) -> Community | None:
        """Return a community, or None when there is none of that id."""
        return self._communities.get(id_.lower())

    def community(self, id_: str) -> Community:
        """Return a community; Missing when there is none of that id."""
        found = self.find_community(id_)
        if found is None:
            raise Missing(f"Community '{id_}' was not found.", "Name a community of the fixtures.", CommunityId=id_)
        return found

    def roles_of(self, tenant: Tenant) -> list[Role]:
        """Return the roles of a tenant, and those of the communities it is in."""
        shared = [community.role for community in self._communities.values() if community.joins(tenant.id)]
        return [*tenant.roles.by_name.values(), *shared]

    def shared_streams(self, community: Community) -> list[Shared]:
        """Return the streams that members of a community may read."""
        return [
            Shared(tenant, namespace, stream)
            for tenant in self.tenants()
            if community.joins(tenant.id)
            for namespace in tenant.namespaces()
            for stream in namespace.streams()
            if namespace.guards.of(Collection.STREAMS, stream.id).access.rights_of((community.role.id,)) & Right.READ
        ]

    def describe(self) -> Json:
        """Say what there is: per namespace the types, the stream views, and the streams with their events."""
        return {
            "tenants": [
                {
                    "id": tenant.id,
                    "open": tenant.open,
                    "namespaces": [_of_namespace(namespace) for namespace in tenant.namespaces()],
                }
                for tenant in self.tenants()
            ]
        }


def _of_namespace(namespace: Namespace) -> Json:
    return {
        "id": namespace.id,
        "types": [type_.id for type_ in namespace.types()],
        "streamViews": [view.id for view in namespace.views.all()],
        "streams": [_of_stream(stream) for stream in namespace.streams()],
    }


def _of_stream(stream: Stream) -> Json:
    series, text = stream.series, stream.layout.index_text
    return {
        "id": stream.id,
        "type": stream.type.id,
        "events": len(series),
        "first": text(series.key(0)) if len(series) else None,
        "last": text(series.key(-1)) if len(series) else None,
    }
