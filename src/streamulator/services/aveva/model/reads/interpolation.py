"""Interpolation: the event at any index of a stream, stored or calculated as the stream's modes say.

Between two events each property is calculated in its own mode; before the first and after the last event the stream's
extrapolation mode decides whether there is an event at all, and each property's mode what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.reads.blending import Way, blend_of, point, way_between
from streamulator.services.aveva.model.reads.boundaries import check_number, check_order
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.values import Key, Row
from streamulator.services.aveva.model.streams.stream import Stream

INDEX_LIMIT = 250_000  # fewer indexes than this may be asked for at once, unless the caller sets another limit

_BEFORE = frozenset({ExtrapolationMode.All, ExtrapolationMode.Backward})
_AFTER = frozenset({ExtrapolationMode.All, ExtrapolationMode.Forward})
# What these calculate beyond the data is the default, and not the value of the first or last event.
_NEVER_HELD = frozenset(
    {
        InterpolationMode.Discrete,
        InterpolationMode.ContinuousNullableLeading,
        InterpolationMode.ContinuousNullableTrailing,
    }
)


class Interpolator:
    """Finds or calculates the events of one stream; made once for a read, and valid until the stream is written to."""

    def __init__(self, stream: Stream) -> None:
        self._layout = stream.layout
        self._series = stream.series
        own = stream.interpolation_mode
        mode = stream.type.interpolation_mode if own is None else own
        self._calculates = stream.layout.axis and mode is not InterpolationMode.Discrete
        self._before = stream.extrapolation in _BEFORE
        self._after = stream.extrapolation in _AFTER
        columns = [(at, column.kind, stream.mode_of(at)) for at, column in enumerate(stream.layout.columns)]
        values = [(at, kind, mode) for at, kind, mode in columns if at not in stream.layout.key_columns]
        self._blends = [(at, blend_of(kind, mode)) for at, kind, mode in values]
        self._held = [at for at, _, mode in values if mode not in _NEVER_HELD]

    def at(self, key: Key) -> Row | None:
        """Return the event at an index: the stored one, or a calculated one, or None where there can be none."""
        before, after = self._series.around(key)
        if after is not None and after[0] == key:
            stored: Row = after[1]
            return stored
        if not self._calculates:
            return None
        if before is not None and after is not None:
            return self._between(before, key, after)
        edge = after if before is None else before
        if edge is None or not (self._before if before is None else self._after):
            return None
        row = list(self._layout.blank(key))
        for at in self._held:
            row[at] = edge[1][at]
        return tuple(row)

    def indexes(self, start: Key, end: Key, count: int, *, limit: int = INDEX_LIMIT) -> list[Key]:
        """Return a number of evenly spaced indexes, both ends included; the start alone for one.

        Refused where the key cannot be interpolated along, where the end comes first, and for too many of them.
        """
        check_axis(self._layout)
        check_order(self._layout, start, end)
        check_number(count, limit)
        if count <= 1:
            return [start] * count
        steps = count - 1
        return [*(point(start, end, Way(step, steps)) for step in range(steps)), end]

    def edges(self, start: Key, end: Key, intervals: int) -> list[Key]:
        """Return the indexes that cut a window into equal intervals; Refused as `indexes`, and for fewer than one."""
        if intervals < 1:
            reason = f"The number of intervals is {intervals}, but must be 1 at least."
            raise Refused(reason, "Ask for 1 interval or more.")
        return self.indexes(start, end, intervals + 1)

    def _between(self, before: tuple[Key, Row], key: Key, after: tuple[Key, Row]) -> Row:
        (start, low), (end, high) = before, after
        way = way_between(start, key, end)
        row = list(self._layout.blank(key))
        for at, blended in self._blends:
            row[at] = blended(low[at], high[at], way)
        return tuple(row)


def values_at(stream: Stream, keys: Iterable[Key], *, limit: int = INDEX_LIMIT) -> list[Row]:
    """Return the events at some indexes, in their order; an index without a value is left out.

    Refused for a compound key, and for too many indexes. Along a key that cannot be interpolated only stored events are
    found (aveva-stream-data#List Interpolated Values).
    """
    if len(stream.layout.key_columns) > 1:
        raise _no_axis(stream.layout)
    asked = list(keys)
    check_number(len(asked), limit)
    at = Interpolator(stream).at
    return [row for row in map(at, asked) if row is not None]


def values_between(stream: Stream, start: Key, end: Key, count: int, *, limit: int = INDEX_LIMIT) -> list[Row]:
    """Return the events at evenly spaced indexes; Refused as `Interpolator.indexes` is."""
    interpolator = Interpolator(stream)
    rows = map(interpolator.at, interpolator.indexes(start, end, count, limit=limit))
    return [row for row in rows if row is not None]


def check_axis(layout: Layout) -> None:
    """Refuse a type whose key cannot be interpolated along: a compound one, or one of texts, Guids and the like."""
    if not layout.axis:
        raise _no_axis(layout)


def _no_axis(layout: Layout) -> Refused:
    parts = [f"{layout.columns[at].id} ({layout.columns[at].kind.code.name})" for at in layout.key_columns]
    what = f"has a key of {len(parts)} parts, {', '.join(parts)}" if len(parts) > 1 else f"has the key {parts[0]}"
    return Refused(
        f"Type '{layout.type_id}' {what}, along which nothing can be interpolated.",
        "Read stored events instead, or use a type with one key that is a number or a time.",
        TypeId=layout.type_id,
    )
