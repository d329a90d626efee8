"""HTTP byte by byte, for requests that no client library would send."""

from __future__ import annotations

import socket
from types import TracebackType
from typing import NamedTuple, Self

PATIENCE = 10  # seconds before an answer that should have come counts as missing


class Answer(NamedTuple):
    """What came back; names of headers are lower-case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Connection:
    """One connection, on which requests and answers need not take turns."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.socket = socket.create_connection((host, port), PATIENCE)
        self._reader = self.socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._reader.close()
        self.socket.close()

    def send(self, data: bytes) -> Self:
        """Send bytes as they are."""
        self.socket.sendall(data)
        return self

    def answer(self, *, bodiless: bool = False) -> Answer:
        """Read the next answer; `bodiless` where its length is not that of a body that follows, as after HEAD."""
        line = self._reader.readline()
        if not line:
            raise EOFError("the connection ended before an answer")
        status = int(line.split()[1])
        headers = {}
        while (line := self._reader.readline()) not in {b"\r\n", b""}:
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        length = 0 if bodiless else int(headers.get("content-length", 0))
        return Answer(status, headers, self._reader.read(length))

    def ended(self) -> bool:
        """Wait for the other side to end the connection; False when it sends more instead."""
        try:
            return self._reader.read(1) == b""
        except ConnectionResetError:
            return True

    def silent(self, seconds: float = 0.05) -> bool:
        """Tell whether nothing comes for a moment, with the connection open."""
        self.socket.settimeout(seconds)
        try:
            self.socket.recv(1, socket.MSG_PEEK)
        except TimeoutError:
            return True
        except ConnectionResetError:
            return False
        finally:
            self.socket.settimeout(PATIENCE)
        return False


def exchange(port: int, data: bytes) -> Answer:
    """Send bytes on a connection of their own and read one answer."""
    with Connection(port) as connection:
        return connection.send(data).answer()


def met(port: int, *requests: bytes) -> tuple[bytes, str]:
    """Send requests on a connection of their own; return every byte until its end, and whether that was a reset."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
        client.sendall(b"".join(requests))
        received = b""
        try:
            while data := client.recv(65_536):
                received += data
        except ConnectionResetError:
            return received, "reset"
        return received, "end"
