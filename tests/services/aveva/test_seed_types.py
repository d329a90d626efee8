"""Types of fixtures that stand in one another, and what fixtures may not say of types."""

from __future__ import annotations

import pytest
from aveva_http import Api, in_process

from streamulator.kernel.fixtures import FixtureError

HEAD = """\
aveva:
  tenants:
    - id: default
      open: true
      namespaces:
        - id: default
          types:
            - Id: Whole
              Properties:
                - {Id: Time, IsKey: true, SdsType: {SdsTypeCode: DateTime}}
                - {Id: State, SdsType: {Id: State, SdsTypeCode: ByteEnum, Properties: [{Id: Low, Value: 0}]}}
"""
STATE = "{Id: State, SdsTypeCode: ByteEnum, Properties: [{Id: Low, Value: 0}]}"


@pytest.fixture
def loaded(emulator_of):
    return lambda *types: Api(
        in_process(emulator_of(HEAD + "".join(f"            - {one}\n" for one in types)), "default")
    )


def test_what_stands_in_a_type_is_there_on_its_own_and_may_be_listed_too(loaded):
    api = loaded(STATE, "{Id: Other, BaseType: {Id: Whole}, Properties: [{Id: Also, SdsType: {Id: STATE}}]}")

    assert [one["Id"] for one in api.get("/Types").content] == ["Other", "State", "Whole"]
    assert api.get("/Types/State/ReferenceCount").content["SdsType"] == 2
    assert api.post("/Types/State", {"SdsTypeCode": 606, "Properties": [{"Id": "Low", "Value": 0}]}).status == 200


def test_events_may_hold_objects_and_lists(emulator_of):
    point = "{SdsTypeCode: Object, Properties: [{Id: X, SdsType: {SdsTypeCode: Double}}]}"
    text = f"""\
{HEAD}\
            - Id: Point
              BaseType: {{Id: Whole}}
              Properties:
                - {{Id: At, SdsType: {point}}}
                - {{Id: Way, SdsType: {{SdsTypeCode: IList, GenericArguments: [{point}]}}}}
          streams:
            - {{Id: S, TypeId: Point, events: [{{Time: 2020-01-01, At: {{x: 1}}, Way: [{{X: 2}}, null]}}]}}
"""
    api = Api(in_process(emulator_of(text), "default"))

    assert api.get("/Streams/S/Data/First").content == {
        "Time": "2020-01-01T00:00:00Z",
        "At": {"X": 1.0},
        "Way": [{"X": 2.0}, None],
    }
    for old, words in (("{x: 1}", "has no member 'At.Y'"), ("{X: 2}", "Element 0: Member 'X' (Double): Expected")):
        with pytest.raises(FixtureError) as mistake:
            emulator_of(text.replace(old, "{Y: 1}" if "At" in words else "{X: two}"))
        assert words in str(mistake.value)


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        (STATE.replace("Low", "High"), "types[1]: Type 'State' exists with another definition"),
        (
            "{Id: whole, BaseType: {Id: State}}",
            "types[1].Id: found 'whole', expected an Id that no other type here has",
        ),
        (
            "{Id: New, Properties: [{Id: V, SdsType: {Id: Later}}]}",
            "types[1]: type.Properties[0].SdsType: there is no type 'Later'",
        ),
        ("{Id: New, BaseType: {Id: New}}", "type 'New' would be part of itself"),
        ("{Id: New, Properties: [{Id: a/b, SdsType: {SdsTypeCode: 14}}]}", "The property id 'a/b'"),
        (
            "{Id: New, Properties: [{Id: V, Value: 1, SdsType: {SdsTypeCode: 14}}]}",
            "only the members of enumerations have values",
        ),
        ("{Id: New, Properties: [{Id: V, FixedSize: 1, SdsType: {SdsTypeCode: 14}}]}", "only texts have a size"),
        ("{Id: New, BaseType: {Id: Whole, Colour: red}}", "type.BaseType: the member 'Colour' is unknown"),
    ],
)
def test_a_type_that_makes_no_sense_is_told_with_its_line(loaded, type_, words):
    with pytest.raises(FixtureError) as mistake:
        loaded(type_)

    assert ":12: aveva.tenants[0].namespaces[0]." in str(mistake.value)
    assert words in str(mistake.value)
