"""Waits for connections by what the system has for that: `poll`, or `select` on Windows, which has room for fewer."""

from __future__ import annotations

import selectors
import socket
from typing import Literal

_EVENTS = {"read": selectors.EVENT_READ, "write": selectors.EVENT_WRITE}
_Selector: type[selectors.BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)
MOST = 500 if _Selector is selectors.SelectSelector else 4_000  # connections that can be watched over at once


def ready(connection: socket.socket, to: Literal["read", "write"], seconds: float) -> bool:
    """Wait until something can be read or written, the end of a connection included; tell whether it came to that."""
    with _Selector() as watch:
        watch.register(connection, _EVENTS[to])
        return bool(watch.select(seconds))
