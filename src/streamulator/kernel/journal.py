"""What happened in a world, newest last; bounded, and it counts what it dropped."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from streamulator.core.messages import Reply, Request

MOST = 5_000  # entries kept
MOST_BYTES = 64_000_000  # of what came from outside in the entries kept, with a share for the rest of each
LONGEST = 2_000  # characters of a method, a path, a query, a header or a reason that an entry keeps
LONGEST_BODY = 16_384  # bytes of a body that an entry keeps
_LONGEST_VALUE = 200  # characters that an entry keeps of each value in a long query or long headers
_PAIRS = 10  # parameters that an entry keeps of a long query
_HEADERS = 100  # headers that an entry keeps of long ones
_SHARE = 1_000  # bytes that an entry takes with nothing in it
_WHOLE: frozenset[str] = frozenset()


@dataclass(slots=True)
class Entry:
    """One request and what became of it.

    `seconds` is how long it took, `problem` why it was refused, `faults` what struck it. Of long bodies only the
    beginning is kept; `sent_bytes` and `reply_bytes` are their whole lengths. What else of the request is kept in part
    is named in `shortened`: `path`, `query.name` and `headers.name` in small letters, or `query` and `headers` where
    some are missing altogether. `size` is about how many bytes the entry takes.
    """

    number: int
    ticks: int
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes
    sent_bytes: int
    shortened: frozenset[str] = frozenset()
    size: int = _SHARE
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
        self.size += len(self.reply_body) + len(self.problem or "")


class Journal:
    """The entries of one world. Guarded by the world's lock."""

    def __init__(self, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._entries: deque[Entry] = deque()
        self._bytes = 0
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
        """Keep an entry, at the cost of the oldest when they are too many or too large; it gets its number here."""
        self.total += 1
        entry.number = self.total
        self._entries.append(entry)
        self._bytes += entry.size
        while self._entries and (len(self._entries) > self._most or self._bytes > self._most_bytes):
            self._bytes -= self._entries.popleft().size

    def open(self, request: Request, ticks: int) -> Entry:
        """Begin an entry for a request; what is very long of it is kept in part."""
        path, query, headers, shortened = request.path, request.query, request.headers, _WHOLE
        if len(path) > LONGEST:
            path, shortened = path[:LONGEST], frozenset({"path"})
        in_query = sum(map(len, chain.from_iterable(query))) if query else 0
        if in_query > LONGEST:
            query, missing = _short("query", query, _PAIRS)
            in_query, shortened = sum(map(len, chain.from_iterable(query))), shortened | missing
        in_headers = sum(map(len, headers)) + sum(map(len, headers.values()))
        if in_headers > LONGEST:
            pairs, missing = _short("headers", tuple(headers.items()), _HEADERS)
            in_headers, shortened = sum(map(len, chain.from_iterable(pairs))), shortened | missing
            headers = dict(pairs)
        body = request.body[:LONGEST_BODY]
        size = _SHARE + len(path) + in_query + in_headers + len(body)
        return Entry(0, ticks, request.method[:LONGEST], path, query, headers, body, len(request.body), shortened, size)

    def clear(self) -> None:
        """Drop all entries; numbers go on."""
        self._entries.clear()
        self._bytes = 0
        self._cleared = self.total

    def copy(self) -> Journal:
        """Return the same entries for one who looks at them without the lock."""
        copy = Journal(self._most, self._most_bytes)
        copy._entries, copy._bytes = self._entries.copy(), self._bytes
        copy._cleared, copy.total = self._cleared, self.total
        return copy

    def entries(self, after: int = 0) -> list[Entry]:
        """Return the entries with a number above `after`, oldest first."""
        skipped = max(0, after - (self.total - len(self._entries)))
        return list(self._entries)[skipped:]


def _short(
    kind: str, pairs: Sequence[tuple[str, str]], most: int
) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
    """Keep the beginning of names and values; say which of them, or that some of them, are not there as they were."""
    kept = tuple((name[:LONGEST], value[:_LONGEST_VALUE]) for name, value in pairs[:most])
    cut = frozenset(f"{kind}.{name.lower()}" for name, value in pairs[:most] if len(value) > _LONGEST_VALUE)
    missing = len(pairs) > most or any(len(name) > LONGEST for name, _value in pairs[:most])
    return kept, cut | {kind} if missing else cut
