from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest

from streamulator.client import Control, ControlError, SocketTransport, WsgiTransport
from streamulator.web.app import Application

NOTE = "/toy/notes/hello"


class Server:
    """A server that says the same to every connection, once, and hangs up."""

    def __init__(self, *said):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = Thread(target=self._serve, args=(said,))
        self._thread.start()

    def _serve(self, said):
        for words in said:
            connection, _ = self._listener.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(words)

    def close(self):
        self._thread.join()
        self._listener.close()


@pytest.fixture
def saying():
    servers = []

    def make(*said):
        servers.append(Server(*said))
        return servers[-1].url

    yield make
    for server in servers:
        server.close()


class TestSockets:
    def test_are_kept_for_the_next_request(self, live):
        with Control(live.url) as control:
            control.health()
            (kept,) = control.transport._idle
            control.health()

            assert control.transport._idle == [kept]
        assert control.transport._idle == []

    def test_serve_many_threads_at_once(self, live):
        with Control(live.url) as control, ThreadPoolExecutor(8) as pool:
            names = list(pool.map(lambda n: control.create_world(f"w{n}").info().worlds > 1, range(40)))

            assert all(names)
            assert len(control.worlds()) == 41

    def test_that_were_closed_meanwhile_are_opened_again(self, saying):
        answer = b'HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{"ready":true}'
        with Control(saying(answer, answer)) as control:
            assert [control.ready(), control.ready()] == [True, True]

    @pytest.mark.parametrize("said", [b"", b"what?\r\n\r\n"])
    def test_that_lead_to_something_else_are_a_connection_error(self, saying, said):
        with Control(saying(said)) as control, pytest.raises(ConnectionError):
            control.health()

    def test_that_lead_to_something_else_that_speaks_http_are_a_refusal(self, saying):
        page = b"HTTP/1.1 502 Bad\r\nContent-Length: 4\r\n\r\noops"
        with Control(saying(page)) as control, pytest.raises(ControlError) as caught:
            control.health()

        assert (caught.value.status, caught.value.detail) == (502, "oops")

    def test_that_lead_nowhere_are_a_connection_error(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        with Control(f"http://127.0.0.1:{port}") as control, pytest.raises(ConnectionError):
            control.health()

    @pytest.mark.parametrize("url", ["", "localhost:5590", "ftp://a", "http://"])
    def test_need_an_address(self, url):
        with pytest.raises(ValueError, match="url: found"):
            SocketTransport(url)

    @pytest.mark.parametrize("end", ["", "/", "/_worlds/default", "/_worlds/default/"])
    def test_take_the_address_of_a_world(self, live, end):
        with Control(live.url + end) as control:
            assert (control.world, control.url) == ("default", live.url)

    def test_prefer_the_world_that_is_named(self, live):
        with Control(f"{live.url}/_worlds/one", "two") as control:
            assert control.world == "two"


class TestCallsInProcess:
    @pytest.mark.parametrize(
        ("effect", "error"),
        [
            ("reset", ConnectionResetError),
            ("empty", ConnectionAbortedError),
            ("stall=1", TimeoutError),
            ("cut=0.5", ConnectionAbortedError),
        ],
    )
    def test_raise_what_befalls_a_connection(self, emulator, effect, error):
        control = Control(WsgiTransport(Application(emulator)))
        control.faults.arm(effect, operation="getNote")

        with pytest.raises(error):
            control.transport.send("GET", NOTE, {})

    def test_send_paths_as_they_are_written(self, emulator):
        transport = WsgiTransport(Application(emulator), url="http://here:1")
        transport.send("GET", "/toy/notes/a%2Fb?x=%C3%BC", {})

        (entry,) = Control(transport).journal.entries()

        assert (entry.path, entry.query) == ("/toy/notes/a%2Fb", (("x", "ü"),))
