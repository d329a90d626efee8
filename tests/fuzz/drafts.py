"""A generated request as far as it may be steered, and where requests that would do harm are led instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.fuzz.subjects import SUBJECTS, VIEWS, Subject

REMOVALS = ("deleteStream", "deleteStreamView", "deleteType", "updateStreamType")
DEFINITIONS = (
    "getOrCreateStream",
    "createOrUpdateStream",
    "getOrCreateType",
    "getOrCreateStreamView",
    "createOrUpdateStreamView",
)

SESSIONS = ("sess-12", "sess-13")
SPARE = ("Probe", "Gauge", "Meter-1")


@dataclass(slots=True)
class Draft:
    """A generated request as far as it may be steered; a part that is wrong on purpose is None.

    `about` is the parameter that a coverage case varies. `certain` becomes true when nothing is left for which the
    request could be refused as not fitting what is stored.
    """

    operation: str
    path: dict[str, Any]
    query: dict[str, Any] | None
    headers: Any | None
    body: Any
    about: str | None
    chance: Random
    certain: bool = False

    @property
    def subject(self) -> Subject | None:
        """The stream of the fixtures that the path leads to."""
        return SUBJECTS.get(self.path.get("streamId", ""))

    def drop(self, names: Iterable[str]) -> None:
        """Leave out query parameters, but not the one that the case is about."""
        for name in names:
            if name != self.about and self.query is not None:
                self.query.pop(name, None)

    def put(self, name: str, value: Any) -> None:
        """Set a query parameter, unless the case is about it."""
        if name != self.about and self.query is not None:
            self.query[name] = value


def spare(operation: str, path: dict[str, Any], chance: Random) -> None:
    """Lead away from the fixtures what would delete or reshape their streams: all that comes after lives on them.

    Most definitions are led there too, so that there is something to delete.
    """
    if operation == "deleteStreamSession" and path.get("sessionId") in SESSIONS:
        path["sessionId"] = chance.choice(SPARE)
    if operation in REMOVALS or (operation in DEFINITIONS and chance.random() < 0.7):
        name = next(name for name in ("typeId", "streamViewId", "streamId") if name in path)
        if path.get(name) in SUBJECTS or path.get(name) in VIEWS:
            path[name] = chance.choice(SPARE)
