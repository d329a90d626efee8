"""Who may do what with a type, a stream or a stream view, and with those that are made from now on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.core.preconditions import Conditions, enforce
from streamulator.services.aveva.handlers.places import guard_of, put_guard
from streamulator.services.aveva.model.access.lists import AccessList, Trustee
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.wire.access import (
    patched_list,
    read_list,
    read_owner,
    show_list,
    show_rights,
    show_trustee,
)


def get_access_control(call: Call, store: Store) -> Reply:
    """Show the access list of one thing, or of its collection."""
    guard = guard_of(call, store)
    return Reply(200, show_list(guard.access), {"ETag": guard.etag})


def update_access_control(call: Call, store: Store) -> Reply:
    """Put a new access list in the place of the old one."""
    return _change(call, store, lambda _stored: read_list(call.body, call.warn))


def patch_access_control(call: Call, store: Store) -> Reply:
    """Apply a JSON Patch to an access list, whole or not at all."""
    return _change(call, store, lambda stored: patched_list(stored, call.body, call.warn))


def get_owner(call: Call, store: Store) -> Reply:
    """Show who owns one thing."""
    return Reply(200, show_trustee(guard_of(call, store).owner))


def update_owner(call: Call, store: Store) -> Reply:
    """Give one thing another owner."""
    guard, tenant = guard_of(call, store), store.tenant(call.path["tenantId"])
    owner = read_owner(call.body, tenant.id, call.warn)
    if not tenant.knows(owner):
        _warn_of_stranger(call, owner)
    put_guard(replace(guard, owner=owner), call, store)
    return Reply(204)


def list_access_rights(call: Call, store: Store) -> Reply:
    """Show what the caller may do with one thing."""
    return Reply(200, show_rights(guard_of(call, store).rights_of(call.caller)))


def _change(call: Call, store: Store, change: Callable[[AccessList], AccessList]) -> Reply:
    """Change a list if the caller's condition holds; what is wrong with the request goes first (RFC 9110, 13.2.1)."""
    guard = guard_of(call, store)
    access = change(guard.access)
    enforce(Conditions(call.request.headers.get("if-match")), guard.etag, safe=False)
    known = {role.id.lower() for role in store.roles_of(store.tenant(call.path["tenantId"]))}
    for entry in access.entries:
        if entry.trustee.id.lower() not in known:
            _warn_of_stranger(call, entry.trustee)
    put_guard(replace(guard, access=access, version=guard.version + 1), call, store)
    return Reply(204)


def _warn_of_stranger(call: Call, trustee: Trustee) -> None:
    call.warn(f"The {trustee.kind.name.lower()} '{trustee.id[:60]}' is not one that the tenant knows.")
