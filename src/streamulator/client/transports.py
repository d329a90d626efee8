"""How the client's requests reach an emulator: through a socket, or by calling its WSGI application."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from io import BytesIO
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote_to_bytes, urlsplit

IN_PROCESS = "http://emulator"
_PATIENCE = 30.0  # seconds

Environ = dict[str, Any]
WsgiApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Answer(NamedTuple):
    """What came back; header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """A way to an emulator; `url` is where it is."""

    @property
    def url(self) -> str:
        """Return the address of the emulator."""
        ...

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send one request; OSError when nobody is there."""
        ...

    def close(self) -> None:
        """Let go of connections that are kept."""
        ...


class SocketTransport:
    """Connections that are kept and lent to one request at a time, so that any thread may send."""

    def __init__(self, url: str, *, timeout: float = _PATIENCE) -> None:
        """Send to the emulator at a base URL, which may have a path; ValueError for what is none."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"url: found {url!r}, expected http://host:port")
        self.url = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
        self._kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._place, self._path, self._timeout = parts.netloc, parts.path.rstrip("/"), timeout
        self._idle: list[HTTPConnection] = []

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send one request; OSError when nobody is there."""
        kept = True
        try:
            connection = self._idle.pop()
        except IndexError:
            connection, kept = self._kind(self._place, timeout=self._timeout), False
        try:
            return self._exchange(connection, method, target, headers, body)
        except (ConnectionError, HTTPException) as error:
            connection.close()
            if kept:  # the server may have closed it meanwhile, so that nothing of this was read
                return self.send(method, target, headers, body)
            if isinstance(error, OSError):
                raise
            raise ConnectionError(f"{self.url} does not speak HTTP: {error!r}") from error
        except BaseException:
            connection.close()
            raise

    def _exchange(
        self, connection: HTTPConnection, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        connection.request(method, self._path + target, body or None, dict(headers))
        response = connection.getresponse()
        answer = Answer(
            response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        )
        self._idle.append(connection)
        return answer

    def close(self) -> None:
        """Close the connections that are idle."""
        while self._idle:
            self._idle.pop().close()

    def __del__(self) -> None:
        if hasattr(self, "_idle"):
            self.close()


class WsgiTransport:
    """Calls of a WSGI application in this process: no socket, no thread, no server."""

    def __init__(self, application: WsgiApplication, *, url: str = IN_PROCESS) -> None:
        """Call an application; `url` is where it is served, if it is."""
        self._application = application
        self.url = url.rstrip("/")

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Answer one request; what a fault does to a connection is the exception that a client would get."""
        status, received = [""], dict[str, str]()

        def start(line: str, sent: list[tuple[str, str]], _error: Any = None) -> Callable[[bytes], None]:
            status[0] = line
            received.update((name.lower(), value) for name, value in sent)
            return lambda _data: None

        pieces = self._application(self._environ(method, target, headers, body), start)
        try:
            content = b"".join(pieces)
        finally:
            close = getattr(pieces, "close", None)
            if close is not None:
                close()
        if not status[0]:
            raise ConnectionAbortedError("The connection was closed without an answer.")
        return Answer(int(status[0].partition(" ")[0]), received, content)

    def close(self) -> None:
        """Do nothing: there is no connection."""

    def _environ(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Environ:
        path, _, query = target.partition("?")
        place = urlsplit(self.url)
        environ: Environ = {
            "REQUEST_METHOD": method,
            "REQUEST_URI": target,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": place.hostname or "",
            "SERVER_PORT": str(place.port or 80),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": place.netloc,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": place.scheme,
            "wsgi.input": BytesIO(body),
            "wsgi.errors": None,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
        if body:
            environ["CONTENT_LENGTH"] = str(len(body))
        return environ
