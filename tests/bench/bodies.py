"""Insert bodies of new events, for both ways of measuring."""

from __future__ import annotations

import orjson

from streamulator.core.ticks import format_time, parse_time

SECOND = 10_000_000


def bodies(size: int, count: int, year: int) -> list[bytes]:
    """Write insert bodies of new events, each body with times of its own."""
    start = parse_time(f"{year}-01-01T00:00:00Z")
    return [
        orjson.dumps(
            [
                {
                    "Time": format_time(start + (first * size + n) * SECOND),
                    "Level": n / 7,
                    "Temperature": 18.5,
                    "Count": n,
                }
                for n in range(size)
            ]
        )
        for first in range(count)
    ]
