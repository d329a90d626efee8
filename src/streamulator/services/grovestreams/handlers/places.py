"""Where a call leads: the organization that its tokens are for."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.services.grovestreams.model.organization import Organization
from streamulator.services.grovestreams.model.store import Store


def organization_of(call: Call, store: Store) -> Organization:
    """Return the organization of the caller."""
    return store.organization(call.caller.place)
