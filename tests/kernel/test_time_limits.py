"""Calls that take longer than they may, on a clock that passes as much time as a test wants."""

from __future__ import annotations

import json

import pytest
from kernel.trial import Trial, never
from small_contracts import contract, described

from streamulator.core.clock import TICKS_PER_SECOND, WorldClock
from streamulator.core.messages import Reply
from streamulator.kernel.world import World

WAIT = {"name": "Wait", "in": "header", "schema": {"type": "number", "minimum": 1, "default": 30}}
SET_BY_CALLER = {"x-time-limit": "Wait", "parameters": [WAIT]}
FIXED = {"x-time-limit": 300}


class Clock(WorldClock):
    def __init__(self):
        super().__init__(frozen=0)
        self.passing = 0.0

    def ticks(self):
        self.pass_seconds(self.passing)
        return super().ticks()

    def pass_seconds(self, seconds):
        self.advance(round(seconds * TICKS_PER_SECOND))


class Slow:
    """A trial whose handler takes as many seconds as it is told, and counts how often it ends."""

    def __init__(self, it, *, before=0.0, during=0.0):
        self.ended, self.clock = 0, Clock()
        self._before, self._during = before, during
        self.trial = Trial(self._handle, it=it, authenticate=self._authenticate)
        self.trial.world = World("slow", clock=self.clock)
        self.trial.world.stores = {"trial": {}}

    def _authenticate(self, *_arguments):
        self.clock.pass_seconds(self._before)

    def _handle(self, _call, _store):
        self.clock.pass_seconds(self._during)
        self.ended += 1
        return Reply(204)

    def status(self, **headers):
        return self.trial.run(headers=headers).status


@pytest.mark.parametrize(("seconds", "status"), [(0, 204), (30, 204), (30.0000001, 408), (1e9, 408)])
def test_a_call_has_the_headers_default_to_end(seconds, status):
    assert Slow(SET_BY_CALLER, during=seconds).status() == status


@pytest.mark.parametrize(("allowed", "status"), [("29", 408), ("29.5", 204), ("300", 204)])
def test_or_what_the_header_allows(allowed, status):
    assert Slow(SET_BY_CALLER, during=29.5).status(wait=allowed) == status


def test_a_call_that_comes_too_late_is_not_even_begun():
    slow = Slow(SET_BY_CALLER, before=31)

    assert (slow.status(), slow.ended) == (408, 0)


def test_the_reply_and_the_journal_say_why():
    slow = Slow(SET_BY_CALLER, during=6)

    reply = slow.trial.run(headers={"wait": "5"})

    reason = "The operation took longer than 5 seconds."
    assert json.loads(reply.body)["detail"] == f"{reason} Ask for less at a time, or allow more seconds in Wait."
    assert (slow.trial.entry.status, slow.trial.entry.problem) == (408, reason)
    assert slow.trial.findings() == []


def test_what_has_been_changed_stays_changed_however_long_it_took():
    slow = Slow(FIXED, during=1e9)

    assert (slow.status(), slow.ended) == (204, 1)


@pytest.mark.parametrize(("seconds", "status"), [(300, 204), (301, 408)])
def test_but_a_change_that_comes_too_late_is_not_begun(seconds, status):
    slow = Slow(FIXED, before=seconds)

    assert slow.status(wait="1000") == status
    assert slow.ended == (status == 204)


def test_without_a_limit_there_is_time_for_ever():
    assert Slow({}, before=1e9, during=1e9).status(wait="1") == 204


def test_waiting_for_the_world_counts():
    slow = Slow(SET_BY_CALLER)
    slow.clock.passing = 31  # between the request's arrival and its turn

    assert (slow.status(), slow.ended) == (408, 0)


@pytest.mark.parametrize(
    ("limit", "header"),
    [
        ("Nothing", WAIT),
        ("Wait", {**WAIT, "schema": {"type": "number"}}),
        ("Wait", {**WAIT, "schema": {"type": "string", "default": "soon"}}),
        (["Wait"], WAIT),
    ],
)
def test_a_limit_is_seconds_or_a_header_that_always_has_some(limit, header):
    with pytest.raises(ValueError, match="neither seconds nor a header"):
        contract({"/it": {"get": described(**{"x-time-limit": limit, "parameters": [header]})}})


def test_a_header_of_text_will_do():
    text = {**WAIT, "schema": {"type": "string", "pattern": "^[0-9]+$", "default": "30"}}
    slow = Slow({**SET_BY_CALLER, "parameters": [text]}, during=31)

    assert [slow.status(), slow.status(wait="31")] == [408, 204]


def test_a_handler_is_not_asked_when_the_header_is_wrong():
    trial = Trial(never, it=SET_BY_CALLER)

    assert [trial.run(headers={"wait": wait}).status for wait in ("0", "-1", "soon", "", "nan", "1e999")] == [400] * 6
