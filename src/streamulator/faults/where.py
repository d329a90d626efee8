"""Which calls a rule is for: everything that is given has to fit, and what is not given fits always."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from streamulator.core.messages import NOTHING, Json, Request


@dataclass(frozen=True, slots=True)
class Subject:
    """A call that faults may strike; `content` parses its body when somebody asks."""

    service: str
    operation: str
    request: Request
    content: Callable[[], Json]


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions on a call.

    In patterns `*` stands for any text, and in a path for any text within one word (`**`: any).
    `body` is a text that the body contains, `json` is what its JSON holds at least.
    """

    service: str | None = None
    operations: frozenset[str] = frozenset()
    method: str | None = None
    path: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    json: Json = NOTHING

    def names(self, service: str, operation: str, method: str) -> bool:
        """Tell whether an operation is meant, as far as that can be told without a call."""
        return (
            self.service in (None, service)
            and (not self.operations or operation in self.operations)
            and self.method in (None, method)
        )

    def fits(self, subject: Subject) -> bool:
        """Tell whether a call to an operation that is meant fits in all the rest."""
        request = subject.request
        if self.path is not None and not _path_pattern(self.path).fullmatch(request.path):
            return False
        if not all(_holds(pattern, (request.headers.get(name.lower()),)) for name, pattern in self.headers.items()):
            return False
        if self.query and not all(_holds(pattern, _sent(request, name)) for name, pattern in self.query.items()):
            return False
        if self.body is not None and self.body.encode() not in request.body:
            return False
        return self.json is NOTHING or contains(subject.content(), self.json)


def contains(found: Json, sought: Json) -> bool:
    """Tell whether JSON holds other JSON: of objects the members named, of arrays each item somewhere."""
    if isinstance(sought, Mapping):
        return isinstance(found, Mapping) and all(
            name in found and contains(found[name], value) for name, value in sought.items()
        )
    if isinstance(sought, list):
        return isinstance(found, list) and all(any(contains(item, one) for item in found) for one in sought)
    return type(found) is type(sought) and bool(found == sought)


def _sent(request: Request, name: str) -> list[str]:
    return [value for sent, value in request.query if sent.lower() == name.lower()]


def _holds(pattern: str, values: Iterable[str | None]) -> bool:
    compiled = _pattern(pattern)
    return any(value is not None and compiled.fullmatch(value) for value in values)


@lru_cache(maxsize=512)
def _pattern(glob: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, glob.split("*"))), re.DOTALL)


@lru_cache(maxsize=512)
def _path_pattern(glob: str) -> re.Pattern[str]:
    pieces = ("[^/]*".join(map(re.escape, piece.split("*"))) for piece in glob.split("**"))
    return re.compile(".*".join(pieces), re.DOTALL | re.IGNORECASE)
