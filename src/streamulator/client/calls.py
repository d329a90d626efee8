"""One call of the control API: JSON there, JSON back, and refusals raised."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote, urlencode

from streamulator.client.errors import ControlError
from streamulator.client.transports import Transport
from streamulator.core.messages import NOTHING, Json

PREFIX = "/_emulator"


class Caller:
    """Sends to one world through one transport."""

    __slots__ = ("token", "transport", "world")

    def __init__(self, transport: Transport, world: str, token: str | None) -> None:
        """Name the world in each request, and show a token where there is one."""
        self.transport = transport
        self.world = world
        self.token = token

    def __call__(
        self,
        method: str,
        path: str,
        content: Json = NOTHING,
        query: Mapping[str, Json] | None = None,
        *,
        place: str = "",
    ) -> Json:
        """Return the JSON that comes back, or None where nothing does; ControlError for a refusal.

        `place` is the address of a world, where the call is to go to another than the header says.
        """
        body = self.raw(method, path, content, query, place=place)
        return json.loads(body) if body else None

    def raw(
        self,
        method: str,
        path: str,
        content: Json = NOTHING,
        query: Mapping[str, Json] | None = None,
        *,
        place: str = "",
    ) -> bytes:
        """Return the body that comes back; ControlError for a refusal."""
        headers = {"X-Emulator-World": self.world}
        body = b""
        if content is not NOTHING:
            headers["Content-Type"] = "application/json"
            body = json.dumps(content, default=_plain).encode()
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        given = {name: value for name, value in (query or {}).items() if value is not None}
        target = f"{place}{PREFIX}{path}{'?' + urlencode(given) if given else ''}"
        answer = self.transport.send(method, target, headers, body)
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise _refusal(answer.status, answer.body)
        return answer.body


def word(text: str) -> str:
    """Escape a text so that it is one word of a path."""
    return quote(text, safe="")


def _plain(value: object) -> Json:
    """Turn what JSON has no word for into what it has."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"found {value!r}, expected what JSON can say")


def _refusal(status: int, body: bytes) -> ControlError:
    try:
        content = json.loads(body)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        return ControlError(status, body.decode(errors="replace")[:1000])
    return ControlError(status, str(content.get("detail", content)), content.get("errors", ()))
