"""Access lists, owners, roles and shared streams on the wire."""

from __future__ import annotations

from urllib.parse import quote

from streamulator.core.messages import Json
from streamulator.core.problems import Refused
from streamulator.services.aveva.model.access.communities import Community
from streamulator.services.aveva.model.access.guards import Collection
from streamulator.services.aveva.model.access.lists import (
    EVERY_RIGHT,
    AccessEntry,
    AccessKind,
    AccessList,
    Right,
    Trustee,
    TrusteeKind,
)
from streamulator.services.aveva.model.access.roles import Role
from streamulator.services.aveva.model.patches import applied, check_patch, paths_of
from streamulator.services.aveva.model.store import Shared
from streamulator.services.aveva.wire.members import Members, Warn

_ENTRIES = "RoleTrusteeAccessControlEntries"
_MEMBERS = (_ENTRIES, "Trustee", "Type", "ObjectId", "TenantId", "AccessType", "AccessRights")
_SPELT = {name.lower(): name for name in _MEMBERS}

COLLECTIONS = {"Types": Collection.TYPES, "Streams": Collection.STREAMS, "StreamViews": Collection.STREAM_VIEWS}

# Rights as the vendor spells them, which is also how fixtures do.
RIGHTS = {
    "Read": Right.READ,
    "Write": Right.WRITE,
    "Delete": Right.DELETE,
    "ManageAccessControl": Right.MANAGE,
    "Share": Right.SHARE,
}


def read_list(content: Json, warn: Warn) -> AccessList:
    """Read an access list."""
    members = Members(content, "access control list")
    entries = tuple(_read_entry(part, f"{_ENTRIES}[{at}]", warn) for at, part in enumerate(members.objects(_ENTRIES)))
    members.warn_of_strangers(warn)
    return AccessList(entries)


def _read_entry(content: Json, what: str, warn: Warn) -> AccessEntry:
    members = Members(content, what)
    rights = members.number("AccessRights")
    if not 0 <= rights <= EVERY_RIGHT:
        reason = f"{what}.AccessRights: found {str(rights)[:60]}, expected a sum of rights, 0 to {EVERY_RIGHT}."
        raise Refused(reason, "Add up 1 to read, 2 to write, 4 to delete, 8 to manage access, 16 to share.")
    kind = members.enumeration("AccessType", AccessKind)
    entry = AccessEntry(
        read_trustee(members.get("Trustee"), f"{what}.Trustee", warn),
        AccessKind.ALLOWED if kind is None else kind,
        rights,
    )
    members.warn_of_strangers(warn)
    return entry


def read_trustee(content: Json, what: str, warn: Warn) -> Trustee:
    """Read a trustee; it must say of what kind it is, and who."""
    members = Members(content, what)
    kind, id_ = members.enumeration("Type", TrusteeKind), members.text("ObjectId")
    if kind is None or not id_:
        missing = "Type" if kind is None else "ObjectId"
        raise Refused(f"{what}.{missing}: missing, and it is required.", "Send the kind of trustee and its id.")
    trustee = Trustee(kind, id_, members.text("TenantId"))
    members.warn_of_strangers(warn)
    return trustee


def read_owner(content: Json, tenant: str, warn: Warn) -> Trustee:
    """Read an owner, who is of this tenant where nothing else is said; Refused for a role."""
    owner = read_trustee(content, "owner", warn)
    if owner.kind is TrusteeKind.ROLE:
        raise Refused("owner.Type: found a role, expected a user or a client.", "Roles belong into access lists.")
    return owner._replace(tenant=owner.tenant or tenant)


def patched_list(stored: AccessList, operations: Json, warn: Warn) -> AccessList:
    """Return what a JSON Patch makes of a list; problems are those of `applied`, and Refused for what is no list."""
    check_patch(operations)
    document: Json = show_list(stored)
    for place, operation in enumerate(operations):
        document = applied(_respelt(operation), place, document)
    return read_list(document, warn)


def _respelt(operation: Json) -> Json:
    """Spell an operation's paths as the list does.

    The vendor's example adds an entry to the array itself, rather than to its end, and means the latter.
    """
    respelt = {**operation, **{member: _path(path) for member, path in paths_of(operation).items()}}
    if operation["op"] == "add" and respelt["path"] == f"/{_ENTRIES}" and isinstance(operation["value"], dict):
        respelt["path"] += "/-"
    return respelt


def _path(path: str) -> str:
    return "/".join(_SPELT.get(word.lower(), word) for word in path.split("/"))


def show_list(access: AccessList) -> Json:
    """Show an access list, every entry with all it has: patches name members, whatever their values."""
    return {
        _ENTRIES: [
            {"Trustee": show_trustee(entry.trustee), "AccessType": int(entry.kind), "AccessRights": entry.rights}
            for entry in access.entries
        ]
    }


def show_trustee(trustee: Trustee) -> Json:
    """Show a trustee; a role of a community is no tenant's."""
    tenant = {} if trustee.tenant is None else {"TenantId": trustee.tenant}
    return {"Type": int(trustee.kind), "ObjectId": trustee.id, **tenant}


def show_rights(rights: int) -> Json:
    """Show a sum of rights as the names of its parts."""
    return [name for name, right in RIGHTS.items() if rights & right]


def show_role(role: Role) -> Json:
    """Show a role; its scope is a number, for the vendor's own clients read nothing else."""
    return {
        "Id": role.id,
        "Name": role.name,
        "Description": role.description,
        "RoleScope": int(role.scope),
        "TenantId": role.tenant_id,
        "CommunityId": role.community_id,
        "RoleTypeId": role.type_id,
    }


def show_shared(shared: Shared, community: Community, base_url: str) -> Json:
    """Show a shared stream; `Self` is its address on the host that was asked."""
    tenant, namespace, stream = shared
    place = "/".join(quote(word, safe="") for word in (tenant.id, "Namespaces", namespace.id, "Streams", stream.id))
    return {
        "Id": stream.id,
        "Name": stream.name,
        "TypeId": stream.type.id,
        "Description": stream.description,
        "Self": f"{base_url}/api/v1/Tenants/{place}",
        "TenantId": tenant.id,
        "TenantName": tenant.id,
        "NamespaceId": namespace.id,
        "CommunityId": community.id,
    }
