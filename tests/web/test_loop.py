"""The loop under answers of every length: whoever leads, each client gets its own answers, in order, and no other's."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from raw_http import Connection
from serving import served

from streamulator.core.clock import pause, stopwatch
from streamulator.web import loop as loops
from streamulator.web.loop import Loop

AT_ONCE = 50
PATIENCE = 10


def get(path):
    return b"GET %b HTTP/1.1\r\nHost: a\r\n\r\n" % path.encode()


@pytest.fixture
def threads():
    """Offer what lists the threads of this test's loops; other servers of the process have theirs."""
    others = set(threading.enumerate())
    return lambda: [one for one in threading.enumerate() if one.name == "loop" and one not in others]


@pytest.fixture
def settled(threads):
    """Offer what waits until there are so many threads of loops left; one that was relieved ends by itself."""

    def wait(number):
        until = stopwatch() + PATIENCE
        while len(threads()) != number and stopwatch() < until:
            pause(0.001)
        return len(threads()) == number

    return wait


class Answers:
    """An application whose answers echo the path; `/wait` waits for the gate, `/sleep/N` sleeps N milliseconds."""

    def __init__(self):
        self.gate = threading.Event()
        self.waiting = threading.Semaphore(0)
        self.pause = pause

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if path.startswith("/wait"):
            self.waiting.release()
            assert self.gate.wait(PATIENCE)
        elif path.startswith("/sleep/"):
            pause(float(path.split("/")[2]) / 1000)
        elif path.startswith("/pause/"):
            self.waiting.release()
            self.pause(float(path.split("/")[2]) / 1000)
        body = path.encode()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]


@pytest.fixture
def answers():
    one = Answers()
    yield one
    one.gate.set()


@pytest.fixture
def live(answers):
    with served(answers) as server:
        answers.pause = server.pause
        yield server


def test_a_long_answer_keeps_nobody_else_waiting(live, answers):
    with Connection(live.port) as slow, Connection(live.port) as other:
        slow.send(get("/wait"))
        assert answers.waiting.acquire(timeout=PATIENCE)

        assert [other.send(get(f"/{n}")).answer().body for n in range(20)] == [b"/%d" % n for n in range(20)]

        answers.gate.set()
        assert slow.answer().body == b"/wait"
        assert slow.send(get("/again")).answer().body == b"/again"


def test_many_long_answers_keep_nobody_else_waiting(threads, settled, live, answers):
    with ExitStack() as stack:
        slow = [stack.enter_context(Connection(live.port)) for _ in range(AT_ONCE)]
        for number, client in enumerate(slow):
            client.send(get(f"/wait/{number}"))
        for _ in slow:
            assert answers.waiting.acquire(timeout=PATIENCE)
        assert stack.enter_context(Connection(live.port)).send(get("/a")).answer().body == b"/a"
        assert len(threads()) > AT_ONCE

        answers.gate.set()

        assert [client.answer().body for client in slow] == [b"/wait/%d" % n for n in range(AT_ONCE)]
    assert settled(1)


def test_what_a_client_sent_behind_a_long_answer_comes_after_it_and_needs_no_push(live, answers):
    with Connection(live.port) as client, Connection(live.port) as other:
        client.send(get("/wait") + get("/second") + get("/third"))
        assert answers.waiting.acquire(timeout=PATIENCE)
        assert other.send(get("/a")).answer().body == b"/a"

        answers.gate.set()

        assert [client.answer().body for _ in range(3)] == [b"/wait", b"/second", b"/third"]


def test_an_answer_that_is_made_to_wait_passes_the_lead_on_at_once(live, answers, monkeypatch):
    monkeypatch.setattr(loops, "_LONG", PATIENCE)  # nobody looks
    with Connection(live.port) as slow, Connection(live.port) as other:
        slow.send(get("/pause/300"))
        assert answers.waiting.acquire(timeout=PATIENCE)
        begun = stopwatch()

        assert other.send(get("/a")).answer().body == b"/a"

        assert slow.answer().body == b"/pause/300"
        assert stopwatch() - begun < PATIENCE / 2


def test_short_answers_are_all_given_by_one_thread(answers, monkeypatch):
    monkeypatch.setattr(loops, "_LONG", PATIENCE)
    givers = set()

    def noted(environ, start_response):
        givers.add(threading.current_thread())
        return answers(environ, start_response)

    with served(noted) as server, Connection(server.port) as one, Connection(server.port) as two:
        for number in range(50):
            one.send(get(f"/{number}"))
            two.send(get(f"/{number}"))
            assert one.answer().body == two.answer().body == b"/%d" % number

    assert len(givers) == 1


@pytest.mark.parametrize("seed", range(4))
def test_answers_around_the_length_that_costs_the_lead_are_never_lost_mixed_or_late(settled, live, seed):
    def converse(number):
        chance = random.Random(f"{seed} {number}")  # noqa: S311  the same in each run
        with Connection(live.port) as client:
            for turn in range(15):
                paths = [f"/sleep/{chance.choice([0, 0, 0, 3, 5, 6, 9])}/{number}/{turn}/{n}" for n in range(3)]
                client.send(b"".join(map(get, paths)))
                assert [client.answer().body.decode() for _ in paths] == paths
        return True

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(converse, range(16)))
    assert settled(1)


def test_without_another_thread_everybody_waits_and_is_answered(live, answers, monkeypatch):
    def none(_thread):
        raise RuntimeError("can't start new thread")

    with Connection(live.port) as slow, Connection(live.port) as other:
        monkeypatch.setattr(loops.Thread, "start", none)
        slow.send(get("/wait"))
        assert answers.waiting.acquire(timeout=PATIENCE)
        other.send(get("/a"))
        pause(0.05)  # so that relief is tried
        answers.gate.set()

        assert slow.answer().body == b"/wait"
        assert other.answer().body == b"/a"


def test_no_more_threads_are_away_than_may_be(threads, live, answers, monkeypatch):
    monkeypatch.setattr(loops, "_MOST", 2)
    with ExitStack() as stack:
        slow = [stack.enter_context(Connection(live.port)) for _ in range(5)]
        for client in slow:
            client.send(get("/wait"))
        for _ in range(3):
            assert answers.waiting.acquire(timeout=PATIENCE)
        pause(0.05)
        assert len(threads()) == 3

        answers.gate.set()

        assert [client.answer().body for client in slow] == [b"/wait"] * 5


def test_it_ends_while_an_answer_is_under_way(answers, settled):
    with served(answers) as server, Connection(server.port) as client:
        client.send(get("/wait"))
        assert answers.waiting.acquire(timeout=PATIENCE)
        port = server.port

    with pytest.raises(ConnectionRefusedError):
        Connection(port)
    answers.gate.set()
    assert settled(0)


def test_what_goes_wrong_in_the_loop_is_raised_where_it_was_started(monkeypatch, settled):
    def wrong(_seconds, _connections):
        raise OSError("wrong")

    monkeypatch.setattr(loops, "_poll", wrong)

    with pytest.raises(OSError, match="wrong"):
        Loop({1: object()}).run()
    assert settled(0)


def test_its_threads_end_with_it(threads, settled, answers):
    with served(answers) as server, Connection(server.port) as client:
        assert client.send(get("/a")).answer().body == b"/a"
        assert len(threads()) == 1

    assert settled(0)


def test_it_may_end_as_soon_as_it_began(answers, settled):
    for _ in range(20):
        with served(answers):
            pass

    assert settled(0)
