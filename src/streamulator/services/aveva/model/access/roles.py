"""Roles: those that every tenant has, those it makes itself, and the one that a community has for its members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from streamulator.core.ids import guid_of
from streamulator.services.aveva.model.access.lists import (
    EVERY_RIGHT,
    AccessEntry,
    AccessKind,
    AccessList,
    Right,
    Trustee,
    TrusteeKind,
)


class RoleScope(IntEnum):
    """How far a role reaches."""

    NONE = 0
    TENANT = 1
    COMMUNITY = 2
    CLUSTER = 3


@dataclass(frozen=True, slots=True)
class Role:
    """One role; `type_id` tells the built-in ones apart, and is the same for all tenants."""

    id: str
    name: str
    scope: RoleScope
    description: str | None = None
    tenant_id: str | None = None
    community_id: str | None = None
    type_id: str | None = None


class BuiltIn(NamedTuple):
    """A role that every tenant has: its type, and the rights to whatever has no list of its own."""

    type_id: str
    rights: int


# The vendor's table gives a contributor no right to delete and a viewer none at all, for whom it has the role of a
# member, which all callers there have besides. Here a caller has the roles its fixture says and no other, so that
# viewers read; and contributors may delete what they could make.
BUILT_IN: Mapping[str, BuiltIn] = {
    "Administrator": BuiltIn("2dc742ab-39ea-4fc0-a39e-2bcb71c26a5f", EVERY_RIGHT),
    "Contributor": BuiltIn("f1439595-e5a2-487f-8a4f-0627fefe75df", Right.READ | Right.WRITE | Right.DELETE),
    "Data Steward": BuiltIn("45b66433-5f57-420b-bbdf-8bbd60c1cd9d", Right.NONE),
    "Member": BuiltIn("7ad2b9ef-5386-4ead-ac9f-ad99c5c5b977", Right.READ),
    "Viewer": BuiltIn("e6cbf91e-0be8-4858-92b5-f88ecafd5574", Right.READ),
}
_COMMUNITY_MEMBER = "f79a55da-7c76-4600-a809-0f62ca9971d9"


class TenantRoles:
    """The roles of one tenant, under the names that its fixture has for them."""

    def __init__(self, tenant_id: str, own: Iterable[Role] = ()) -> None:
        """Take the roles that the tenant made itself to those that it has anyway."""
        built_in = {
            name: Role(
                id=guid_of(tenant_id, "role", name),
                name=f"Tenant {name}",
                scope=RoleScope.TENANT,
                tenant_id=tenant_id,
                type_id=one.type_id,
            )
            for name, one in BUILT_IN.items()
        }
        self.by_name: Mapping[str, Role] = built_in | {role.name: role for role in own}
        self.default = AccessList(
            tuple(
                AccessEntry(Trustee(TrusteeKind.ROLE, role.id, tenant_id), AccessKind.ALLOWED, BUILT_IN[name].rights)
                for name, role in built_in.items()
                if BUILT_IN[name].rights
            )
        )


def own_role(tenant_id: str, name: str, description: str | None = None, id_: str | None = None) -> Role:
    """Make a role of a tenant's own, which grants nothing before a list names it."""
    return Role(id_ or guid_of(tenant_id, "role", name), name, RoleScope.TENANT, description, tenant_id)


def member_role(community_id: str) -> Role:
    """Make the role of a community's members."""
    return Role(
        id=guid_of(community_id, "role", "Community Member"),
        name="Community Member",
        scope=RoleScope.COMMUNITY,
        community_id=community_id,
        type_id=_COMMUNITY_MEMBER,
    )
