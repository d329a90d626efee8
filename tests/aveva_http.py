"""AVEVA's API as tests call it: in process or over a socket, each test in a world of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, urlsplit

from streamulator.core.messages import NOTHING, Request
from streamulator.kernel.emulator import Emulator

OPEN = "/api/v1/Tenants/default/Namespaces/default"  # entered without a token
_AS_PRINTED = "/?&=%:+,;@!$'()*~"  # what a target keeps; blanks, quotes and bars are escaped


class Answer(NamedTuple):
    """One answer; header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content(self) -> Any:
        """The JSON in the body."""
        return json.loads(self.body)


Send = Callable[[str, str, Mapping[str, str], bytes], Answer]  # method, target, headers, body


class Api:
    """The paths below one place; targets are written as the documents print them."""

    def __init__(self, send: Send, place: str = OPEN, headers: Mapping[str, str] | None = None) -> None:
        self._send = send
        self._place = place
        self._headers = dict(headers or {})

    def __call__(
        self,
        method: str,
        target: str,
        content: Any = NOTHING,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request; `content` is written as JSON, `body` is sent as it is."""
        sent = {**self._headers, **(headers or {})}
        if content is not NOTHING:
            body = json.dumps(content).encode()
            sent.setdefault("Content-Type", "application/json")
        return self._send(method, quote(self._place + target, safe=_AS_PRINTED), sent, body)

    def get(self, target: str, **headers: str) -> Answer:
        """Read; a header's name is written with underscores."""
        return self("GET", target, headers=_named(headers))

    def post(self, target: str, content: Any, **headers: str) -> Answer:
        """Post JSON."""
        return self("POST", target, content, headers=_named(headers))

    def put(self, target: str, content: Any, **headers: str) -> Answer:
        """Put JSON."""
        return self("PUT", target, content, headers=_named(headers))

    def patch(self, target: str, content: Any, **headers: str) -> Answer:
        """Patch with JSON."""
        return self("PATCH", target, content, headers=_named(headers))

    def delete(self, target: str, **headers: str) -> Answer:
        """Delete."""
        return self("DELETE", target, headers=_named(headers))

    def below(self, place: str) -> Api:
        """Return the same API at another place."""
        return Api(self._send, place, self._headers)

    def having(self, **headers: str) -> Api:
        """Return the same API, with headers on every request."""
        return Api(self._send, self._place, {**self._headers, **_named(headers)})

    def token(self, client: str, secret: str) -> str:
        """Return what a client puts into its Authorization header."""
        form = f"grant_type=client_credentials&client_id={client}&client_secret={secret}"
        return f"Bearer {self.below('')('POST', '/identity/connect/token', body=form.encode()).content['access_token']}"


def in_process(emulator: Emulator, world: str) -> Send:
    """Return a way to send requests to a world of an emulator, without a socket."""

    def send(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        path, _, query = target.partition("?")
        folded = {name.lower(): value for name, value in headers.items()}
        pairs = tuple(parse_qsl(query, keep_blank_values=True))
        reply = emulator.answer(Request(method, path, pairs, folded, body, "http://emulator", world))
        body = b"".join(reply.flow.chunks) if reply.flow else reply.body
        return Answer(reply.status, {name.lower(): value for name, value in reply.headers.items()}, body)

    return send


@contextmanager
def over_socket(url: str, world: str = "default") -> Iterator[Send]:
    """Give a way to send requests over one connection that is kept; one thread may use it."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=20)

    def send(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        connection.request(method, target, body or None, {"X-Emulator-World": world, **headers})
        with connection.getresponse() as response:
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())

    try:
        yield send
    finally:
        connection.close()


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
