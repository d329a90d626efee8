"""From fixtures to a store: tenants, types, streams and their events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from streamulator.core.messages import Json
from streamulator.core.problems import Problem
from streamulator.kernel.fixtures import FixtureError, Section
from streamulator.kernel.service import Surroundings
from streamulator.services.aveva.model.metadata import Creator, CreatorType
from streamulator.services.aveva.model.namespace import Namespace, Region
from streamulator.services.aveva.model.reads import EVENT_LIMIT
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.stream import Stream
from streamulator.services.aveva.model.tenancy import Client, Tenant
from streamulator.services.aveva.seed_events import load_events
from streamulator.services.aveva.wire.streams import read_stream
from streamulator.services.aveva.wire.types import read_type

_LIFETIME = 3600  # seconds a token is good for, unless the fixture says otherwise
_FIXTURE = Creator("00000000-0000-0000-0000-000000000000", CreatorType.Unknown)

Place = tuple[str | int, ...]


def seed(sections: Sequence[Section], surroundings: Surroundings) -> Store:
    """Make a store of what the fixtures hold; FixtureError, with file and line, for what makes no sense."""
    tenants: dict[str, Tenant] = {}
    limit = EVENT_LIMIT
    for section in sections:
        limit = section.data.get("eventLimit", limit)
        for at, content in enumerate(section.data["tenants"]):
            place = ("tenants", at)
            tenant = _Seeder(section, surroundings.clock.ticks()).tenant(content, place)
            if tenant.id.lower() in tenants:
                raise section.mistake((*place, "id"), tenant.id, "an id that no other tenant has")
            tenants[tenant.id.lower()] = tenant
    return Store(surroundings, tenants.values(), limit)


class _Seeder:
    """Builds what one section describes; `now` in ticks."""

    def __init__(self, section: Section, now: int) -> None:
        self._section = section
        self._now = now

    def tenant(self, content: Json, place: Place) -> Tenant:
        clients = [
            Client(
                one["id"],
                one["secret"],
                frozenset(one["roles"]),
                frozenset(name.lower() for name in one["namespaces"]) if "namespaces" in one else None,
            )
            for one in content.get("clients", ())
        ]
        tenant = Tenant(
            content["id"],
            open_=content.get("open", False),
            clients=clients,
            lifetime=content.get("tokenLifetime", _LIFETIME),
        )
        for at, one in enumerate(content["namespaces"]):
            here = (*place, "namespaces", at)
            self._at(here, lambda one=one, here=here: tenant.add(self._namespace(one, here)))  # type: ignore[misc]  # mypy cannot type defaults of lambdas
        return tenant

    def _namespace(self, content: Json, place: Place) -> Namespace:
        region = content.get("region")
        namespace = Namespace(content["id"], content.get("description"), region and Region(**region))
        for at, one in enumerate(content.get("types", ())):
            here = (*place, "types", at)
            type_ = self._at(here, lambda one=one, here=here: read_type(one, namespace.find_type, self._strictly(here)))  # type: ignore[misc]  # as above
            _stored, new = self._at(here, lambda type_=type_: namespace.get_or_create_type(type_, self._now))  # type: ignore[misc]  # as above
            if not new:
                raise self._section.mistake((*here, "Id"), type_.id, "an Id that no other type here has")
        for at, one in enumerate(content.get("streams", ())):
            self._stream(namespace, one, (*place, "streams", at))
        return namespace

    def _stream(self, namespace: Namespace, content: Json, place: Place) -> None:
        definition = {name: value for name, value in content.items() if name not in ("tags", "metadata", "events")}
        wanted = self._at(place, lambda: read_stream(definition, content["Id"], self._strictly(place)))
        stream, new = self._at((*place, "TypeId"), lambda: namespace.get_or_create_stream(wanted, self._now))
        if not new:
            raise self._section.mistake((*place, "Id"), content["Id"], "an Id that no other stream here has")
        stream.tags = list(content.get("tags", ()))
        if "metadata" in content:
            self._at(place, lambda: stream.metadata.replace(content["metadata"], _FIXTURE, self._now))
        if "events" in content:
            self._events(stream, content["events"], (*place, "events"))

    def _events(self, stream: Stream, content: Json, place: Place) -> None:
        load_events(stream, content, self._section, place)

    def _at(self, place: Place, build: Callable[[], Any]) -> Any:
        """Build something, and turn a refusal of the model into a complaint about the place in the fixture."""
        try:
            return build()
        except FixtureError:
            raise
        except Problem as problem:
            raise self._section.refusal(place, problem.reason) from problem

    def _strictly(self, place: Place) -> Callable[[str], None]:
        def refuse(complaint: str) -> None:
            raise self._section.refusal(place, complaint)

        return refuse
