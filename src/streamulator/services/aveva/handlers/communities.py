"""Roles, and the streams that tenants share with each other in communities."""

from __future__ import annotations

from itertools import islice

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.core.problems import Forbidden
from streamulator.services.aveva.model.search.listing import Listing, listed, view_of_stream
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.wire.access import show_role, show_shared

_EVERY_TENANT = ("", "00000000-0000-0000-0000-000000000000")


def list_roles(call: Call, store: Store) -> Reply:
    """Show the roles of a tenant, and those of the communities it is in."""
    skip, count = call.query["skip"], call.query["count"]
    roles = store.roles_of(store.tenant(call.path["tenantId"]))
    return Reply(200, [show_role(role) for role in islice(roles, skip, skip + count)])


def search_community(call: Call, store: Store) -> Reply:
    """Show the streams that are shared in a community, searched and paged, by name."""
    community = store.community(call.path["communityId"])
    if "tenantId" in call.path and not community.joins(store.tenant(call.path["tenantId"]).id):
        reason = f"Tenant '{call.path['tenantId']}' is not in community '{community.name}'."
        raise Forbidden(reason, "Search a community that the tenant is in.", CommunityId=community.id)
    wanted = (call.query["searchTenantId"] or "").lower()
    shared = [one for one in store.shared_streams(community) if wanted in (*_EVERY_TENANT, one.tenant.id.lower())]
    page = Listing(call.query["query"], skip=call.query["skip"], count=call.query["count"], orderby="Name")
    found = listed(shared, lambda one: view_of_stream(one.stream), page)
    return Reply(200, [show_shared(one, community, call.request.base_url) for one in found])
