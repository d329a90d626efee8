"""Who was asked to wait: replies with a Retry-After, and clients that come back too early."""

from __future__ import annotations

from threading import Lock

from streamulator.core.clock import TICKS_PER_SECOND
from streamulator.core.messages import Request

_MOST = 1_000  # requests that are remembered
_LONGEST = 2_000  # characters of a path that is remembered


class Retries:
    """Until when a request should not be repeated, by method and path."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], int] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._until)

    def ask(self, request: Request, seconds: int, now: int) -> None:
        """Note that a client was asked to wait."""
        if len(request.path) > _LONGEST:
            return
        key = (request.method, request.path)
        with self._lock:
            self._until.pop(key, None)  # so that the one asked last is the last to be forgotten
            if len(self._until) >= _MOST:
                del self._until[next(iter(self._until))]
            self._until[key] = now + seconds * TICKS_PER_SECOND

    def early(self, request: Request, now: int) -> float:
        """Return by how many seconds a request comes too early, 0 when it does not; a late one is forgotten."""
        key = (request.method, request.path)
        if key not in self._until:
            return 0.0
        with self._lock:
            until = self._until.get(key, now)
            if now >= until:
                self._until.pop(key, None)
                return 0.0
        return (until - now) / TICKS_PER_SECOND
