"""Between WSGI and the emulator's own messages."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, unquote, unquote_plus

from streamulator.core.messages import DEFAULT_WORLD, WORLD_PREFIX, Flow, Reply, Request

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]

WORLD_HEADER = "x-emulator-world"

_STATUS_LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
_GZIP = 31  # zlib's window bits for a gzip wrapper
_FAST = 1
_TEXTUAL = ("json", "yaml")  # media types that are worth compressing


def request_of(environ: Environ) -> Request:
    """Take a request out of a WSGI environment: raw path, all query values, headers, body, and its world."""
    headers = {key[5:].replace("_", "-").lower(): value for key, value in environ.items() if key[:5] == "HTTP_"}
    headers["content-type"] = environ.get("CONTENT_TYPE", "")
    path, world, prefix = _raw_path(environ), headers.get(WORLD_HEADER, ""), ""
    if path.startswith(WORLD_PREFIX):
        name, _, rest = path[len(WORLD_PREFIX) :].partition("/")
        path, world = "/" + rest.lstrip("/"), unquote(name)
        prefix = WORLD_PREFIX + quote(world, safe="")
    query = environ.get("QUERY_STRING", "")
    host = headers.get("host") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return Request(
        environ["REQUEST_METHOD"],
        path,
        _query_of(query) if query else (),
        headers,
        _body(environ),
        f"{environ['wsgi.url_scheme']}://{host}{prefix}",
        world or DEFAULT_WORLD,
        environ.get("REMOTE_ADDR", ""),
    )


class Flowing:
    """The body of a reply that is made while it is sent; a server may take chunk after chunk at its own pace."""

    def __init__(self, flow: Flow) -> None:
        self.length, self._chunks = flow

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    def close(self) -> None:
        """Give up what has not been made yet."""
        self._chunks.close()


def respond(request: Request, reply: Reply, start_response: StartResponse) -> Iterable[bytes]:
    """Put a reply on the wire, compressed where the client takes that and the reply is no error."""
    headers, body = dressed(request.headers.get("accept-encoding", ""), reply)
    if reply.flow is not None:
        start_response(status_line(reply.status), [*headers, ("Content-Length", str(reply.flow.length))])
        flowing = Flowing(reply.flow)
        if request.method != "HEAD":
            return flowing
        flowing.close()
        return ()
    if body or has_length(reply):
        headers.append(("Content-Length", str(len(body))))
    start_response(status_line(reply.status), headers)
    return (body,) if request.method != "HEAD" else ()


def dressed(accepted: str, reply: Reply) -> tuple[list[tuple[str, str]], bytes]:
    """Return the headers of a reply but for its length, and its body, as a client that accepts some codings gets them.

    What flows is never compressed, nor is a flow that was brought to a halt: its media type tells.
    """
    headers, body = list(reply.headers.items()), reply.body
    if (body or reply.flow) and "Content-Type" not in reply.headers:
        headers.append(("Content-Type", reply.media_type))
    textual = body and reply.media_type.endswith(_TEXTUAL)
    if textual and reply.status < HTTPStatus.BAD_REQUEST and _takes_gzip(accepted):
        body = zlib.compress(body, _FAST, _GZIP)
        headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
    return headers, body


def has_length(reply: Reply) -> bool:
    """Tell whether a reply says how long it is even where there is no body."""
    return reply.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


def status_line(status: int) -> str:
    """Write a status with what it is called."""
    return _STATUS_LINES.get(status, f"{status} Unknown")


def _query_of(text: str) -> tuple[tuple[str, str], ...]:
    """Take a query apart, in order; a name without a value has an empty one."""
    plain = "%" not in text and "+" not in text
    pairs = [(name, value) for name, _, value in [part.partition("=") for part in text.split("&") if part]]
    return tuple(pairs) if plain else tuple([(unquote_plus(name), unquote_plus(value)) for name, value in pairs])


def _raw_path(environ: Environ) -> str:
    # REQUEST_URI is what was on the request line; PATH_INFO has lost the difference between "/" and "%2F".
    target: str = environ.get("REQUEST_URI") or environ.get("RAW_URI") or ""
    if not target:
        target = quote(environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""), encoding="latin-1")
    path = target.partition("?")[0].partition("#")[0]
    if not path.startswith("/"):  # the absolute form of a request line
        path = "/" + path.partition("://")[2].partition("/")[2]
    return "/" + path.lstrip("/")


def _body(environ: Environ) -> bytes:
    length = environ.get("CONTENT_LENGTH")
    stream = environ["wsgi.input"]
    if length:
        return bytes(stream.read(int(length)))
    return bytes(stream.read()) if environ.get("wsgi.input_terminated") else b""


def _takes_gzip(accepted: str) -> bool:
    if "gzip" not in accepted:
        return False
    for offer in accepted.split(","):
        coding, _, quality = offer.replace(" ", "").lower().partition(";q=")
        if coding == "gzip":
            return not quality or quality.strip("0.") != ""
    return False
