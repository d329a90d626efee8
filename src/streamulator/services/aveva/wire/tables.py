"""Events and summaries as tables, in which no default is left out (EDS documentation, Table format)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from streamulator.core.messages import Json, Reply
from streamulator.services.aveva.model.reads.summaries import Interval
from streamulator.services.aveva.model.shape.layout import Column, Layout
from streamulator.services.aveva.model.shape.values import Row


def event_table(layout: Layout, rows: Iterable[Row], *, headers: bool) -> Reply:
    """Answer with a row for each event; `headers` puts the columns' names on top."""
    return _table(layout, _columns(layout), map(layout.cells, rows), headers=headers)


def interval_table(
    layout: Layout, intervals: Iterable[Interval], figures: Sequence[tuple[str, Column]], *, headers: bool
) -> Reply:
    """Answer with a row for each interval: the events at its ends, then its figures, null where it has none.

    `figures` are the summary types and properties that an interval may have. Columns are named for what they hold and
    of which property it is: Start.Level, Mean.Level.
    """
    ends = [(f"{end}.{name}", code) for end in ("Start", "End") for name, code in _columns(layout)]
    others = [(f"{name}.{column.id}", "Int32" if name == "Count" else "Double") for name, column in figures]
    nothing = [None] * len(layout.columns)

    def cells(interval: Interval) -> list[Json]:
        bounds = [nothing if row is None else layout.cells(row) for row in (interval.start, interval.end)]
        found = (interval.figures[name].get(column.id) for name, column in figures)
        return [*bounds[0], *bounds[1], *found]

    return _table(layout, [*ends, *others], map(cells, intervals), headers=headers)


def _columns(layout: Layout) -> list[tuple[str, str]]:
    return [(column.id, column.kind.code.name) for column in layout.columns]


def _table(layout: Layout, columns: Sequence[tuple[str, str]], rows: Iterable[Json], *, headers: bool) -> Reply:
    names = [[name for name, _ in columns]] if headers else []
    described = [{"Name": name, "Type": code} for name, code in columns]
    return Reply(200, {"Name": layout.type_name, "Columns": described, "Rows": [*names, *rows]})
