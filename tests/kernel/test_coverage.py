from __future__ import annotations

import pytest
from kernel.trial import Trial, answering
from small_contracts import taking

from streamulator.core.messages import Reply
from streamulator.kernel.coverage import Coverage

PARAMETERS = [
    {"name": "itId", "in": "path", "required": True, "schema": {"type": "string"}},
    {"name": "size", "in": "path", "required": True, "schema": {"type": "integer", "enum": [1, 2]}},
    {"name": "order", "in": "query", "schema": {"type": "string", "enum": ["up", "down"], "default": "up"}},
    {"name": "limit", "in": "query", "schema": {"type": "integer"}},
    {"name": "Accept-Words", "in": "header", "schema": {"type": "string", "enum": ["all", "few"], "default": "all"}},
    {"name": "Limit", "in": "header", "schema": {"type": "string"}},
]
BODY = taking({"items": {"properties": {"Kind": {"enum": ["A", "B", None]}}}}, required=False)


@pytest.fixture
def trial():
    """An operation with parameters everywhere."""
    return Trial(
        answering(Reply(200, {})),
        path="/{itId}/{size}",
        tolerance={"value-case": "ignore"},
        it={"parameters": PARAMETERS, "requestBody": BODY},
    )


def found(trial, *coverages):
    """Return of each parameter how often it was given, and which of its values."""
    whole = Coverage()
    for coverage in coverages or [trial.world.coverage]:
        whole.take(coverage)
    operation = trial.pipeline.contracts[0].operations[0]
    (one,) = whole.report([(trial.pipeline.service, operation)])["operations"]
    return {
        (parameter["location"], parameter["name"]): (
            parameter["count"],
            {each["value"]: each["count"] for each in parameter["values"] if each["count"]},
        )
        for parameter in one["parameters"]
    }


def send(trial, size="1", *query, body=b"", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return trial.run(
        path=f"/a/{size}", query=query, headers={"content-type": "application/json", **named}, body=body
    ).status


def test_parameters_are_told_of_place_by_place_and_values_in_the_contracts_order(trial):
    operation = trial.pipeline.contracts[0].operations[0]

    (one,) = Coverage().report([(trial.pipeline.service, operation)])["operations"]

    assert [(parameter["location"], parameter["name"]) for parameter in one["parameters"]] == [
        ("path", "itId"),
        ("path", "size"),
        ("query", "order"),
        ("query", "limit"),
        ("header", "Accept-Words"),
        ("header", "Limit"),
        ("body", "body[].Kind"),
    ]
    assert [each["value"] for each in one["parameters"][-1]["values"]] == ["A", "B", None]


def test_a_call_without_anything_gives_what_its_path_says_and_no_defaults(trial):
    assert send(trial) == 200

    given = {place: counts for place, counts in found(trial).items() if counts[0]}
    assert given == {("path", "itId"): (1, {}), ("path", "size"): (1, {1: 1})}


def test_what_is_given_is_counted_under_the_contracts_names_and_values(trial):
    send(trial, "2", ("order", "DOWN"), ("limit", "5"))
    send(trial, "2", ("order", "down"), accept_words="FEW", limit="x")
    send(trial, "1", accept_words="all")

    assert found(trial) == {
        ("path", "itId"): (3, {}),
        ("path", "size"): (3, {1: 1, 2: 2}),
        ("query", "order"): (2, {"down": 2}),
        ("query", "limit"): (1, {}),
        ("header", "Accept-Words"): (2, {"few": 1, "all": 1}),
        ("header", "Limit"): (1, {}),
        ("body", "body[].Kind"): (0, {}),
    }


def test_a_value_that_a_body_repeats_counts_once_a_call(trial):
    send(trial, body=b'[{"Kind": "A"}, {"Kind": "A"}, {"Kind": null}]')
    send(trial, body=b'[{"Kind": "A"}]')
    send(trial, body=b"[{}]")
    send(trial, body=b"{}")

    assert found(trial)["body", "body[].Kind"] == (2, {"A": 2, None: 1})


def test_what_breaks_the_contract_is_not_counted(trial):
    for sent in (
        send(trial, "3"),
        send(trial, "1", ("order", "x")),
        send(trial, accept_words="x"),
        send(trial, body=b'[{"Kind": "C"}]'),
    ):
        assert sent == 400

    assert not any(count for count, _values in found(trial).values())


def test_counts_of_worlds_add_up(trial):
    send(trial, "1", ("order", "up"), accept_words="few", body=b'[{"Kind": "B"}]')
    once = found(trial)

    twice = found(trial, trial.world.coverage, trial.world.coverage)

    assert twice == {
        place: (2 * count, {value: 2 * n for value, n in values.items()}) for place, (count, values) in once.items()
    }
