"""The ways into the emulator that the clients' tests take: AVEVA's ADHClient and EDSClient, and bare bytes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from adh_sample_library_preview import ADHClient, EDSClient
from raw_http import Answer, exchange


class Entrance(NamedTuple):
    """A client, and where it finds the streams of the fixtures."""

    client: ADHClient | EDSClient
    tenant: str
    namespace: str

    @property
    def place(self) -> str:
        """Return the namespace's address."""
        return f"{self.client.uri}/api/v1/Tenants/{self.tenant}/Namespaces/{self.namespace}"


ENTRANCES: Mapping[str, Callable[[str], Entrance]] = {
    "ADHClient": lambda url: Entrance(ADHClient("v1", "demo", url, "demo-client", "demo-secret"), "demo", "demo"),
    "EDSClient": lambda url: Entrance(EDSClient("v1", url), "default", "default"),
}


class Wire:
    """Requests written by hand; targets are taken below the namespace `default` unless they begin with a slash."""

    place = "/api/v1/Tenants/default/Namespaces/default/"

    def __init__(self, url: str) -> None:
        self._host, self._prefix = urlsplit(url).netloc, urlsplit(url).path

    def ask(self, method: str, target: str, body: Any = None, **headers: str) -> Answer:
        """Send one request as it stands; a body that is no bytes goes as JSON, `_` in a header's name as `-`."""
        target = target if target.startswith("/") else self.place + target
        lines = [f"{method} {self._prefix}{target} HTTP/1.1", f"Host: {self._host}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        content = b""
        if body is not None:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
        if body is not None or method in {"POST", "PUT", "PATCH", "DELETE"}:
            lines.append(f"Content-Length: {len(content)}")
        return exchange(int(self._host.rpartition(":")[2]), "\r\n".join([*lines, "", ""]).encode() + content)


def content_of(answer: Answer) -> Any:
    """Read an answer's JSON, compressed or not."""
    packed = answer.headers.get("content-encoding") == "gzip"
    return json.loads(gzip.decompress(answer.body) if packed else answer.body)
