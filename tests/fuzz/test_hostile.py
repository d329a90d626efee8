"""Malformed traffic: whatever comes in, the server goes on, says nothing on stderr, and answers in HTTP if at all."""

from __future__ import annotations

import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from fuzz.hostile import Answer, Attack, NotHttp, answers, attacks, strike
from fuzz.run import ROOT, Emulator
from waitress.adjustments import Adjustments

from streamulator.web.server import _Parser

PROBE = Attack((b"GET /_emulator/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",), "wait")
SILENCE = 0.1  # seconds after which nothing more is expected of a request that is not complete


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """Start an emulator, and ask it at the end whether anything was amiss."""
    started = Emulator(ROOT / "src", tmp_path_factory.mktemp("emulator"))
    yield started
    assert list(started.complaints()) == []


def port_of(emulator: Emulator) -> int:
    return int(emulator.url.rpartition(":")[2])


def assert_alive(emulator: Emulator) -> None:
    (answer,) = answers(strike(port_of(emulator), PROBE, 10))
    assert answer.status == 200


@pytest.mark.parametrize("seed", range(5))
def test_no_garbage_stops_the_server_or_gets_an_answer_that_is_none(emulator, seed):
    statuses: Counter[int] = Counter()
    for number, attack in enumerate(attacks(seed, 100)):
        received = strike(port_of(emulator), attack, SILENCE)
        try:
            statuses.update(answer.status for answer in answers(received))
        except NotHttp as error:
            raise AssertionError(f"attack {number} of seed {seed}, {attack!r:.2000}: {error}") from error
        if number % 20 == 0:
            assert_alive(emulator)
    assert_alive(emulator)
    assert statuses[500] == 0, statuses
    assert statuses[400] > 10, f"hardly anything was refused: {statuses}"
    reached = sum(statuses[status] for status in (200, 204, 404, 405, 409))
    assert reached > 10, f"hardly anything got past the framing: {statuses}"


def test_hundreds_of_half_open_requests_do_not_keep_others_waiting(emulator):
    with ExitStack() as held:
        for attack in attacks(99, 300):
            connection = held.enter_context(socket.create_connection(("127.0.0.1", port_of(emulator)), 10))
            data = b"".join(attack.pieces) or b"G"
            connection.sendall(data[: max(1, min(len(data) // 2, 60))])
        started = time.monotonic()
        assert_alive(emulator)
        assert time.monotonic() - started < 2


def test_the_same_seed_attacks_in_the_same_way():
    assert list(attacks(3, 20)) == list(attacks(3, 20))
    assert list(attacks(3, 20)) != list(attacks(4, 20))


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"hello", "no status line"),
        (b"HTTP/1.1 2000 OK\r\n\r\n", "not a status line"),
        (b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "not a header"),
        (b"HTTP/1.1 200 OK\r\nX: a\nb\r\nContent-Length: 0\r\n\r\n", "not a header"),
        (b"HTTP/1.1 200 OK\r\n\r\nbody", "without one clear length"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "without one clear length"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabTraceback", "no status line"),
    ],
)
def test_what_is_no_http_is_recognised(data, complaint):
    with pytest.raises(NotHttp, match=complaint):
        list(answers(data))


def test_answers_are_told_apart_and_a_last_one_may_be_cut_short():
    data = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"
    whole = [Answer(100, (), b""), Answer(200, (("content-length", "2"),), b"ab")]
    assert list(answers(data)) == whole
    assert list(answers(data[:-1])) == whole[:1]


def test_a_request_that_could_not_be_read_has_a_path_for_the_log():
    # waitress logs the path when the client has gone in the very moment that it is refused, a moment too short to hit
    # on purpose; without a path the log line itself failed, with a traceback.
    assert _Parser(Adjustments()).path == ""
