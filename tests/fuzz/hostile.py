"""Requests that no client should send, byte by byte, and a reader that believes no answer until it is well-formed."""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import NamedTuple

TANK = b"/api/v1/Tenants/default/Namespaces/default/Streams/Tank"
ENOUGH = 2_000_000  # bytes of one answer that are read

METHODS = (b"GET", b"GET", b"POST", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE", b"CONNECT", b"PRI")
ODD_METHODS = (b"", b"get", b"G\x00T", b"G@T\t", b"\xff\xfe", b"GET GET", b"A" * 9000, b"\x16\x03\x01\x02\x00\x01")
TARGETS = (
    TANK + b"/Data/First",
    TANK + b"/Data?startIndex=2026-01-01T00:00:00Z&count=3",
    TANK + b"/Data",
    TANK + b"/Metadata",
    b"/_emulator/health",
    b"/_emulator/worlds",
    b"/identity/connect/token",
)
ODD_TARGETS = (
    b"",
    b"*",
    b"/%",
    b"/%zz%00",
    b"/\x00",
    b"//[",
    b"http://[",
    b"http://a:b@c:99999/",
    b"/\xc3\x28\xff",
    b"/../../../../etc/passwd",
    b"/_worlds/%2e%2e/_emulator/state",
    b"/_worlds//",
    TANK + b"/Data?" + b"a=1&" * 2000,
    TANK + b"/Data?index=%ff%fe&index=%",
    b"/" + b"a" * 70_000,
    b"/ /x",
    b"example.org:443",
    b"/#\t",
)
VERSIONS = (b"HTTP/1.1",) * 6 + (b"HTTP/1.0",)
ODD_VERSIONS = (b"", b"HTTP/0.9", b"HTTP/2.0", b"HTTP/1.10", b"http/1.1", b"HTTP/1.1 x", b"HTTP/-1", b"HTTP/9" * 99)
HEADERS = (
    b"Host: localhost",
    b"Host: ",
    b"Host: a b\x7f",
    b"Host: [::1",
    b"Host: one\r\nHost: two",
    b"Content-Length: 5",
    b"Content-Length: 0",
    b"Content-Length: 1000",
    b"Content-Length: -1",
    b"Content-Length: +5",
    b"Content-Length: 0x5",
    b"Content-Length: 1_0",
    b"Content-Length: 5, 5",
    b"Content-Length: 5\r\nContent-Length: 6",
    b"Content-Length: 5 6",
    b"Content-Length: \xd9\xa5",
    b"Content-Length: " + b"9" * 25,
    b"Content-Length: " + b"9" * 5000,
    b"Content-Length:",
    b"Content-Length : 5",
    b"Content-Length\x00: 5",
    b"Content_Length: 5",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: xchunked",
    b"Transfer-Encoding: identity",
    b"Transfer-Encoding: chunked, identity",
    b"Transfer-Encoding: gzip, chunked",
    b"Transfer-Encoding:\x0bchunked",
    b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    b"Transfer-Encoding\t: chunked",
    b"Transfer-Encoding:\r\n chunked",
    b" Folded: at the start",
    b"X-Folded: a\r\n\tb\r\n c",
    b"No colon here",
    b": no name",
    b"X-Nul: a\x00b",
    b"X-Bare: a\rb",
    b"X-Line: a\nX-Other: b",
    b"X-Long: " + b"x" * 70_000,
    b"\r\n".join(b"X-%d: y" % number for number in range(2000)),
    b"X-\xc3\xa9: \xff",
    b"Connection: close",
    b"Connection: keep-alive, Upgrade\r\nUpgrade: h2c",
    b"Connection: \x00",
    b"Expect: 100-continue",
    b"Expect: the unexpected",
    b"Content-Type: application/json",
    b"Content-Type: \xff;;;=",
    b"Content-Encoding: gzip",
    b"Content-Encoding: br, \x00",
    b"Accept-Encoding: gzip;q=\xff, ,;q=",
    b"Authorization: Basic \xff\xfe",
    b"Authorization: Bearer " + b"." * 3000,
    b"X-Emulator-World: ../..",
    b"X-Emulator-World: \xe2\x98\x81",
    b'If-Match: "' + b"\xff" * 50,
    b"Range: bytes=0-18446744073709551616",
)
BODIES = (
    b"",
    b"hello",
    b"[]",
    b'[{"Time":"2026-03-01T00:00:00Z","Level":1}]',
    b'{"name":"w',
    b"[" * 5000,
    b"\x1f\x8b\x08\x00garbage",
    b"grant_type=client_credentials&client_id=%ff",
    b"5\r\nhello\r\n0\r\n\r\n",
    b"5\r\nhello\r\n0\r\nTrailer: x\r\n\r\n",
    b'5;ext="\r\nhello\r\n0\r\n\r\n',
    b"0x5\r\nhello\r\n0\r\n\r\n",
    b"+5\r\nhello\r\n0\r\n\r\n",
    b"-5\r\nhello\r\n0\r\n\r\n",
    b"5 \r\nhello0\r\n\r\n",
    b"5\nhello\n0\n\n",
    b"5\r\nhel",
    b"fffffffffffffffffff\r\nhello\r\n0\r\n\r\n",
    b"\r\n\r\n",
    b"5\r\nhelloXX0\r\n\r\n",
    b"0\r\n\r\nGET /_emulator/health HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /_emulator/ready HTTP/1.1\r\nHost: x\r\n\r\n",
)


class Attack(NamedTuple):
    """Bytes in the pieces they are sent in, and what follows them: `wait`, `half-close` or `reset`."""

    pieces: tuple[bytes, ...]
    ending: str


class Answer(NamedTuple):
    """A complete answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class NotHttp(AssertionError):
    """What came back is no HTTP."""


def attacks(seed: int, count: int) -> Iterator[Attack]:
    """Draw attacks; the same seed draws the same."""
    chance = Random(seed)  # noqa: S311  chance that can be had again is what is wanted
    for _ in range(count):
        data = b"".join(_request(chance) for _ in range(chance.choice((1, 1, 1, 1, 2, 3))))
        if chance.random() < 0.3:
            data = _garbled(data, chance)
        cuts = sorted(chance.randrange(len(data) + 1) for _ in range(chance.choice((0, 0, 1, 3))))
        pieces = tuple(data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True))
        yield Attack(pieces, chance.choice(("wait", "wait", "half-close", "half-close", "reset")))


def _request(chance: Random) -> bytes:
    if chance.random() < 0.03:
        return chance.randbytes(chance.randint(1, 3000))
    evil = chance.random() * 0.4  # how likely each part of it is to be odd: the mild ones come further
    method = chance.choice(ODD_METHODS if chance.random() < evil / 2 else METHODS)
    target = chance.choice(ODD_TARGETS if chance.random() < evil else TARGETS)
    version = chance.choice(ODD_VERSIONS if chance.random() < evil / 2 else VERSIONS)
    headers = chance.sample(HEADERS, chance.choice((0, 1, 1, 2, 3)) if chance.random() < 2 * evil else 0)
    body = chance.choice(BODIES) if method in {b"POST", b"PUT", b"PATCH"} or chance.random() < evil else b""
    if chance.random() > evil:
        headers.insert(0, b"Host: localhost")
    if body and chance.random() > evil:
        headers.append(b"Content-Length: %d" % len(body))
    end = b"\n" if chance.random() < 0.05 else b"\r\n"
    return end.join([b" ".join((method, target, version)), *headers, b"", body])


def _garbled(data: bytes, chance: Random) -> bytes:
    """Cut, flip, double and insert bytes at random."""
    rest = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(rest) + 1)
        match chance.randrange(6):
            case 0:
                del rest[at:]
            case 1:
                rest[at:at] = chance.choice((b"\x00", b"\r", b"\n", b"\r\n\r\n", b" ", b":", b"\xff", b"%"))
            case 2:
                del rest[at : at + chance.randint(1, 20)]
            case 3:
                rest[at:at] = rest[at : at + chance.randint(1, 200)]
            case 4 if at < len(rest):
                rest[at] ^= 1 << chance.randrange(8)
            case _:
                rest[at:at] = chance.randbytes(chance.randint(1, 10))
    return bytes(rest)


def strike(port: int, attack: Attack, patience: float) -> bytes:
    """Carry out an attack; return what came back until the other side ended or was silent for `patience` seconds."""
    received = bytearray()
    # An end of the connection at any point is an answer too, and so is silence.
    with socket.create_connection(("127.0.0.1", port), 10) as connection, suppress(OSError):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in attack.pieces:
            connection.sendall(piece)
        if attack.ending == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return b""
        if attack.ending == "half-close":
            connection.shutdown(socket.SHUT_WR)
        connection.settimeout(patience)
        while len(received) < ENOUGH and (more := connection.recv(65_536)):
            received += more
    return bytes(received)


_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5][0-9][0-9]) [\x20-\x7e]*")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?([\x20-\x7e\x80-\xff\t]*)")
_BODILESS = {204, 304}


def answers(data: bytes) -> Iterator[Answer]:
    """Take complete answers from what came back; NotHttp where it is none. The last may be cut short."""
    while data:
        head, blank, rest = data.partition(b"\r\n\r\n")
        if not data.startswith(b"HTTP/1."[: len(data)]):
            raise NotHttp(f"no status line: {data[:200]!r}")
        if not blank:
            return
        line, *fields = head.split(b"\r\n")
        match = _STATUS_LINE.fullmatch(line)
        if match is None:
            raise NotHttp(f"not a status line: {line[:200]!r}")
        status, headers = int(match[1]), tuple(_fields(fields))
        length = _length(status, headers)
        if len(rest) < length:
            return
        yield Answer(status, headers, rest[:length])
        data = rest[length:]


def _fields(fields: list[bytes]) -> Iterator[tuple[str, str]]:
    for field in fields:
        match = _FIELD.fullmatch(field)
        if match is None:
            raise NotHttp(f"not a header: {field[:200]!r}")
        yield match[1].decode().lower(), match[2].decode("latin-1")


def _length(status: int, headers: tuple[tuple[str, str], ...]) -> int:
    """Return how long the body is; an answer of ours always says so, where it may have one."""
    if status < 200 or status in _BODILESS:
        return 0
    lengths = [value for name, value in headers if name == "content-length"]
    if len(lengths) != 1 or not re.fullmatch("[0-9]+", lengths[0]) or any(n == "transfer-encoding" for n, _ in headers):
        raise NotHttp(f"an answer without one clear length: {headers}")
    return int(lengths[0])
