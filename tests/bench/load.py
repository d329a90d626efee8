"""A small load generator: some connections, kept where the server keeps them, with one request under way on each."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Figures:
    """What a run came to: requests a second, and the median and 99th percentile of their seconds."""

    rate: float
    p50: float
    p99: float


def run(url: str, requests: Iterator[bytes], connections: int, seconds: float, expected: int) -> Figures:
    """Send requests until the time is over or they are used up; every answer must have the expected status."""
    address = urlsplit(url)
    selector = selectors.DefaultSelector()
    taken: list[float] = []
    begun = time.perf_counter()
    for _ in range(connections):
        connection = _Connection((address.hostname, address.port), f"{expected}".encode(), selector)
        connection.send(next(requests))
    busy = connections
    while busy:
        for key, _events in selector.select():
            done = key.data.receive()
            if done is None:
                continue
            taken.append(done)
            following = next(requests, None) if time.perf_counter() - begun < seconds else None
            if following is None:
                key.data.close()
                busy -= 1
            else:
                key.data.send(following)
    lasted = time.perf_counter() - begun
    taken.sort()
    return Figures(len(taken) / lasted, taken[len(taken) // 2], taken[int(len(taken) * 0.99)])


class _Connection:
    def __init__(self, address: tuple[str, int], expected: bytes, selector: selectors.BaseSelector) -> None:
        self._address = address
        self._expected = expected
        self._selector = selector
        self._socket: socket.socket | None = None
        self._buffer = bytearray()
        self._awaited = 0
        self._closes = False
        self._sent = 0.0

    def send(self, request: bytes) -> None:
        self._buffer.clear()
        self._awaited = 0
        self._sent = time.perf_counter()
        if self._socket is None:
            self._socket = socket.create_connection(self._address)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(self._socket, selectors.EVENT_READ, self)
        self._socket.sendall(request)

    def close(self) -> None:
        if self._socket is not None:
            self._selector.unregister(self._socket)
            self._socket.close()
            self._socket = None

    def receive(self) -> float | None:
        """Return the seconds that the request took once its answer is complete."""
        part = self._socket.recv(1 << 20)
        if not part:
            raise RuntimeError(f"the connection ended after {bytes(self._buffer[:500])!r}")
        self._buffer += part
        if not self._awaited:
            head = self._buffer.find(b"\r\n\r\n")
            if head < 0:
                return None
            header = bytes(self._buffer[:head]).lower()
            if header[9:12] != self._expected:
                raise RuntimeError(f"expected {self._expected!r}, got {bytes(self._buffer[:500])!r}")
            at = header.find(b"content-length:")
            length = int(header[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            self._awaited = head + 4 + length
            self._closes = b"\r\nconnection: close" in header
        if len(self._buffer) < self._awaited:
            return None
        taken = time.perf_counter() - self._sent
        if self._closes:
            self.close()
        return taken
