"""May they: which right an operation asks of its caller, and what says whether the caller has it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from streamulator.contract.operation import Operation
from streamulator.core.messages import Caller
from streamulator.core.problems import Forbidden
from streamulator.services.aveva.model.access.guards import Collection
from streamulator.services.aveva.model.access.lists import Right
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.tenancy import Client, Tenant
from streamulator.services.aveva.wire.access import COLLECTIONS

_RIGHTS = {"GET": Right.READ, "DELETE": Right.DELETE}
# What is wanted is in the body, and nothing is changed.
_READS_BY_POST = frozenset(
    {
        "joinValues",
        "listResolvedStreams",
        "getConvertedFirstValue",
        "getConvertedLastValue",
        "listConvertedValues",
        "listConvertedInterpolatedValues",
        "listConvertedSummaries",
        "listConvertedSampledValues",
    }
)
_PARAMETERS = {
    Collection.TYPES: "typeId",
    Collection.STREAMS: "streamId",
    Collection.STREAM_VIEWS: "streamViewId",
}

Path = Mapping[str, str]


class Demand(NamedTuple):
    """What an operation asks for: a right to a thing, to its collection, or to what is the tenant's as a whole.

    `parameter` names the thing in the path; `shared` tells whether members of a community may come in to do it.
    """

    right: Right
    collection: Collection | None
    parameter: str
    shared: bool


def admit(client: Client, operation: Operation, path: Path, home: Tenant, store: Store) -> Caller:
    """Let a client into its own tenant; Forbidden into another's, or without the right that an operation asks for."""
    caller = Caller(client.id, "client", client.roles)
    if path.get("tenantId", home.id).lower() != home.id.lower():
        raise _forbidden(client, f"knows only tenant '{home.id}', not '{path['tenantId']}'")
    namespace = path.get("namespaceId")
    if namespace is not None and not client.enters(namespace):
        raise _forbidden(client, f"may not enter namespace '{namespace}'")
    community = store.find_community(path.get("communityId", ""))
    if community is not None and client.id not in community.members:
        raise _forbidden(client, f"is no member of community '{community.name}'")
    _check(caller, _demand(operation.id, operation.method, operation.path), path, home)
    return caller


def admit_member(client: Client, operation: Operation, path: Path, community_id: str, store: Store) -> Caller:
    """Let a client into any tenant of a community, to read what is shared there (AVEVA's Shared Access)."""
    community, demand = store.find_community(community_id), _demand(operation.id, operation.method, operation.path)
    if community is None or client.id not in community.members:
        raise _forbidden(client, f"is no member of a community '{community_id[:100]}'")
    tenant = store.find_tenant(path.get("tenantId", ""))
    if tenant is None or not community.joins(tenant.id):
        raise _forbidden(client, f"finds no tenant '{path.get('tenantId')}' in community '{community.name}'")
    if not demand.shared:
        raise _forbidden(client, f"may only read streams through community '{community.name}'")
    caller = Caller(client.id, "client", frozenset({community.role.id}))
    if demand.parameter in path:  # what names no stream shows no more than those that are shared
        _check(caller, demand, path, tenant)
    return caller


def _check(caller: Caller, demand: Demand, path: Path, tenant: Tenant) -> None:
    namespace = tenant.find_namespace(path.get("namespaceId", ""))
    if namespace is not None and demand.collection is not None:
        namespace.guards.demand(caller, demand.right, demand.collection, path.get(demand.parameter))
    elif not tenant.guard.grants(caller, demand.right):
        roles = sorted(role.name for role in tenant.roles.by_name.values() if role.id in caller.roles)
        right = (demand.right.name or "").lower()
        reason = f"The client '{caller.id}' has the roles {roles}, which do not grant the right to {right}."
        raise Forbidden(reason, "Use a client with that right.", ClientId=caller.id)


@lru_cache(maxsize=1024)
def _demand(operation: str, method: str, path: str) -> Demand:
    words = path.split("/")
    named = (COLLECTIONS[word] for word in words if word in COLLECTIONS)
    collection = next(named, None) if "{namespaceId}" in words else None
    parameter = "" if collection is None else _PARAMETERS[collection]
    own = "AccessControl" in words or words[-1] == "Owner"  # what this is about, rather than what it guards
    if words[-1] == "AccessRights" or "{communityId}" in words:
        right = Right.NONE
    elif own and method != "GET":
        right = Right.MANAGE
    else:
        right = Right.READ if operation in _READS_BY_POST else _RIGHTS.get(method, Right.WRITE)
    shared = right is Right.READ and collection is Collection.STREAMS and not own
    return Demand(right, collection, parameter, shared)


def _forbidden(client: Client, why: str) -> Forbidden:
    return Forbidden(f"Client '{client.id}' {why}.", "Use a client with that right.", ClientId=client.id)
