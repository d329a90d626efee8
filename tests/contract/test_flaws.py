from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from streamulator import resources
from streamulator.contract.schema import Schema

PERSON = {"type": "object", "properties": {"name": {}}, "required": ["name", "age"]}
CLOSED = {"properties": {"name": {}}, "additionalProperties": False}


@pytest.mark.parametrize(
    ("schema", "content", "sentence"),
    [
        ({"type": "integer"}, "1", 'found "1", expected an integer.'),
        ({"type": ["array", "null"]}, 1, "found 1, expected an array or null."),
        ({"type": "number"}, None, "found null, expected a number."),
        ({"enum": [0, "A", None]}, "a", 'found "a", expected one of 0, "A", null.'),
        ({"const": "ok"}, True, 'found true, expected "ok".'),
        ({"pattern": "^a+$"}, "b", 'found "b", expected text that matches ^a+$.'),
        ({"minimum": 3}, 2, "found 2, expected 3 or more."),
        ({"maximum": 3}, 4, "found 4, expected 3 or less."),
        ({"exclusiveMinimum": 3}, 3, "found 3, expected more than 3."),
        ({"exclusiveMaximum": 3}, 3, "found 3, expected less than 3."),
        ({"minLength": 2}, "ü", 'found "ü", expected at least 2 characters.'),
        ({"maxLength": 2}, "abc", 'found "abc", expected at most 2 characters.'),
        ({"minItems": 1}, [], "found [], expected at least 1 items."),
        ({"maxItems": 1}, [1, 2], "found [1, 2], expected at most 1 items."),
        ({"maxProperties": 0}, {"a": 1}, 'found {"a": 1}, expected at most 0 members.'),
        (PERSON, {"name": 1}, "found no 'age', expected the members 'name', 'age'."),
        ({"additionalProperties": False}, {"a": 1}, "a: found the member 'a', expected none but none."),
        (CLOSED, {"nmae": 1}, "nmae: found the member 'nmae', expected none but 'name'."),
        ({"multipleOf": 2}, 3, "found 3, expected what 'multipleOf' asks for (3 is not a multiple of 2)."),
        ({"not": {}}, 1, "found 1, expected what 'not' asks for (1 should not be valid under {})."),
        ({"type": "string", "format": "uuid"}, "x", 'found "x", expected text in the format uuid.'),
    ],
)  # fmt: skip
def test_a_flaw_says_what_was_found_and_what_was_expected(schema, content, sentence):
    assert Schema(schema).complaints(content) == [sentence]


def test_a_member_that_a_pattern_allows_is_no_stranger():
    schema = Schema({"properties": {"a": {}}, "patternProperties": {"^x-": True}, "additionalProperties": False})

    assert schema.complaints({"a": 1, "x-b": 2, "c": 3}) == ["c: found the member 'c', expected none but 'a'."]


def test_what_is_missing_is_told_once():
    assert len(Schema({"required": ["a", "b", "c"]}).complaints({"a": 1})) == 1


def test_of_alternatives_the_one_that_was_meant_is_explained():
    schema = Schema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})

    assert schema.complaints(["a", 1]) == ["[1]: found 1, expected a string."]


KIND = {"oneOf": [{"properties": {"kind": {"const": "a"}, "n": {"type": "integer"}}, "required": ["kind"]},
                  {"properties": {"kind": {"enum": ["b", "c"]}}, "required": ["kind"], "additionalProperties": False},
                  {"type": "string"}]}  # fmt: skip
EITHER = {"type": "object", "oneOf": [{"required": ["one"]}, {"required": ["two"]}]}


@pytest.mark.parametrize(
    ("schema", "content", "sentences"),
    [
        (KIND, {"kind": "d"}, ['kind: found "d", expected one of "a", "b", "c".']),
        (KIND, {"kind": "a", "n": "1"}, ['n: found "1", expected an integer.']),
        (KIND, {"kind": "b", "x": 1}, ["x: found the member 'x', expected none but 'kind'."]),
        (KIND, {}, ["found {}, expected the member 'kind'."]),
        (EITHER, {}, ["found {}, expected one of the members 'one', 'two'."]),
        (EITHER, {"one": 1, "two": 2},
         ["found {\"one\": 1, \"two\": 2}, expected only one of the members 'one', 'two'."]),
        (EITHER, 7, ["found 7, expected an object."]),
        ({"properties": {"x": {"anyOf": [EITHER, {"type": "array"}]}}}, {"x": 7},
         ["x: found 7, expected an object or an array."]),
        ({"oneOf": [{"oneOf": [{"type": "object"}, {"type": "null"}]}, {"type": "string"}]}, 1,
         ["found 1, expected an object or null or a string."]),
        ({"oneOf": [{"minimum": 1}, {"maximum": 9}]}, 5, ["found 5, expected what fits one alternative alone."]),
        ({"anyOf": [{"minimum": 9}, {"maximum": 1}]}, 5, ["found 5, expected 9 or more."]),
        ({"anyOf": [{"type": "object", "properties": {"a": {"enum": [1]}, "b": {"type": "integer"}}},
                    {"type": "null"}]},
         {"a": 2, "b": "x"}, ["a: found 2, expected one of 1.", 'b: found "x", expected an integer.']),
        ({"oneOf": [True, {}]}, 5, ["found 5, expected what fits one alternative alone."]),
    ],
)  # fmt: skip
def test_alternatives_are_explained_by_the_one_that_was_meant(schema, content, sentences):
    assert Schema(schema).complaints(content) == sentences


def test_flaws_are_told_in_the_order_of_their_places():
    schema = Schema({"additionalProperties": {"items": {"type": "string"}}, "maxProperties": 1})

    places = [flaw.place for flaw in schema.flaws({"b": [1] * 11, "a": [1], "c": [1]})]

    assert places == [(), ("a", 0), *(("b", at) for at in range(11)), ("c", 0)]


def test_every_stranger_is_told_of():
    schema = Schema({"additionalProperties": False})

    assert [flaw.place for flaw in schema.flaws({"b": 1, "a": 2})] == [("a",), ("b",)]


RULES = yaml.safe_load((resources.folder("openapi") / "control-faults.yaml").read_text(encoding="utf-8"))["components"]
RULE = Schema({"$ref": "#/components/schemas/FaultRule"}, RULES)
WORDS = st.sampled_from(["effect", "sequence", "kind", "status", "reset", "latency", "between", "bytes", "x", "503"])
SCALARS = st.none() | st.booleans() | st.integers(-1, 600) | st.floats(allow_nan=False) | WORDS


@given(st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4)))
def test_whatever_does_not_fit_is_told_in_sentences(content):
    said = RULE.complaints(content)

    assert bool(said) != RULE.is_valid(content)
    assert all("found " in one and ", expected " in one and one.endswith(".") for one in said)
    assert not any(one.endswith("expected .") for one in said)


@pytest.mark.parametrize("content", [["x"] * 10_000, {"x": "y" * 10_000}, "z" * 10_000])
def test_what_is_long_is_quoted_in_part(content):
    (sentence,) = Schema({"type": "integer"}).complaints(content)

    assert len(sentence) < 300
    assert " … " in sentence
