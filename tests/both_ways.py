"""Both ways in at once: a request goes through a socket and into an application in this process, to the same answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any
from uuid import uuid4

from aveva_http import Answer, Api, Send

from streamulator.client import SocketTransport, WsgiTransport

START = "2030-01-01T00:00:00Z"
_OF_THE_SERVER = {"connection", "date", "server"}  # headers that a WSGI server adds


@contextmanager
def both_ways(url: str, application: Any) -> Iterator[Send]:
    """Give a way to send requests to two emulators that started alike: one serves at a URL, one is an application."""
    with closing(SocketTransport(url)) as socket:
        wsgi = WsgiTransport(application, url=url)

        def send(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
            served, called = (Answer(*transport.send(method, target, headers, body)) for transport in (socket, wsgi))
            assert shown(served) == shown(called), f"{method} {target}"
            return served

        yield send


@contextmanager
def trial_world(send: Send) -> Iterator[Mapping[str, str]]:
    """Make a world on a clock that stands still; give the header that leads to it, and look at all of it at the end."""
    control = Api(send, "/_emulator")
    name = f"trial-{uuid4()}"
    assert control.post("/worlds", {"name": name, "frozenAt": START}).status == 201
    yield {"X-Emulator-World": name}
    inside = control.having(X_Emulator_World=name)
    assert inside.get("/state").status == 200
    assert inside.get("/ledger").content["totals"]["broken"] == 0
    assert control.delete(f"/worlds/{name}").status == 204


def shown(answer: Answer) -> tuple[int, Mapping[str, str], bytes]:
    """Return what of an answer the emulator decides."""
    headers = {name: value for name, value in answer.headers.items() if name not in _OF_THE_SERVER}
    return answer.status, headers, answer.body
