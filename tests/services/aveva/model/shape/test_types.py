from __future__ import annotations

from dataclasses import replace

import pytest
from aveva_samples import PAIRED, SIMPLE, STATE, enumeration, key, member, simple, type_of

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.shape.types import (
    SdsType,
    SdsTypeProperty,
    all_properties,
    check_streamable,
    check_type,
    differences,
    is_enum,
    key_properties,
    same_type,
)

TIME = key("Time", SdsTypeCode.DateTime)
BASE = type_of(TIME, id="Base")


def test_a_base_types_properties_come_before_its_own():
    derived = type_of(member("Value", SdsTypeCode.Double), base_type=replace(BASE, base_type=type_of(id="Root")))

    assert [part.id for part in all_properties(derived)] == ["Time", "Value"]
    assert [part.id for part in key_properties(derived)] == ["Time"]


def test_the_parts_of_a_key_stand_in_their_order_and_equal_ones_as_defined():
    assert [part.id for part in key_properties(PAIRED)] == ["First", "Second"]
    derived = type_of(key("A", SdsTypeCode.Int32), base_type=type_of(key("B", SdsTypeCode.Int32), id="Base"))
    assert [part.id for part in key_properties(derived)] == ["B", "A"]


@pytest.mark.parametrize(
    "type_",
    [
        SIMPLE,
        PAIRED,
        STATE,
        simple(SdsTypeCode.Double),
        type_of(member("Value", SdsTypeCode.Double)),  # no key: fine until a stream wants one
        type_of(TIME, interpolation_mode=InterpolationMode.Discrete),
        type_of(member("Inner", type_of(member("Value", SdsTypeCode.Double), id="Inner")), base_type=BASE),
        enumeration(SdsTypeCode.ByteEnum, Low=0, Lowest="0", High=255),
        enumeration(),
        type_of(member("Text", SdsTypeCode.String, fixed_size=5)),
        type_of(member("a" * 250, SdsTypeCode.Double), id="b" * 250),
        type_of(
            member("a b é 日", SdsTypeCode.Double), member("Inner", type_of(member("Inmost", type_of(id="")), id=""))
        ),
        type_of(
            member("Point", type_of(id="Point")), base_type=type_of(member("Other", type_of(id="Point")), id="Base")
        ),
        SdsType("Map", SdsTypeCode.IDictionary, generic_arguments=(simple(SdsTypeCode.String), type_of(id="Point"))),
        SdsType("List", SdsTypeCode.IList),
        # The Id of an atomic type means nothing, so that it may be that of the type around it.
        type_of(member("Value", SdsType("Sample", SdsTypeCode.Double))),
        type_of(*(key(name, SdsTypeCode.Int32) for name in "ABC")),
    ],
)
def test_a_type_that_makes_sense_is_taken(type_):
    check_type(type_)


@pytest.mark.parametrize(
    ("type_", "complaint"),
    [
        (type_of(TIME, member("time", SdsTypeCode.Double)), "The property 'Time' is defined 2 times"),
        (type_of(member("TIME", SdsTypeCode.Double), base_type=BASE), "The property 'Time' is defined 2 times"),
        (type_of(SdsTypeProperty("Value")), "The property 'Value' has no SdsType."),
        (type_of(base_type=STATE), "Its base type 'Enum' is not an Object but Int32Enum."),
        (type_of(key("K", SdsTypeCode.NullableInt32)), "'K' cannot be part of a key, for NullableInt32"),
        (type_of(key("K", SdsTypeCode.DoubleArray)), "'K' cannot be part of a key, for DoubleArray"),
        (type_of(SdsTypeProperty("K", STATE, is_key=True)), "'K' cannot be part of a key, for Int32Enum"),
        (type_of(*(key(name, SdsTypeCode.Int32) for name in "ABCD")), "It has 4 properties with IsKey set"),
        (
            type_of(
                member("Value", SdsTypeCode.Double, interpolation_mode=InterpolationMode.Continuous),
                interpolation_mode=InterpolationMode.Discrete,
            ),
            "The property 'Value' may have no InterpolationMode of its own",
        ),
        (
            type_of(
                base_type=type_of(member("V", SdsTypeCode.Double, interpolation_mode=InterpolationMode(1)), id="Base"),
                interpolation_mode=InterpolationMode.Discrete,
            ),
            "The property 'V' may have no InterpolationMode of its own",
        ),
        (replace(STATE, base_type=BASE), "Only an Object has a base type, not Int32Enum."),
        (
            type_of(base_type=type_of(SdsTypeProperty("V"), id="B")),
            "In its base type: The property 'V' has no SdsType.",
        ),
        (
            type_of(
                key("K", SdsTypeCode.Int32), base_type=type_of(*(key(k, SdsTypeCode.Int32) for k in "ABC"), id="B")
            ),
            "It has 4 ",
        ),
        (type_of(member("Text", SdsTypeCode.String, fixed_size=-1)), "The property 'Text' has a FixedSize of -1"),
        (
            SdsType("Map", SdsTypeCode.IDictionary, generic_arguments=(STATE,)),
            "IDictionary has 1 generic arguments; what it holds is said by 2.",
        ),
        (
            type_of(member("Many", SdsType("", SdsTypeCode.IList, generic_arguments=(STATE, STATE)))),
            "In the type of property 'Many': IList has 2 generic arguments; what it holds is said by 1.",
        ),
        (
            type_of(member("Many", SdsType("", SdsTypeCode.Array, generic_arguments=(enumeration(Ok="x"),)))),
            "In the type of property 'Many': In its generic arguments: Member 'Ok'",
        ),
        (type_of(derived_types=(type_of(SdsTypeProperty("V"), id="D"),)), "In its derived types: The property 'V'"),
        (enumeration(Ok=0, ok=1), "The property 'Ok' is defined 2 times"),
        (enumeration(Ok=None), "Member 'Ok': Expected"),
        (enumeration(SdsTypeCode.NullableInt32Enum, Ok=None), "Member 'Ok' has no number in Value."),
        (enumeration(SdsTypeCode.ByteEnum, High=256), "Member 'High': Expected"),
        (
            type_of(TIME, member("State", enumeration(Ok="x"))),
            "In the type of property 'State': Member 'Ok': Expected",
        ),
    ],
)
def test_a_type_that_makes_no_sense_is_refused_with_the_reason(type_, complaint):
    with pytest.raises(Refused) as refusal:
        check_type(type_)

    assert complaint in refusal.value.reason
    assert refusal.value.details == {"TypeId": type_.id}
    assert refusal.value.resolution


def test_a_refusal_of_a_type_names_all_that_is_wrong():
    with pytest.raises(Refused) as refusal:
        check_type(type_of(SdsTypeProperty("A"), SdsTypeProperty("B"), SdsTypeProperty("a")))

    assert all(f"'{name}'" in refusal.value.reason for name in "AB")
    assert "2 times" in refusal.value.reason


@pytest.mark.parametrize(
    ("refused", "complaint"),
    [
        (
            lambda: check_type(type_of(SdsTypeProperty("A"), SdsTypeProperty("B"))),
            "The property 'A' has no SdsType. The property 'B' has no SdsType.",
        ),
        (
            lambda: check_streamable(type_of(member("Value", SdsTypeCode.Double))),
            "No property has IsKey set, so that its events would have no index.",
        ),
        (
            lambda: check_streamable(replace(simple(SdsTypeCode.Double), id="Sample")),
            "Events need a type with SdsTypeCode Object, not Double.",
        ),
    ],
)
def test_a_refusal_of_a_type_says_what_to_do(refused, complaint):
    with pytest.raises(Refused) as refusal:
        refused()

    assert refusal.value.reason == f"Type 'Sample' cannot be used. {complaint}"
    assert refusal.value.resolution == "Correct the definition of the type."
    assert refusal.value.details == {"TypeId": "Sample"}


def test_a_stream_needs_an_object_type_with_a_key():
    check_streamable(SIMPLE)
    with pytest.raises(Refused, match="No property has IsKey set"):
        check_streamable(type_of(member("Value", SdsTypeCode.Double)))
    with pytest.raises(Refused, match="Object, not Double"):
        check_streamable(simple(SdsTypeCode.Double))


@pytest.mark.parametrize("code", SdsTypeCode)
def test_enumerations_are_the_types_with_enum_in_their_names(code):
    assert is_enum(simple(code)) == code.name.endswith("Enum")


FULL = type_of(
    TIME,
    member("State", STATE, name="State", description="", order=0),
    base_type=type_of(member("Extra", SdsTypeCode.Int32), id="Base"),
    generic_arguments=(simple(SdsTypeCode.Double),),
    name="Sample",
    created=5,
    modified=6,
)


@pytest.mark.parametrize(
    "other",
    [
        replace(FULL, created=7, modified=8),
        replace(FULL, name=None),
        replace(FULL, description=""),
        replace(FULL, id="SAMPLE", name="Sample"),
        replace(FULL, properties=(replace(TIME, name="Time"), FULL.properties[1])),
        replace(FULL, properties=(replace(TIME, id="TIME", name="time", uom=""), FULL.properties[1])),
        replace(FULL, properties=(replace(TIME, type=SdsType("Any", TIME.type.code, "Any")), FULL.properties[1])),
        replace(FULL, properties=(TIME, replace(FULL.properties[1], type=replace(STATE, id="", description="")))),
        replace(FULL, properties=(TIME, replace(FULL.properties[1], type=replace(STATE, id="ENUM", name="enum")))),
        replace(FULL, properties=(TIME, replace(FULL.properties[1], type=enumeration(OK="0", Warning=1.0, alarm=2)))),
        replace(FULL, base_type=replace(FULL.base_type, created=9)),
    ],
)
def test_definitions_that_mean_the_same_are_the_same_type(other):
    assert same_type(FULL, other)
    assert same_type(other, FULL)


@pytest.mark.parametrize(
    "other",
    [
        replace(FULL, id="Other", name="Sample"),
        replace(FULL, name="Another name"),
        replace(FULL, description="Another description"),
        replace(FULL, base_type=None),
        replace(FULL, base_type=type_of(member("Extra", SdsTypeCode.Int64), id="Base")),
        replace(FULL, properties=FULL.properties[:1]),
        replace(FULL, properties=FULL.properties[::-1]),
        replace(FULL, properties=(replace(TIME, is_key=False), FULL.properties[1])),
        *(
            replace(FULL, properties=(replace(TIME, **change), FULL.properties[1]))
            for change in (
                {"uom": "second"},
                {"order": 1},
                {"fixed_size": 8},
                {"is_quality": True},
                {"value": 1},
                {"name": "Another name"},
                {"description": "Another description"},
                {"interpolation_mode": InterpolationMode.Continuous},
            )
        ),
        replace(FULL, properties=(TIME, replace(FULL.properties[1], type=replace(STATE, id="Other")))),
        replace(FULL, properties=(TIME, replace(FULL.properties[1], type=replace(STATE, name="Other")))),
        replace(FULL, properties=(TIME, replace(FULL.properties[1], type=replace(STATE, description="Other")))),
        replace(FULL, properties=(TIME, replace(FULL.properties[1], type=None))),
        replace(FULL, properties=(replace(TIME, type=STATE), FULL.properties[1])),
        replace(FULL, base_type=replace(FULL.base_type, id="Other")),
        replace(FULL, derived_types=(SIMPLE,)),
        replace(FULL, is_generic_type=True),
        replace(FULL, is_reference_type=True),
        replace(FULL, generic_arguments=()),
        replace(FULL, generic_arguments=(SIMPLE,)),
        replace(FULL, properties=(TIME, member("State", enumeration(Ok=0, Warning=2, Alarm=1)))),
        replace(FULL, properties=(TIME, member("State", SdsTypeCode.Int32))),
        replace(FULL, interpolation_mode=InterpolationMode.StepwiseContinuousLeading),
        replace(FULL, extrapolation_mode=ExtrapolationMode.None_),
        SdsType(FULL.id, SdsTypeCode.Double),
    ],
)
def test_definitions_that_differ_in_anything_else_are_not(other):
    assert not same_type(FULL, other)


def test_what_differs_is_named():
    other = replace(FULL, name="Other", base_type=None, properties=(replace(TIME, order=1), FULL.properties[1]))

    assert list(differences(FULL, other)) == ["name", "base type", "property 'Time'"]
    assert list(differences(FULL, replace(FULL, code=SdsTypeCode.Int32Enum, properties=()))) == [
        "type code",
        "properties",
    ]
