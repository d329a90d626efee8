"""Bodies that flow, over sockets: whole for whoever reads, and no burden by whoever does not."""

from __future__ import annotations

import time
from contextlib import ExitStack
from threading import Event

import pytest
from raw_http import Connection, exchange
from serving import PATIENCE, served

from streamulator.core.messages import Flow, Reply, Request
from streamulator.web.wire import respond

GET = b"GET %b HTTP/1.1\r\nHost: a\r\n\r\n"
CHUNK = bytes(range(256)) * 256


class Springs:
    """A WSGI application whose paths say how many chunks they are long; it knows how many it has made."""

    def __init__(self):
        self.made = 0
        self.closed = Event()

    def __call__(self, environ, start_response):
        request = Request(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        count = int(request.path.strip("/"))
        flow = Flow(count * len(CHUNK), self._make(count))
        return respond(request, Reply(200, flow=flow, media_type="application/octet-stream"), start_response)

    def _make(self, count):
        try:
            for _ in range(count):
                self.made += 1
                yield CHUNK
        finally:
            self.closed.set()


@pytest.fixture
def springs():
    return Springs()


@pytest.fixture
def server(springs):
    with served(springs) as server:
        yield server


@pytest.mark.parametrize("count", [0, 1, 2, 15, 16, 17, 100])
def test_a_body_comes_whole_and_the_connection_stays(server, count):
    with Connection(server.port) as connection:
        for _ in range(2):
            answer = connection.send(GET % b"/%d" % count).answer()

            assert answer.headers["content-length"] == str(count * len(CHUNK))
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.body == CHUNK * count
        assert connection.silent()


def test_requests_in_a_row_are_answered_in_order(server):
    with Connection(server.port) as connection:
        connection.send(GET % b"/3" + GET % b"/1" + GET % b"/2")

        assert [len(connection.answer().body) // len(CHUNK) for _ in range(3)] == [3, 1, 2]


def test_head_has_the_length_and_makes_nothing(server, springs):
    with Connection(server.port) as connection:
        answer = connection.send(b"HEAD /3 HTTP/1.1\r\nHost: a\r\n\r\n").answer(bodiless=True)

        assert answer.headers["content-length"] == str(3 * len(CHUNK))
        assert connection.silent()
    assert springs.made == 0


def test_http_1_0_gets_it_and_the_connection_ends(server):
    with Connection(server.port) as connection:
        answer = connection.send(b"GET /20 HTTP/1.0\r\n\r\n").answer()

        assert answer.body == CHUNK * 20
        assert connection.ended()


def settled(count):
    """Wait until a number does not change any more."""
    deadline, before = time.monotonic() + PATIENCE, -1
    while count() != before and time.monotonic() < deadline:
        before = count()
        time.sleep(0.1)
    return count()


def test_who_does_not_read_is_made_no_more_than_a_socket_holds(server, springs):
    with Connection(server.port) as connection:
        connection.send(GET % b"/10000")

        made = settled(lambda: springs.made)

        assert made * len(CHUNK) < 20_000_000
        assert not springs.closed.is_set()


def test_who_hangs_up_leaves_nothing_behind(server, springs):
    with Connection(server.port) as connection:
        connection.send(GET % b"/10000")
        connection.socket.recv(10)

    assert springs.closed.wait(PATIENCE)
    assert springs.made < 1000
    deadline = time.monotonic() + PATIENCE
    while len(server._map) > 2 and time.monotonic() < deadline:  # the listener and its trigger
        time.sleep(0.01)
    assert len(server._map) == 2


def test_many_who_do_not_read_keep_nobody_waiting(server):
    with ExitStack() as held:
        for _ in range(50):
            held.enter_context(Connection(server.port)).send(GET % b"/10000")

        assert len(exchange(server.port, GET % b"/1").body) == len(CHUNK)


def test_one_who_reads_fast_keeps_nobody_waiting(server, springs):
    """Two gigabytes would take seconds; others have their turn after each megabyte."""
    with Connection(server.port) as fast:
        fast.send(GET % b"/30000")
        for _ in range(10):
            fast.socket.recv(1 << 20)
            before = springs.made
            assert len(exchange(server.port, GET % b"/1").body) == len(CHUNK)
            assert springs.made - before < 2_000
