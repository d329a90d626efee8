"""What a type may not be: part of itself, too deep, too large, strangely named, or changed."""

from __future__ import annotations

import pytest

TIME = {"Id": "Time", "IsKey": True, "SdsType": {"SdsTypeCode": "DateTime"}}
POINT = {"Id": "Point", "SdsTypeCode": "Object", "Properties": [{"Id": "X", "SdsType": {"SdsTypeCode": "Double"}}]}
STATE = {"SdsTypeCode": "Int32Enum", "Properties": [{"Id": "Off", "Value": 0}]}
OF_WORLD = ["Keyless", "Named", "Numbered", "Paired", "Simple", "State"]


@pytest.fixture
def types(api):
    """Return a function that gives the ids of the types beside those of world.yaml."""
    return lambda: [one["Id"] for one in api.get("/Types").content if one["Id"] not in OF_WORLD]


def member(type_, id_="Value"):
    return {"Properties": [TIME, {"Id": id_, "SdsType": type_}]}


def refusal(answer):
    assert answer.status == 400, answer.body
    return answer.content["Reason"]


class TestSizes:
    @pytest.mark.parametrize(
        "content",
        [
            {"BaseType": {"Id": "whole"}},
            {"BaseType": {"Id": "Whole", "SdsTypeCode": 1, "Properties": []}},
            member({"Id": "WHOLE"}),
            member({**POINT, "Id": "whole"}),
            member({**POINT, "Properties": [{"Id": "Inner", "SdsType": {"Id": "Point"}}]}),
            {"DerivedTypes": [{"Id": "Derived", "SdsTypeCode": 1, "BaseType": {"Id": "Whole"}}]},
            member({"SdsTypeCode": "IList", "GenericArguments": [{"Id": "Whole"}]}),
        ],
    )
    def test_one_that_would_be_part_of_itself_is_refused(self, api, types, content):
        assert "would be part of itself" in refusal(api.post("/Types/Whole", content))
        assert types() == []

    def test_references_cannot_make_it_deeper_than_twenty_levels(self, api):
        for level in range(21):
            below = {"BaseType": {"Id": f"L{level - 1}"}} if level else {}
            assert api.post(f"/Types/L{level}", below).status == 201

        assert "nested 21 levels deep" in refusal(api.post("/Types/L21", {"BaseType": {"Id": "L20"}}))

    @pytest.mark.parametrize("levels", [21, 60, 190])
    def test_nor_can_its_definition(self, api, types, levels):
        content = {}
        for level in range(levels):
            content = {"BaseType": {**content, "Id": f"L{level}", "SdsTypeCode": "Object"}}

        assert "20 levels deep" in refusal(api.post("/Types/Deep", content))
        assert types() == []

    def test_references_cannot_make_it_larger_than_ten_thousand_properties(self, api, types):
        def post(level):
            within = {"Id": f"L{level - 1}"} if level else {"SdsTypeCode": "Double"}
            return api.post(
                f"/Types/L{level}", {"Properties": [{"Id": f"P{at}", "SdsType": within} for at in range(10)]}
            )

        assert [post(level).status for level in range(3)] == [201] * 3
        assert "it has 11110 properties, and 10000 is the most" in refusal(post(3))
        assert types() == ["L0", "L1", "L2"]


class TestIds:
    @pytest.mark.parametrize("name", ["Id", "ID", "id"])
    @pytest.mark.parametrize("id_", [" ", " a", "a/b", "a\n", "x" * 251])
    def test_ids_obey_the_rules_however_the_member_is_spelt(self, api, types, name, id_):
        for content in (
            {"Properties": [{name: id_, "SdsType": {"SdsTypeCode": 14}}]},
            member({**STATE, "Id": None, name: id_}),
        ):
            assert api.post("/Types/Strange", content).status == 400
        assert types() == []


class TestImmutability:
    @pytest.mark.parametrize("method", ["PUT", "PATCH"])
    def test_a_type_cannot_be_changed(self, api, method):
        answer = api(method, "/Types/Simple", api.get("/Types/Simple").content)

        assert (answer.status, answer.headers["allow"]) == (405, "DELETE, GET, POST")
