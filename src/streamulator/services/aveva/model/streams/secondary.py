"""Secondary indexes: in which order a filtered read answers (AVEVA documentation, Indexes).

Writes know nothing of these orders. The first read that wants one sorts the events and leaves the result with the
series, where the next write of the stream makes an end of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from streamulator.core.series import Series
from streamulator.services.aveva.model.filters.syntax import names_in
from streamulator.services.aveva.model.shape.layout import Column
from streamulator.services.aveva.model.shape.values import Row
from streamulator.services.aveva.model.streams.stream import Stream


def index_for(stream: Stream, filter_text: str) -> int | None:
    """Return the column whose index gives a filtered read its order, None where the key does.

    It is the only one of the properties the filter names that has a secondary index; a filter that names a part of the
    key as well is in the order of the key.
    """
    layout = stream.layout
    named = {layout.position(name) for name in names_in(filter_text)}
    if named & set(layout.key_columns):
        return None
    indexed = named & {layout.position(name) for name in stream.indexes}
    return indexed.pop() if len(indexed) == 1 else None


def in_order_of(stream: Stream, column: int) -> Stream:
    """Return a stream to be read from end to end, with its events by the values of a column; equal ones by key."""
    kept, place = stream.series.derived, ("in order of", column)
    if place not in kept:
        rows = sorted(stream.series.rows, key=_rank_of(stream.layout.columns[column], column))
        kept[place] = Series(range(len(rows)), rows)
        kept[place].pack()
    return replace(stream, series=kept[place])


def _rank_of(column: Column, at: int) -> Callable[[Row], Any]:
    """Rank null and NaN, which cannot be compared, before everything else, as .NET does."""
    rank = column.kind.rank

    def ranked(row: Row) -> Any:
        value = row[at]
        if value is None or value != value:  # noqa: PLR0124  NaN
            return (0 if value is None else 1, 0)
        return (2, rank(value) if rank else value)

    return ranked
