"""Readers at their bounds, and what they say of a value that they cannot read."""

from __future__ import annotations

import pytest

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
