"""Lenses: stream views put to work, for reading streams as another type, and for giving them another type.

Events are reshaped as they are read, and nothing of it is kept: a read costs what it touches, however long the stream
is, no write makes anything stale, and memory holds every event once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from streamulator.core.problems import Conflict, Problem, Refused
from streamulator.core.series import Series
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.types import key_properties
from streamulator.services.aveva.model.streams.definition import Override
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.model.views.mapping import map_of
from streamulator.services.aveva.model.views.reshaping import Reshaped, reshape_of
from streamulator.services.aveva.model.views.view import SdsStreamView


class Lens:
    """A stream view put to work; it never changes, so that copies of a namespace share it."""

    def __init__(self, view: SdsStreamView, source: Layout, target: Layout) -> None:
        """Work a view out; Refused where its properties, or the keys of its types, do not go together."""
        self.view = view
        self.map = map_of(view, source.type, target.type)
        self._source = source
        self._target = target
        self._reshape = reshape_of(self.map, source.columns, target.columns)
        self._pairs = [
            (part.target.id, at)
            for part in self.map.properties
            if part.source and part.target and (at := source.position(part.source.id)) is not None
        ]
        by_target = self.map.by_target()
        keys = [by_target[part.id.casefold()].source for part in key_properties(target.type)]
        self._same_order = tuple(keys) == key_properties(source.type)

    def through(self, stream: Stream) -> Stream:
        """Return a stream as it is seen through the view, to be read and never written; Refused for another type's.

        It has the read characteristics of the target type and none of the stream's own (developer guide, Read data).
        A view converts no units: what comes from a property that has one is still in that.
        """
        self._check(stream, Refused)
        units = tuple(Override(name, uom=unit) for name, at in self._pairs if (unit := stream.unit_of(at)))
        return Stream(stream.id, self._target, overrides=units, series=self._series(stream.series))

    def changed(self, stream: Stream, now: int) -> Stream:
        """Return a stream as it is after a change of its type: reshaped, without indexes and overrides.

        Conflict for a stream of another type than the view's source, Refused where the new type does not go with the
        stream's own interpolation mode; the old stream stays as it was.
        """
        self._check(stream, Conflict)
        rows = self._series(stream.series).rows
        series = Series(list(map(self._target.key, rows)), rows)
        series.pack()
        return replace(stream, layout=self._target, overrides=(), indexes=(), modified=now, series=series)

    def _series(self, events: Series) -> Series:
        if self._same_order:
            # Keys that were converted are equal to what they were, and nobody writes to what is seen through a view.
            return events.seen(lambda rows: Reshaped(rows, self._reshape))
        key = self._target.key
        rows = sorted(map(self._reshape, events.rows), key=key)
        return Series(list(map(key, rows)), rows)

    def _check(self, stream: Stream, kind: Callable[..., Problem]) -> None:
        if stream.layout.type_id.casefold() != self._source.type_id.casefold():
            raise kind(
                f"Stream view '{self.view.id}' is for streams of type '{self._source.type_id}', and stream "
                f"'{stream.id}' is of type '{stream.layout.type_id}'.",
                "Use a stream view whose source is the stream's type.",
                StreamId=stream.id,
                StreamViewId=self.view.id,
            )
