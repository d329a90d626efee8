"""From a store to the section of a fixture that seeds the like of it, in one order on every machine."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.core.messages import Json
from streamulator.core.ticks import format_time
from streamulator.services.aveva.model.access.communities import Community
from streamulator.services.aveva.model.access.guards import Collection, Guard, Guards
from streamulator.services.aveva.model.access.lists import NOBODY as NO_OWNER
from streamulator.services.aveva.model.access.lists import AccessList
from streamulator.services.aveva.model.namespace import Namespace, Region
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.streams.metadata import NOBODY, ChangeData, Metadata
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.model.tenancy import Client, Tenant
from streamulator.services.aveva.wire.access import COLLECTIONS, show_list, show_trustee
from streamulator.services.aveva.wire.stream_views import show_stream_view
from streamulator.services.aveva.wire.streams import show_change_data, show_stream
from streamulator.services.aveva.wire.types import show_type

# What says nothing where it has this value. A type code of 0 and a mode of 0 do say something.
_SILENT = {"IsGenericType": False, "IsReferenceType": False, "IsKey": False, "IsQuality": False} | {
    "Order": 0,
    "FixedSize": 0,
}


def export(store: Store) -> Json:
    """Return all that requests can read or change; what is as `seed` makes it without being told is left out."""
    return {
        "dated": format_time(store.born),
        "eventLimit": store.event_limit,
        **_unless_empty(communities=[_community(one) for one in store.communities()]),
        "tenants": [_tenant(tenant, store.born) for tenant in store.tenants()],
    }


def _community(community: Community) -> Json:
    return {
        "id": community.id,
        "name": community.name,
        "tenants": sorted(community.tenants),
        **_unless_empty(members=sorted(community.members)),
    }


def _tenant(tenant: Tenant, born: int) -> Json:
    roles = [
        {"name": role.name, "id": role.id, **_unless_empty(description=role.description)}
        for role in tenant.roles.by_name.values()
        if role.type_id is None
    ]
    return {
        "id": tenant.id,
        "open": tenant.open,
        "tokenLifetime": tenant.lifetime,
        **_unless_empty(roles=roles, clients=[_client(client, tenant) for client in tenant.clients.values()]),
        "namespaces": [_namespace(one, tenant.roles.default, born) for one in tenant.namespaces()],
    }


def _client(client: Client, tenant: Tenant) -> Json:
    entered = {} if client.namespaces is None else {"namespaces": sorted(client.namespaces)}
    roles = [name for name, role in tenant.roles.by_name.items() if role.id in client.roles]
    return {"id": client.id, "secret": client.secret, "roles": roles, **entered}


def _namespace(namespace: Namespace, default: AccessList, born: int) -> Json:
    guards, types, views = namespace.guards, Collection.TYPES, Collection.STREAM_VIEWS
    region = {} if namespace.region == Region() else {"region": namespace.region._asdict()}
    lists = {name: _access(guards.of(one), default) for name, one in COLLECTIONS.items()}
    return {
        "id": namespace.id,
        **_given(description=namespace.description),
        **region,
        **_unless_empty(
            access={name: shown for name, shown in lists.items() if shown},
            types=[
                {
                    **_said(show_type(one, verbose=True, nested=True)),
                    **_dates(one.created, one.modified, born),
                    **_guard(guards, types, one.id),
                }
                for one in namespace.types()
            ],
            streamViews=[
                {
                    **_said(show_stream_view(one, verbose=True, nested=True)),
                    **_dates(one.created, one.modified, born),
                    **_guard(guards, views, one.id),
                }
                for one in namespace.views.all()
            ],
            streams=[_stream(one, guards, born) for one in namespace.streams()],
        ),
    }


def _stream(stream: Stream, guards: Guards, born: int) -> Json:
    metadata = stream.metadata
    counted = {} if metadata.version == bool(metadata) else {"metadataVersion": metadata.version}
    return {
        **_said(show_stream(stream, verbose=True)),
        **_dates(stream.created, stream.modified, born),
        **_guard(guards, Collection.STREAMS, stream.id),
        **_unless_empty(tags=list(stream.tags), metadata=_metadata(metadata, born)),
        **counted,
        **_unless_empty(events=list(map(stream.layout.full, stream.series.walk()))),
    }


def _metadata(metadata: Metadata, born: int) -> Json:
    plain = ChangeData(born, NOBODY)
    shown = show_change_data(metadata)
    return {key: one.value if one.change == plain else shown[key] for key, one in metadata.entries().items()}


def _guard(guards: Guards, collection: Collection, id_: str) -> dict[str, Json]:
    guard = guards.of(collection, id_)
    owner = {} if guard.owner == NO_OWNER else {"owner": show_trustee(guard.owner)}
    return {**owner, **_unless_empty(access=_access(guard, guards.of(collection).access))}


def _access(guard: Guard, usual: AccessList) -> dict[str, Json]:
    """Show a list with the count of its changes; nothing where it is one that comes by itself."""
    if guard.access == usual and not guard.version:
        return {}
    return {**show_list(guard.access), "version": guard.version}


def _dates(created: int, modified: int, born: int) -> dict[str, Json]:
    dates = {} if created == born else {"CreatedDate": format_time(created)}
    return dates if modified == created else {**dates, "ModifiedDate": format_time(modified)}


def _said(shown: Json) -> Json:
    """Leave out of a definition what it does not say, at any depth, and its dates."""
    if isinstance(shown, list):
        return list(map(_said, shown))
    if not isinstance(shown, dict):
        return shown
    return {
        name: _said(value)
        for name, value in shown.items()
        if value is not None and name not in ("CreatedDate", "ModifiedDate") and _SILENT.get(name, ...) != value
    }


def _given(**members: Json) -> dict[str, Json]:
    return {name: value for name, value in members.items() if value is not None}


def _unless_empty(**members: Json) -> Mapping[str, Json]:
    return {name: value for name, value in members.items() if value}
