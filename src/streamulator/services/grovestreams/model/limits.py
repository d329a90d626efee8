"""How many calls may come from one place in a while."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Lock
from typing import Final

from streamulator.core.problems import Throttled

_HOUR: Final = 3_600_000  # in milliseconds
_MINUTE: Final = 60_000
_SECOND: Final = 1_000
_PLACES: Final = 10_000  # that are remembered before those are forgotten that have been silent


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many calls within some milliseconds."""

    most: int
    within: int
    what: str


AUTHENTICATED = Limit(350, _HOUR, "350 calls an hour")
UNAUTHENTICATED = Limit(150, _HOUR, "150 calls an hour without a token")
FEED_PUTS = Limit(12, 2 * _MINUTE, "12 uploads of feeds within two minutes")


class Limits:
    """Counts calls; it has a lock of its own, for callers are named before the world's is taken."""

    def __init__(self) -> None:
        self._calls: dict[tuple[str, Limit], deque[int]] = {}
        self._lock = Lock()

    def count(self, sender: str, limit: Limit, now: int) -> None:
        """Count a call at a time in milliseconds; Throttled, and nothing is counted, when there are enough already."""
        with self._lock:
            if len(self._calls) > _PLACES:
                self._calls = {key: calls for key, calls in self._calls.items() if calls[-1] > now - key[1].within}
            calls = self._calls.setdefault((sender, limit), deque())
            while calls and calls[0] <= now - limit.within:
                calls.popleft()
            if len(calls) >= limit.most:
                wait = -(-(calls[0] + limit.within - now) // _SECOND)
                raise Throttled(f"No more than {limit.what}.", f"Come again in {wait} seconds.", seconds=wait)
            calls.append(now)
