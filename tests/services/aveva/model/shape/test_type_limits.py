from __future__ import annotations

from dataclasses import replace

import pytest
from aveva_samples import PAIRED, SIMPLE, STATE, enumeration, key, member, simple, type_of

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.types import SdsType, SdsTypeProperty, check_type, is_own, parts_of

BASE = type_of(key("Time", SdsTypeCode.DateTime), id="Base")


@pytest.mark.parametrize("id_", [" ", " a", "a ", "a/b", "/", "a\tb", "a\x7f", "a" * 251])
def test_the_ids_of_types_and_properties_obey_the_same_rules(id_):
    places = {
        "Id": type_of(id=id_),
        "property id": type_of(member(id_, SdsTypeCode.Double)),
        "In the type of property 'State': The property id": type_of(member("State", enumeration(**{id_: 0}))),
        "In the type of property 'Inner': The Id": type_of(member("Inner", type_of(id=id_))),
        "In its base type: The Id": type_of(base_type=type_of(id=id_)),
    }
    for place, type_ in places.items():
        with pytest.raises(Refused, match=place):
            check_type(type_)


@pytest.mark.parametrize(
    "type_",
    [
        type_of(base_type=type_of(id="SAMPLE")),
        type_of(member("Inner", type_of(member("Inmost", type_of(id="sample")), id="Inner"))),
        type_of(member("Many", SdsType("List", SdsTypeCode.IList, generic_arguments=(type_of(id="Sample"),)))),
        type_of(derived_types=(type_of(base_type=type_of(), id="Derived"),)),
        type_of(member("Inner", type_of(base_type=type_of(id="inner"), id="Inner"))),
    ],
)
def test_a_type_cannot_be_part_of_itself(type_):
    with pytest.raises(Refused, match="would be part of itself"):
        check_type(type_)


def nested(levels, wrap):
    type_ = type_of(id="0")
    for level in range(1, levels + 1):
        type_ = wrap(type_, str(level))
    return type_


@pytest.mark.parametrize(
    "wrap",
    [
        lambda type_, id_: type_of(base_type=type_, id=id_),
        lambda type_, id_: type_of(member("Inner", type_), id=id_),
        lambda type_, id_: SdsType(id_, SdsTypeCode.IList, generic_arguments=(type_,)),
        lambda type_, id_: type_of(derived_types=(type_,), id=id_),
    ],
)
def test_types_are_nested_twenty_levels_deep_at_most(wrap):
    check_type(nested(20, wrap))
    with pytest.raises(Refused, match="nested 21 levels deep in it, and 20 is the most"):
        check_type(nested(21, wrap))


def test_a_type_has_ten_thousand_properties_at_most_counted_wherever_they_stand():
    def tenfold(levels):
        return nested(levels, lambda type_, id_: type_of(*(member(f"P{at}", type_) for at in range(10)), id=id_))

    check_type(replace(tenfold(3), base_type=BASE))
    with pytest.raises(Refused, match="it has 11110 properties, and 10000 is the most"):
        check_type(tenfold(4))
    with pytest.raises(Refused, match=f"it has {sum(10**n for n in range(1, 20))} properties"):
        check_type(tenfold(19))


def test_objects_enumerations_and_collections_are_types_of_their_own_wherever_they_stand():
    own = {code for code in SdsTypeCode if is_own(simple(code))}
    held = {code for code in SdsTypeCode if is_own(SdsType("T", code, generic_arguments=(STATE,)))}
    enums = {code for code in SdsTypeCode if code.name.endswith("Enum")}
    collections = {SdsTypeCode.Array, SdsTypeCode.IList, SdsTypeCode.IDictionary, SdsTypeCode.IEnumerable}

    assert own == {SdsTypeCode.Object} | enums
    assert held == own | collections


def test_the_parts_of_a_type_are_what_it_names_itself():
    type_ = type_of(
        member("State", STATE),
        SdsTypeProperty("None"),
        base_type=BASE,
        generic_arguments=(PAIRED,),
        derived_types=(SIMPLE,),
    )

    assert parts_of(type_) == (BASE, STATE, PAIRED, SIMPLE)
