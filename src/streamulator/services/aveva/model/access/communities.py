"""Communities: in which tenants share streams with each other, to be read by members."""

from __future__ import annotations

from dataclasses import dataclass

from streamulator.services.aveva.model.access.roles import Role


@dataclass(frozen=True, slots=True)
class Community:
    """One community: the tenants that are in it, by id in lower case, and the clients that are its members.

    A stream is shared by an entry for the community's role in its access list.
    """

    id: str
    name: str
    tenants: frozenset[str]
    members: frozenset[str]
    role: Role

    def joins(self, tenant: str) -> bool:
        """Tell whether a tenant is in it."""
        return tenant.lower() in self.tenants
