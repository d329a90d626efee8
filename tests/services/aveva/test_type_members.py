"""What the definitions of types do to events: objects within them, FixedSize, Value."""

from __future__ import annotations

import pytest

TIME = {"Id": "Time", "IsKey": True, "SdsType": {"SdsTypeCode": "DateTime"}}
MODE = {
    "Id": "Mode",
    "SdsTypeCode": "ByteEnum",
    "Properties": [{"Id": "Off", "Value": 0}, {"Id": "On", "Value": 1}],
}
POINT = {
    "Id": "Point",
    "SdsTypeCode": "Object",
    "Properties": [{"Id": "X", "SdsType": {"SdsTypeCode": "Double"}}, {"Id": "Mode", "SdsType": MODE}],
}
WHOLE = {"Properties": [TIME, {"Id": "At", "SdsType": POINT}]}


def refusal(answer):
    assert answer.status == 400, answer.body
    return answer.content["Reason"]


class TestEvents:
    def test_objects_enumerations_and_lists_within_are_checked_and_shown(self, api, warnings):
        held = {"SdsTypeCode": "IList", "IsGenericType": True, "GenericArguments": [{"Id": "Point"}]}
        api.post("/Types/Whole", {**WHOLE, "Properties": [*WHOLE["Properties"], {"Id": "Way", "SdsType": held}]})
        api.post("/Streams/New", {"TypeId": "Whole"})
        event = {"Time": "2020-01-01", "at": {"mode": "ON", "Speed": 1}, "Way": [{"X": 1}, {"Mode": 0}]}
        assert api.post("/Streams/New/Data", [event]).status == 204
        bad = {"Time": "2020-01-02", "Way": [{}, {"Mode": "Broken"}]}
        answer = api.post("/Streams/New/Data", [bad])

        assert warnings() == ["event: the member 'at.Speed' is not in the stream's type."]
        assert api.get("/Streams/New/Data/First").content == {
            "Time": "2020-01-01T00:00:00Z",
            "At": {"Mode": 1},
            "Way": [{"X": 1.0}, {}],
        }
        assert api.get("/Streams/New/Data/First", Accept_Verbosity="verbose").content == {
            "Time": "2020-01-01T00:00:00Z",
            "At": {"X": 0.0, "Mode": 1},
            "Way": [{"X": 1.0, "Mode": 0}, {"X": 0.0, "Mode": 0}],
        }
        assert "Member 'Way' (IList): Element 1: Member 'Mode' (ByteEnum): Expected a member's name" in refusal(answer)

    def test_a_strict_emulator_refuses_what_objects_within_do_not_know(self, strict):
        strict.post("/Types/Whole", WHOLE)
        strict.post("/Streams/New", {"TypeId": "Whole"})

        assert strict.post("/Streams/New/Data", [{"Time": "2020-01-01", "At": {"Speed": 1}}]).status == 400

    def test_they_are_patched_as_a_whole(self, api):
        api.post("/Types/Whole", WHOLE)
        api.post("/Streams/New", {"TypeId": "Whole"})
        api.post("/Streams/New/Data", [{"Time": "2020-01-01", "At": {"X": 1, "Mode": 1}}])

        assert api.patch("/Streams/New/Data", [{"Time": "2020-01-01", "At": {"X": 2}}]).status == 204
        assert api.get("/Streams/New/Data/First").content["At"] == {"X": 2.0}


class TestMembersOfProperties:
    @pytest.mark.parametrize(
        ("part", "complaint"),
        [
            (
                {"Id": "Size", "FixedSize": 5, "SdsType": {"SdsTypeCode": 9}},
                "FixedSize: only texts have a size, and this is Int32.",
            ),
            (
                {"Id": "Size", "Value": 5, "SdsType": {"SdsTypeCode": 9}},
                "Value: only the members of enumerations have values",
            ),
        ],
    )
    def test_what_has_no_effect_is_kept_and_warned_of(self, api, warnings, part, complaint):
        made = api.post("/Types/Sized", {"Properties": [TIME, part]})

        assert made.status == 201
        assert made.content["Properties"][1].items() >= {(name, part[name]) for name in part if name != "SdsType"}
        (warning,) = warnings()
        assert f"type.Properties[1].{complaint}" in warning

    def test_a_value_is_no_default(self, api):
        api.post("/Types/Valued", {"Properties": [TIME, {"Id": "A", "Value": 5, "SdsType": {"SdsTypeCode": 9}}]})
        api.post("/Streams/New", {"TypeId": "Valued"})
        api.post("/Streams/New/Data", [{"Time": "2020-01-01"}])

        assert api.get("/Streams/New/Data/First", Accept_Verbosity="verbose").content["A"] == 0

    @pytest.mark.parametrize("value", [{"a": 1}, [1]])
    @pytest.mark.parametrize("name", ["Value", "value"])
    def test_a_value_is_no_object_and_no_array(self, api, name, value):
        assert "Value" in refusal(api.post("/Types/Valued", {"Properties": [{"Id": "A", name: value}]}))

    def test_a_fixed_size_is_the_most_that_a_text_may_have(self, api):
        api.post(
            "/Types/Sized", {"Properties": [TIME, {"Id": "A", "FixedSize": 3, "SdsType": {"SdsTypeCode": "String"}}]}
        )
        api.post("/Streams/New", {"TypeId": "Sized"})

        assert api.post("/Streams/New/Data", [{"Time": "2020-01-01", "A": "abc"}]).status == 204
        answer = api.put("/Streams/New/Data", [{"Time": "2020-01-01", "A": "abcd"}])
        assert "Member 'A' (String): Expected text of at most 3 characters, found 4: 'abcd'." in refusal(answer)
        assert api.get("/Streams/New/Data/First").content["A"] == "abc"
        assert "FixedSize of -1" in refusal(
            api.post("/Types/Other", {"Properties": [{"Id": "A", "fixedSize": -1, "SdsType": MODE}]})
        )
