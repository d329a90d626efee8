"""A door before the control API: where a token is wanted, nobody steers the emulator without it."""

from __future__ import annotations

import ipaddress
from hmac import compare_digest

from streamulator.contract import media
from streamulator.core.messages import Reply, Request
from streamulator.core.problems import Unauthenticated
from streamulator.kernel.problem_json import problem_reply

_BEHIND = "/_emulator"
_OPEN = (f"{_BEHIND}/health", f"{_BEHIND}/ready")  # for whoever watches over the process
_SCHEME = "bearer"


def turned_away(request: Request, token: str) -> Reply | None:
    """Return the refusal of a request to the control API that does not show the token; None lets it pass."""
    path = request.path
    if path in _OPEN or not (path == _BEHIND or path.startswith(f"{_BEHIND}/")):
        return None
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == _SCHEME and compare_digest(shown.strip().encode(), token.encode()):
        return None
    problem = Unauthenticated("The control API wants a token here.", "Send it as 'Authorization: Bearer …'.")
    reply = problem_reply(problem)
    reply = reply._replace(headers={**reply.headers, "WWW-Authenticate": "Bearer"})
    return reply.with_body(media.written(reply.content, reply.media_type))


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches a server that listens on a host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name, or every address there is
