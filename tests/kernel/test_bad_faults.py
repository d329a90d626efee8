"""Rules that make no sense, in a fixture and over the API: told in the same words, the fixture's with file and line."""

from __future__ import annotations

import pytest
import yaml

from streamulator.client import Control, ControlError, WsgiTransport
from streamulator.kernel.fixtures import FixtureError
from streamulator.web.app import Application

KINDS = '"status", "latency", "reset", "empty", "malformed", "cut", "length", "stall", "drip"'
STATUS = "'kind', 'status', 'retryAfter', 'reason'"
TIMES = "'seconds', 'between', 'median'"
# A rule, where in it the flaw is, and what is said of it.
BY_SCHEMA = [
    ("{effect: {kind: explode}}", ".effect.kind", f'found "explode", expected one of {KINDS}.'),
    (
        "{effect: {kind: status, status: 404, retryafter: 5}}",
        ".effect.retryafter",
        f"found the member 'retryafter', expected none but {STATUS}.",
    ),
    ("{effect: {status: 404}}", ".effect", """found {"status": 404}, expected the member 'kind'."""),
    ("{effect: {kind: status}}", ".effect", "found no 'status', expected the members 'kind', 'status'."),
    ("{effect: {kind: latency}}", ".effect", f'found {{"kind": "latency"}}, expected one of the members {TIMES}.'),
    ("{effect: {kind: cut, bytes: -1}}", ".effect.bytes", "found -1, expected 0 or more."),
    ("{effect: 404}", ".effect", "found 404, expected an object or a string."),
    ("{sequence: [reset, [reset]]}", ".sequence[1]", 'found ["reset"], expected an object or a string.'),
    ("{effect: reset, phase: during}", ".phase", 'found "during", expected one of "before", "after".'),
    ("{effect: reset, times: 0}", ".times", "found 0, expected 1 or more."),
    ("{method: GET}", "", """found {"method": "GET"}, expected one of the members 'effect', 'sequence'."""),
    ("7", "", "found 7, expected an object."),
]
BY_MEANING = [
    ("{effect: explode}", f"effect: 'explode': kind: found \"explode\", expected one of {KINDS}."),
    ("{effect: 'latency'}", f'effect: \'latency\': found {{"kind": "latency"}}, expected one of the members {TIMES}.'),
    (
        "{effect: '404;retryafter=5'}",
        f"effect: '404;retryafter=5': retryafter: found the member 'retryafter', expected none but {STATUS}.",
    ),
    ("{effect: drip=0}", "effect: 'drip=0': bytes: found 0, expected 1 or more."),
    ("{effect: cut, phase: before}", "phase: found 'before', expected one that fits cut: after."),
    ("{effect: stall;bytes=1, phase: before}", "phase: found 'before', expected one that fits stall: after."),
    ("{operation: getNote, effect: '503'}", "effect: 503 is not documented for getNote; documented are 400, 404."),
    ("{service: tyo, effect: reset}", "rule: fits no operation; services are toy, methods are in capitals."),
]


@pytest.fixture
def armed_by_fixture(emulator, tmp_path):
    """Return a function that loads a fixture whose fourth line is a rule, and gives what is said against it."""

    def load(rule):
        file = tmp_path / "armed.yaml"
        file.write_text(f"toy: {{notes: {{}}}}\nfaults:\n  - {{effect: reset}}\n  - {rule}\n", encoding="utf-8")
        with pytest.raises(FixtureError) as caught:
            emulator.load([file])
        return str(caught.value).removeprefix(f"{tmp_path}/")

    return load


@pytest.fixture
def armed_by_api(emulator):
    """Return a function that arms a rule, and gives what is said against it; nothing is armed by it."""
    control = Control(WsgiTransport(Application(emulator)))

    def arm(rule):
        with pytest.raises(ControlError) as caught:
            control.faults.arm_rule(yaml.safe_load(rule))
        assert caught.value.status == 400
        assert control.faults.all() == []
        return list(caught.value.errors)

    return arm


@pytest.mark.parametrize(("rule", "place", "sentence"), BY_SCHEMA)
def test_a_rule_of_a_wrong_shape_is_refused_in_words(armed_by_fixture, armed_by_api, rule, place, sentence):
    assert armed_by_fixture(rule) == f"armed.yaml:4: faults[1]{place}: {sentence}"
    assert armed_by_api(rule) == [f"body: {place.removeprefix('.')}{': ' if place else ''}{sentence}"]


@pytest.mark.parametrize(("rule", "sentence"), BY_MEANING)
def test_a_rule_that_means_nothing_is_refused_in_words(armed_by_fixture, armed_by_api, rule, sentence):
    assert armed_by_fixture(rule) == f"armed.yaml:4: faults[1]: {sentence}"
    assert armed_by_api(rule) == [sentence]
