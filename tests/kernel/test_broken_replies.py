"""Replies of our own that break the contract, and code of our own that fails."""

from __future__ import annotations

import json

import pytest
from kernel.trial import Trial, answering, never, raising

from streamulator.core.messages import Part, Reply
from streamulator.core.problems import Broken, Missing
from streamulator.kernel.pipeline import Conduct

STRING = {"description": "Text.", "content": {"application/json": {"schema": {"type": "string"}}}}
REPORT = Conduct(on_broken="report")
BROKEN = [
    (Reply(418, "a"), "status 418: not documented for it"),
    (Reply(200, 1), "body: found 1, expected a string."),
    (Reply(200), "body: missing."),
    (Reply(200, "a", media_type="text/plain"), "body: of type text/plain"),
    (Reply(204, "a"), "body: of type application/json; documented are none."),
]
UNWRITABLE = [{1}, {1: 2}, 2**70, "\ud800", pytest.param(object(), id="an object"), ["a", b"b"]]


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


class TestRepliesInParts:
    NUMBERS = {"description": ".", "content": {"application/json": {"schema": {"items": {"type": "integer"}}}}}  # noqa: RUF012  nobody changes it

    def trial(self, *parts, **more):
        reply = Reply(200, parts=[Part(lambda items=items: list(items)) for items in parts])
        return Trial(answering(reply), it={"responses": {"200": self.NUMBERS}}, **more)

    @pytest.mark.parametrize("parts", [[[1], [2, 3]], [[], [1], []], [[1]], [[]]])
    def test_are_written_as_one_array(self, parts):
        trial = self.trial(*parts)

        for _ in range(2):  # the second time what was written before is used again
            assert json.loads(trial.run().body) == [item for part in parts for item in part]
        assert trial.findings() == []

    def test_are_made_once_for_however_many_replies(self):
        made = []
        part = Part(lambda: made.append(1) or [1, 2])
        trial = Trial(answering(Reply(200, parts=[part, part])))

        assert [trial.run().body for _ in range(2)] == [b"[1,2,1,2]"] * 2
        assert made == [1]

    def test_that_break_the_contract_are_told_of_with_the_place_in_the_whole(self):
        trial = self.trial([1], [2, "x"])

        assert trial.run().status == 500
        assert trial.findings() == [("broken", 'body: [2]: found "x", expected an integer.')]

    def test_that_break_the_contract_are_sent_all_the_same_where_that_is_only_reported(self):
        trial = self.trial([1], ["x"], conduct=REPORT)

        assert trial.run().body == b'[1,"x"]'
        assert [kind for kind, _ in trial.findings()] == ["broken"]

    def test_that_cannot_be_written_become_errors(self):
        trial = Trial(answering(Reply(200, parts=[Part(lambda: [{1}])])))

        assert trial.run().status == 500


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
        handlers = iter([raising(RuntimeError()), answering(Reply(204))])

        def handler(call, store):
            return next(handlers)(call, store)

        trial = Trial(handler)

        assert [trial.run().status for _ in range(2)] == [500, 204]
