from __future__ import annotations

from streamulator.core.clock import TICKS_PER_SECOND
from streamulator.core.messages import Request
from streamulator.faults.retries import Retries

GET = Request("GET", "/a", (("q", "1"),))


def asked(seconds=10):
    retries = Retries()
    retries.ask(GET, seconds, 0)
    return retries


def test_a_client_that_comes_back_too_early_is_told_by_how_much():
    retries = asked()

    assert retries.early(GET, 4 * TICKS_PER_SECOND) == 6.0
    assert retries.early(GET._replace(query=()), 9 * TICKS_PER_SECOND) == 1.0


def test_one_that_waited_is_forgotten():
    retries = asked()

    assert retries.early(GET, 10 * TICKS_PER_SECOND) == 0.0
    assert len(retries) == 0


def test_other_requests_are_free_to_come():
    retries = asked()

    assert retries.early(GET._replace(method="POST"), 0) == 0.0
    assert retries.early(GET._replace(path="/b"), 0) == 0.0


def test_not_more_is_remembered_than_fits():
    retries = Retries()

    for number in range(5_000):
        retries.ask(GET._replace(path=f"/{number}"), 10, 0)

    assert len(retries) == 1_000
    assert retries.early(GET._replace(path="/4999"), 0) == 10.0
    assert retries.early(GET._replace(path="/1"), 0) == 0.0


def test_a_path_without_end_is_not_remembered():
    retries = Retries()

    retries.ask(GET._replace(path="/" + "a" * 100_000), 10, 0)

    assert len(retries) == 0


def test_who_is_asked_again_is_not_forgotten_before_others():
    retries = asked()
    for number in range(999):
        retries.ask(GET._replace(path=f"/{number}"), 10, 0)
    retries.ask(GET, 10, 0)
    retries.ask(GET._replace(path="/last"), 10, 0)

    assert retries.early(GET, 0) == 10.0
    assert retries.early(GET._replace(path="/0"), 0) == 0.0
