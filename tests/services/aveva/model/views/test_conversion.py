"""Which types a stream view converts into which, and what becomes of the values."""

from __future__ import annotations

import math

import pytest
from aveva_samples import enumeration, simple, type_of
from hypothesis import given
from hypothesis import strategies as st

from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.types import SdsType
from streamulator.services.aveva.model.shape.values import kind_of
from streamulator.services.aveva.model.views.conversion import as_it_is, conversion, keeps_order

INTEGERS = ("SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64")
NUMBERS = (*INTEGERS, "Single", "Double", "Decimal")


def converted(source, target, value):
    convert = conversion(simple(SdsTypeCode[source]), simple(SdsTypeCode[target]))
    assert convert is not None
    return convert(value)


def type_for(code):
    return enumeration(code, Ok=0) if "Enum" in code.name else simple(code)


@pytest.mark.parametrize(
    ("source", "target", "value", "expected"),
    [
        ("Double", "Int32", 2.4, 2),
        ("Double", "Int32", 2.6, 3),
        ("Double", "Int32", 2.5, 2),
        ("Double", "Int32", 3.5, 4),
        ("Double", "Int32", -2.5, -2),
        ("Double", "Int32", 2147483647.4, 2147483647),
        ("Double", "Int32", 2147483647.6, 0),
        ("Double", "Int32", math.nan, 0),
        ("Double", "Int32", -math.inf, 0),
        ("Double", "NullableInt32", 1e10, None),
        ("Double", "Byte", -0.4, 0),
        ("Double", "Byte", -1.0, 0),
        ("Int32", "Double", 7, 7.0),
        ("Int32", "Int64", -7, -7),
        ("Int64", "Int32", 2**31, 0),
        ("UInt64", "Int64", 2**63, 0),
        ("NullableInt32", "Double", None, 0.0),
        ("NullableInt32", "NullableDouble", None, None),
        ("NullableDouble", "NullableInt16", 3.6, 4),
        ("Single", "Double", 0.1, 0.1),
        ("Double", "Single", 0.1234567890123, 0.12345679),
        ("Double", "Single", 1e300, 0.0),
        ("Double", "Decimal", 1e30, 0.0),
        ("Double", "Decimal", 1.25, 1.25),
        ("NullableDouble", "Double", None, 0.0),
        ("NullableDouble", "Double", 1.5, 1.5),
        ("Double", "NullableDouble", 1.5, 1.5),
        ("NullableBoolean", "Boolean", None, False),
        ("NullableDateTime", "DateTime", None, 0),
        ("String", "String", None, None),
        ("DoubleArray", "DoubleArray", [1.5], [1.5]),
        ("Int32Enum", "NullableByteEnum", 200, 200),
        ("Int32Enum", "SByteEnum", 200, 0),
        ("NullableInt32Enum", "Int64Enum", None, 0),
    ],
)
def test_a_value_is_converted(source, target, value, expected):
    result = converted(source, target, value)

    assert result == expected
    assert type(result) is type(expected)


def family(code):
    """Name the row of the vendor's chart that a type is in, and for what is in none the type itself."""
    plain = code.name.removeprefix("Nullable")
    return "number" if plain in NUMBERS else "enumeration" if plain.endswith("Enum") else plain


@pytest.mark.parametrize("source", SdsTypeCode, ids=lambda code: code.name)
def test_the_chart_says_what_converts_into_what(source):
    possible = {target for target in SdsTypeCode if conversion(type_for(source), type_for(target)) is not None}

    assert possible == {target for target in SdsTypeCode if family(target) == family(source)}


def test_objects_convert_where_their_types_are_the_same():
    assert conversion(type_of(id="Point"), type_of(id="POINT")) is as_it_is
    assert conversion(type_of(id="Point"), type_of(id="Place")) is None
    assert conversion(type_of(id="Double"), simple(SdsTypeCode.Double)) is None
    assert conversion(simple(SdsTypeCode.Double), type_of(id="Double")) is None


@pytest.mark.parametrize(
    ("source", "target", "as_they_are"),
    [
        ("Double", "Double", True),
        ("Double", "NullableDouble", True),
        ("NullableDouble", "NullableDouble", True),
        ("NullableDouble", "Double", False),
        ("Int32", "Int64", False),
    ],
)
def test_values_that_need_no_conversion_get_none(source, target, as_they_are):
    found = conversion(simple(SdsTypeCode[source]), simple(SdsTypeCode[target]))

    assert (found is as_it_is) is as_they_are


@given(st.floats(), st.sampled_from(NUMBERS), st.booleans())
def test_whatever_number_comes_the_target_can_hold_and_show_it(value, target, nullable):
    kind = kind_of(SdsTypeCode[f"Nullable{target}" if nullable else target])

    result = conversion(simple(SdsTypeCode.Double), simple(kind.code))(value)

    assert result == kind.default or kind.read(result) == result or (value != value and result != result)  # noqa: PLR0124
    if result is not None and target in INTEGERS and result != 0:
        assert abs(result - value) <= 0.5


@given(st.data(), st.sampled_from(NUMBERS), st.sampled_from(NUMBERS))
def test_keys_keep_their_order_where_that_is_promised(data, source, target):
    old, new = kind_of(SdsTypeCode[source]), kind_of(SdsTypeCode[target])
    numbers = (
        st.integers(old.schema["minimum"], old.schema["maximum"])
        if source in INTEGERS
        else st.floats(-1e9, 1e9).map(old.read)
    )
    keys = data.draw(st.lists(numbers, min_size=2, max_size=6, unique=True))

    if keeps_order(old, new):
        convert = conversion(simple(old.code), simple(new.code))
        assert sorted(map(convert, keys)) == list(map(convert, sorted(keys)))
        assert len(set(map(convert, keys))) == len(keys)
        assert [convert(key) for key in keys] == keys  # so that the keys of a series need no conversion


@pytest.mark.parametrize(
    ("source", "target", "kept"),
    [
        ("Int32", "Int32", True),
        ("Int32", "Int64", True),
        ("Int64", "Int32", False),
        ("Int32", "UInt32", False),
        ("Byte", "UInt16", True),
        ("UInt16", "Byte", False),
        ("SByte", "UInt16", False),
        ("UInt32", "Int64", True),
        ("Int32", "Double", True),
        ("Int64", "Double", False),
        ("Int16", "Single", True),
        ("Int32", "Single", False),
        ("UInt32", "Decimal", True),
        ("Single", "Double", True),
        ("Decimal", "Double", True),
        ("Double", "Single", False),
        ("Double", "Decimal", False),
        ("Double", "Int32", False),
        ("String", "String", True),
        ("String", "Int32", False),
        ("DateTime", "DateTimeOffset", False),
        ("Int32", "String", False),
    ],
)
def test_a_key_is_converted_only_without_loss(source, target, kept):
    assert keeps_order(kind_of(SdsTypeCode[source]), kind_of(SdsTypeCode[target])) is kept


def held(code, *types):
    return SdsType(code.name, code, generic_arguments=types)


POINT, OTHER = type_of(id="Point"), type_of(id="Other")


@pytest.mark.parametrize("code", [SdsTypeCode.Array, SdsTypeCode.IList, SdsTypeCode.IEnumerable])
@pytest.mark.parametrize(
    ("source", "target", "converts"),
    [
        ((), (), True),
        ((simple(SdsTypeCode.Double),), (simple(SdsTypeCode.Double),), True),
        ((POINT,), (type_of(id="POINT"),), True),
        ((held(SdsTypeCode.IList, POINT),), (held(SdsTypeCode.IList, POINT),), True),
        ((held(SdsTypeCode.IList, POINT),), (held(SdsTypeCode.IList, OTHER),), False),
        ((POINT,), (OTHER,), False),
        ((POINT,), (), False),
        ((simple(SdsTypeCode.Double),), (simple(SdsTypeCode.Int32),), False),
        ((simple(SdsTypeCode.NullableDouble),), (simple(SdsTypeCode.Double),), False),
    ],
)
def test_a_collection_becomes_one_that_holds_the_same_and_no_other(code, source, target, converts):
    assert (conversion(held(code, *source), held(code, *target)) is as_it_is) == converts
    assert (conversion(held(code, *source), held(code, *target)) is None) != converts


def test_a_dictionary_becomes_one_with_the_same_keys_and_values():
    text, number = simple(SdsTypeCode.String), simple(SdsTypeCode.Double)

    assert conversion(held(SdsTypeCode.IDictionary, text, number), held(SdsTypeCode.IDictionary, text, number))
    assert conversion(held(SdsTypeCode.IDictionary, text, number), held(SdsTypeCode.IDictionary, text, text)) is None
    assert conversion(held(SdsTypeCode.IDictionary, number, text), held(SdsTypeCode.IDictionary, text, text)) is None
    assert conversion(held(SdsTypeCode.IList, text), held(SdsTypeCode.Array, text)) is None
