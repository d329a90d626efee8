"""What travels through the emulator: requests, replies and who sent them, free of any framework."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol
from urllib.parse import quote

Json = Any  # str | int | float | bool | None | list[Json] | dict[str, Json]

WORLD_PREFIX = "/_worlds/"
DEFAULT_WORLD = "default"


_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class _Nothing:
    """The type of NOTHING, so that a reply can tell an absent body from the JSON literal `null`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOTHING"

    def __bool__(self) -> bool:
        return False


NOTHING = _Nothing()


class Request(NamedTuple):
    """One HTTP request as it was sent.

    `path` is still percent-encoded and has neither query nor world prefix; `query` is decoded, in order, repeats
    included; header names are lower-case; `base_url` is what a client would put before `path` to come back here,
    which includes the prefix of the world it is for where the client used one; `sender` is the address it came from.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = {}
    body: bytes = b""
    base_url: str = ""
    world: str = DEFAULT_WORLD
    sender: str = ""

    @property
    def way_back(self) -> str:
        """What a client puts before a path to reach the same world, even one that cannot send the world's header."""
        prefix = WORLD_PREFIX + quote(self.world, safe="")
        there = self.world == DEFAULT_WORLD or self.base_url.endswith(prefix)
        return self.base_url if there else self.base_url + prefix


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request: `kind` is `user`, `client` or `anonymous`; `roles` are what they may act as.

    `place` is the part of a service that the credentials lead to, where paths do not name it.
    """

    id: str
    kind: str = "anonymous"
    roles: frozenset[str] = frozenset()
    place: str = ""


ANONYMOUS = Caller(id="")


class Shape(Protocol):
    """What a reply's content must fit, over and above its contract: a schema known only at run time."""

    def is_valid(self, content: Json, /) -> bool:
        """Tell whether the content fits."""
        ...

    def complaints(self, content: Json, /) -> list[str]:
        """Say what does not fit and where; empty when all does."""
        ...


class Part:
    """A stretch of an array: items that are made, checked and written once, however many replies they go into.

    `make` returns the same items whenever it is called, on whichever thread. `body` is those items as written, without
    brackets, and `fits` what they were found to fit. Two threads may come to write both; they write the same.
    """

    __slots__ = ("body", "fits", "make")

    def __init__(self, make: Callable[[], list[Json]]) -> None:
        self.make = make
        self.body = b""
        self.fits: tuple[Shape, ...] = ()


class Flow(NamedTuple):
    """A body that is made while it is sent, chunk by chunk: `length` bytes in all.

    It is made after the world's lock is given back, so that it may rest on nothing that changes. Whoever does not want
    the rest closes the chunks.
    """

    length: int
    chunks: Generator[bytes]


@dataclass(frozen=True, slots=True)
class Mishap:
    """What befalls a reply on the wire: of its body so many bytes arrive, or a share of them, and then this happens.

    Bytes are those that travel: of a body that is compressed for a client that takes that, the compressed ones.
    `reset` breaks the connection off, `close` ends it before the announced length is reached, `length` announces
    `size` bytes more than there are, `stall` falls silent for `seconds`, `drip` sends `size` bytes at a time with
    `seconds` between. With `bare` not even a status line arrives.
    """

    kind: Literal["reset", "close", "length", "stall", "drip"]
    bare: bool = False
    arrives: int | None = None
    share: float = 1.0
    size: int = 0
    seconds: float = 0.0

    def beginning(self, body: bytes) -> bytes:
        """Return what arrives of a body."""
        return body[: int(len(body) * self.share) if self.arrives is None else self.arrives]


class Reply(NamedTuple):
    """One answer before it is put on the wire: `content` is JSON, or NOTHING where there is no body.

    `shape` is what the content must fit besides the contract; `body` is the content as written, once it is. `parts`,
    where there are any, stand for a content that is the array of all their items; a `flow` is a body that is no JSON.
    `mishap` is what befalls it on the wire, where something was arranged to.
    """

    status: int
    content: Json = NOTHING
    headers: Mapping[str, str] = _NO_HEADERS
    shape: Shape | None = None
    media_type: str = "application/json"
    body: bytes = b""
    parts: Sequence[Part] = ()
    flow: Flow | None = None
    mishap: Mishap | None = None

    def with_body(self, body: bytes) -> Reply:
        """Return the same reply with its content written."""
        return Reply(self.status, self.content, self.headers, self.shape, self.media_type, body, self.parts, self.flow)

    def in_one_piece(self) -> Reply:
        """Return the same reply with a content in place of parts."""
        return self._replace(content=[item for part in self.parts for item in part.make()], parts=())
