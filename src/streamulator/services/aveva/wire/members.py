"""Members of JSON objects as clients send them: any case, enumerations by name or number, null for absent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar

from streamulator.core.messages import Json
from streamulator.core.problems import Refused

Warn = Callable[[str], None]
Enumeration = TypeVar("Enumeration", bound=IntEnum)


class Members:
    """The members of a JSON object, by name without case; what is never asked for is unknown to the service."""

    def __init__(self, content: Json, what: str) -> None:
        if not isinstance(content, Mapping):
            raise Refused(f"{what}: expected a JSON object, found {type(content).__name__}.", "Send an object.")
        self.what = what
        self._members = {name.lower(): (name, value) for name, value in content.items()}
        self._asked: set[str] = set()

    def get(self, name: str, default: Json = None) -> Json:
        """Return a member; the default also stands for null."""
        self._asked.add(name.lower())
        value = self._members.get(name.lower(), (name, None))[1]
        return default if value is None else value

    def text(self, name: str) -> str | None:
        """Return a member that is text or absent."""
        value: str | None = self._of_kind(name, str, "text")
        return value

    def flag(self, name: str) -> bool:
        """Return a member that is true, false or absent (false)."""
        return bool(self._of_kind(name, bool, "true or false"))

    def number(self, name: str) -> int:
        """Return a member that is an integer or absent (0)."""
        value = self._of_kind(name, int, "an integer")
        if isinstance(value, bool):
            raise self._refusal(name, value, "an integer")
        return value or 0

    def scalar(self, name: str) -> Json:
        """Return a member that is text, a number, true, false or absent."""
        return self._of_kind(name, str | int | float, "text, a number, true or false")

    def objects(self, name: str) -> list[Json]:
        """Return a member that is an array or absent (empty)."""
        return self._of_kind(name, list, "an array") or []

    def enumeration(self, name: str, members: type[Enumeration]) -> Enumeration | None:
        """Return a member that is an enumeration's name, in any case, or number."""
        value = self.get(name)
        return None if value is None else read_enumeration(value, members, f"{self.what}.{name}")

    def warn_of_strangers(self, warn: Warn) -> None:
        """Warn of members that were never asked for."""
        for folded, (name, _value) in self._members.items():
            if folded not in self._asked:
                warn(f"{self.what}: the member '{name[:60]}' is unknown.")

    def _of_kind(self, name: str, kind: type | UnionType, expected: str) -> Any:
        value = self.get(name)
        if value is not None and not isinstance(value, kind):
            raise self._refusal(name, value, expected)
        return value

    def _refusal(self, name: str, value: Json, expected: str) -> Refused:
        return Refused(f"{self.what}.{name}: expected {expected}, found {str(value)[:60]!r}.", "Correct the member.")


def read_enumeration(value: Json, members: type[Enumeration], what: str) -> Enumeration:
    """Read an enumeration's name, in any case, or its number."""
    if isinstance(value, str):
        word = value.strip().lower()
        by_name: Mapping[str, Enumeration] = _by_name(members)
        if word in by_name:
            return by_name[word]
        value = int(word) if word.isascii() and word.isdigit() and len(word) < len("10000") else value
    if isinstance(value, int) and not isinstance(value, bool) and value in members._value2member_map_:
        return members(value)
    known = ", ".join(member.name.rstrip("_") for member in members)
    raise Refused(f"{what}: found {str(value)[:60]!r}, expected one of {known}, or its number.", "Correct the member.")


@cache
def _by_name(members: type[IntEnum]) -> Mapping[str, Any]:
    return {member.name.rstrip("_").lower(): member for member in members}


def terse(content: Mapping[str, Json], keep: tuple[str, ...] = ()) -> dict[str, Json]:
    """Leave out what is null, false, 0 or empty; of the members to keep, only null."""
    return {name: value for name, value in content.items() if (value is not None if name in keep else value)}


def check_id(members: Members, path_id: str) -> None:
    """Refuse a body whose Id is not the one in the path."""
    own = members.text("Id")
    if own is not None and own.lower() != path_id.lower():
        reason = f"{members.what}.Id: found '{own[:250]}', expected '{path_id}' as in the path."
        raise Refused(reason, "Send the same Id in path and body.", Id=own)
