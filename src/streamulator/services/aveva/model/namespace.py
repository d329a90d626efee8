"""A namespace: its types, stream views and streams, which keep each other whole. Ids are compared without case."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from streamulator.core.problems import Conflict, Missing, Refused
from streamulator.services.aveva.model.access.guards import Collection, Guards
from streamulator.services.aveva.model.access.lists import NOBODY, Trustee
from streamulator.services.aveva.model.access.roles import TenantRoles
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.reuse import Types
from streamulator.services.aveva.model.shape.types import SdsType
from streamulator.services.aveva.model.streams.definition import Override
from streamulator.services.aveva.model.streams.metadata import Metadata
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.model.views.lens import Lens
from streamulator.services.aveva.model.views.view import SdsStreamView
from streamulator.services.aveva.model.views.views import StreamViews


@dataclass(frozen=True, slots=True)
class StreamDefinition:
    """What a caller says a stream should be."""

    id: str
    type_id: str
    name: str | None = None
    description: str | None = None
    interpolation_mode: InterpolationMode | None = None
    extrapolation_mode: ExtrapolationMode | None = None
    overrides: tuple[Override, ...] = ()
    indexes: tuple[str, ...] = ()


class Region(NamedTuple):
    """Where a namespace lies."""

    id: str = "local"
    name: str = "Local"


class Namespace:
    """One namespace of a tenant; whoever makes something in it becomes its owner."""

    def __init__(
        self, id_: str, description: str | None = None, region: Region | None = None, *, guards: Guards | None = None
    ) -> None:
        self.id = id_
        self.description = description
        self.region = region or Region()
        self._types = Types(id_)
        self._layouts: dict[str, Layout] = {}
        self._streams: dict[str, Stream] = {}
        self.views = StreamViews(id_)
        self.guards = guards or Guards(TenantRoles(id_).default)

    def fork(self) -> Namespace:
        """Return an independent copy; types are shared, for they never change, and events until one side writes."""
        copy = Namespace(self.id, self.description, self.region, guards=self.guards.fork())
        copy._types = self._types.fork()
        copy._layouts = dict(self._layouts)
        copy._streams = {key: stream.fork() for key, stream in self._streams.items()}
        copy.views = self.views.fork()
        return copy

    def types(self) -> list[SdsType]:
        """Return all types, those that came inside others included."""
        return self._types.all()

    def find_type(self, id_: str) -> SdsType | None:
        """Return a type, or None when there is none of that id."""
        return self._types.find(id_)

    def type(self, id_: str) -> SdsType:
        """Return a type; Missing when there is none of that id."""
        return self._types.get(id_)

    def get_or_create_type(self, new: SdsType, now: int, *, owner: Trustee = NOBODY) -> tuple[SdsType, bool]:
        """Return the type of that id and whether it is new; Conflict when there is a different one, also within it."""
        type_, made = self._types.get_or_create(new, now)
        for one in made:
            self.guards.add(Collection.TYPES, one.id, owner)
        return type_, any(one is type_ for one in made)

    def delete_type(self, id_: str) -> None:
        """Take a type out; Conflict while a stream, a stream view or another type refers to it."""
        stored = self.type(id_)
        references = {kind: count for kind, count in self.references(id_).items() if count}
        if references:
            named = " and ".join(f"{count} {kind}" for kind, count in references.items())
            reason = f"Type '{stored.id}' cannot be deleted while {named} refer to it."
            raise Conflict(reason, "Delete what refers to the type first.", TypeId=stored.id)
        self._types.delete(stored.id)
        self._layouts.pop(stored.id.lower(), None)
        self.guards.remove(Collection.TYPES, stored.id)

    def references(self, id_: str) -> Counter[str]:
        """Count what refers to a type, by kind of object."""
        key = self.type(id_).id.lower()
        return Counter(
            SdsStream=sum(stream.type.id.lower() == key for stream in self._streams.values()),
            SdsStreamView=self.views.naming(key),
            SdsType=self._types.referring(key),
        )

    def streams(self) -> list[Stream]:
        """Return all streams."""
        return list(self._streams.values())

    def stream(self, id_: str) -> Stream:
        """Return a stream; Missing when there is none of that id."""
        found = self._streams.get(id_.lower())
        if found is None:
            reason = f"Stream '{id_}' was not found in namespace '{self.id}'."
            raise Missing(reason, "Create the stream first, or list the streams there are.", StreamId=id_)
        return found

    def get_or_create_stream(
        self, wanted: StreamDefinition, now: int, *, owner: Trustee = NOBODY
    ) -> tuple[Stream, bool]:
        """Return the stream of that id and whether it is new; Conflict when there is a different one."""
        stored = self._streams.get(wanted.id.lower())
        if stored is None:
            return self._create(wanted, now, owner), True
        if _meaning(StreamDefinition(stored.id, stored.type.id, **_said(stored))) != _meaning(wanted):
            reason = f"Stream '{stored.id}' exists with another definition."
            raise Conflict(reason, "Update it with PUT, or choose another Id.", StreamId=stored.id)
        return stored, False

    def create_or_update_stream(
        self, wanted: StreamDefinition, now: int, *, owner: Trustee = NOBODY
    ) -> tuple[Stream, bool]:
        """Make or redefine the stream of that id, and tell whether it is new; its type and events stay as they are."""
        stored = self._streams.get(wanted.id.lower())
        if stored is None:
            return self._create(wanted, now, owner), True
        if stored.type.id.lower() != wanted.type_id.lower():
            raise Refused(
                f"Stream '{stored.id}' has the type '{stored.type.id}', which an update cannot change to "
                f"'{wanted.type_id}'.",
                "Keep the TypeId, or delete the stream first.",
                StreamId=stored.id,
            )
        updated = replace(stored, **_said(wanted), modified=now)
        self._streams[stored.id.lower()] = updated
        return updated, False

    def delete_stream(self, id_: str) -> None:
        """Take a stream out, with its events, tags and metadata."""
        del self._streams[self.stream(id_).id.lower()]
        self.guards.remove(Collection.STREAMS, id_)

    def get_or_create_view(self, wanted: SdsStreamView, now: int, *, owner: Trustee = NOBODY) -> tuple[Lens, bool]:
        """Return the stream view of that id and whether it is new; Conflict when there is a different one."""
        lens, new = self.views.get_or_create(wanted, *self._ends(wanted), now)
        if new:
            self.guards.add(Collection.STREAM_VIEWS, lens.view.id, owner)
        return lens, new

    def create_or_update_view(self, wanted: SdsStreamView, now: int, *, owner: Trustee = NOBODY) -> Lens:
        """Make or redefine the stream view of that id."""
        new = self.views.find(wanted.id) is None
        lens = self.views.create_or_update(wanted, *self._ends(wanted), now)
        if new:
            self.guards.add(Collection.STREAM_VIEWS, lens.view.id, owner)
        return lens

    def delete_view(self, id_: str) -> None:
        """Take a stream view out; streams that got their type through it keep that."""
        self.views.delete(id_)
        self.guards.remove(Collection.STREAM_VIEWS, id_)

    def change_type(self, stream_id: str, view_id: str, now: int) -> None:
        """Give a stream the target type of a stream view, its events reshaped; all of that or, refused, nothing."""
        stream, lens = self.stream(stream_id), self.views.lens(view_id)
        self._streams[stream.id.lower()] = lens.changed(stream, now)

    def _ends(self, view: SdsStreamView) -> tuple[Layout, Layout]:
        return self._layout(view.source_type_id), self._layout(view.target_type_id)

    def _create(self, wanted: StreamDefinition, now: int, owner: Trustee) -> Stream:
        layout = self._layout(wanted.type_id)
        stream = Stream(wanted.id, layout, **_said(wanted), metadata=Metadata(), created=now, modified=now)
        self._streams[wanted.id.lower()] = stream
        self.guards.add(Collection.STREAMS, stream.id, owner)
        return stream

    def _layout(self, type_id: str) -> Layout:
        type_ = self.type(type_id)
        key = type_.id.lower()
        if key not in self._layouts:
            self._layouts[key] = Layout(type_)
        return self._layouts[key]


def _said(of: StreamDefinition | Stream) -> dict[str, Any]:
    """Return what a caller says of a stream beside its id and its type."""
    names = [field.name for field in fields(StreamDefinition)]
    return {name: getattr(of, name) for name in names if name not in ("id", "type_id")}


def _meaning(one: StreamDefinition) -> StreamDefinition:
    named = one.name and one.name.lower() != one.id.lower()
    return replace(one, id=one.id.lower(), type_id=one.type_id.lower(), name=one.name if named else None)
