from __future__ import annotations

import json
import math
import struct

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from streamulator.core.ticks import LAST_TICK, parse_time
from streamulator.services.aveva.model.shape.codes import SdsTypeCode as Code
from streamulator.services.aveva.model.shape.values import Blend, Moment, kind_of

NOON = parse_time("2017-11-23T12:00:00Z")
GUID = "5f0e5a2e-9c1c-4f3a-8f3e-0c7d5a3b1d2e"
STATES = {"Ok": 0, "Warning": 1, "Alarm": 2}
INTEGERS = {
    Code.SByte: (-128, 127),
    Code.Byte: (0, 255),
    Code.Int16: (-32_768, 32_767),
    Code.UInt16: (0, 65_535),
    Code.Int32: (-(2**31), 2**31 - 1),
    Code.UInt32: (0, 2**32 - 1),
    Code.Int64: (-(2**63), 2**63 - 1),
    Code.UInt64: (0, 2**64 - 1),
}


def nullable(code):
    return Code[f"Nullable{code.name}"]


def single(number):
    return struct.unpack("f", struct.pack("f", number))[0]


@pytest.mark.parametrize(
    ("code", "sent", "stored"),
    [
        (Code.Boolean, True, True),
        (Code.Boolean, "False", False),
        (Code.Boolean, " true ", True),
        (Code.Char, "x", "x"),
        (Code.Char, "\0", "\0"),
        (Code.Char, "é", "é"),
        (Code.Int32, 5, 5),
        (Code.Int32, 2.0, 2),
        (Code.Int32, "246", 246),
        (Code.Int32, " -7 ", -7),
        (Code.Int32, "+7", 7),
        (Code.Int32, "2.0", 2),
        (Code.Int32, "1e3", 1000),
        (Code.Int64, "9223372036854775807", 2**63 - 1),
        (Code.UInt64, 2**64 - 1, 2**64 - 1),
        (Code.Double, 10, 10.0),
        (Code.Double, 1.5, 1.5),
        (Code.Double, "1.5", 1.5),
        (Code.Double, "-.5", -0.5),
        (Code.Double, "1.", 1.0),
        (Code.Double, "1E-3", 0.001),
        (Code.Double, "Infinity", math.inf),
        (Code.Double, "-infinity", -math.inf),
        (Code.Single, 0.1, 0.1),
        (Code.Single, 123456789, 123456790.0),
        (Code.Single, 0.123456789, 0.12345679),
        (Code.Single, 9.95419e24, 9.95419e24),
        (Code.Single, 3.4028235e38, 3.4028235e38),
        (Code.Single, "Infinity", math.inf),
        (Code.Decimal, "79228162514264337593543950335", 7.922816251426434e28),
        (Code.DateTime, "2017-11-23T13:00:00+01:00", NOON),
        (Code.DateTimeOffset, "2017-11-23T13:00:00+01:00", Moment(NOON, 60)),
        (Code.TimeSpan, "PT1S", 10_000_000),
        (Code.TimeSpan, "-00:00:01", -10_000_000),
        (Code.String, "", ""),
        (Code.String, "any text", "any text"),
        (Code.String, None, None),
        (Code.Guid, GUID.upper(), GUID),
        (Code.Guid, GUID.replace("-", ""), GUID),
        (Code.Guid, f"{{{GUID}}}", GUID),
        (Code.Guid, f"({GUID})", GUID),
        (Code.Version, "1.02.3", "1.2.3"),
        (Code.Version, None, None),
        (Code.Int32Enum, "warning", 1),
        (Code.Int32Enum, "ALARM", 2),
        (Code.Int32Enum, 2, 2),
        (Code.Int32Enum, "2", 2),
        (Code.Int32Enum, 77, 77),
        (Code.NullableInt32Enum, "Ok", 0),
        (Code.NullableInt32Enum, "", None),
        (Code.NullableInt32, "246", 246),
        (Code.NullableInt32, "", None),
        (Code.NullableDouble, "NaN", math.nan),
        (Code.NullableDateTime, "", None),
        (Code.NullableChar, "", None),
        (Code.NullableBoolean, None, None),
        (Code.DoubleArray, [1, "NaN"], (1.0, math.nan)),
        (Code.DoubleArray, [], ()),
        (Code.StringArray, ["a", None], ("a", None)),
        (Code.DateTimeOffsetArray, ["2017-11-23T13:00:00+01:00"], (Moment(NOON, 60),)),
        (Code.ByteArray, "AQID", b"\1\2\3"),
        (Code.ByteArray, [1, 2, 3], b"\1\2\3"),
        (Code.ByteArray, "", b""),
        (Code.IList, [1, "a"], [1, "a"]),
        (Code.IDictionary, {"a": 1}, {"a": 1}),
        (Code.Object, None, None),
        (Code.Empty, 5, 5),
    ],
)
def test_values_are_taken_as_clients_send_them(code, sent, stored):
    read = kind_of(code, STATES).read(sent)

    assert repr(read) == repr(stored)  # repr tells 2 from 2.0 and True, and NaN equals itself


@pytest.mark.parametrize(
    ("code", "sent", "complaint"),
    [
        (Code.Boolean, 1, "Expected true or false, found 1."),
        (Code.Boolean, "yes", "Expected true or false, found 'yes'."),
        (Code.Boolean, None, "Expected true or false, found null."),
        (Code.Char, "", "Expected text of one character, found ''."),
        (Code.Char, "ab", "Expected text of one character, found 'ab'."),
        (Code.Char, "😀", "Expected text of one character, found '😀'."),
        (Code.Int16, 40_000, "Expected Int16, an integer from -32768 to 32767, found 40000."),
        (Code.Int32, 2.5, "an integer from -2147483648 to 2147483647, found 2.5."),
        (Code.Int32, True, "found true."),
        (Code.Int32, "x" * 70, f"found '{'x' * 60}…'."),
        (Code.Int32, "1_000", "found '1_000'."),
        (Code.Int32, "٣", "found '٣'."),
        (Code.Int32, "", "found ''."),
        (Code.Int32, [1], "found an array."),
        (Code.Int64, 2**63, f"found {2**63}."),
        (Code.Int64, "9" * 5000, "Expected Int64"),
        (Code.UInt64, 18446744073709551616.0, "Expected UInt64"),
        (Code.Byte, -1, "Expected Byte, an integer from 0 to 255, found -1."),
        (Code.Double, True, "Expected a number, found true."),
        (Code.Double, None, "Expected a number, found null."),
        (Code.Double, "", "Expected a number, found ''."),
        (Code.Double, "1_0.5", "Expected a number, found '1_0.5'."),
        (Code.Double, "1e999", "Expected a number, found '1e999'."),
        (Code.Double, 10**400, "Expected a number"),
        (Code.Single, 1e39, "range of a Single"),
        (Code.Decimal, "NaN", "Expected a decimal number"),
        (Code.Decimal, 1e29, "Expected a decimal number"),
        (Code.DateTime, 5, "Expected an ISO 8601 date and time as text, found 5."),
        (Code.DateTime, "yesterday", "'yesterday' is not an ISO 8601 date and time"),
        (Code.DateTimeOffset, {}, "found an object."),
        (Code.TimeSpan, 3600, "Expected a time span as text such as 1.02:03:04.5, found 3600."),
        (Code.String, 5, "Expected text, found 5."),
        (Code.Guid, GUID[:-1], "Expected a GUID"),
        (Code.Guid, "-" * 36, "Expected a GUID"),
        (Code.Guid, f"{{{GUID.replace('-', '')}}}", "Expected a GUID"),
        (Code.Guid, 5, "Expected a GUID"),
        (Code.Version, "1", "Expected a version of two to four numbers"),
        (Code.Version, "1.4294967296", "Expected a version of two to four numbers"),
        (Code.Int32Enum, "Broken", "Expected a member's name (Ok, Warning, Alarm) or number, found 'Broken'."),
        (Code.Int32Enum, True, "Expected a member's name (Ok, Warning, Alarm) or number, found true."),
        (Code.ByteEnum, 256, "an integer from 0 to 255, found 256."),
        (Code.Int32Enum, "", "found ''."),
        (Code.NullableInt32, "x", "found 'x'."),
        (Code.NullableInt32, [], "found an array."),
        (Code.DoubleArray, 5, "Expected an array or null, found 5."),
        (Code.DoubleArray, [1, None], "Element 1: Expected a number, found null."),
        (Code.ByteArray, {}, "Expected base64 text or an array of bytes, found an object."),
        (Code.ByteArray, "AQI", "Expected base64 text or an array of bytes, found 'AQI'."),
        (Code.ByteArray, "A@ID", "Expected base64 text"),
        (Code.ByteArray, [256], "Element 0: Expected Byte, an integer from 0 to 255, found 256."),
        (Code.IDictionary, [], "Expected an object or null, found an array."),
    ],
)
def test_what_does_not_fit_is_refused_with_what_was_expected_and_found(code, sent, complaint):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  the text is compared below
        kind_of(code, STATES).read(sent)

    assert complaint in str(refusal.value)


@pytest.mark.parametrize("code", INTEGERS)
def test_an_integer_kind_takes_its_bounds_and_nothing_beyond_them(code):
    low, high = INTEGERS[code]
    read = kind_of(code).read

    assert [read(low), read(high), read(str(high))] == [low, high, high]
    for beyond in (low - 1, high + 1, str(high + 1)):
        with pytest.raises(ValueError, match=code.name):
            read(beyond)


@given(st.floats(allow_nan=False))
def test_a_double_survives_as_number_and_as_text(number):
    read = kind_of(Code.Double).read

    assert read(number) == number
    assert read(kind_of(Code.Double).text(number).replace("inf", "Infinity")) == number


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_a_single_keeps_its_32_bits_in_nine_digits_at_most(number):
    stored = kind_of(Code.Single).read(number)

    assert single(stored) == number
    assert float(f"{stored:.9g}") == stored


def test_nan_and_the_infinities_are_shown_as_text():
    show = kind_of(Code.Double).show

    assert [show(number) for number in (math.nan, math.inf, -math.inf, 1.5, 0.0)] == [
        "NaN",
        "Infinity",
        "-Infinity",
        1.5,
        0.0,
    ]


def samples(code):
    """Return a strategy of what a row may hold for a type code of values."""
    base = Code[code.name.removeprefix("Nullable").removesuffix("Enum")]
    ticks = st.integers(0, LAST_TICK)
    strategies = {
        Code.Boolean: st.booleans(),
        Code.Char: st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]),
        Code.Single: st.floats(width=32).map(lambda number: kind_of(Code.Single).read(number)),
        Code.Double: st.floats(),
        Code.Decimal: st.floats(-7e28, 7e28),
        Code.DateTime: ticks,
        Code.DateTimeOffset: st.builds(Moment, st.integers(10**12, LAST_TICK - 10**12), st.integers(-840, 840)),
        Code.TimeSpan: st.integers(-(2**63), 2**63 - 1),
        Code.String: st.none() | st.text(),
        Code.Guid: st.uuids().map(str),
        Code.Version: st.none()
        | st.lists(st.integers(0, 2**31 - 1), min_size=2, max_size=4).map(lambda parts: ".".join(map(str, parts))),
        **{code: st.integers(*bounds) for code, bounds in INTEGERS.items()},
    }
    return st.none() | strategies[base] if code.name.startswith("Nullable") else strategies[base]


VALUE_CODES = [code for code in Code if 3 <= code <= 22 or 100 < code < 200 or code > 600]
STORED = st.sampled_from(VALUE_CODES).flatmap(lambda code: st.tuples(st.just(code), samples(code)))


ARRAYS = st.sampled_from([code for code in Code if 200 < code < 300 and code is not Code.ByteArray]).flatmap(
    lambda code: st.tuples(st.just(code), st.lists(samples(Code(code - 200)), max_size=3).map(tuple))
)
BLOBS = st.tuples(st.just(Code.ByteArray), st.binary(max_size=5))


@given(STORED | ARRAYS | BLOBS)
def test_what_is_shown_is_json_that_fits_the_schema_for_both_validators_and_reads_back(case):
    code, stored = case
    kind = kind_of(code)

    shown = kind.show(stored) if kind.show else stored

    sent = json.loads(json.dumps(shown, allow_nan=False))
    assert Draft202012Validator(kind.schema).is_valid(sent)
    assert jsonschema_rs.Draft202012Validator(dict(kind.schema)).is_valid(sent)
    assert repr(kind.read(sent)) == repr(stored)


@given(STORED.filter(lambda case: kind_of(case[0]).index and case[1] is not None and case[1] == case[1]))
def test_the_text_of_a_key_reads_back_as_the_key(case):
    code, stored = case
    kind = kind_of(code)
    part = kind.rank(stored) if kind.rank else stored

    read = kind.parse(kind.text(part).replace("inf", "Infinity"))

    assert (kind.rank(read) if kind.rank else read) == part


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_kind_whose_default_is_shown_as_its_schema_says(code):
    kind = kind_of(code)

    shown = kind.show(kind.default) if kind.show else kind.default

    assert kind.code is code
    assert Draft202012Validator(kind.schema).is_valid(shown)
    assert kind.nullable == (kind.default is None)
    assert not kind.nullable or kind.read(None) is None


@pytest.mark.parametrize("code", [code for code in Code if code.name.startswith("Nullable")])
def test_a_nullable_kind_differs_from_the_plain_one_in_null_alone(code):
    plain, kind = kind_of(Code[code.name.removeprefix("Nullable")]), kind_of(code)

    assert (kind.blend, kind.whole) == (plain.blend, plain.whole)
    assert kind.read("") is None
    assert kind.show is None or kind.show(None) is None
    assert not kind.index


def test_keys_may_be_of_the_documented_types_and_no_others():
    integers = set(INTEGERS)
    others = {Code.Boolean, Code.Char, Code.DateTime, Code.DateTimeOffset, Code.Decimal, Code.Double, Code.Guid}

    assert {code for code in Code if kind_of(code).index} == integers | others | {
        Code.Single,
        Code.String,
        Code.TimeSpan,
    }


def test_numbers_and_times_lie_on_a_line_and_nothing_else_does():
    linear = {code for code in Code if kind_of(code).blend is Blend.LINEAR}
    plain = {*INTEGERS, Code.Single, Code.Double, Code.Decimal, Code.DateTime, Code.DateTimeOffset, Code.TimeSpan}

    assert linear == plain | {nullable(code) for code in plain}
    assert kind_of(Code.Boolean).blend is Blend.NEAREST
    assert kind_of(Code.NullableInt16Enum).blend is Blend.ZERO
    assert kind_of(Code.String).blend is Blend.DEFAULT


def test_two_moments_at_one_instant_rank_the_same_whatever_their_offsets():
    rank = kind_of(Code.DateTimeOffset).rank

    assert rank(Moment(NOON, 60)) == rank(Moment(NOON, -480)) == NOON
