"""Components, which hold streams, and the folders that components lie in."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from streamulator.core.problems import Conflict
from streamulator.services.grovestreams.model.streams import Stream


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of components; the root has no name and the path "/". `created` is in milliseconds since 1970."""

    uid: str
    path: str
    created: int

    @property
    def name(self) -> str:
        """The last word of the path; "" for the root."""
        return self.path.rpartition("/")[2]

    @property
    def parent(self) -> str | None:
        """The path of the folder that it lies in; None for the root."""
        return None if self.path == ROOT else self.path.rpartition("/")[0] or ROOT


ROOT = "/"


def plain_path(path: str) -> str:
    """Return a folder path with one leading slash and no trailing one."""
    return ROOT + path.strip("/")


@dataclass(slots=True, eq=False)
class Component:
    """One device or place; `id` is "" where nobody gave it one, `created` is in milliseconds since 1970."""

    uid: str
    id: str
    name: str
    zone: ZoneInfo
    folder: str
    created: int
    description: str = ""
    streams: list[Stream] = field(default_factory=list)

    def add(self, stream: Stream) -> None:
        """Take a stream in; Conflict where there is one of the same id."""
        if self.stream(stream.definition.id) is not None:
            reason = f"There are two streams '{stream.definition.id}' in component '{self.name}'."
            raise Conflict(reason, "Give each stream an id of its own, or none.")
        self.streams.append(stream)

    def stream(self, id_: str) -> Stream | None:
        """Return the stream of an id, None when there is none; no stream has the id ""."""
        return next((stream for stream in self.streams if id_ and stream.definition.id == id_), None)

    def fork(self, copies: dict[str, Stream]) -> Component:
        """Return an independent copy; `copies`, the streams copied so far by uid, grows by its own."""
        copy = Component(self.uid, self.id, self.name, self.zone, self.folder, self.created, self.description)
        for stream in self.streams:
            copies[stream.uid] = stream.fork(copy, copies)
            copy.streams.append(copies[stream.uid])
        return copy
