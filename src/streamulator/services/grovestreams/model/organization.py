"""An organization: what is defined in it once, its components, and how streams are found there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from streamulator.core.problems import Conflict, Forbidden, Missing
from streamulator.services.grovestreams.model.access import ApiKey, Member
from streamulator.services.grovestreams.model.components import Component, Folder, plain_path
from streamulator.services.grovestreams.model.cycles import Calendar, Cycle
from streamulator.services.grovestreams.model.streams import Stream
from streamulator.services.grovestreams.model.units import Unit
from streamulator.services.grovestreams.model.wildcards import matches

_Thing = TypeVar("_Thing")


@dataclass(slots=True, eq=False)
class Organization:
    """One organization; whatever has a uid is found by it, in any case. `signed_up` is in milliseconds since 1970."""

    uid: str
    name: str
    public: bool = False
    limited: bool = False
    signed_up: int = 0
    address: Mapping[str, str] = field(default_factory=dict)
    members: Sequence[Member] = ()
    keys: Mapping[str, ApiKey] = field(default_factory=dict)  # by secret
    units: Mapping[str, Unit] = field(default_factory=dict)
    cycles: Mapping[str, Cycle] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    folders: Mapping[str, Folder] = field(default_factory=dict)  # by path, the root among them
    components: dict[str, Component] = field(default_factory=dict)
    streams: dict[str, Stream] = field(init=False)
    _by_id: dict[str, Component] = field(init=False)

    def __post_init__(self) -> None:
        """Find streams by uid and components by id."""
        inside = self.components.values()
        self.streams = {stream.uid.lower(): stream for component in inside for stream in component.streams}
        self._by_id = {component.id: component for component in inside if component.id}

    def fork(self) -> Organization:
        """Return an independent copy: what is defined never changes, and samples are shared until they are written."""
        copies: dict[str, Stream] = {}
        return replace(self, components={uid: one.fork(copies) for uid, one in self.components.items()})

    def add(self, component: Component) -> None:
        """Take a component in, with its streams; Conflict where a uid among them is taken, or its id."""
        uids = [uid.lower() for uid in (component.uid, *(stream.uid for stream in component.streams))]
        twice = [uid for uid, times in Counter(uids).items() if times > 1]
        twice += [uid for uid in uids if uid in self.components or uid in self.streams]
        twice += [component.id] if self.component_by_id(component.id) else []
        if twice:
            reason = f"In organization '{self.name}' there is more than one '{twice[0]}'."
            raise Conflict(reason, "Give each component and each stream a uid and an id of its own.")
        self.components[component.uid.lower()] = component
        self.streams |= {stream.uid.lower(): stream for stream in component.streams}
        if component.id:
            self._by_id[component.id] = component

    def adopt(self, stream: Stream) -> None:
        """Take one more stream into a component that is here."""
        self.component(stream.owner.uid).add(stream)
        self.streams[stream.uid.lower()] = stream

    def member(self, user_uid: str) -> Member | None:
        """Return a user's part in the organization, None for who has none."""
        return next((member for member in self.members if member.user.uid.lower() == user_uid.lower()), None)

    def check_owner(self, user_uid: str) -> None:
        """Raise Forbidden unless a user owns the organization."""
        member = self.member(user_uid)
        if member is None or not member.owner:
            raise Forbidden(f"Only the owner of organization '{self.name}' may do that.", "Log in as the owner.")

    def component(self, uid: str) -> Component:
        """Return a component; Missing when it is not there."""
        return _found(self.components, uid, "component")

    def component_by_id(self, id_: str) -> Component | None:
        """Return the component of an id, None when there is none; no component has the id ""."""
        return self._by_id.get(id_)

    def unit(self, uid: str) -> Unit:
        """Return a unit; Missing when it is not there."""
        return _found(self.units, uid, "unit")

    def cycle(self, uid: str) -> Cycle:
        """Return a cycle; Missing when it is not there."""
        return _found(self.cycles, uid, "cycle")

    def calendar(self, uid: str) -> Calendar:
        """Return a rollup calendar; Missing when it is not there."""
        return _found(self.calendars, uid, "rollup calendar")

    def folder(self, path: str) -> Folder:
        """Return the folder at a path; Missing when it is not there."""
        found = self.folders.get(plain_path(path))
        if found is None:
            raise Missing(f"There is no folder '{path}'.", f"Use one that is there: {', '.join(self.folders)}.")
        return found

    def streams_by_uid(self, pairs: Iterable[tuple[str, str]]) -> list[Stream]:
        """Return the streams that pairs of a component's and a stream's uid name, but for those that are not there."""
        named = [(component.lower(), self.streams.get(stream.lower())) for component, stream in pairs]
        return [stream for owner, stream in named if stream is not None and stream.owner.uid.lower() == owner]

    def streams_by_id(self, pairs: Iterable[tuple[str, str]]) -> list[Stream]:
        """Return the streams that pairs of a component's and a stream's id name, but for those that are not there."""
        named = [(self.component_by_id(component), stream) for component, stream in pairs]
        found = [component.stream(stream) for component, stream in named if component is not None]
        return [stream for stream in found if stream is not None]

    def streams_in(self, path: str, *, id_pattern: str, name_pattern: str, deep: bool) -> list[Stream]:
        """Return the streams in a folder whose id and name fit patterns ("": whatever); `deep` adds folders below."""
        root = plain_path(path)
        return [
            stream
            for folder in self._walk(root, deep=deep)
            for component in self.components.values()
            if component.folder == folder
            for stream in component.streams
            if matches(id_pattern or "*", stream.definition.id) and matches(name_pattern or "*", stream.definition.name)
        ]

    def _walk(self, path: str, *, deep: bool) -> list[str]:
        """List the paths of a folder and of those below it, each before its own; none where there is no such folder."""
        if path not in self.folders:
            return []
        below = [one.path for one in self.folders.values() if one.parent == path] if deep else []
        return [path, *(deeper for child in below for deeper in self._walk(child, deep=True))]


def _found(things: Mapping[str, _Thing], uid: str, what: str) -> _Thing:
    thing = things.get(uid.lower())
    if thing is None:
        raise Missing(f"There is no {what} '{uid}' in the organization.", f"Use one that is there: list every {what}.")
    return thing
