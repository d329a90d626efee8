"""What happened in a world, newest last; bounded, and it counts what it dropped."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from streamulator.core.messages import Request

MOST = 5_000  # entries kept
LONGEST = 2_000  # characters of a method, a path, a query or a reason that an entry keeps


@dataclass(slots=True)
class Entry:
    """One request and what became of it.

    `seconds` is how long it took, `problem` why it was refused, `faults` what struck it.
    """

    number: int
    ticks: int
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    sent_bytes: int
    operation: str | None = None
    status: int = 0
    reply_bytes: int = 0
    seconds: float = 0.0
    problem: str | None = None
    faults: tuple[str, ...] = ()


class Journal:
    """The entries of one world. Guarded by the world's lock."""

    def __init__(self, most: int = MOST) -> None:
        self._entries: deque[Entry] = deque(maxlen=most)
        self.total = 0

    @property
    def dropped(self) -> int:
        """Return how many entries are gone."""
        return self.total - len(self._entries)

    def add(self, entry: Entry) -> None:
        """Keep an entry, at the cost of the oldest when there are too many; the entry gets its number here."""
        self.total += 1
        entry.number = self.total
        self._entries.append(entry)

    def open(self, request: Request, ticks: int) -> Entry:
        """Begin an entry for a request; what is very long of it is kept in part."""
        path, query = request.path, request.query
        if len(path) > LONGEST:
            path = path[:LONGEST]
        if sum(len(name) + len(value) for name, value in query) > LONGEST:
            query = tuple((name[:LONGEST], value[: LONGEST // 10]) for name, value in query[:10])
        return Entry(0, ticks, request.method[:LONGEST], path, query, len(request.body))

    def entries(self, after: int = 0) -> list[Entry]:
        """Return the entries with a number above `after`, oldest first."""
        skipped = max(0, after - self.dropped)
        return list(self._entries)[skipped:]
