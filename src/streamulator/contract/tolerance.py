"""How leniently a service reads what its contract describes strictly; OpenAPI has no words for it, so ours are used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from streamulator.core.messages import Json

EXTENSION = "x-tolerance"
_WORDS = {
    "path-case": "ignore",
    "trailing-slash": "ignore",
    "query-name-case": "ignore",
    "value-case": "ignore",
    "empty-query-value": "absent",
    "media-type": "ignore",
    "unknown-members": "ignore",
}


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What a document's `x-tolerance` grants; nothing when it has none."""

    path_case: bool = False
    trailing_slash: bool = False
    query_name_case: bool = False
    value_case: bool = False
    empty_query_value: bool = False
    media_type: bool = False
    unknown_members: bool = False
    path_prefixes: Mapping[str, str] = field(default_factory=dict)


def tolerance_of(document: Mapping[str, Json]) -> Tolerance:
    """Read a document's tolerance; ValueError for words that nobody knows, since they would silently do nothing."""
    granted: dict[str, Json] = {name: word for name, word in document.get(EXTENSION, {}).items() if name[:2] != "x-"}
    prefixes: Mapping[str, str] = granted.pop("path-prefixes", {})
    for name, word in granted.items():
        if _WORDS.get(name) != word:
            known = ", ".join(f"{name}: {word}" for name, word in _WORDS.items())
            raise ValueError(f"{EXTENSION} says '{name}: {word}'; it may say {known}, path-prefixes")
    flags = {name.replace("-", "_"): True for name in granted}
    return Tolerance(path_prefixes=prefixes, **flags)
