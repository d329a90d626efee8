"""Joins: the events of several streams of one type, index by index, side by side or merged into one sequence.

What is read of each stream is a window. The vendor's join knows the modes of the type and of its properties only, not
those of a stream or its overrides, and here that also holds for what a boundary calculates (EDS documentation, Reading
data).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import NamedTuple

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.reads.boundaries import check_number
from streamulator.services.aveva.model.reads.interpolation import Interpolator, check_axis
from streamulator.services.aveva.model.reads.stored import EVENT_LIMIT, Pick, Window, window
from streamulator.services.aveva.model.shape.codes import JoinMode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.values import Key, Row
from streamulator.services.aveva.model.streams.stream import Stream

Slots = list[Row | None]  # the events of all streams at one index, in the order of the streams
MERGES = frozenset({JoinMode.MergeLeft, JoinMode.MergeRight})


class Source(NamedTuple):
    """What a join reads of one stream; the limit is that of the join, and not of the pick."""

    stream: Stream
    bounds: Window
    pick: Pick = Pick()


def shared_layout(streams: Sequence[Stream]) -> Layout:
    """Return the layout that streams have in common; Refused where two differ in type."""
    first = streams[0]
    for other in streams:
        if other.type.id.lower() != first.type.id.lower():
            raise Refused(
                f"Stream '{first.id}' is of the type '{first.type.id}', stream '{other.id}' of '{other.type.id}'; "
                "only streams of one type can be joined.",
                "Join streams of one type.",
                StreamId=other.id,
            )
    return first.layout


def joined(sources: Sequence[Source], mode: JoinMode, *, limit: int = EVENT_LIMIT) -> list[Slots]:
    """Return for each index a slot for each stream, empty where that has no event; the mode is no merge.

    Inner takes the indexes that all streams have, Outer and Interpolated those that any has; Interpolated fills the
    slots as an interpolated read of that index would. Refused for types that differ, for windows that `reads.window`
    refuses, in Interpolated for keys that are no axis, and where the events read or the slots reach the limit.
    """
    layout = shared_layout([source.stream for source in sources])
    if mode is JoinMode.Interpolated:
        check_axis(layout)
    plain = [source._replace(stream=_as_typed(source.stream)) for source in sources]
    found = _found(plain, limit)
    keys = _in_all(found) if mode is JoinMode.Inner else _in_any(found)
    check_number(len(keys) * len(sources), limit)
    slots: list[Callable[[Key], Row | None]] = [events.get for events in found]
    if mode is JoinMode.Interpolated:
        slots = [Interpolator(source.stream).at for source in plain]
    return list(map(list, zip(*(map(slot, keys) for slot in slots), strict=True)))


def merged(sources: Sequence[Source], mode: JoinMode, *, limit: int = EVENT_LIMIT) -> list[Row]:
    """Return one event for each index that any stream has; the mode is a merge, and no other.

    Where several have one, MergeLeft takes that of the first stream, MergeRight that of the last. Refused as `joined`.
    """
    shared_layout([source.stream for source in sources])
    found = _found([source._replace(stream=_as_typed(source.stream)) for source in sources], limit)
    winner_last = found if mode is JoinMode.MergeRight else reversed(found)
    events = dict(chain.from_iterable(one.items() for one in winner_last))
    return [events[key] for key in sorted(events)]


def _as_typed(stream: Stream) -> Stream:
    """Return a stream with the same events and no read characteristics of its own."""
    return replace(stream, interpolation_mode=None, extrapolation_mode=None, overrides=())


def _found(sources: Iterable[Source], limit: int) -> list[dict[Key, Row]]:
    found: list[dict[Key, Row]] = []
    touched = 0
    for source in sources:
        rows, more = _read(source, limit)
        touched += more
        check_number(touched, limit)
        found.append({source.stream.layout.key(row): row for row in rows})
    return found


def _read(source: Source, limit: int) -> tuple[Sequence[Row], int]:
    """Read one window, and tell how many events that touched."""
    test, tested = source.pick.predicate, count()
    counted = None if test is None else lambda row: next(tested) >= 0 and test(row)
    rows = window(source.stream, source.bounds, replace(source.pick, predicate=counted, limit=limit))
    return rows, len(rows) if test is None else next(tested)


def _in_all(found: Sequence[Mapping[Key, Row]]) -> list[Key]:
    first, *others = found
    return [key for key in first if all(key in events for events in others)]


def _in_any(found: Sequence[Mapping[Key, Row]]) -> list[Key]:
    return sorted(dict.fromkeys(chain.from_iterable(found)))  # a dictionary, for it leaves sorted runs as they are
