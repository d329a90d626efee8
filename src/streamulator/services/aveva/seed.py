"""From fixtures to a store: tenants, types, stream views, streams and their events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NoReturn

from streamulator.core.messages import Json
from streamulator.core.problems import Problem
from streamulator.core.ticks import parse_time
from streamulator.kernel.fixtures import Section
from streamulator.kernel.service import Surroundings
from streamulator.services.aveva.model.access.guards import Collection
from streamulator.services.aveva.model.access.roles import Role
from streamulator.services.aveva.model.namespace import Namespace, Region
from streamulator.services.aveva.model.reads.stored import EVENT_LIMIT
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.streams.metadata import NOBODY, ChangeData, Entry
from streamulator.services.aveva.model.tenancy import Tenant
from streamulator.services.aveva.seed_access import OWN_MEMBERS, Grants, community_roles, read_communities
from streamulator.services.aveva.seed_events import load_events
from streamulator.services.aveva.wire.stream_views import read_stream_view
from streamulator.services.aveva.wire.streams import read_change_data, read_stream
from streamulator.services.aveva.wire.types import read_type

_BESIDE_DEFINITION = ("tags", "metadata", "metadataVersion", "events", *OWN_MEMBERS)
_LIFETIME = 3600  # seconds a token is good for, unless the fixture says otherwise

Place = tuple[str | int, ...]


def seed(sections: Sequence[Section], surroundings: Surroundings) -> Store:
    """Make a store of what the fixtures hold; FixtureError, with file and line, for what makes no sense."""
    tenants: dict[str, Tenant] = {}
    communities = community_roles(sections)
    limit, now = EVENT_LIMIT, surroundings.clock.ticks()
    for section in sections:
        limit = section.data.get("eventLimit", limit)
        for at, content in enumerate(section.data["tenants"]):
            place = ("tenants", at)
            tenant = _Seeder(section, _dated(section, now), communities).tenant(content, place)
            if tenant.id.lower() in tenants:
                raise section.mistake((*place, "id"), tenant.id, "an id that no other tenant has")
            _check_clients(section, place, content.get("clients", ()), tenants.values())
            tenants[tenant.id.lower()] = tenant
    born = _dated(sections[0], now) if sections else now
    return Store(surroundings, tenants.values(), limit, read_communities(sections, communities, tenants), born=born)


def _dated(section: Section, now: int) -> int:
    """Return when what a section does not date was made."""
    return read_date(section.data, "dated", section, (), now)


def _check_clients(section: Section, place: Place, clients: Sequence[Json], others: Iterable[Tenant]) -> None:
    """Refuse a client id that is taken, in whatever tenant: a token request names no tenant."""
    taken = {id_ for tenant in others for id_ in tenant.clients}
    for number, client in enumerate(clients):
        if client["id"] in taken:
            raise section.mistake((*place, "clients", number, "id"), client["id"], "an id that no other client has")
        taken.add(client["id"])


class _Seeder:
    """Builds what one section describes; `born`, in ticks, is the date of what says none."""

    def __init__(self, section: Section, born: int, communities: Mapping[str, Role]) -> None:
        self._section = section
        self._born = born
        self._communities = communities

    def tenant(self, content: Json, place: Place) -> Tenant:
        self._grants = Grants(self._section, content, place, self._communities)
        tenant = Tenant(
            content["id"],
            open_=content.get("open", False),
            clients=self._grants.clients,
            lifetime=content.get("tokenLifetime", _LIFETIME),
            roles=self._grants.roles,
        )
        for at, one in enumerate(content["namespaces"]):
            here = (*place, "namespaces", at)
            namespace = self._namespace(one, here)
            with self._at((*here, "id")):
                tenant.add(namespace)
        return tenant

    def _namespace(self, content: Json, place: Place) -> Namespace:
        region = content.get("region")
        guards = self._grants.guards(content.get("access", {}), (*place, "access"))
        namespace = Namespace(content["id"], content.get("description"), region and Region(**region), guards=guards)
        listed: set[str] = set()
        for at, one in enumerate(content.get("types", ())):
            self._type(namespace, one, (*place, "types", at), listed)
        for at, one in enumerate(content.get("streamViews", ())):
            self._stream_view(namespace, one, (*place, "streamViews", at))
        for at, one in enumerate(content.get("streams", ())):
            self._stream(namespace, one, (*place, "streams", at))
        return namespace

    def _type(self, namespace: Namespace, content: Json, place: Place, listed: set[str]) -> None:
        """Make a type; one that came inside another before may be listed as well, if it is the same."""
        with self._at(place):
            type_ = read_type(_without(content, OWN_MEMBERS), namespace.find_type, _refuse_stranger)
        if type_.id.lower() in listed:
            raise self._section.mistake((*place, "Id"), type_.id, "an Id that no other type here has")
        listed.add(type_.id.lower())
        with self._at(place):
            created, _modified = self._dates(content, place)
            namespace.get_or_create_type(type_, created, owner=self._grants.owner(content, place))
        self._grants.apply(content, place, namespace.guards, Collection.TYPES, type_.id)

    def _stream_view(self, namespace: Namespace, content: Json, place: Place) -> None:
        with self._at(place):
            wanted = read_stream_view(_without(content, OWN_MEMBERS), content["Id"], _refuse_stranger)
        if namespace.views.find(wanted.id) is not None:
            raise self._section.mistake((*place, "Id"), wanted.id, "an Id that no other stream view here has")
        created, modified = self._dates(content, place)
        with self._at(place):
            namespace.get_or_create_view(wanted, created, owner=self._grants.owner(content, place))
            if modified != created:
                namespace.create_or_update_view(wanted, modified)
        self._grants.apply(content, place, namespace.guards, Collection.STREAM_VIEWS, wanted.id)

    def _stream(self, namespace: Namespace, content: Json, place: Place) -> None:
        definition = _without(content, _BESIDE_DEFINITION)
        with self._at(place):
            wanted = read_stream(definition, content["Id"], _refuse_stranger)
        if any(stream.id.lower() == wanted.id.lower() for stream in namespace.streams()):
            raise self._section.mistake((*place, "Id"), content["Id"], "an Id that no other stream here has")
        created, modified = self._dates(content, place)
        with self._at((*place, "TypeId")):
            owner = self._grants.owner(content, place)
            stream, _new = namespace.get_or_create_stream(wanted, created, owner=owner)
            if modified != created:
                stream, _new = namespace.create_or_update_stream(wanted, modified)
        self._grants.apply(content, place, namespace.guards, Collection.STREAMS, stream.id)
        stream.tags = list(content.get("tags", ()))
        entries = {key: self._entry(key, one, place) for key, one in content.get("metadata", {}).items()}
        stream.metadata.load(entries, content.get("metadataVersion", int(bool(entries))))
        if "events" in content:
            load_events(stream, content["events"], self._section, (*place, "events"))

    def _entry(self, key: str, content: Json, place: Place) -> Entry:
        """Read one metadata value; a text alone is nobody's."""
        if isinstance(content, str):
            return Entry(content, ChangeData(self._born, NOBODY))
        try:
            return read_change_data(content)
        except ValueError as error:
            raise self._section.refusal((*place, "metadata", key, "ChangeData", "Timestamp"), str(error)) from error

    def _dates(self, content: Json, place: Place) -> tuple[int, int]:
        """Return when a thing was made and last changed."""
        created = read_date(content, "CreatedDate", self._section, place, self._born)
        return created, read_date(content, "ModifiedDate", self._section, place, created)

    def _at(self, place: Place) -> AbstractContextManager[None]:
        return self._section.at(place)


def read_date(content: Json, name: str, section: Section, place: Place, other: int) -> int:
    """Read a date in ticks; the other one where there is none."""
    if name not in content:
        return other
    try:
        return parse_time(content[name])
    except ValueError as error:
        raise section.refusal((*place, name), str(error)) from error


def _without(content: Json, names: Iterable[str]) -> Json:
    return {name: value for name, value in content.items() if name not in names}


def _refuse_stranger(complaint: str) -> NoReturn:
    raise Problem(complaint)
