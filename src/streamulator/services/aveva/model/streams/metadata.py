"""The metadata of one stream: texts under keys, who wrote them and when, and the entity tag of the whole."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

from streamulator.core.messages import Json
from streamulator.core.preconditions import Conditions, enforce
from streamulator.core.problems import Conflict, Missing, PreconditionFailed, Refused

_WITH_VALUE = frozenset({"add", "replace", "test"})
_WITH_SOURCE = frozenset({"move", "copy"})
_OPERATIONS = ("add", "remove", "replace", "move", "copy", "test")
_WRITING = frozenset({"add", "replace", "move", "copy"})
_STRAY_TILDE = re.compile("~(?![01])")


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
        """Return the strong entity tag, quotes included.

        It is made of a count of the successful writes and a digest of the contents. The count keeps A→B→A from
        looking untouched, and lets one of many writers of the same values win; the digest keeps two worlds, or two
        streams one after the other under one name, from having one tag for different contents.
        """
        contents = json.dumps(self.values(), sort_keys=True).encode()
        return f'"{self._version}-{hashlib.sha256(contents).hexdigest()[:16]}"'

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
                f"Metadata are a dictionary of texts, not {_named(values)}.", 'Send an object such as {"key": "value"}.'
            )
        wrong = [f"'{key}' holds {_named(value)}" for key, value in values.items() if not isinstance(value, str)]
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
        if not isinstance(operations, list | tuple):
            raise Refused(
                f"A patch is an array of operations, not {_named(operations)}.",
                'Send an array such as [{"op": "add", "path": "/key", "value": "text"}].',
            )
        for place, operation in enumerate(operations):
            _check_form(operation, place)
        values = self.values()
        touched = set()
        for place, operation in enumerate(operations):
            values = _apply(operation, place, values)
            if operation["op"] in _WRITING:
                touched.add(_key(operation["path"]))
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

    def fork(self) -> Metadata:
        """Return an independent copy that shares the entries until one side writes."""
        copy = Metadata()
        copy._entries = self._entries
        copy._version = self._version
        return copy

    def _put(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries
        self._version += 1


def _check_form(operation: Json, place: int) -> None:
    if not isinstance(operation, Mapping):
        raise _malformed(place, f"is {_named(operation)}, not an object")
    name = operation.get("op")
    if name not in _OPERATIONS:
        raise _malformed(place, f"has the op {name!r}, which is none of {', '.join(_OPERATIONS)}")
    _check_path(operation, "path", place)
    if name in _WITH_SOURCE:
        _check_path(operation, "from", place)
    if name in _WITH_VALUE and not isinstance(operation.get("value"), str):
        found = _named(operation["value"]) if "value" in operation else "no value"
        raise _malformed(place, f"({name}) has {found} where a text is expected")


def _check_path(operation: Mapping[str, Any], member: str, place: int) -> None:
    path = operation.get(member)
    if not isinstance(path, str):
        raise _malformed(place, f"has no '{member}' that is a text")
    if not path.startswith("/") or "/" in path[1:]:
        raise _malformed(place, f"has the {member} '{path}', which is not one key after a slash")
    if _STRAY_TILDE.search(path):
        raise _malformed(place, f"has the {member} '{path}', in which ~ is followed by neither 0 nor 1")


def _malformed(place: int, complaint: str) -> Refused:
    return Refused(
        f"Operation {place} of the patch {complaint}.",
        "Send operations as RFC 6902 defines them; a path is '/key', with ~0 for a tilde and ~1 for a slash.",
        Operation=str(place),
    )


def _apply(operation: Mapping[str, Json], place: int, values: dict[str, str]) -> dict[str, str]:
    from jsonpatch import JsonPatch, JsonPatchConflict, JsonPatchTestFailed  # noqa: PLC0415  most runs never patch

    try:
        patched: dict[str, str] = JsonPatch([operation]).apply(values)
    except JsonPatchTestFailed:
        raise PreconditionFailed(
            f"Operation {place} of the patch does not hold: '{_key(operation['path'])}' is "
            f"{_said(values, operation['path'])}, not '{operation['value']}'. Nothing was changed.",
            "Read the metadata again and adapt the patch to what is stored.",
            Operation=str(place),
            Key=_key(operation["path"]),
        ) from None
    except JsonPatchConflict:
        key = _key(operation["from" if operation["op"] in _WITH_SOURCE else "path"])
        raise Conflict(
            f"Operation {place} of the patch cannot {operation['op']} '{key}', for there is no such key. "
            "Nothing was changed.",
            "Read the metadata again, or add the key first.",
            Operation=str(place),
            Key=key,
        ) from None
    return patched


def _key(path: str) -> str:
    return path[1:].replace("~1", "/").replace("~0", "~")


def _said(values: Mapping[str, str], path: str) -> str:
    value = values.get(_key(path))
    return "not there" if value is None else f"'{value}'"


def _named(value: Json) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "an object" if isinstance(value, Mapping) else "an array"
