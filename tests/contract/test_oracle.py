"""The fast validator and the talkative one give the same verdict, but for what is listed here."""

from __future__ import annotations

import math

import pytest
from conformance.documents import NAMES, load
from contract.instances import near
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from streamulator.contract.schema import Schema

# Formats that the fast validator checks and the talkative one does not: it lacks the packages for them.
ONLY_FAST = {"uri", "uri-reference"}

LOWEST = -(2.0**53)

# Instances on which the two differ, each with the reason.
DIFFERENCES = [
    pytest.param({"pattern": "^a$"}, "a\n", id="Python's $ stands before a last line break, JSON Schema's does not"),
    pytest.param({"pattern": r"^\d$"}, "\u0661", id="Python's \\d takes the digits of every script, JSON Schema's ten"),
    pytest.param({"type": "string", "format": "uri"}, "no such thing", id="only the fast one knows this format"),
    pytest.param({"type": "number"}, math.nan, id="NaN is no JSON number"),
    pytest.param({"type": "number"}, math.inf, id="infinity is no JSON number"),
    pytest.param({"minimum": -(2**63)}, -(2.0**63), id="the fast one takes a float for lower than so low a bound"),
]


def verdicts(schema, instance):
    return schema.is_valid(instance), next(schema._explainer.iter_errors(instance), None) is None


@pytest.mark.parametrize(("source", "instance"), DIFFERENCES)
def test_where_the_two_differ_the_fast_one_decides_and_there_is_a_complaint_all_the_same(source, instance):
    schema = Schema(source)

    assert verdicts(schema, instance) == (False, True)
    assert [complaint.endswith("expected what the schema says.") for complaint in schema.complaints(instance)] == [True]


def scalars(instance):
    if isinstance(instance, dict):
        for name, value in instance.items():
            yield name
            yield from scalars(value)
    elif isinstance(instance, list):
        for value in instance:
            yield from scalars(value)
    else:
        yield instance


def disputed(value):
    """Tell whether a value is one of the differences above, wherever it stands."""
    return value.endswith("\n") if isinstance(value, str) else isinstance(value, float) and value <= LOWEST


def without_formats(schema):
    """Leave out the formats that only one of the two knows."""
    if isinstance(schema, list):
        return [without_formats(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: without_formats(one)
        for name, one in schema.items()
        if not (name == "format" and isinstance(one, str) and one in ONLY_FAST)
    }


def cases():
    for name in NAMES:
        components = without_formats(load(name)["components"]["schemas"])
        for component, source in components.items():
            schema = Schema({"$ref": f"#/components/schemas/{component}"}, {"schemas": components})
            yield f"{name}: {component}", schema, near(source, components)


CASES = {name: (schema, instances) for name, schema, instances in cases()}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_the_two_agree_on_everything_else_about_our_own_schemas(data):
    name = data.draw(st.sampled_from(sorted(CASES)))
    schema, instances = CASES[name]
    instance = data.draw(instances)
    assume(not any(map(disputed, scalars(instance))))

    fast, talkative = verdicts(schema, instance)

    assert fast == talkative, name
    assert bool(schema.complaints(instance)) is not fast


@pytest.mark.parametrize("name", [name for name, (schema, _) in CASES.items() if "type" in str(schema.source)])
def test_the_instances_above_reach_both_verdicts(name):
    schema, instances = CASES[name]
    reached = set()

    @settings(max_examples=40, database=None, derandomize=True, deadline=None, phases=[Phase.generate])
    @given(instances)
    def reach(instance):
        reached.add(schema.is_valid(instance))

    reach()

    assert reached == {True, False}
