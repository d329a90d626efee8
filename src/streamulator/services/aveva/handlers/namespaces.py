"""Namespaces of a tenant."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.aveva.handlers.places import namespace_of
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.wire.streams import show_namespace


def list_namespaces(call: Call, store: Store) -> Reply:
    """List a tenant's namespaces, of one region or of all."""
    tenant = store.tenant(call.path["tenantId"])
    found = tenant.namespaces_in(call.query["region"])
    return Reply(200, [show_namespace(namespace, tenant.id, call.request.base_url) for namespace in found])


def get_namespace(call: Call, store: Store) -> Reply:
    """Show one namespace."""
    namespace, tenant = namespace_of(call, store), store.tenant(call.path["tenantId"])
    return Reply(200, show_namespace(namespace, tenant.id, call.request.base_url))
