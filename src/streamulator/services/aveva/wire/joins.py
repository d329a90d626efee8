"""Joins on the wire: what is asked of each stream in a body, and the events of several streams together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from streamulator.contract.schema import Schema
from streamulator.core.messages import Json, Reply
from streamulator.core.problems import Refused
from streamulator.services.aveva.model.reads.joins import Slots, Source
from streamulator.services.aveva.model.shape.codes import BoundaryType
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.wire.events import in_parts
from streamulator.services.aveva.wire.members import Members, Warn

_MOST_KEPT = 512  # parts of all joins that are kept with one series; what comes next costs all of them
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
    show_all = layout.terse_all if not verbose else lambda events: list(map(layout.full, events))

    def show(rows: Sequence[Slots]) -> list[Json]:
        shown = iter(show_all([row for slots in rows for row in slots if row is not None]))
        return [[None if row is None else next(shown) for row in slots] for slots in rows]

    return in_parts(rows, show, _shape(layout), len(rows[0]) if rows else 1)


@lru_cache(maxsize=1024)
def _shape(layout: Layout) -> Schema:
    slot = {"anyOf": [layout.schema(), {"type": "null"}]}
    return Schema({"type": "array", "items": {"type": "array", "items": slot}})


def again(sources: Sequence[Source], *how: Hashable, make: Callable[[], Reply]) -> Reply:
    """Answer a join as it was answered before, if nothing was written to its streams since; otherwise make the answer.

    `how` is all that the answer depends on beside its sources. What was answered in parts stays with the events of the
    first stream, as the parts of other reads do. Joins with filters do not, for nobody can tell whether two are equal.
    """
    if any(source.pick.predicate for source in sources):
        return make()
    versions = [source.stream.series.derived.setdefault("version", object()) for source in sources]
    kept: dict[Hashable, tuple[list[object], Reply]] = sources[0].stream.series.derived.setdefault("joins", {})
    asked = (*how, *((source.bounds, source.pick) for source in sources))
    before = kept.get(asked)
    if before is not None and before[0] == versions:
        return before[1]
    reply = make()
    if reply.parts:
        if sum(len(other.parts) for _versions, other in list(kept.values())) + len(reply.parts) > _MOST_KEPT:
            kept.clear()
        kept[asked] = versions, reply
    return reply
