"""Replies that go wrong on the wire: the server lends the bare connection, and the rest is done here."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from threading import BoundedSemaphore, Thread

from streamulator.core.clock import stopwatch
from streamulator.core.messages import Mishap, Reply
from streamulator.web.waiting import ready
from streamulator.web.wire import Environ, StartResponse, dressed, has_length, status_line

TAKE_OVER = "streamulator.take_over"  # in an environment: a function that returns the connection's socket
PATIENCE = 30.0  # seconds for a client that does not read
_AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER on, for no time: closing sends a reset
_SLOW = ("stall", "drip")
_MOST_SLOW = 1_000  # connections that suffer slowly at once; each has a thread
_room = BoundedSemaphore(_MOST_SLOW)


class TakenOver(Exception):
    """The connection is in other hands; the server has nothing more to send on it."""


def befall(environ: Environ, reply: Reply, mishap: Mishap, start_response: StartResponse) -> Iterable[bytes]:
    """Let a mishap happen to a reply: on the connection where the server lends it, else as far as WSGI can show it."""
    take_over: Callable[[], socket.socket] | None = environ.get(TAKE_OVER)
    if take_over is None:
        return _in_process(environ, reply, mishap, start_response)
    head, body = b"", b""
    if not mishap.bare:
        headers, body = _spoilt(environ, reply, mishap)
        head = _head(reply, headers)
    connection = take_over()
    if mishap.kind not in _SLOW:
        _suffer(connection, head, body, mishap)
    elif not _suffer_apart(connection, head, body, mishap):
        connection.close()
    raise TakenOver


def _suffer_apart(connection: socket.socket, head: bytes, body: bytes, mishap: Mishap) -> bool:
    """Have a thread of its own for a slow reply, so that none of the server's is kept; tell whether there is room."""
    if not _room.acquire(blocking=False):
        return False

    def suffer() -> None:
        try:
            _suffer(connection, head, body, mishap)
        finally:
            _room.release()

    try:
        Thread(target=suffer, name="mishap", daemon=True).start()
    except RuntimeError:  # the machine has no thread left
        _room.release()
        return False
    return True


def _suffer(connection: socket.socket, head: bytes, body: bytes, mishap: Mishap) -> None:
    with closing(connection), suppress(OSError):  # a client that has gone has what it wanted
        connection.settimeout(PATIENCE)
        if mishap.kind == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            return
        connection.sendall(head)
        for piece in _pieces(body, mishap):
            connection.sendall(piece)
            if mishap.kind == "drip" and _gone(connection, mishap.seconds):
                return
        if mishap.kind == "stall":
            _gone(connection, mishap.seconds)
        connection.shutdown(socket.SHUT_RDWR)


def _pieces(body: bytes, mishap: Mishap) -> Iterator[bytes]:
    if mishap.bare:
        return
    if mishap.kind == "drip":
        yield from (body[at : at + mishap.size] for at in range(0, len(body), mishap.size))
    else:
        yield mishap.beginning(body)


def _gone(connection: socket.socket, seconds: float) -> bool:
    """Wait; tell at once when the client hangs up meanwhile."""
    until = stopwatch() + seconds
    while (left := until - stopwatch()) > 0:
        if ready(connection, "read", left) and not connection.recv(65_536):
            return True
    return False


def _head(reply: Reply, headers: Iterable[tuple[str, str]]) -> bytes:
    lines = [f"HTTP/1.1 {status_line(reply.status)}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _spoilt(environ: Environ, reply: Reply, mishap: Mishap) -> tuple[list[tuple[str, str]], bytes]:
    """Return the headers and the body that a reply has on its way to what befalls it."""
    headers, body = dressed(environ.get("HTTP_ACCEPT_ENCODING", ""), reply)
    headers.append(("Connection", "close"))
    if has_length(reply):
        announced = len(body) + (mishap.size if mishap.kind == "length" else 0)
        headers.append(("Content-Length", str(max(0, announced))))
    return headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body


def _in_process(environ: Environ, reply: Reply, mishap: Mishap, start_response: StartResponse) -> Iterator[bytes]:
    if mishap.kind == "reset":
        raise ConnectionResetError("The connection was reset by a fault.")
    if not mishap.bare:
        headers, body = _spoilt(environ, reply, mishap)
        start_response(status_line(reply.status), headers)
        yield from _pieces(body, mishap)
    if mishap.kind == "stall":
        raise TimeoutError("The connection fell silent by a fault.")
    if mishap.kind == "close":
        raise ConnectionAbortedError("The connection was closed early by a fault.")
