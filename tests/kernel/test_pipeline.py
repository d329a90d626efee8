from __future__ import annotations

import json
import logging
from threading import Lock

import pytest
from kernel.trial import DONE, PROBLEM, Trial, answering, raising
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
    TooLarge,
    Unauthenticated,
    Violation,
)
from streamulator.kernel.pipeline import Conduct

STRING = {"description": "Text.", "content": {"application/json": {"schema": {"type": "string"}}}}
REPORT = Conduct(on_broken="report")


def never(*_arguments):
    raise AssertionError("should not have been called")


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


BROKEN = [
    (Reply(418, "a"), "status 418: not documented for it"),
    (Reply(200, 1), "body: found 1, expected a string."),
    (Reply(200), "body: missing."),
    (Reply(200, "a", media_type="text/plain"), "body: of type text/plain"),
    (Reply(204, "a"), "body: of type application/json; documented are none."),
]
UNWRITABLE = [{1}, {1: 2}, 2**70, "\ud800", object(), ["a", b"b"]]


class TestRepliesThatBreakTheContract:
    @pytest.mark.parametrize(("reply", "complaint"), BROKEN)
    def test_become_loud_errors(self, reply, complaint, caplog):
        trial = Trial(answering(reply), it={"responses": {"200": STRING, "204": {"description": "Done."}}})

        sent = trial.run()

        assert sent.status == 500
        assert complaint in json.loads(sent.body)["detail"]
        ((kind, found),) = trial.findings()
        assert (kind, found.startswith(complaint)) == ("broken", True)
        assert (trial.entry.status, trial.entry.problem) == (500, found)
        assert "our reply breaks the contract" in caplog.text

    @pytest.mark.parametrize(("reply", "complaint"), BROKEN)
    def test_are_sent_all_the_same_where_they_are_only_reported(self, reply, complaint):
        trial = Trial(answering(reply), conduct=REPORT, it={"responses": {"200": STRING, "204": {"description": "."}}})

        sent = trial.run()

        assert (sent.status, sent.content) == (reply.status, reply.content)
        assert [complaint in found for _kind, found in trial.findings()] == [True]
        assert trial.entry.status == reply.status

    @pytest.mark.parametrize("conduct", [Conduct(), REPORT])
    @pytest.mark.parametrize("content", UNWRITABLE, ids=repr)
    def test_become_errors_in_any_case_where_they_cannot_be_written(self, content, conduct):
        trial = Trial(answering(Reply(200, content)), conduct=conduct)

        sent = trial.run()

        assert (sent.status, trial.entry.status) == (500, 500)
        ((kind, complaint),) = trial.findings()
        assert (kind, complaint[:27]) == ("broken", "The reply cannot be written")

    def test_include_the_renderings_of_problems(self):
        trial = Trial(raising(Missing("Gone.")), it={"responses": {"200": STRING}})

        assert trial.run().status == 500
        assert [kind for kind, _ in trial.findings()] == ["broken"]

    def test_include_answers_to_unknown_paths(self):
        trial = Trial(
            never, render=lambda problem, *_: Reply(410) if not isinstance(problem, Broken) else Reply(500, 1)
        )

        assert trial.run(path="/other").status == 500
        assert trial.findings() == [("broken", "status 410: not described for unknown paths.")]

    def test_do_not_undo_what_was_done(self):
        trial = Trial(lambda _call, store: store.update(a=1) or Reply(418))

        trial.run()

        assert trial.world.stores["trial"] == {"a": 1}


class TestFailuresOfOurOwn:
    def test_in_a_handler_become_500_without_a_traceback_for_the_client(self, caplog):
        trial = Trial(raising(ZeroDivisionError("the secret reason")))

        reply = trial.run()

        assert reply.status == 500
        assert b"Traceback" not in reply.body
        assert b".py" not in reply.body
        assert trial.findings() == [("broken", "ZeroDivisionError: the secret reason")]
        assert (trial.entry.status, trial.entry.operation) == (500, "it")
        assert caplog.records[-1].exc_info[0] is ZeroDivisionError

    @pytest.mark.parametrize(
        "error", [KeyError("a"), AssertionError(), RecursionError(), MemoryError(), OSError(5, "x")]
    )
    def test_of_any_kind_are_held_back(self, error):
        assert Trial(raising(error)).run().status == 500

    def test_in_authentication_are_held_back_too(self):
        assert Trial(never, authenticate=never).run().status == 500

    def test_in_rendering_one_problem_are_held_back_too(self):
        def render(problem, *_arguments):
            return Reply(500, str(problem)) if isinstance(problem, Broken) else never()

        trial = Trial(raising(Missing("Gone.")), render=render)

        assert trial.run().status == 500
        assert trial.entry.status == 500

    def test_in_a_shape_are_held_back_too(self):
        class Shapeless:
            is_valid = complaints = never

        trial = Trial(answering(Reply(200, 1, shape=Shapeless())))

        assert trial.run().status == 500
        assert trial.findings() == [("broken", "AssertionError: should not have been called")]

    def test_do_not_stop_the_world(self):
        replies = iter([raising(RuntimeError()), answering(Reply(204))])
        trial = Trial(lambda call, store: next(replies)(call, store))

        assert [trial.run().status for _ in range(2)] == [500, 204]


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


def test_what_is_documented_of_a_trial_is_what_these_tests_rely_on():
    assert DONE["content"]["application/json"]["schema"] == {}
    assert "application/problem+json" in PROBLEM["content"]
    assert isinstance(Trial(never).world.lock, type(Lock()))
