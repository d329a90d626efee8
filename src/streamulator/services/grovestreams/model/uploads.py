"""Uploads: samples for many streams that are stored all together or not at all, and streams that come into being so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from streamulator.core.ids import named_guid
from streamulator.core.messages import Json
from streamulator.core.problems import Forbidden, Missing
from streamulator.services.grovestreams.model.components import ROOT, Component
from streamulator.services.grovestreams.model.organization import Organization
from streamulator.services.grovestreams.model.streams import Definition, Kind, Stream
from streamulator.services.grovestreams.model.units import PLAIN
from streamulator.services.grovestreams.model.values import kind_of


@dataclass(frozen=True, slots=True)
class Batch:
    """Samples for one stream; it and its component are named by uid, or where that is "" by id."""

    samples: Sequence[tuple[int, Json]]
    component_uid: str = ""
    component_id: str = ""
    stream_uid: str = ""
    stream_id: str = ""
    component_name: str = ""


class Upload:
    """Finds the streams for some batches, and makes those that are named by id and not there."""

    def __init__(self, organization: Organization, now: int) -> None:
        """Upload into an organization, at a time in milliseconds since 1970."""
        self._organization = organization
        self._now = now
        self._components: dict[str, Component] = {}  # new ones, by id
        self._streams: dict[tuple[str, str], Stream] = {}  # new ones, by the component's uid and their own id

    def store(self, batches: Iterable[Batch], *, register: bool) -> None:
        """Store all samples, or none: Missing, Refused where a value does not fit, Forbidden to make new streams."""
        found = [(self._stream(batch), batch.samples) for batch in batches]
        for stream, samples in found:
            stream.read(samples)
        if (self._components or self._streams) and not register:
            names = ", ".join(f"'{id_}'" for _, id_ in self._streams)
            raise Forbidden(f"There is no stream {names}, and the key may not make it.", "Name one that is there.")
        for component in self._components.values():
            self._organization.add(component)
        for stream in self._streams.values():
            self._organization.adopt(stream)
        for stream, samples in found:
            stream.append(samples, self._now)

    def _stream(self, batch: Batch) -> Stream:
        component = self._component(batch)
        if batch.stream_uid:
            found = self._organization.streams.get(batch.stream_uid.lower())
            if found is None or found.owner is not component:
                reason = f"Component '{component.name}' has no stream '{batch.stream_uid}'."
                raise Missing(reason, "Use the uid of one that is there, or an id.")
            return found
        key = component.uid, batch.stream_id
        known = component.stream(batch.stream_id) or self._streams.get(key)
        return known or self._streams.setdefault(key, self._made(component, batch))

    def _component(self, batch: Batch) -> Component:
        if batch.component_uid:
            return self._organization.component(batch.component_uid)
        id_ = batch.component_id
        known = self._organization.component_by_id(id_) or self._components.get(id_)
        if known is None:
            uid, name = self._uid("component", id_), batch.component_name or id_
            known = self._components[id_] = Component(uid, id_, name, ZoneInfo("UTC"), ROOT, self._now)
        return known

    def _made(self, component: Component, batch: Batch) -> Stream:
        first = next((value for _, value in batch.samples if value is not None), 0)
        definition = Definition(
            uid=self._free_uid("stream", component.id or component.uid, batch.stream_id),
            id=batch.stream_id,
            name=batch.stream_id,
            kind=Kind.RANDOM,
            value_type=kind_of(first),
            unit=next((unit for unit in self._organization.units.values() if not unit.symbol), PLAIN),
        )
        return Stream(definition, component)

    def _free_uid(self, *names: str) -> str:
        uid = self._uid(*names)  # which a stream without id may have, for it is made of its name
        return self._free_uid(*names, "another") if uid.lower() in self._organization.streams else uid

    def _uid(self, *names: str) -> str:
        return named_guid("/".join((self._organization.name, *names)))
