"""The metadata of one stream: texts under keys, who wrote them and when, and the entity tag of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from streamulator.core.messages import Json
from streamulator.core.preconditions import Conditions, enforce, state_tag
from streamulator.core.problems import Missing, Refused
from streamulator.services.aveva.model.patches import (
    WITH_VALUE,
    applied,
    check_patch,
    key_of,
    malformed,
    named,
    paths_of,
)

_WRITING = frozenset({"add", "replace", "move", "copy"})


class CreatorType(IntEnum):
    """What kind of caller the id of a creator names (aveva-streams-metadata#CreatorType)."""

    Unknown = 0
    User = 1
    Client = 2
    Rule = 3


class Creator(NamedTuple):
    """Who writes: the id of a user, a client or a rule."""

    id: str
    kind: CreatorType


NOBODY = Creator("00000000-0000-0000-0000-000000000000", CreatorType.Unknown)


class ChangeData(NamedTuple):
    """When a key was created or last updated, and by whom (aveva-streams-metadata#ChangeData)."""

    ticks: int
    creator: Creator


class Entry(NamedTuple):
    """One value with its change data."""

    value: str
    change: ChangeData


class Metadata:
    """The metadata dictionary of one stream; it exists as long as its stream does, if only as an empty one."""

    __slots__ = ("_entries", "_version")

    def __init__(self) -> None:
        # Never changed in place: a write puts a new dictionary here, which is what makes forks free.
        self._entries: Mapping[str, Entry] = {}
        self._version = 0

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def etag(self) -> str:
        """Return the strong entity tag, quotes included, of the dictionary as it is now."""
        return state_tag(self._version, self.values())

    @property
    def version(self) -> int:
        """How often it was written."""
        return self._version

    def values(self) -> dict[str, str]:
        """Return all values under their keys, in the order they were written."""
        return {key: entry.value for key, entry in self._entries.items()}

    def entries(self) -> Mapping[str, Entry]:
        """Return all values with their change data; not to be changed."""
        return self._entries

    def value(self, key: str) -> str:
        """Return one value; keys are matched exactly, and Missing is raised when there is none.

        See aveva-streams-metadata#Get Stream Metadata Value.
        """
        entry = self._entries.get(key)
        if entry is None:
            raise Missing(
                f"The metadata have no key '{key}'.",
                "Read the whole dictionary to see which keys there are; case matters.",
                Key=key,
            )
        return entry.value

    def check(self, conditions: Conditions, *, safe: bool) -> None:
        """Raise NotModified or PreconditionFailed unless the conditions hold.

        The empty dictionary has an entity tag too, so that the first of two writers can win, but `*` takes it for
        absent: `If-None-Match: *` writes only where nothing is yet.
        """
        enforce(conditions, self.etag, safe=safe, present=bool(self._entries))

    def replace(self, values: Mapping[str, Json], who: Creator, ticks: int) -> None:
        """Put these values in the place of all there were; every key gets new change data.

        Refused, and nothing changed, when a value is not a text (aveva-streams-metadata#Update Stream Metadata).
        """
        if not isinstance(values, Mapping):
            raise Refused(
                f"Metadata are a dictionary of texts, not {named(values)}.", 'Send an object such as {"key": "value"}.'
            )
        wrong = [f"'{key}' holds {named(value)}" for key, value in values.items() if not isinstance(value, str)]
        if wrong:
            raise Refused(
                f"Metadata values are texts, but {', '.join(wrong)}.",
                "Send every value as a JSON string.",
                Keys=", ".join(wrong),
            )
        change = ChangeData(ticks, who)
        self._put({key: Entry(value, change) for key, value in values.items()})

    def patch(self, operations: Sequence[Json], who: Creator, ticks: int) -> None:
        """Apply a JSON Patch (RFC 6902) as a whole or not at all; keys it writes to get new change data.

        Refused for a malformed operation, a value that is no text or a path that is not one key; Conflict when the
        key to remove, replace, move or copy is not there; PreconditionFailed when a `test` does not hold
        (aveva-streams-metadata#Patch Stream Metadata).
        """
        check_patch(operations)
        for place, operation in enumerate(operations):
            _check_texts(operation, place)
        values: dict[str, str] = self.values()
        touched = set()
        for place, operation in enumerate(operations):
            values = applied(operation, place, values)
            if operation["op"] in _WRITING:
                touched.add(key_of(operation["path"]))
        change = ChangeData(ticks, who)
        self._put(
            {
                key: Entry(value, change if key in touched else self._entries[key].change)
                for key, value in values.items()
            }
        )

    def clear(self) -> None:
        """Remove all keys; fine when there are none (aveva-streams-metadata#Delete Stream Metadata)."""
        self._put({})

    def load(self, entries: Mapping[str, Entry], version: int) -> None:
        """Take over all values with their change data, and how often they were written."""
        self._entries, self._version = entries, version

    def fork(self) -> Metadata:
        """Return an independent copy that shares the entries until one side writes."""
        copy = Metadata()
        copy._entries = self._entries
        copy._version = self._version
        return copy

    def _put(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries
        self._version += 1


def _check_texts(operation: Mapping[str, Json], place: int) -> None:
    """Refuse what makes no sense for a dictionary of texts."""
    for member, path in paths_of(operation).items():
        if not path or "/" in path[1:]:
            raise malformed(place, f"has the {member} '{path}', which is not one key after a slash")
    if operation["op"] in WITH_VALUE and not isinstance(operation["value"], str):
        raise malformed(place, f"({operation['op']}) has {named(operation['value'])} where a text is expected")
