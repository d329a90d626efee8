"""The measure of reads and writes of many events: plain loops over rows that are there already, doing the same."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

import orjson

Row = tuple[Any, ...]


def window(events: Sequence[dict[str, Any]]) -> None:
    """Collect and write events that are dicts already."""
    found = []
    for event in events:
        found.append(event)  # noqa: PERF402  the loop is the point
    orjson.dumps(found)


def filtered(rows: Sequence[Row], least: float) -> int:
    """Pick the rows with a large value."""
    found = []
    for row in rows:
        if row[1] >= least:
            found.append(row)  # noqa: PERF401  as above
    return len(found)


def summaries(rows: Sequence[Row], columns: Sequence[int]) -> list[tuple[float, ...]]:
    """Work out the figures of some columns in one pass each."""
    figures = []
    for column in columns:
        low, high, total, square, cube, fourth, weighted, weights, heavy = inf, -inf, 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0.0
        before, key = rows[0][column], rows[0][0]
        for row in rows:
            value = row[column]
            if value < low:  # noqa: PLR1730  calls of min and max would make the measure slower
                low = value
            if value > high:  # noqa: PLR1730  as above
                high = value
            segment, length = (before + value) / 2, row[0] - key
            total += segment
            squared = segment * segment
            square += squared
            cube += squared * segment
            fourth += squared * squared
            weighted += segment * length
            heavy += squared * length
            weights += length
            before, key = value, row[0]
        figures.append((low, high, total, square, cube, fourth, weighted / weights, heavy / weights))
    return figures


def sampled(rows: Sequence[Row], parts: int) -> list[Row]:
    """Find the first, last, smallest and largest row of equal parts."""
    start, whole = rows[0][0], rows[-1][0] - rows[0][0]
    found: list[Row] = []
    part, first, low, high = 0, rows[0], rows[0], rows[0]
    last = first
    for row in rows:
        if (row[0] - start) * parts > whole * (part + 1):
            found += [first, low, high, last]
            part, first, low, high = part + 1, row, row, row
        if row[1] < low[1]:
            low = row
        if row[1] > high[1]:
            high = row
        last = row
    return [*found, first, low, high, last]


def inserted(body: bytes, rows: list[Row]) -> None:
    """Read a body and keep its events as they are written."""
    for event in orjson.loads(body):
        rows.append((event["Time"], event["Level"], event["Temperature"], event["Count"]))  # noqa: PERF401  as above
