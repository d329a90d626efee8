"""Leave for pages of another origin to call the emulator: cross-origin resource sharing, where it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from streamulator.web.wire import Environ, StartResponse

_METHODS = "GET, POST, PUT, PATCH, DELETE"
_SHOWN = "ETag, Location, Operation-Id"  # headers of replies that scripts may read
_EXPOSED = "Access-Control-Expose-Headers"
_REMEMBERED = "600"  # seconds


def is_preflight(environ: Environ) -> bool:
    """Tell whether a browser asks beforehand if it may call."""
    return environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ


def permit(environ: Environ, origin: str, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a browser that asks beforehand."""
    headers = {
        **_leave(origin),
        "Access-Control-Allow-Methods": _METHODS,
        "Access-Control-Allow-Headers": environ.get(
            "HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "Authorization, Content-Type"
        ),
        "Access-Control-Max-Age": _REMEMBERED,
    }
    start_response("204 No Content", list(headers.items()))
    return ()


def with_leave(origin: str, start_response: StartResponse) -> StartResponse:
    """Let every reply say that pages of an origin, or of any (`*`), may read it, whatever it says itself."""

    def start(status: str, headers: list[tuple[str, str]]) -> Any:
        shown = [_SHOWN, *(value for name, value in headers if name == _EXPOSED)]
        others = [pair for pair in headers if not pair[0].startswith("Access-Control-")]
        return start_response(status, [*others, *_leave(origin).items(), (_EXPOSED, ", ".join(shown))])

    return start


def _leave(origin: str) -> Mapping[str, str]:
    leave = {"Access-Control-Allow-Origin": origin}
    return leave if origin == "*" else {**leave, "Vary": "Origin"}
