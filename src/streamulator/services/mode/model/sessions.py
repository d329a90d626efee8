"""Sessions: stretches of a stream's packets that belong together, and the one that is still growing."""

from __future__ import annotations

from dataclasses import dataclass

from streamulator.core.messages import Caller


@dataclass(frozen=True, slots=True)
class Session:
    """A closed stretch of packets, both ends included; one that is in use cannot be deleted."""

    id: str
    start: int
    stop: int
    author: Caller
    in_use: bool = False

    def overlaps(self, start: int, stop: int) -> bool:
        """Tell whether the session has packets in a range, which is what puts it there.

        The page says "within a given range" and leaves the edges open. Whoever pages through a range needs the
        sessions that straddle its ends, so these count; for strict containment change this line. Nothing lies in a
        range that ends before it starts.
        """
        return start <= stop and self.start <= stop and self.stop >= start

    @property
    def order(self) -> tuple[int, int, str]:
        """What sessions are sorted by."""
        return self.start, self.stop, self.id


@dataclass(frozen=True, slots=True)
class Growing:
    """The session that a stream's owner has open: it gets its ends with its packets; `last` is its last activity."""

    id: str
    owner: Caller
    last: int
    start: int | None = None
    stop: int | None = None
