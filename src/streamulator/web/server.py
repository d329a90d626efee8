"""The HTTP server: waitress, set up for many patient clients and a quick end."""

from __future__ import annotations

import logging
import socket
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer, create_server
from waitress.task import ThreadedTaskDispatcher

from streamulator.contract.media import MOST_SENT

_THREADS = 8
_CONNECTIONS = 4_000  # idle ones cost nothing but a file descriptor
_HEADERS = 2**20  # bytes of request line and headers; 250 long indexes in a query need as much
_GRACE = 0.05  # seconds that replies under way are given at the end


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A parser that ends a connection whose framing is ambiguous, as RFC 9112 section 6.3 wants."""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            self.headers["CONNECTION"] = "close"
            self.connection_close = True


class _Channel(HTTPChannel):  # type: ignore[misc]  # as above
    parser_class = _Parser


class _Dispatcher(ThreadedTaskDispatcher):  # type: ignore[misc]  # as above
    def shutdown(self, cancel_pending: bool = True, timeout: float = _GRACE) -> bool:  # noqa: FBT001, FBT002  waitress's own signature
        return bool(super().shutdown(cancel_pending, timeout))


class Server:
    """A bound server: `url` is where it listens; `run` serves until SystemExit or KeyboardInterrupt is raised in it."""

    def __init__(self, application: Any, host: str, port: int) -> None:
        """Bind at once, so that a port in use is known before anything is announced; OSError then."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        dispatcher = _Dispatcher()
        dispatcher.set_thread_count(_THREADS)
        self._server = create_server(
            application,
            host=host,
            port=port,
            _dispatcher=dispatcher,
            ident="Streamulator",
            asyncore_use_poll=True,
            backlog=_CONNECTIONS,
            connection_limit=_CONNECTIONS,
            channel_timeout=600,
            recv_bytes=65_536,
            inbuf_overflow=2 * MOST_SENT,
            max_request_header_size=_HEADERS,
            max_request_body_size=4 * MOST_SENT,
        )
        for server in self._listeners():
            server.channel_class = _Channel
        self.port = int(self._listeners()[0].effective_port)
        shown = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104  only what is printed
        self.url = f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}"

    def run(self) -> None:
        """Serve until told to stop."""
        self._server.run()

    def close(self) -> None:
        """Give the port back."""
        self._server.close()

    def _listeners(self) -> list[TcpWSGIServer]:
        listeners = getattr(self._server, "map", None)
        if isinstance(self._server, TcpWSGIServer):
            return [self._server]
        return [one for one in listeners.values() if isinstance(one, TcpWSGIServer)] if listeners else []


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a host."""
    try:
        address = socket.gethostbyname(host)
    except OSError:
        return False
    return address.startswith("127.")
