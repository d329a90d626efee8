"""Readers at their bounds, and what they say of a value that they cannot read."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from streamulator.services.aveva.model.shape import readings
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.values import kind_of

GUID = "a GUID such as 5f0e5a2e-9c1c-4f3a-8f3e-0c7d5a3b1d2e"
VERSION = "a version of two to four numbers such as 1.2.3.4"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (5, "5"),
        (2.5, "2.5"),
        ([1], "an array"),
        ({}, "an object"),
        ("", "''"),
        ("x" * 60, f"'{'x' * 60}'"),
        ("x" * 61, f"'{'x' * 60}…'"),
    ],
)
def test_a_value_is_named_in_jsons_words_and_short(value, words):
    assert readings.found(value) == words


@pytest.mark.parametrize(
    ("read", "value", "complaint"),
    [
        (readings.boolean, 1, "Expected true or false, found 1."),
        (readings.double, None, "Expected a number, found null."),
        (readings.single, 1e39, "Expected a number within the range of a Single (3.4e38), found 1e+39."),
        (readings.decimal, "NaN", "Expected a decimal number, at most 7.9e28 either side of 0, found 'NaN'."),
        (readings.char, "ab", "Expected text of one character, found 'ab'."),
        (readings.text, 1, "Expected text, found 1."),
        (readings.time, 1, "Expected an ISO 8601 date and time as text, found 1."),
        (readings.moment, 1, "Expected an ISO 8601 date and time as text, found 1."),
        (readings.span, 1, "Expected a time span as text such as 1.02:03:04.5, found 1."),
        (readings.guid, "1", f"Expected {GUID}, found '1'."),
        (readings.version, "1", f"Expected {VERSION}, found '1'."),
        (readings.whole(1, 3, "Few"), 4, "Expected Few, an integer from 1 to 3, found 4."),
        (readings.document((list,), "an array"), 5, "Expected an array or null, found 5."),
        (kind_of(SdsTypeCode.Int32Enum).read, "Ok", "Expected a member's name (none) or number, found 'Ok'."),
    ],
)
def test_what_cannot_be_read_is_named_beside_what_was_expected(read, value, complaint):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  the text is compared below
        read(value)

    assert str(refusal.value) == complaint


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (readings.char, "\uffff", "\uffff"),
        (readings.single, 1.5, 1.5),
        (readings.single, 2.0114240538552775e20, 2.011424e20),  # seven digits tell it from its neighbours
        (readings.single, -103.21731567382812, -103.217316),  # this one needs nine
        (readings.version, "2147483647.0", "2147483647.0"),
        (readings.decimal, 2.0**96, 2.0**96),
        (readings.decimal, -(2.0**96), -(2.0**96)),
        (readings.whole(1, 3, "Few"), 1, 1),
        (readings.whole(1, 3, "Few"), "3", 3),
        (readings.whole(1, 3, "Few"), 2.0, 2),
        (readings.document((list,), "an array"), None, None),
        (readings.document((list,), "an array"), [1], [1]),
        (readings.or_nothing(readings.text), None, None),
        (readings.or_nothing(readings.text), "", ""),
        (readings.or_null(readings.text), "", None),
        (readings.or_null(readings.text), None, None),
        (readings.or_null(readings.text), "x", "x"),
    ],
)
def test_what_lies_on_a_bound_is_read(read, value, expected):
    assert repr(read(value)) == repr(expected)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (readings.char, "\U00010000"),
        (readings.version, "2147483648.0"),
        (readings.decimal, 7.922816251426435e28),
        (readings.decimal, -7.922816251426435e28),
        (readings.whole(1, 3, "Few"), 0),
        (readings.whole(1, 3, "Few"), "4"),
        (readings.whole(1, 3, "Few"), None),
    ],
)
def test_what_lies_beyond_a_bound_is_not(read, value):
    with pytest.raises(ValueError, match="Expected"):
        read(value)


@pytest.mark.parametrize(
    ("code", "fits", "others"),
    [
        ("Boolean", [True, False], [None, 1, "true"]),
        ("Char", ["x", "\0"], [None, "", "ab", 1]),
        ("SByte", [-128, 127], [None, -129, 128, 1.5, "1"]),
        ("Byte", [0, 255], [-1, 256]),
        ("UInt64", [0, 2**64 - 1], [-1, 2**64]),
        ("Double", [1.5, "NaN", "Infinity", "-Infinity"], [None, "1.5", "nan", True]),
        ("Single", [1.5, "NaN", "Infinity", "-Infinity"], [None, "1.5"]),
        ("Decimal", [1.5], [None, "1.5", "NaN"]),
        ("DateTime", ["2017-11-23T14:00:00Z", "2017-11-23T14:00:00.1234567Z"], [None, 5, "noon", "2017-11-23"]),
        ("DateTimeOffset", ["2017-11-23T14:00:00+01:00"], [None, 5, "2017-11-23T14:00:00Z", "x"]),
        ("TimeSpan", ["00:00:01", "-1.02:03:04.5000000"], [None, 5, "PT1S"]),
        ("Guid", ["5f0e5a2e-9c1c-4f3a-8f3e-0c7d5a3b1d2e"], [None, 5, "5F0E5A2E-9C1C-4F3A-8F3E-0C7D5A3B1D2E"]),
        ("String", ["x", "", None], [5, []]),
        ("Version", ["1.2", "1.2.3.4", None], [5, "1", "1.2.3.4.5"]),
        ("NullableInt16", [None, -32768, 32767], ["", 32768]),
        ("NullableDateTime", [None, "2017-11-23T14:00:00Z"], [5, "noon"]),
        ("Int32Enum", [0, -5], [None, "Ok", 2**31]),
        ("NullableByteEnum", [None, 255], [256, "Ok"]),
        ("ByteArray", [None, "AQ=="], [5, {}, [1]]),
        ("DoubleArray", [None, []], [5, {}, "x"]),
        ("IList", [None, []], [5, {}]),
        ("IEnumerable", [None, []], [5, {}]),
        ("IDictionary", [None, {}], [5, []]),
        ("Object", [None, {}], [5, [], "x"]),
        ("Empty", [None, 5, [], {}, "x"], []),
        ("DBNull", [None, 5, [], {}, "x"], []),
    ],
)
def test_the_schema_of_a_kind_fits_what_is_shown_of_it_and_nothing_else(code, fits, others):
    schema = Draft202012Validator(dict(kind_of(SdsTypeCode[code]).schema))

    assert [value for value in fits if not schema.is_valid(value)] == []
    assert [value for value in others if schema.is_valid(value)] == []


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("ByteArray", "Expected base64 text or an array of bytes, found 5."),
        ("IList", "Expected an array or null, found 5."),
        ("IEnumerable", "Expected an array or null, found 5."),
        ("DoubleArray", "Expected an array or null, found 5."),
        ("IDictionary", "Expected an object or null, found 5."),
        ("Object", "Expected an object or null, found 5."),
    ],
)
def test_documents_are_told_apart(code, complaint):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  the text is compared below
        kind_of(SdsTypeCode[code]).read(5)

    assert str(refusal.value) == complaint


def test_integers_and_times_are_stored_as_whole_numbers_and_nothing_else_is():
    integers = {"SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64"}
    plain = integers | {"DateTime", "DateTimeOffset", "TimeSpan"} | {f"{name}Enum" for name in integers}

    assert {code.name for code in SdsTypeCode if kind_of(code).whole is True} == plain | {f"Nullable{n}" for n in plain}
    assert all(kind_of(code).whole is False for code in SdsTypeCode if code.name.removeprefix("Nullable") not in plain)
