"""Types: made once, read often, deleted when nothing refers to them."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.aveva.handlers.places import is_verbose, namespace_of, owner_of
from streamulator.services.aveva.model.access.guards import Collection
from streamulator.services.aveva.model.search.listing import Listing, listed, view_of_type
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.wire.types import read_type_of_path, show_type


def list_types(call: Call, store: Store) -> Reply:
    """List types, searched, filtered, ordered and paged."""
    namespace = namespace_of(call, store)
    types = namespace.guards.readable(call.caller, Collection.TYPES, namespace.types())
    found = listed(types, view_of_type, Listing(**call.query))
    return Reply(200, [show_type(type_, verbose=is_verbose(call)) for type_ in found])


def get_type(call: Call, store: Store) -> Reply:
    """Show one type."""
    return Reply(200, show_type(namespace_of(call, store).type(call.path["typeId"]), verbose=is_verbose(call)))


def get_or_create_type(call: Call, store: Store) -> Reply:
    """Make a type, or show the one that is there when it is the same."""
    namespace = namespace_of(call, store)
    wanted = read_type_of_path(call.body, call.path["typeId"], namespace.find_type, call.warn)
    type_, new = namespace.get_or_create_type(wanted, store.now(), owner=owner_of(call))
    return Reply(201 if new else 200, show_type(type_, verbose=is_verbose(call)))


def delete_type(call: Call, store: Store) -> Reply:
    """Delete a type that nothing refers to."""
    namespace_of(call, store).delete_type(call.path["typeId"])
    return Reply(204)


def get_type_reference_count(call: Call, store: Store) -> Reply:
    """Count what refers to a type."""
    return Reply(200, dict(namespace_of(call, store).references(call.path["typeId"])))
