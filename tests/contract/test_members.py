from __future__ import annotations

import pytest
from small_contracts import contract, described, operation, taking

KIND = {"enum": ["A", "B"]}


def members(schema, **schemas):
    document = contract(
        {"/it": {"post": described(requestBody=taking(schema))}}, components={"schemas": schemas} if schemas else {}
    )
    return {member.name: list(member.enumeration) for member in document.operations[0].members}


class TestFinding:
    def test_takes_members_that_list_their_values_and_no_others(self):
        assert members({"properties": {"Kind": KIND, "Name": {"type": "string"}}}) == {"body.Kind": ["A", "B"]}

    def test_goes_into_objects_and_lists(self):
        inner = {"properties": {"Kind": KIND}}

        found = members({"items": {"properties": {"Part": inner, "Parts": {"items": inner}, "Kinds": {"items": KIND}}}})

        assert list(found) == ["body[].Part.Kind", "body[].Parts[].Kind", "body[].Kinds[]"]

    def test_follows_references_and_all_of_several(self):
        schema = {"allOf": [{"$ref": "#/components/schemas/It"}, {"properties": {"Kind": {"enum": ["C"]}}}]}

        assert members(schema, It={"properties": {"Kind": KIND}}) == {"body.Kind": ["A", "B", "C"]}

    def test_follows_what_contains_itself_once(self):
        it = {"properties": {"Kind": KIND, "Parts": {"items": {"$ref": "#/components/schemas/It"}}}}

        assert list(members({"$ref": "#/components/schemas/It"}, It=it)) == ["body.Kind"]

    @pytest.mark.parametrize("kind", ["oneOf", "anyOf"])
    def test_leaves_out_alternatives(self, kind):
        assert members({kind: [{"properties": {"Kind": KIND}}, {"type": "null"}]}) == {}

    @pytest.mark.parametrize(
        "schema",
        [{}, {"properties": {"Kind": True}}, {"items": False}, {"properties": {"Kind": {"enum": [["A"], "B"]}}}],
    )
    def test_leaves_out_what_lists_no_plain_values(self, schema):
        assert members(schema) == {}

    def test_knows_none_without_a_body(self):
        assert operation().members == ()


class TestLookingUp:
    def values(self, schema, body):
        (member,) = operation(requestBody=taking(schema)).members
        return member.values(body)

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ([{"Kind": "B"}, {"Kind": "A"}, {}, {"Kind": "B"}], ["A", "B"]),
            ([{"Kind": "A"}], ["A"]),
            ([{"Kind": "C"}, {"Kind": ["A"]}, {"Kind": {"A": 1}}], []),
            ([], []),
            ({"Kind": "A"}, []),
            ([["Kind"], "Kind", None, 1], []),
        ],
    )
    def test_returns_each_listed_value_once(self, body, expected):
        assert self.values({"items": {"properties": {"Kind": KIND}}}, body) == expected

    def test_knows_null(self):
        schema = {"properties": {"Kind": {"enum": ["A", None]}}}

        assert (self.values(schema, {"Kind": None}), self.values(schema, {})) == ([None], [])
