"""JSON Patch (RFC 6902): operations whose form is checked, and their application one after the other."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from streamulator.core.messages import Json
from streamulator.core.problems import Conflict, PreconditionFailed, Refused

WITH_VALUE = frozenset({"add", "replace", "test"})
WITH_SOURCE = frozenset({"move", "copy"})
_OPERATIONS = ("add", "remove", "replace", "move", "copy", "test")
_STRAY_TILDE = re.compile("~(?![01])")
_LARGEST = 200_000  # characters; without an end to it, a thousand copies of all into itself would fill any memory
_SHOWN = 60  # characters of a value in a refusal


def check_patch(operations: Json) -> None:
    """Refuse what is not an array of operations, each with a path and what else its op asks for."""
    if not isinstance(operations, list | tuple):
        raise Refused(
            f"A patch is an array of operations, not {named(operations)}.",
            'Send an array such as [{"op": "add", "path": "/key", "value": "text"}].',
        )
    for place, operation in enumerate(operations):
        _check_form(operation, place)


def paths_of(operation: Mapping[str, Json]) -> dict[str, str]:
    """Return the paths that an operation which is in form needs, by the member that has them."""
    members = ("path", "from") if operation["op"] in WITH_SOURCE else ("path",)
    return {member: operation[member] for member in members}


def applied(operation: Mapping[str, Json], place: int, document: Any) -> Any:
    """Apply one operation that is in form to a document, which may be changed by it; return the document.

    PreconditionFailed when a `test` does not hold, Conflict when what a path names is not there, Refused where it would
    grow without end; `place` is the operation's own in its patch.
    """
    try:
        return _applied(operation, place, document)
    except RecursionError:
        raise malformed(place, "goes deeper than there is room for") from None


def key_of(path: str) -> str:
    """Return what a path names, without its first slash and without escapes."""
    return path[1:].replace("~1", "/").replace("~0", "~")


def malformed(place: int, complaint: str) -> Refused:
    """Make the refusal of one operation."""
    return Refused(
        f"Operation {place} of the patch {complaint}.",
        "Send operations as RFC 6902 defines them; a path is '/key', with ~0 for a tilde and ~1 for a slash.",
        Operation=str(place),
    )


def named(value: Json) -> str:
    """Say of what kind a value is."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "an object" if isinstance(value, Mapping) else "an array"


def _check_form(operation: Json, place: int) -> None:
    if not isinstance(operation, Mapping):
        raise malformed(place, f"is {named(operation)}, not an object")
    name = operation.get("op")
    if name not in _OPERATIONS:
        raise malformed(place, f"has the op {name!r}, which is none of {', '.join(_OPERATIONS)}")
    for member in ("path", "from") if name in WITH_SOURCE else ("path",):
        path = operation.get(member)
        if not isinstance(path, str):
            raise malformed(place, f"has no '{member}' that is a text")
        if path and not path.startswith("/"):
            raise malformed(place, f"has the {member} '{path}', which does not begin with a slash")
        if _STRAY_TILDE.search(path):
            raise malformed(place, f"has the {member} '{path}', in which ~ is followed by neither 0 nor 1")
    if name in WITH_VALUE and "value" not in operation:
        raise malformed(place, f"({name}) has no value")


def _applied(operation: Mapping[str, Json], place: int, document: Any) -> Any:
    from jsonpatch import (  # noqa: PLC0415  most runs never patch
        JsonPatch,
        JsonPatchException,
        JsonPatchTestFailed,
        JsonPointerException,
    )

    try:
        document = JsonPatch([operation]).apply(document, in_place=True)
    except JsonPatchTestFailed:
        raise PreconditionFailed(
            f"Operation {place} of the patch does not hold: '{key_of(operation['path'])}' is "
            f"{_found(document, operation['path'])}, not {_shown(operation['value'])}. Nothing was changed.",
            "Read what is stored again and adapt the patch to it.",
            Operation=str(place),
            Key=key_of(operation["path"]),
        ) from None
    except (JsonPatchException, JsonPointerException, ValueError, TypeError, LookupError):
        key = key_of(operation["from" if operation["op"] in WITH_SOURCE else "path"])
        raise Conflict(
            f"Operation {place} of the patch cannot {operation['op']} '{key}', for there is no such key. "
            "Nothing was changed.",
            "Read what is stored again, or add the key first.",
            Operation=str(place),
            Key=key,
        ) from None
    if operation["op"] == "copy" and len(json.dumps(document)) > _LARGEST:
        raise malformed(place, "copies more than there is room for")
    return document


def _found(document: Json, path: str) -> str:
    from jsonpatch import JsonPointer, JsonPointerException  # noqa: PLC0415  as above

    try:
        return _shown(JsonPointer(path).resolve(document))
    except (JsonPointerException, ValueError, TypeError, LookupError):
        return "not there"


def _shown(value: Json) -> str:
    text = f"'{value}'" if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
