"""Joins on the wire: what is asked of each stream in a body, and the events of several streams side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from streamulator.contract.schema import Schema
from streamulator.core.messages import Json, Reply
from streamulator.core.problems import Refused
from streamulator.services.aveva.model.reads.joins import Slots
from streamulator.services.aveva.model.shape.codes import BoundaryType
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.wire.members import Members, Warn

_DEFAULT_COUNT = 100  # events of one stream, unless its options say otherwise


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a body asks of one stream: indexes and filter as text, for they depend on the stream's type."""

    stream_id: str
    start: str
    end: str
    boundaries: tuple[BoundaryType, BoundaryType]
    count: int
    filter: str | None


def read_wanted(content: Json, what: str, warn: Warn) -> Wanted:
    """Read one item of a join's body; Refused for what is missing, and for one boundary type without the other."""
    members = Members(content, what)
    options = Members(members.get("Options", {}), f"{what}.Options")
    start = options.enumeration("StartBoundaryType", BoundaryType)
    end = options.enumeration("EndBoundaryType", BoundaryType)
    if (start is None) != (end is None):
        reason = f"{options.what}: StartBoundaryType and EndBoundaryType are only good together."
        raise Refused(reason, "Give both, or neither.")
    count = _DEFAULT_COUNT if options.get("Count") is None else options.number("Count")
    if count < 0:
        raise Refused(f"{options.what}.Count: found {count}, expected 0 or more.", "Correct the member.")
    wanted = Wanted(
        _required(members, "StreamId"),
        _required(options, "StartIndex"),
        _required(options, "EndIndex"),
        (start or BoundaryType.Exact, end or BoundaryType.Exact),
        count,
        options.text("Filter") or None,
    )
    members.warn_of_strangers(warn)
    options.warn_of_strangers(warn)
    return wanted


def _required(members: Members, name: str) -> str:
    text = members.text(name)
    if not text:
        raise Refused(f"{members.what}.{name}: missing, and it is required.", "Name a stream, and a window of it.")
    return text


def joined(layout: Layout, rows: Sequence[Slots], *, verbose: bool) -> Reply:
    """Answer with an array for each index, in which every stream has its event or null."""
    show = layout.full if verbose else layout.terse
    content = [[None if row is None else show(row) for row in slots] for slots in rows]
    return Reply(200, content, shape=_shape(layout))


@lru_cache(maxsize=1024)
def _shape(layout: Layout) -> Schema:
    slot = {"anyOf": [layout.schema(), {"type": "null"}]}
    return Schema({"type": "array", "items": {"type": "array", "items": slot}})
