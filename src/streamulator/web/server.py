"""The HTTP server: waitress, set up for many patient clients and a quick end."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from waitress.adjustments import Adjustments
from waitress.buffers import ReadOnlyFileBasedBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import MultiSocketServer, TcpWSGIServer
from waitress.task import WSGITask

from streamulator.contract.media import MOST_SENT
from streamulator.core.clock import stopwatch
from streamulator.web.loop import Loop, Task
from streamulator.web.mishaps import PATIENCE, TAKE_OVER, TakenOver
from streamulator.web.waiting import MOST, ready
from streamulator.web.wire import Environ, Flowing, StartResponse

_HEADERS = 2**20  # bytes of request line and headers; 250 long indexes in a query need as much
_ANSWER = 2**28  # bytes of an answer that wait in memory rather than in a file on disk
_TURN = 2**20  # bytes of a flowing body after which other connections have their turn
_A_MOMENT = 0.05  # seconds before it is looked again whether a slow client is still there
_ALONE = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)  # on Windows the latter shares a port
_REACHED_AT = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  only what is printed


_Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A parser that ends a connection whose framing is ambiguous, as RFC 9112 sections 6.1 and 6.3 want."""

    path = ""  # waitress logs it for a client that has gone, even where no request line could be read

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # a target such as "http://[", a length of thousands of digits
            raise ParsingError("Bad request line or headers") from error
        twofold = self.chunked and "CONTENT_LENGTH" in self.headers
        too_early = "TRANSFER_ENCODING" in self.headers  # taken out where HTTP/1.1 has it
        if twofold or too_early:
            self.headers["CONNECTION"] = "close"


class _Task(WSGITask):  # type: ignore[misc]  # as above
    """A task that keeps the connection after an answer without a body, where waitress would close it."""

    close_on_finish: bool

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[TAKE_OVER] = self._take_over
        return environ

    def service(self) -> None:
        try:
            super().service()
        except TakenOver:
            self.close_on_finish = True

    def _take_over(self) -> socket.socket:
        # A second handle on the connection: waitress closes its own, and the client notices nothing until this one is.
        try:
            if self._is_flushed():
                copy: socket.socket = self.channel.socket.dup()
                return copy
        except (OSError, ValueError):  # the client has gone, or the handle on it has
            pass
        raise TakenOver

    def _is_flushed(self) -> bool:
        """Send the replies to requests sent ahead of this one; tell whether the client took them all."""
        channel, until = self.channel, stopwatch() + PATIENCE
        while True:
            with channel.outbuf_lock:
                channel._flush_some(do_close=False)  # noqa: SLF001  waitress has no other way
                if not channel.total_outbufs_len:
                    return bool(channel.connected)
            if stopwatch() > until:
                return False
            ready(channel.socket, "write", _A_MOMENT)

    def build_response_header(self) -> bytes:
        keeps = self.version == "1.1" and not self.close_on_finish and not self.has_body
        header = bytes(super().build_response_header())
        if keeps and self.request.headers.get("CONNECTION", "").lower() != "close":
            self.close_on_finish = False
            header = header.replace(b"Connection: close\r\n", b"", 1)
        return header


class _Buffer(ReadOnlyFileBasedBuffer):  # type: ignore[misc]  # as above
    """A flowing body as a connection's output buffer.

    The server's loop makes a chunk when the socket takes one. So a client that reads slowly, or not at all, keeps
    neither a thread nor more than a chunk in memory, and for one that has gone nothing more is made.
    """

    def __init__(self, flowing: Flowing) -> None:
        self._flowing = flowing
        self._chunks = iter(flowing)
        self._chunk = memoryview(b"")
        self._turn = _TURN
        self.remain = flowing.length

    def prepare(self, _size: int | None = None) -> int:
        return self.remain

    def get(self, _most: int = -1, _skip: bool = False) -> memoryview | bytes:  # noqa: FBT001, FBT002  as below
        if self._turn <= 0:
            self._turn = _TURN
            return b""  # which the loop takes for a socket that is full
        if not self._chunk:
            self._chunk = memoryview(next(self._chunks))
            self._turn -= len(self._chunk)
        return self._chunk

    def skip(self, count: int, _allow_prune: bool = False) -> None:  # noqa: FBT001, FBT002  waitress's own signature
        self._chunk = self._chunk[count:]
        self.remain -= count

    def close(self) -> None:
        self._flowing.close()

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks


class _Channel(HTTPChannel):  # type: ignore[misc]  # as above
    parser_class = _Parser
    task_class = _Task


class _Listener(TcpWSGIServer):  # type: ignore[misc]  # as above
    channel_class = _Channel

    def add_task(self, task: Task) -> None:
        # First the task, then the question who leads: a new leader looks for tasks before it waits for anything.
        super().add_task(task)
        self.pull_trigger()

    def pull_trigger(self) -> None:
        if not self.task_dispatcher.leads():
            super().pull_trigger()


class Server:
    """A bound server: `url` is where it listens; `run` serves until SystemExit or KeyboardInterrupt is raised in it.

    `pause` is how calls are made to wait, without keeping others from being served.
    """

    def __init__(self, application: Any, host: str, port: int) -> None:
        """Bind at once, so that a port in use is known before anything is announced; OSError then."""
        sockets = _bound(host, port)
        settings = Adjustments(
            sockets=sockets,
            ident="Streamulator",
            backlog=MOST,
            connection_limit=MOST,  # idle ones cost nothing but a file descriptor
            channel_timeout=600,
            recv_bytes=65_536,
            inbuf_overflow=2 * MOST_SENT,
            outbuf_overflow=_ANSWER,
            clear_untrusted_proxy_headers=False,  # whoever sent it, a header says what it says
            max_request_header_size=_HEADERS,
            max_request_body_size=4 * MOST_SENT,
        )
        self._map: dict[int, Any] = {}
        self._loop = Loop(self._map)
        self.pause = self._loop.pause
        self._left: dict[int, Any] = {}
        for one in sockets:
            place = (one.family, one.type, one.proto, one.getsockname())
            listener = _Listener(
                _buffering(application),
                self._map,
                _sock=one,
                dispatcher=self._loop,
                adj=settings,
                sockinfo=place,
                bind_socket=False,
            )
        self._trigger = listener.trigger
        self._server = MultiSocketServer(self._map, settings, (), self._loop)
        self.port = int(sockets[0].getsockname()[1])
        shown = _REACHED_AT.get(host, host)
        self.url = f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}"

    def run(self) -> None:
        """Serve until told to stop."""
        self._loop.run()

    def end(self) -> None:
        """Let `run` return at once; this is called from another thread than that."""
        self._trigger.pull_trigger(self._leave)

    def close(self) -> None:
        """Give the port back."""
        self._map.update(self._left)
        self._server.close()

    def _leave(self) -> None:
        # Runs in the server's own thread, whose loop ends when it has nothing to look after. What it looked after is
        # closed later: whoever wakes the loop up must not find the file descriptor for that gone.
        self._left.update(self._map)
        self._map.clear()


def _buffering(application: _Application) -> _Application:
    """Have bodies that flow taken chunk after chunk."""

    def serve(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        body = application(environ, start_response)
        return _Buffer(body) if isinstance(body, Flowing) else body

    return serve


def _bound(host: str, port: int) -> list[socket.socket]:
    """Bind every address of a host to one port: "localhost" is 127.0.0.1 and often ::1 as well."""
    places = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    sockets: list[socket.socket] = []
    try:
        for family, kind, protocol, _name, address in dict.fromkeys(places):
            one = socket.socket(family, kind, protocol)
            sockets.append(one)
            one.setsockopt(socket.SOL_SOCKET, _ALONE, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind((address[0], port, *address[2:]))
            port = one.getsockname()[1]
    except OSError:
        for one in sockets:
            one.close()
        raise
    return sockets
