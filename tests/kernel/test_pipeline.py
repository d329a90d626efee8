from __future__ import annotations

import json
import logging

import pytest
from kernel.trial import Trial, answering, never, raising
from small_contracts import taking

from streamulator.core.messages import Caller, Reply
from streamulator.core.problems import (
    Broken,
    Conflict,
    Forbidden,
    Missing,
    PreconditionFailed,
    Problem,
    Refused,
    TimedOut,
    TooLarge,
    Unauthenticated,
    Violation,
)
from streamulator.kernel.pipeline import Conduct


class TestServing:
    def test_writes_what_the_handler_answers(self):
        reply = Trial(answering(Reply(200, {"a": 1}, {"X-A": "b"}))).run()

        assert (reply.status, reply.body, reply.headers) == (200, b'{"a":1}', {"X-A": "b"})

    def test_gives_the_handler_the_call_the_store_and_the_caller(self):
        seen = []

        def handler(call, store):
            seen.append((call.body, call.caller, store))
            return Reply(204)

        caller = Caller("me", "user")
        trial = Trial(handler, it={"requestBody": taking({})}, authenticate=lambda *_: caller)
        trial.run(body=b"[1]")

        assert seen == [([1], caller, trial.world.stores["trial"])]

    def test_holds_the_worlds_lock_while_the_handler_works(self):
        held = []
        trial = Trial(lambda _call, _store: held.append(trial.world.lock.locked()) or Reply(204))

        trial.run()

        assert held == [True]
        assert not trial.world.lock.locked()

    def test_lets_the_lock_go_when_the_handler_fails(self):
        trial = Trial(raising(RuntimeError("oh")))

        trial.run()

        assert not trial.world.lock.locked()

    def test_writes_the_request_down(self):
        trial = Trial(answering(Reply(200, "a")))

        trial.run(query=(("q", "1"),), body=b"12345", path="/it")

        entry = trial.entry
        assert (entry.method, entry.path, entry.query, entry.sent_bytes) == ("POST", "/it", (("q", "1"),), 5)
        assert (entry.operation, entry.status, entry.reply_bytes, entry.problem) == ("it", 200, 3, None)
        assert entry.seconds > 0
        assert abs(entry.ticks - trial.world.clock.ticks()) < 10**8


@pytest.mark.parametrize(
    ("problem", "status", "kind"),
    [
        (Unauthenticated("Who?"), 401, None),
        (Forbidden("No."), 403, None),
        (Violation(["One.", "Two."]), 400, "violation"),
        (TooLarge("Much."), 413, None),
        (TimedOut("Late."), 408, None),
        (Refused("Senseless."), 400, None),
        (Missing("Gone."), 404, None),
        (Conflict("Taken."), 409, None),
        (PreconditionFailed("Changed."), 412, None),
        (Broken(["Ours."]), 500, "broken"),
        (Problem("Something."), 500, None),
    ],
)
class TestProblems:
    def test_become_replies_and_are_written_down(self, problem, status, kind):
        trial = Trial(raising(problem))

        reply = trial.run()

        assert (reply.status, reply.media_type) == (status, "application/problem+json")
        assert json.loads(reply.body)["detail"] == problem.reason
        assert (trial.entry.status, trial.entry.problem) == (status, problem.reason)
        assert trial.findings() == [(kind, complaint) for complaint in getattr(problem, "complaints", ())]

    def test_may_come_from_authentication_before_the_request_is_read_any_further(self, problem, status, kind):
        def refuse(*_arguments):
            raise problem

        trial = Trial(never, it={"requestBody": taking({})}, authenticate=refuse)

        assert trial.run(body=b"{").status == status
        assert {found for found, _complaint in trial.findings()} == ({kind} if kind else set())


class TestPaths:
    def test_that_are_unknown_are_answered_404(self):
        trial = Trial(never)

        reply = trial.run(path="/other")

        assert (reply.status, trial.entry.operation) == (404, None)
        assert "No operation has the path /other." in json.loads(reply.body)["detail"]

    @pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "QUERY", "post", ""])
    def test_without_the_method_are_answered_405_with_those_they_have(self, method):
        trial = Trial(never)

        reply = trial.run(method)

        assert (reply.status, reply.headers) == (405, {"Allow": "POST"})
        assert (trial.entry.operation, trial.findings()) == (None, [])


class TestWarnings:
    def test_go_to_the_ledger_and_the_request_is_served(self):
        trial = Trial(answering(Reply(204)))

        assert trial.run(query=(("q", ""),)).status == 204
        assert trial.findings() == [("warning", "query parameter 'q': not a parameter of this operation.")]

    def test_go_to_the_ledger_even_when_the_handler_refuses(self):
        trial = Trial(raising(Missing("Gone.")))

        assert trial.run(query=(("q", ""),)).status == 404
        assert [kind for kind, _ in trial.findings()] == ["warning"]

    def test_of_the_handler_go_there_too(self):
        trial = Trial(lambda call, _store: call.warn("Odd.") or Reply(204))

        assert trial.run().status == 204
        assert trial.findings() == [("warning", "Odd.")]

    @pytest.mark.parametrize("query", [(), (("q", ""),)])
    def test_are_violations_in_a_strict_emulator(self, query):
        trial = Trial(lambda call, _store: call.warn("Odd.") or Reply(204), conduct=Conduct(strict=True))

        assert trial.run(query=query).status == 400
        assert [kind for kind, _ in trial.findings()] == ["violation"]

    def test_name_the_entry_they_belong_to(self):
        trial = Trial(answering(Reply(204)))

        trial.run()
        trial.run(query=(("q", ""),))

        (finding,) = trial.world.ledger.findings()
        assert (finding.entry, finding.operation) == (2, "it")


class TestLogging:
    def test_writes_a_line_a_request(self, caplog):
        caplog.set_level(logging.INFO, "streamulator")

        Trial(answering(Reply(204))).run()

        (record,) = caplog.records
        assert record.getMessage().startswith("POST /it 204 ")
        assert (record.method, record.path, record.world, record.operation) == ("POST", "/it", "trial", "it")
        assert (record.status, record.milliseconds > 0) == (204, True)

    def test_can_be_silent(self, caplog):
        caplog.set_level(logging.WARNING, "streamulator")

        Trial(answering(Reply(204))).run()

        assert caplog.records == []


@pytest.mark.parametrize("handlers", [{}, {"it": never, "other": never}, {"other": never}])
def test_handlers_and_operations_cover_each_other_exactly(handlers):
    with pytest.raises(ValueError, match="trial: an operation without handler, or the reverse"):
        Trial(never, handlers=handlers)
