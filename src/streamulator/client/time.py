"""A world's time as a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime

from streamulator.client.calls import Caller
from streamulator.client.records import ClockState

Moment = str | datetime


def written(moment: Moment) -> str:
    """Write a moment as RFC 3339 has it; a datetime without a zone is in UTC."""
    if isinstance(moment, str):
        return moment
    zoned = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return zoned.isoformat().replace("+00:00", "Z")


class Clock:
    """The time of one world."""

    def __init__(self, caller: Caller) -> None:
        """Move it by a caller."""
        self._call = caller

    def state(self) -> ClockState:
        """Return the time and how it goes on."""
        return ClockState.of(self._call("GET", "/clock"))

    def now(self) -> str:
        """Return the time."""
        return self.state().now

    def freeze(self, at: Moment | None = None) -> ClockState:
        """Let time stand still, at a moment or now."""
        return self._set("frozen", at)

    def run(self, at: Moment | None = None) -> ClockState:
        """Let time go on, from a moment or from where it stands."""
        return self._set("running", at)

    def follow(self) -> ClockState:
        """Show the machine's time again."""
        return self._set("real", None)

    def advance(self, seconds: float) -> ClockState:
        """Move time forward."""
        return ClockState.of(self._call("POST", "/clock/advance", {"seconds": seconds}))

    def _set(self, mode: str, at: Moment | None) -> ClockState:
        place = {} if at is None else {"at": written(at)}
        return ClockState.of(self._call("PUT", "/clock", {"mode": mode, **place}))
