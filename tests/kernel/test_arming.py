from __future__ import annotations

import pytest

from streamulator.core.messages import Request
from streamulator.core.problems import Conflict, Struck, Violation
from streamulator.faults.effects import Cut, Drip, Reset, Status
from streamulator.faults.plan import Plan
from streamulator.kernel.arming import arm, refusal, rule_of


@pytest.fixture
def offers(emulator):
    return emulator.offers()


def armed(offers, **rule):
    return arm(Plan("w"), rule, offers)


class TestARule:
    def test_strikes_the_operations_that_it_names(self, offers):
        found = armed(offers, operation=["getNote", "deleteNote"], effect="404")

        assert found.targets == {("toy", "getNote"), ("toy", "deleteNote")}

    def test_that_names_none_strikes_those_that_document_its_status(self, offers):
        assert armed(offers, effect="404").targets == {("toy", "getNote"), ("toy", "deleteNote")}
        assert armed(offers, effect="404", method="GET").targets == {("toy", "getNote")}
        assert len(armed(offers, effect="reset").targets) == 3

    def test_gets_a_name_where_it_has_none(self, offers):
        plan = Plan("w")

        assert [arm(plan, {"effect": "400"}, offers).rule.id for _ in range(2)] == ["f1", "f2"]
        with pytest.raises(Conflict):
            arm(plan, {"id": "f1", "effect": "400"}, offers)

    def test_shows_itself_as_it_was_given(self, offers):
        given = {"operation": "getNote", "effect": "404;reason=Gone", "times": 1.0}

        assert armed(offers, **given).rule.described == given


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ({"operation": "getNote", "effect": "503"}, "503 is not documented for getNote; documented are 400, 404"),
        ({"operation": ["getNote", "putNote"], "effect": "404"}, "404 is not documented for putNote"),
        ({"effect": "503"}, "503 is not documented for getNote"),
        ({"operation": "getNotes", "effect": "404"}, "did you mean 'getNote'"),
        ({"operation": "nothing", "effect": "404"}, "found 'nothing', expected an operationId."),
        ({"service": "aveva", "effect": "404"}, "services are toy"),
        ({"method": "PATCH", "effect": "404"}, "fits no operation"),
        (
            {"operation": "getNote", "effect": "cut=0.5", "phase": "before"},
            "'before', expected one that fits cut",
        ),
        ({"operation": "getNote", "effect": "explode"}, "'explode'"),
        ({"operation": "getNote", "effect": "latency=-1"}, "'latency=-1'"),
        ({"operation": "getNote", "sequence": ["404", "pass", "503"]}, "503 is not documented"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused_with_what_could(offers, rule, complaint):
    plan = Plan("w")

    with pytest.raises(Violation) as refused:
        arm(plan, rule, offers)

    assert complaint in refused.value.reason
    assert len(plan) == 0


def test_a_status_that_nobody_documents_has_to_be_asked_for(offers):
    assert len(armed(offers, effect="418", undocumented=True).targets) == 3


@pytest.mark.parametrize(
    ("content", "phase", "steps"),
    [
        ({"effect": "503"}, "before", (Status(503),)),
        ({"effect": "503", "phase": "after"}, "after", (Status(503),)),
        ({"effect": "cut=0.5"}, "after", (Cut(fraction=0.5),)),
        ({"sequence": ["503", "pass", {"kind": "reset"}]}, "before", (Status(503), None, Reset())),
        ({"sequence": ["503", "drip"]}, "after", (Status(503), Drip())),
    ],
)
def test_a_rule_strikes_in_the_first_phase_that_its_effects_know(content, phase, steps):
    rule = rule_of(content, "r")

    assert (rule.phase, rule.steps) == (phase, steps)


def test_a_reply_that_the_contract_would_not_know_is_found_before_it_is_needed(emulator):
    service, operation = emulator.offers()[0]
    silent = type(service)(**{**{f: getattr(service, f) for f in service.__slots__}, "render": _mute})

    assert "cannot answer 404: body: missing" in refusal(Status(404), (silent, operation))


def _mute(problem: Struck, _request: Request, _ids):
    from streamulator.core.messages import Reply  # noqa: PLC0415  next to its only use

    return Reply(problem.status)
