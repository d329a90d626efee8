"""Which calls a rule is for: everything that is given has to fit, and what is not given fits always."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from streamulator.core.messages import NOTHING, Json, Request
from streamulator.core.redaction import shown

LONGEST_PATH = 2_000  # characters; no pattern fits a longer one


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
        return next(self.differences(subject), None) is None

    def differences(self, subject: Subject) -> Iterator[str]:
        """Say in what a call to an operation that is meant differs from all the rest, with what was found."""
        request = subject.request
        if self.path is not None and not _fits_path(self.path, request.path):
            yield f"path: found '{request.path}', expected '{self.path}'"
        for name, pattern in self.headers.items():
            value = request.headers.get(name.lower())
            if value is None or not matches(pattern, value):
                yield f"headers.{name}: found {_shown(name, value)}, expected '{pattern}'"
        for name, pattern in self.query.items():
            values = [value for sent, value in request.query if sent.lower() == name.lower()]
            if not any(matches(pattern, value) for value in values):
                yield f"query.{name}: found {_shown(name, *values)}, expected '{pattern}'"
        if self.body is not None and self.body.encode() not in request.body:
            yield f"body: does not contain '{self.body}'"
        if self.json is not NOTHING and not contains(subject.content(), self.json):
            yield "json: does not hold what is expected"


def contains(found: Json, sought: Json) -> bool:
    """Tell whether JSON holds other JSON: of objects the members named, of arrays each item somewhere."""
    if isinstance(sought, Mapping):
        return isinstance(found, Mapping) and all(
            name in found and contains(found[name], value) for name, value in sought.items()
        )
    if isinstance(sought, list):
        return isinstance(found, list) and all(any(contains(item, one) for item in found) for one in sought)
    if isinstance(found, bool) or isinstance(sought, bool):
        return found is sought
    return bool(found == sought)  # JSON knows no difference between 5 and 5.0


def matches(glob: str, text: str) -> bool:
    """Tell whether a text fits a pattern in which `*` stands for any text."""
    return _pattern(glob).fullmatch(text) is not None


def _fits_path(glob: str, path: str) -> bool:
    return len(path) <= LONGEST_PATH and _path_pattern(glob).fullmatch(path) is not None


def _shown(name: str, *values: str | None) -> str:
    return ", ".join(f"'{shown(name, value)}'" for value in values if value is not None) or "none"


@lru_cache(maxsize=512)
def _pattern(glob: str) -> re.Pattern[str]:
    return re.compile(_in_turn(map(re.escape, glob.split("*")), "."), re.DOTALL)


@lru_cache(maxsize=512)
def _path_pattern(glob: str) -> re.Pattern[str]:
    pieces = [[re.escape(text) for text in piece.split("*")] for piece in glob.split("**")]
    within = [_in_turn(piece, "[^/]", ended=number == len(pieces)) for number, piece in enumerate(pieces, 1)]
    return re.compile(_in_turn(within, "."), re.DOTALL | re.IGNORECASE)


def _in_turn(pieces: Iterable[str], any_: str, *, ended: bool = True) -> str:
    """Write a pattern for some pieces with anything between, the last of them at the end where there is one.

    Each piece is taken where it first comes and never looked for again: a later place would leave less for the others,
    and trying them all would take longer than anybody waits.
    """
    first, *others = pieces
    last = others.pop() if others and ended else None
    middle = "".join(f"(?>{any_}*?{piece})" for piece in others)
    return first + middle + ("" if last is None else f"{any_}*{last}")
