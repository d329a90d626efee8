"""From fixtures to who may do what: roles, clients, communities, owners and access lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NoReturn

from streamulator.core.messages import Json
from streamulator.core.problems import Problem, Refused
from streamulator.kernel.fixtures import Section
from streamulator.services.aveva.model.access.communities import Community
from streamulator.services.aveva.model.access.guards import Collection, Guard, Guards
from streamulator.services.aveva.model.access.lists import (
    EVERY_RIGHT,
    NOBODY,
    AccessEntry,
    AccessKind,
    AccessList,
    Trustee,
    TrusteeKind,
)
from streamulator.services.aveva.model.access.roles import BUILT_IN, Role, TenantRoles, member_role, own_role
from streamulator.services.aveva.model.tenancy import Client, Tenant
from streamulator.services.aveva.wire.access import COLLECTIONS, RIGHTS, read_list, read_owner

OWN_MEMBERS = ("owner", "access")  # of types, stream views and streams, beside what the contract says of them
_RIGHTS = {**RIGHTS, "All": EVERY_RIGHT}
_ENTRY_KINDS = {"allow": AccessKind.ALLOWED, "deny": AccessKind.DENIED}

Place = tuple[str | int, ...]


class Grants:
    """What a tenant's part of a fixture may name when it grants something: roles, communities and clients."""

    def __init__(self, section: Section, content: Json, place: Place, communities: Mapping[str, Role]) -> None:
        """Read a tenant's roles and clients; `communities` are the roles of all communities, by name."""
        self._section = section
        self._tenant = content["id"]
        self._communities = communities
        self.roles = self._roles(content.get("roles", ()), (*place, "roles"))
        self.clients = [self._client(one, (*place, "clients", at)) for at, one in enumerate(content.get("clients", ()))]

    def guards(self, content: Mapping[str, Json], place: Place) -> Guards:
        """Read what the collections of a namespace begin with."""
        guards = Guards(self.roles.default)
        for name, given in content.items():
            guards.put(self._guard(guards.of(COLLECTIONS[name]), given, (*place, name)), COLLECTIONS[name])
        return guards

    def owner(self, content: Mapping[str, Json], place: Place) -> Trustee:
        """Read the owner of a thing: one of the clients, or any trustee that is given in full; nobody without it."""
        id_ = content.get("owner")
        if id_ is None:
            return NOBODY
        if isinstance(id_, dict):
            try:
                return read_owner(id_, self._tenant, _refuse_stranger)
            except Problem as problem:
                raise self._section.refusal((*place, "owner"), problem.reason) from problem
        known = [client.id for client in self.clients]
        if id_ not in known:
            raise self._section.mistake((*place, "owner"), id_, f"a client of the tenant: {_listed(known)}")
        return Trustee(TrusteeKind.CLIENT, id_, self._tenant)

    def apply(
        self, content: Mapping[str, Json], place: Place, guards: Guards, collection: Collection, id_: str
    ) -> None:
        """Put the access list of a thing before it, where the fixture has one."""
        if "access" in content:
            guard = self._guard(guards.of(collection, id_), content["access"], (*place, "access"))
            guards.put(guard, collection, id_)

    def _guard(self, guard: Guard, content: Json, place: Place) -> Guard:
        """Give a guard the list that a fixture has for it."""
        if isinstance(content, list):
            return replace(guard, access=self._list(content, place))
        try:
            shown = {name: value for name, value in content.items() if name != "version"}
            return replace(guard, access=read_list(shown, _refuse_stranger), version=content.get("version", 0))
        except Problem as problem:
            raise self._section.refusal(place, problem.reason) from problem

    def _roles(self, own: Sequence[Json], place: Place) -> TenantRoles:
        names = {name.lower() for name in BUILT_IN}
        for at, one in enumerate(own):
            if one["name"].lower() in names:
                raise self._section.mistake((*place, at, "name"), one["name"], "a name that no other role has")
            names.add(one["name"].lower())
        return TenantRoles(
            self._tenant,
            (own_role(self._tenant, one["name"], one.get("description"), one.get("id")) for one in own),
        )

    def _client(self, content: Json, place: Place) -> Client:
        roles = self.roles.by_name
        for at, name in enumerate(content["roles"]):
            if name not in roles:
                raise self._section.mistake((*place, "roles", at), name, f"one of {_listed(roles)}")
        namespaces = content.get("namespaces")
        return Client(
            content["id"],
            content["secret"],
            frozenset(roles[name].id for name in content["roles"]),
            None if namespaces is None else frozenset(name.lower() for name in namespaces),
        )

    def _list(self, content: Sequence[Json], place: Place) -> AccessList:
        entries = [entry for at, one in enumerate(content) for entry in self._entries(one, (*place, at))]
        try:
            return AccessList(tuple(entries))
        except Refused as problem:
            raise self._section.refusal(place, problem.reason) from problem

    def _entries(self, content: Mapping[str, Json], place: Place) -> list[AccessEntry]:
        if ("role" in content) == ("community" in content):
            raise self._section.mistake(place, dict(content), "either a role or a community")
        if not content.keys() & _ENTRY_KINDS.keys():
            raise self._section.mistake(place, dict(content), "rights to allow, to deny, or both")
        trustee = self._trustee(content, place)
        return [
            AccessEntry(trustee, kind, _sum(content[name])) for name, kind in _ENTRY_KINDS.items() if name in content
        ]

    def _trustee(self, content: Mapping[str, Json], place: Place) -> Trustee:
        named = "role" if "role" in content else "community"
        known = self.roles.by_name if named == "role" else self._communities
        role = known.get(content[named])
        if role is None:
            raise self._section.mistake((*place, named), content[named], f"one of {_listed(known)}")
        return Trustee(TrusteeKind.ROLE, role.id, role.tenant_id)


def community_roles(sections: Sequence[Section]) -> dict[str, Role]:
    """Return the roles of all communities, by name; two of one name, or of one id, are a mistake."""
    roles: dict[str, Role] = {}
    ids: set[str] = set()
    for section in sections:
        for at, one in enumerate(section.data.get("communities", ())):
            for member, taken in (("name", roles.keys()), ("id", ids)):
                if (one[member] if member == "name" else one[member].lower()) in taken:
                    expected = f"a {member} that no other community has"
                    raise section.mistake(("communities", at, member), one[member], expected)
            roles[one["name"]] = member_role(one["id"])
            ids.add(one["id"].lower())
    return roles


def read_communities(
    sections: Sequence[Section], roles: Mapping[str, Role], tenants: Mapping[str, Tenant]
) -> list[Community]:
    """Read the communities, whose tenants and members must be there; `tenants` are by id in lower case."""
    return [
        _community(section, one, ("communities", at), roles[one["name"]], tenants)
        for section in sections
        for at, one in enumerate(section.data.get("communities", ()))
    ]


def _community(section: Section, content: Json, place: Place, role: Role, tenants: Mapping[str, Tenant]) -> Community:
    for at, id_ in enumerate(content["tenants"]):
        if id_.lower() not in tenants:
            known = _listed(tenant.id for tenant in tenants.values())
            raise section.mistake((*place, "tenants", at), id_, f"one of the tenants {known}")
    joined = frozenset(id_.lower() for id_ in content["tenants"])
    clients = [client for id_ in sorted(joined) for client in tenants[id_].clients]
    for at, id_ in enumerate(content.get("members", ())):
        if id_ not in clients:
            expected = f"a client of a tenant in the community: {_listed(clients)}"
            raise section.mistake((*place, "members", at), id_, expected)
    return Community(content["id"], content["name"], joined, frozenset(content.get("members", ())), role)


def _refuse_stranger(complaint: str) -> NoReturn:
    raise Problem(complaint)


def _sum(rights: Iterable[str]) -> int:
    total = 0
    for name in rights:
        total |= int(_RIGHTS[name])
    return total


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none, for there are none"
