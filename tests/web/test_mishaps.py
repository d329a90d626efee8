from __future__ import annotations

import os
import threading
from threading import BoundedSemaphore

import pytest
import requests
from raw_http import PATIENCE, Connection, exchange, met
from serving import served

from streamulator.core.messages import Mishap, Reply
from streamulator.web import mishaps
from streamulator.web.mishaps import befall

NOTE = b"/toy/notes/hello"
GET = b"GET /toy/notes/hello HTTP/1.1\r\nHost: a\r\n\r\n"
BODY = b'{"text":"Good morning"}'


EVERY_KIND = ["reset", "empty", "cut=0.5", "length=5", "malformed", "drip=8;seconds=0", "stall=0"]


@pytest.fixture
def arm(live):
    def arm(effect, **rule):
        content = {"operation": "getNote", "effect": effect, "times": 1, **rule}
        reply = requests.post(f"{live.url}/_emulator/faults", json=content, timeout=PATIENCE)
        assert reply.status_code == 201, reply.text

    return arm


@pytest.fixture(autouse=True)
def _still_answers(live, capfd):
    """Whatever went wrong, a plain request is served afterwards, and nobody has complained."""
    yield
    assert exchange(live.port, GET).body == BODY
    assert capfd.readouterr().err == ""


def split(received):
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    return lines[0], dict(line.lower().split(": ", 1) for line in lines[1:]), body


@pytest.mark.parametrize("phase", ["before", "after"])
class TestWithoutAByte:
    def test_a_reset_is_a_reset(self, live, arm, phase):
        arm("reset", phase=phase)

        assert met(live.port, GET) == (b"", "reset")

    def test_an_empty_reply_is_an_end(self, live, arm, phase):
        arm("empty", phase=phase)

        assert met(live.port, GET) == (b"", "end")


@pytest.mark.parametrize(("effect", "arrives"), [("cut=0.5", 11), ("cut=3", 3), ("cut=0.0", 0), ("stall=0;bytes=5", 5)])
def test_a_body_ends_before_its_length(live, arm, effect, arrives):
    arm(effect, phase="after")

    received, ending = met(live.port, GET)

    status, headers, body = split(received)
    assert (status, headers["content-length"], body, ending) == ("HTTP/1.1 200 OK", "23", BODY[:arrives], "end")


@pytest.mark.parametrize(("by", "announced"), [(5, 28), (-6, 17), (-100, 0)])
def test_a_length_is_wrong(live, arm, by, announced):
    arm(f"length={by}")

    _status, headers, body = split(met(live.port, GET)[0])

    assert (headers["content-length"], body) == (str(announced), BODY)


def test_a_stalled_reply_is_silent_first(live, arm):
    arm("stall=0.3", phase="after")

    with Connection(live.port) as client:
        client.send(GET)
        assert client._reader.readline() == b"HTTP/1.1 200 OK\r\n"
        while client._reader.readline() != b"\r\n":
            pass
        assert client.silent(0.1)
        assert client.ended()


def test_a_dripping_reply_is_whole_in_the_end(live, arm):
    arm("drip=3;seconds=0.001")

    assert split(met(live.port, GET)[0])[2] == BODY


def test_replies_to_requests_sent_ahead_arrive_before_the_break(live, arm):
    arm("empty", skip=2)

    with Connection(live.port) as client:
        client.send(GET * 3)

        assert [client.answer().body for _ in range(2)] == [BODY, BODY]
        assert client.ended()


def test_slow_replies_keep_nobody_else_waiting(live, arm):
    arm("stall=20", times=30)
    clients = [Connection(live.port) for _ in range(30)]
    for client in clients:
        client.send(GET)

    reply = requests.get(f"{live.url}/_emulator/health", timeout=PATIENCE)

    assert reply.status_code == 200
    for client in clients:
        client.__exit__(None, None, None)


def test_waiting_calls_keep_nobody_else_waiting(live, emulator, arm):
    emulator.wait = live.pause
    arm("latency=0.5", times=30)
    clients = [Connection(live.port) for _ in range(30)]
    for client in clients:
        client.send(GET)

    reply = requests.get(f"{live.url}/_emulator/health", timeout=0.4)

    assert reply.status_code == 200
    assert [client.answer().status for client in clients] == [200] * 30
    for client in clients:
        client.__exit__(None, None, None)


@pytest.mark.parametrize("effect", EVERY_KIND)
def test_200_in_a_row_leave_nothing_behind(live, arm, effect):
    arm(effect, times=200)
    ask = GET.replace(b"Host", b"Connection: close\r\nHost")
    met(live.port, ask)
    open_before, threads_before = len(os.listdir("/proc/self/fd")), threading.active_count()  # noqa: PTH208  names will do

    endings = {(len(split(received)[2]) if received else -1, ending) for received, ending in met_often(live, ask, 199)}

    assert len(endings) == 1
    assert exchange(live.port, GET).status == 200
    assert wait_for(lambda: len(os.listdir("/proc/self/fd")) <= open_before + 1)  # noqa: PTH208  as above
    assert wait_for(lambda: threading.active_count() <= threads_before)


def met_often(live, request, times):
    return [met(live.port, request) for _ in range(times)]


def wait_for(condition):
    """Tell whether something comes true within a moment: what ends does so in threads of its own."""
    done = threading.Event()
    for _ in range(200):
        if condition():
            return True
        done.wait(0.01)
    return False


class Plain:
    """An application whose replies go wrong as they are told, whatever is asked."""

    def __init__(self, *replies):
        self.replies = iter(replies)

    def __call__(self, environ, start_response):
        reply = next(self.replies)
        if reply.mishap:
            return befall(environ, reply, reply.mishap, start_response)
        start_response("200 OK", [("Content-Length", str(len(reply.body)))])
        return [reply.body]


def test_a_large_reply_to_a_request_sent_ahead_is_whole_before_the_next_goes_wrong():
    large = os.urandom(30_000_000)
    cut = Reply(200, body=b"abcd", mishap=Mishap("close", arrives=2))
    with served(Plain(Reply(200, body=large), cut)) as server, Connection(server.port) as client:
        client.send(GET * 2)

        first = client.answer()

        assert (first.status, first.body == large) == (200, True)
        assert split(client._reader.read())[2] == b"ab"


def test_no_body_follows_the_head_that_was_asked_for():
    cut = Reply(200, body=b"abcd", mishap=Mishap("length", size=2))
    with served(Plain(cut)) as server:
        received, _ending = met(server.port, GET.replace(b"GET", b"HEAD"))

    assert split(received)[1]["content-length"] == "6"
    assert split(received)[2] == b""


def test_a_reply_that_arrives_whole_says_that_the_connection_ends(live, arm):
    arm("drip=8;seconds=0")

    assert split(met(live.port, GET)[0])[1]["connection"] == "close"


def test_of_too_many_slow_replies_the_last_are_closed_at_once(monkeypatch):
    monkeypatch.setattr(mishaps, "_room", BoundedSemaphore(2))
    slow = Reply(200, body=b"abcd", mishap=Mishap("stall", arrives=2, seconds=5))
    with served(Plain(slow, slow, slow)) as server:
        waiting = [Connection(server.port).send(GET) for _ in range(2)]
        assert [one._reader.readline() for one in waiting] == [b"HTTP/1.1 200 OK\r\n"] * 2

        assert met(server.port, GET)[0] == b""
        for one in waiting:
            one.__exit__(None, None, None)


def test_a_body_that_is_not_there_is_not_spoilt(live, arm):
    arm("malformed", operation="deleteNote")

    with Connection(live.port) as client:
        client.send(GET.replace(b"GET", b"DELETE") + GET)

        assert client.answer().status == 204
        assert client.answer().status == 404
    requests.put(f"{live.url}/toy/notes/hello", json={"text": "Good morning"}, timeout=PATIENCE)
