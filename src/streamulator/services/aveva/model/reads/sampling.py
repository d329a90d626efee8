"""Sampling: the events that stand for a window, chosen part by part by the values of some properties.

The vendor gives no procedure. What reproduces the printed example to the last digit: the window is cut into equal
parts, each open at its start and closed at its end but for the first; of each part and each property the first, the
last, the smallest and the largest event are taken, whole as they are stored (EDS documentation, Reading data).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from streamulator.core.cut import Cut
from streamulator.core.problems import Refused
from streamulator.services.aveva.model.reads.interpolation import Interpolator, check_axis
from streamulator.services.aveva.model.reads.stored import EVENT_LIMIT, Pick, Predicate, Window, window
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.values import Blend, Key, Row, Value
from streamulator.services.aveva.model.streams.stream import Stream

_SAMPLED = frozenset({Blend.LINEAR, Blend.NEAREST})


def sampled(
    stream: Stream,
    bounds: Window,
    intervals: int,
    names: Iterable[str],
    predicate: Predicate | None = None,
    *,
    limit: int = EVENT_LIMIT,
) -> list[Row]:
    """Return the events that stand for those between two keys, in ascending order, each of them once.

    `names` are the properties to sample by, in any case; the predicate is applied first. What a boundary adds, outside
    of the bounds or calculated on them, is kept. Refused for keys that are no axis, for properties that cannot be
    interpolated, for a number of intervals below 1, and beyond the limits of reads (aveva-stream-data#List Sampled
    Values).
    """
    layout = stream.layout
    check_axis(layout)
    positions = _positions(layout, names)
    edges = Interpolator(stream).edges(bounds.start, bounds.end, intervals)
    rows = window(stream, bounds, Pick(predicate, limit=limit))
    ends = {0, len(rows) - 1} if rows else set()
    chosen = {place for place in ends if _added(stream, bounds, layout.key(rows[place]))}
    first, last = int(0 in chosen), len(rows) - (len(rows) - 1 in chosen)
    edges = Interpolator(stream).indexes(bounds.start, bounds.end, intervals + 1)
    stops = [min(max(stop, first), last) for stop in _stops(stream, rows, edges[1:])]
    for position in positions:
        values = rows.column(position) if isinstance(rows, Cut) else [row[position] for row in rows]
        for start, stop in pairwise([first, *stops]):
            if start < stop:
                chosen |= _representatives(values, start, stop)
    return [rows[place] for place in sorted(chosen)]


def _stops(stream: Stream, rows: Sequence[Row], edges: Iterable[Key]) -> Iterator[int]:
    """Yield how many rows stand up to each of some keys, that one included."""
    if isinstance(rows, Cut):
        return (stream.series.right(edge) - rows.start for edge in edges)
    keys = list(map(stream.layout.key, rows))
    return (bisect_right(keys, edge) for edge in edges)


def _added(stream: Stream, bounds: Window, key: Key) -> bool:
    """Tell an event that a boundary added: one outside of the bounds, or calculated on one of them."""
    if not bounds.start <= key <= bounds.end:
        return True
    return key in (bounds.start, bounds.end) and stream.series.find(key) < 0


def _positions(layout: Layout, names: Iterable[str]) -> list[int]:
    found = [(name, layout.position(name)) for name in names]
    known = ", ".join(column.id for column in layout.columns if column.kind.blend in _SAMPLED)
    if not found:
        raise Refused("There is no property to sample by.", f"Name one or more of {known}.")
    unknown = [name for name, position in found if position is None]
    if unknown:
        raise Refused(
            f"Type '{layout.type_id}' has no property '{', '.join(unknown)}' to sample by.", f"Sample by {known}."
        )
    positions = [position for _, position in found if position is not None]
    for position in positions:
        column = layout.columns[position]
        if column.kind.blend not in _SAMPLED:
            raise Refused(
                f"Property '{column.id}' is of the type {column.kind.code.name}, which cannot be interpolated and "
                "therefore not be sampled by.",
                f"Sample by {known}.",
            )
    return positions


def _representatives(values: Sequence[Value], start: int, stop: int) -> set[int]:
    """Return the first, last, smallest and largest; of equals the earliest, and never a null or NaN for the latter."""
    found = {start, stop - 1}
    comparable = [value for value in values[start:stop] if value is not None and value == value]  # noqa: PLR0124  NaN
    if comparable:
        found |= {values.index(extreme, start, stop) for extreme in (min(comparable), max(comparable))}
    return found
