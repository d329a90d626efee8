"""What happened in a world, newest last; bounded, and it counts what it dropped."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from streamulator.core.messages import Reply, Request

MOST = 5_000  # entries kept
LONGEST = 2_000  # characters of a method, a path, a query, a header or a reason that an entry keeps
LONGEST_BODY = 16_384  # bytes of a body that an entry keeps
_SHORT_HEADERS = 100  # headers that need no look at their length, since a server bounds them together


@dataclass(slots=True)
class Entry:
    """One request and what became of it.

    `seconds` is how long it took, `problem` why it was refused, `faults` what struck it. Of long bodies only the
    beginning is kept; `sent_bytes` and `reply_bytes` are their whole lengths.
    """

    number: int
    ticks: int
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes
    sent_bytes: int
    service: str | None = None
    operation: str | None = None
    status: int = 0
    reply_headers: Mapping[str, str] = field(default_factory=dict)
    reply_type: str = ""
    reply_body: bytes = b""
    reply_bytes: int = 0
    seconds: float = 0.0
    problem: str | None = None
    faults: tuple[str, ...] = ()

    def close(self, reply: Reply, problem: str | None) -> None:
        """Note the answer, and why it is no other."""
        self.status, self.reply_headers, self.reply_type = reply.status, reply.headers, reply.media_type
        self.reply_body, self.reply_bytes = reply.body[:LONGEST_BODY], len(reply.body)
        self.problem = problem[:LONGEST] if problem else None


class Journal:
    """The entries of one world. Guarded by the world's lock."""

    def __init__(self, most: int = MOST) -> None:
        self._entries: deque[Entry] = deque(maxlen=most)
        self._cleared = 0
        self.total = 0

    @property
    def dropped(self) -> int:
        """Return how many entries there was no room for since the journal was last cleared."""
        return self.total - self._cleared - len(self._entries)

    def misses(self, after: int = 0) -> bool:
        """Tell whether there was no room for some entry with a number above `after`."""
        return self.dropped > 0 and after < self.total - len(self._entries)

    def add(self, entry: Entry) -> None:
        """Keep an entry, at the cost of the oldest when there are too many; the entry gets its number here."""
        self.total += 1
        entry.number = self.total
        self._entries.append(entry)

    def open(self, request: Request, ticks: int) -> Entry:
        """Begin an entry for a request; what is very long of it is kept in part."""
        path, query, headers = request.path, request.query, request.headers
        if len(path) > LONGEST:
            path = path[:LONGEST]
        if query and sum(map(len, chain.from_iterable(query))) > LONGEST:
            query = tuple((name[:LONGEST], value[: LONGEST // 10]) for name, value in query[:10])
        if sum(map(len, headers.values())) > LONGEST:
            headers = {name[:LONGEST]: value[: LONGEST // 10] for name, value in list(headers.items())[:_SHORT_HEADERS]}
        body = request.body[:LONGEST_BODY]
        return Entry(0, ticks, request.method[:LONGEST], path, query, headers, body, len(request.body))

    def clear(self) -> None:
        """Drop all entries; numbers go on."""
        self._entries.clear()
        self._cleared = self.total

    def entries(self, after: int = 0) -> list[Entry]:
        """Return the entries with a number above `after`, oldest first."""
        skipped = max(0, after - (self.total - len(self._entries)))
        return list(self._entries)[skipped:]
