from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from aveva_samples import STATE, enumeration, key, member, simple, type_of

from streamulator.core.problems import Conflict, Missing, Refused
from streamulator.services.aveva.model.shape.codes import InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.shape.reuse import Types, generated_id
from streamulator.services.aveva.model.shape.types import SdsType

TIME = key("Time", SdsTypeCode.DateTime)
BASE = type_of(TIME, id="Base")
POINT = type_of(member("X", SdsTypeCode.Double), member("State", STATE), id="Point")
WHOLE = type_of(member("At", POINT), base_type=BASE, id="Whole")
NAMELESS = replace(STATE, id="")


@pytest.fixture
def types():
    return Types("main")


def ids(types):
    return sorted(type_.id for type_ in types.all())


def test_what_stands_in_a_definition_is_created_with_it(types):
    made, new = types.get_or_create(WHOLE, 5)

    assert (made.id, {one.id for one in new}) == ("Whole", {"Base", "Enum", "Point", "Whole"})
    assert ids(types) == ["Base", "Enum", "Point", "Whole"]
    assert {(one.created, one.modified) for one in types.all()} == {(5, 5)}
    assert made.base_type is types.get("base")
    assert made.properties[0].type is types.get("POINT")
    assert types.get("Point").properties[1].type is types.get("Enum")


def test_atomic_types_belong_to_the_definition_and_get_a_name_and_an_id(types):
    made, _new = types.get_or_create(
        type_of(
            TIME, member("Value", SdsType("", SdsTypeCode.Double)), member("Own", SdsType("My", SdsTypeCode.Int32))
        ),
        0,
    )

    assert ids(types) == ["Sample"]
    assert [(part.type.id, part.type.name) for part in made.properties] == [
        ("DateTime", "DateTime"),
        ("6fecef77-20b1-37ae-aa3b-e6bb838d5a86", "Double"),
        ("My", "Int32"),
    ]


def test_what_is_there_already_is_taken(types):
    stored, _new = types.get_or_create(replace(POINT, name="point"), 1)

    made, new = types.get_or_create(WHOLE, 2)

    assert "Whole" in {one.id for one in new}
    assert made.properties[0].type is stored
    assert (stored.created, types.get("Whole").created) == (1, 2)


def test_one_that_came_inside_another_is_there_when_it_comes_by_itself(types):
    types.get_or_create(WHOLE, 1)

    assert types.get_or_create(POINT, 2) == (types.get("Point"), [])
    assert types.get("Point").created == 1


def test_the_same_again_is_the_stored_one(types):
    made, _new = types.get_or_create(WHOLE, 1)

    for again in (WHOLE, made, replace(WHOLE, id="WHOLE")):
        assert types.get_or_create(again, 2) == (made, [])
    assert len(types.all()) == 4


@pytest.mark.parametrize(
    ("part", "differing"),
    [
        (replace(POINT, description="Another"), "description"),
        (replace(POINT, properties=POINT.properties[:1]), "properties"),
        (replace(POINT, properties=(POINT.properties[0], member("State", enumeration(Ok=1)))), "property 'State'"),
        (simple(SdsTypeCode.Int32Enum), "type code, properties"),
    ],
)
def test_what_differs_from_the_stored_one_is_a_conflict_and_nothing_is_done(types, part, differing):
    types.get_or_create(POINT, 1)
    before = types.all()

    with pytest.raises(Conflict) as conflict:
        types.get_or_create(type_of(member("New", NAMELESS), member("At", replace(part, id="POINT")), id="Whole"), 2)

    assert f"Type 'Point' exists with another definition, and types cannot be changed. It differs in {differing}." in (
        conflict.value.reason
    )
    assert conflict.value.details == {"TypeId": "Point"}
    assert types.all() == before


def test_two_different_types_of_one_id_in_a_definition_are_a_conflict(types):
    with pytest.raises(Conflict, match="Type 'Enum' exists with another definition"):
        types.get_or_create(type_of(member("A", STATE), member("B", enumeration(Low=0))), 0)

    assert types.all() == []


def test_a_refusal_leaves_nothing_of_what_stands_in_the_definition(types):
    with pytest.raises(Refused):
        types.get_or_create(type_of(member("A", STATE), member("a", STATE)), 0)

    assert types.all() == []


class TestWithoutAnId:
    def test_it_gets_one_that_only_depends_on_the_definition(self, types):
        made, _new = types.get_or_create(type_of(member("A", NAMELESS), member("B", NAMELESS)), 0)

        first, second = (part.type for part in made.properties)
        assert first is second
        assert first.id == generated_id(NAMELESS) == "f5e961d9-632e-3220-8dd0-91c5d5835876"
        assert UUID(first.id).version == 3
        assert ids(types) == sorted([first.id, "Sample"])

    @pytest.mark.parametrize("again", [NAMELESS, replace(STATE, id="other"), enumeration(ok="0", Warning=1.0, ALARM=2)])
    def test_spelling_makes_no_difference(self, again):
        assert generated_id(replace(again, id="", created=5)) == generated_id(NAMELESS)

    @pytest.mark.parametrize(
        "other",
        [
            replace(NAMELESS, name="State"),
            replace(NAMELESS, description="Of a pump"),
            replace(NAMELESS, code=SdsTypeCode.ByteEnum),
            replace(NAMELESS, properties=NAMELESS.properties[:2]),
            replace(NAMELESS, properties=NAMELESS.properties[::-1]),
            replace(NAMELESS, interpolation_mode=InterpolationMode.Discrete),
            enumeration(Ok=0, Warning=1, Alarm=3),
        ],
    )
    def test_another_definition_gets_another(self, other):
        assert generated_id(other) != generated_id(NAMELESS)

    def test_what_stands_in_it_counts_by_its_id_where_it_is_its_own_and_by_its_code_where_not(self):
        def list_of(held):
            return generated_id(SdsType("", SdsTypeCode.IList, generic_arguments=(held,)))

        assert list_of(simple(SdsTypeCode.Double)) == list_of(SdsType("Any", SdsTypeCode.Double))
        assert list_of(simple(SdsTypeCode.Double)) != list_of(simple(SdsTypeCode.Single))
        assert list_of(STATE) != list_of(POINT)
        assert list_of(BASE) != generated_id(type_of(base_type=BASE, id=""))

    def test_it_may_be_any_stored_one_that_is_the_same(self, types):
        made, _new = types.get_or_create(type_of(member("A", STATE)), 0)

        assert types.get_or_create(type_of(member("A", NAMELESS)), 0) == (made, [])
        assert ids(types) == ["Enum", "Sample"]

    def test_in_another_type_it_is_a_type_besides(self, types):
        types.get_or_create(type_of(member("A", STATE)), 0)
        types.get_or_create(type_of(member("A", NAMELESS), id="Other"), 0)

        assert ids(types) == sorted(["Enum", "Other", "Sample", generated_id(NAMELESS)])

    def test_somebody_may_have_taken_it(self, types):
        types.get_or_create(replace(POINT, id=generated_id(NAMELESS)), 0)

        with pytest.raises(Conflict):
            types.get_or_create(type_of(member("A", NAMELESS)), 0)


class TestReferring:
    def test_types_that_name_another_themselves_are_counted_once_each(self, types):
        types.get_or_create(WHOLE, 0)
        types.get_or_create(type_of(member("A", POINT), member("B", POINT), id="Twice"), 0)

        assert {type_.id: types.referring(type_.id) for type_ in types.all()} == {
            "Base": 1,
            "Enum": 1,
            "Point": 2,
            "Whole": 0,
            "Twice": 0,
        }

    def test_generic_arguments_and_derived_types_are_referred_to_as_well(self, types):
        types.get_or_create(SdsType("List", SdsTypeCode.IList, generic_arguments=(STATE,)), 0)
        types.get_or_create(type_of(derived_types=(POINT,)), 0)

        assert [types.referring(id_) for id_ in ("Enum", "Point")] == [2, 1]

    def test_an_atomic_type_is_one_of_the_namespace_where_that_has_it(self, types):
        mine = SdsType("Mine", SdsTypeCode.Double)
        types.get_or_create(type_of(member("Before", mine), id="Before"), 0)
        stored, _new = types.get_or_create(mine, 0)
        made, _new = types.get_or_create(type_of(member("After", replace(mine, id="mine")), id="After"), 0)
        other, _new = types.get_or_create(type_of(member("Other", SdsType("Mine", SdsTypeCode.Single)), id="Other"), 0)

        assert made.properties[0].type is stored
        assert other.properties[0].type.code is SdsTypeCode.Single
        assert types.referring("Mine") == 2


def test_a_copy_is_independent_and_shares_the_types(types):
    types.get_or_create(POINT, 0)
    copy = types.fork()
    copy.get_or_create(WHOLE, 0)
    types.delete("point")

    assert ids(types) == ["Enum"]
    assert ids(copy) == ["Base", "Enum", "Point", "Whole"]
    assert copy.get("Enum") is types.get("enum")


def test_one_that_is_not_there_is_missing(types):
    assert types.find("Point") is None
    with pytest.raises(Missing) as missing:
        types.get("Point")
    assert "in namespace 'main'" in missing.value.reason
    assert missing.value.details == {"TypeId": "Point"}
