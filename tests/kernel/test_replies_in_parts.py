"""Replies whose array is put together from parts: the same on the wire as in one piece, and as well guarded."""

from __future__ import annotations

from itertools import chain
from threading import Barrier, Thread

import orjson
import pytest
from kernel.trial import PROBLEM, Trial, answering

from streamulator.contract.schema import Schema
from streamulator.core.messages import Part, Reply
from streamulator.kernel.pipeline import Conduct

NUMBERS = {"type": "array", "items": {"type": "integer"}}
EVEN = Schema({"items": {"multipleOf": 2}})
TAG = {"ETag": {"required": True, "schema": {"type": "string"}}}


def answered(schema, **more):
    """Describe an operation that answers 200 with what fits a schema, or 500."""
    media = {"application/json": {"schema": schema}}
    return {"responses": {"200": {"description": "Done.", "content": media, **more}, "500": PROBLEM}}


class Counted:
    """Parts of some items that count how often they are made."""

    def __init__(self, *stretches):
        self.made = [0] * len(stretches)
        self.parts = [Part(lambda at=at, items=items: self._make(at, items)) for at, items in enumerate(stretches)]

    def _make(self, at, items):
        self.made[at] += 1
        return items


def trial_of(stretches, *, schema=NUMBERS, conduct=None, more=None, **reply):
    counted = Counted(*stretches)
    handler = answering(Reply(200, parts=counted.parts, **reply))
    return Trial(handler, conduct=conduct, it=answered(schema, **(more or {}))), counted


@pytest.mark.parametrize(
    "stretches",
    [[[1, 2], [3]], [[1]], [[]], [[], []], [[], [1], [], [2, 3], []]],
    ids=str,
)
def test_the_body_is_that_of_one_piece(stretches):
    trial, _ = trial_of(stretches)

    sent = trial.run()

    assert (sent.status, sent.body) == (200, orjson.dumps([*chain(*stretches)]))
    assert trial.entry.reply_bytes == len(sent.body)
    assert trial.findings() == []


def test_a_part_is_made_once_for_all_replies_it_goes_into():
    trial, counted = trial_of([[1, 2], [3]])

    assert {trial.run().body for _ in range(3)} == {b"[1,2,3]"}
    assert counted.made == [1, 1]


def test_a_part_is_checked_anew_for_another_contract():
    trial, counted = trial_of([[1], ["a"]], schema={"type": "array"})
    assert trial.run().body == b'[1,"a"]'

    other = Trial(answering(Reply(200, parts=counted.parts)), it=answered(NUMBERS))

    assert other.run().status == 500
    assert other.findings() == [("broken", 'body: [1]: found "a", expected an integer.')]
    assert trial.run().body == b'[1,"a"]'


def test_a_part_is_checked_anew_for_another_shape():
    trial, counted = trial_of([[2], [3]])
    assert trial.run().body == b"[2,3]"

    shaped = Trial(answering(Reply(200, parts=counted.parts, shape=EVEN)), it=answered(NUMBERS))

    assert shaped.run().status == 500
    assert "[1]: " in shaped.findings()[0][1]


class TestABrokenPart:
    @pytest.mark.parametrize("bad", [["a"], [None, 1], [1, 2.5]])
    def test_is_loud_each_time_and_never_kept(self, bad):
        trial, counted = trial_of([[1, 2], [3], bad, [4]])

        assert [trial.run().status for _ in range(3)] == [500] * 3

        assert [kind for kind, _ in trial.findings()] == ["broken"] * 3
        assert counted.parts[2].body == b""
        assert counted.made[2] >= 3

    def test_is_complained_of_as_in_one_piece(self):
        trial, _ = trial_of([[1, 2], [3, "a"], ["b"]])
        whole = Trial(answering(Reply(200, [1, 2, 3, "a", "b"])), it=answered(NUMBERS))

        assert trial.run().body == whole.run().body
        assert trial.findings() == whole.findings() != []
        assert trial.entry.reply_bytes == whole.entry.reply_bytes

    def test_is_sent_where_that_is_only_reported(self):
        trial, counted = trial_of([[1], ["a"], [2]], conduct=Conduct(on_broken="report"))

        assert [trial.run().body for _ in range(2)] == [b'[1,"a",2]'] * 2
        assert [kind for kind, _ in trial.findings()] == ["broken"] * 2
        assert counted.parts[1].body == b""

    @pytest.mark.parametrize("conduct", [Conduct(), Conduct(on_broken="report")])
    def test_is_an_error_in_any_case_where_it_cannot_be_written(self, conduct):
        trial, counted = trial_of([[1], [2**70]], conduct=conduct)

        assert [trial.run().status for _ in range(2)] == [500] * 2
        assert [complaint[:27] for _kind, complaint in trial.findings()] == ["The reply cannot be written"] * 2
        assert counted.parts[1].body == b""

    def test_may_be_one_that_cannot_be_made(self):
        def fail():
            raise TypeError("oh")

        trial = Trial(answering(Reply(200, parts=[Part(fail)])), it=answered(NUMBERS))

        assert trial.run().status == 500
        assert trial.findings() == [("broken", "TypeError: oh")]


@pytest.mark.parametrize(
    ("reply", "more", "complaint"),
    [
        ({}, {"headers": TAG}, "header parameter 'ETag': missing"),
        ({"media_type": "text/plain"}, {}, "body: of type text/plain"),
        ({"shape": EVEN}, {}, "body: [0]: "),
    ],
)
def test_all_else_of_the_reply_is_held_against_the_contract_too(reply, more, complaint):
    trial, _ = trial_of([[1], [2]], more=more, **reply)

    assert trial.run().status == 500
    assert complaint in trial.findings()[0][1]


def test_a_status_that_is_not_documented_is_complained_of():
    trial = Trial(answering(Reply(418, parts=Counted([1]).parts)), it=answered(NUMBERS))

    assert trial.run().status == 500
    assert "status 418" in trial.findings()[0][1]


def test_two_threads_may_write_one_part_at_once():
    both = Barrier(2)

    def make():
        both.wait(10)
        return [1, 2]

    trial = Trial(answering(Reply(200, parts=[Part(make)])), it=answered(NUMBERS))
    bodies = []
    threads = [Thread(target=lambda: bodies.append(trial.run().body)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert bodies == [b"[1,2]"] * 2
