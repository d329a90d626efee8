"""The only source of time: a world asks its clock, and nothing else asks the machine."""

from __future__ import annotations

import time
from typing import Protocol

TICKS_PER_SECOND = 10_000_000
UNIX_EPOCH_TICKS = 621_355_968_000_000_000  # 1970-01-01T00:00:00Z in 100 ns since 0001-01-01


class Clock(Protocol):
    """What a world reads the time from."""

    def ticks(self) -> int:
        """Return now, in 100 ns since 0001-01-01T00:00:00Z."""
        ...


class WallClock:
    """The machine's own time."""

    def ticks(self) -> int:
        """Return now, in 100 ns since 0001-01-01T00:00:00Z."""
        return UNIX_EPOCH_TICKS + time.time_ns() // 100


def stopwatch() -> float:
    """Return seconds on a clock that only runs forward, for measuring how long something took."""
    return time.perf_counter()
