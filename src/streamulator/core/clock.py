"""The only source of time: a world asks its clock, and nothing else asks the machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Protocol

TICKS_PER_SECOND = 10_000_000
LAST_TICK = 3_155_378_975_999_999_999  # 9999-12-31T23:59:59.9999999Z, where time ends
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


def pause(seconds: float) -> None:
    """Let time pass on the machine."""
    time.sleep(seconds)  # noqa: TID251  this is the one place that may


class WorldClock:
    """A world's own time: the machine's, the machine's at a distance, or time that stands still until it is moved.

    Time stands still at its end. Whoever reads needs no lock; moves have one of their own, so that none is lost.
    """

    def __init__(self, wait: Callable[[float], None] = pause, *, offset: int = 0, frozen: int | None = None) -> None:
        """Run `offset` ticks ahead of the machine, or stand still at `frozen`; `wait` is how a pause is spent."""
        self.wait = wait
        self._wall = WallClock()
        self._moving = Lock()
        self._setting = (offset, frozen)  # one thing, so that no reader meets half of a move

    @property
    def offset(self) -> int:
        """Return how many ticks this clock runs ahead of the machine's, where it runs."""
        return self._setting[0]

    @property
    def frozen(self) -> int | None:
        """Return the ticks at which this clock stands still, None where it runs."""
        return self._setting[1]

    @property
    def real(self) -> bool:
        """Tell whether this is the machine's time."""
        offset, frozen = self._setting
        return frozen is None and not offset

    def ticks(self) -> int:
        """Return now, in 100 ns since 0001-01-01T00:00:00Z."""
        offset, frozen = self._setting
        return min(self._wall.ticks() + offset if frozen is None else frozen, LAST_TICK)

    def freeze(self, at: int | None = None) -> None:
        """Stand still, at some ticks or now."""
        with self._moving:
            self._setting = (self.offset, self.ticks() if at is None else at)

    def run(self, at: int | None = None) -> None:
        """Go on running, from some ticks or from where the clock stands."""
        with self._moving:
            self._setting = ((self.ticks() if at is None else at) - self._wall.ticks(), None)

    def follow(self) -> None:
        """Show the machine's time again."""
        with self._moving:
            self._setting = (0, None)

    def advance(self, ticks: int) -> None:
        """Move forward, running or standing."""
        with self._moving:
            offset, frozen = self._setting
            self._setting = (offset + ticks, None) if frozen is None else (offset, min(frozen + ticks, LAST_TICK))

    def pause(self, seconds: float) -> None:
        """Let time pass here: a clock that stands still is moved, any other is waited for."""
        if self.frozen is None:
            self.wait(seconds)
        else:
            self.advance(round(seconds * TICKS_PER_SECOND))

    def adopt(self, other: WorldClock) -> None:
        """Show from now on what another clock shows."""
        with self._moving:
            self._setting = other._setting

    def fork(self) -> WorldClock:
        """Return a clock that shows the same and is moved on its own."""
        offset, frozen = self._setting
        return WorldClock(self.wait, offset=offset, frozen=frozen)


def stopwatch() -> float:
    """Return seconds on a clock that only runs forward, for measuring how long something took."""
    return time.perf_counter()
