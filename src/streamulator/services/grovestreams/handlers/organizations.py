"""Organizations and who belongs to them, which is for their owners to see."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.core.problems import Missing
from streamulator.services.grovestreams.handlers.places import organization_of
from streamulator.services.grovestreams.model.store import Store
from streamulator.services.grovestreams.wire.people import show_member, show_organization
from streamulator.services.grovestreams.wire.problems import success


def get_organization(call: Call, store: Store) -> Reply:
    """Show an organization to its owner."""
    organization = store.organization(call.path["organizationUid"])
    organization.check_owner(call.caller.id)
    return success(organization=show_organization(organization))


def list_organization_users(call: Call, store: Store) -> Reply:
    """Show all users of the organization to its owner, or to a program with the right."""
    organization = organization_of(call, store)
    if call.caller.kind == "user":
        organization.check_owner(call.caller.id)
    return success(org_user=[show_member(member) for member in organization.members])


def get_organization_user(call: Call, store: Store) -> Reply:
    """Show a user of the organization to its owner, to that user, or to a program with the right."""
    organization, uid = organization_of(call, store), call.path["orgUserUid"]
    if call.caller.kind == "user" and call.caller.id.lower() != uid.lower():
        organization.check_owner(call.caller.id)
    member = organization.member(uid)
    if member is None:
        raise Missing(f"There is no user '{uid}' in the organization.", "Use one that is there: list the users.")
    return success(org_user=show_member(member))
