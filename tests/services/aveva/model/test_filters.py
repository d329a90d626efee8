"""Filter expressions over the rows of a type: every printed example, then the rules."""

from __future__ import annotations

import math

import pytest

from streamulator.core.ticks import parse_span, parse_time
from streamulator.services.aveva.model.codes import SdsTypeCode
from streamulator.services.aveva.model.filters import compile_filter
from streamulator.services.aveva.model.layout import Layout
from streamulator.services.aveva.model.readings import Moment
from streamulator.services.aveva.model.types import SdsType, SdsTypeProperty

GUID = "01234567-89ab-cdef-0123-456789abcdef"
STATE = SdsType(
    "State",
    SdsTypeCode.Int32Enum,
    properties=(SdsTypeProperty("Ok", value=0), SdsTypeProperty("Warning", value=1)),
)
PROPERTIES = {
    "TimeId": SdsTypeCode.DateTime,
    "Value": SdsTypeCode.Double,
    "sValue": SdsTypeCode.String,
    "TimeSpanValue": SdsTypeCode.TimeSpan,
    "Number": SdsTypeCode.Int32,
    "Flag": SdsTypeCode.Boolean,
    "Letter": SdsTypeCode.Char,
    "Local": SdsTypeCode.DateTimeOffset,
    "Code": SdsTypeCode.Guid,
    "Maybe": SdsTypeCode.NullableInt32,
    "MaybeTime": SdsTypeCode.NullableDateTime,
    "MaybeFlag": SdsTypeCode.NullableBoolean,
    "MaybeLocal": SdsTypeCode.NullableDateTimeOffset,
    "Small": SdsTypeCode.Single,
    "Flow-Rate.2": SdsTypeCode.Decimal,
    "Items": SdsTypeCode.DoubleArray,
    "Release": SdsTypeCode.Version,
}
LAYOUT = Layout(
    SdsType(
        "Sample",
        properties=(
            *(SdsTypeProperty(name, SdsType(name, code), is_key=name == "TimeId") for name, code in PROPERTIES.items()),
            SdsTypeProperty("State", STATE),
        ),
    )
)
TIME = parse_time("2015-11-03T01:05:03Z")
DEFAULTS = LAYOUT.blank(TIME)


def row(**values):
    cells = list(DEFAULTS)
    for name, value in values.items():
        cells[LAYOUT.position(name)] = value
    return tuple(cells)


def holds(text, **values):
    return compile_filter(text, LAYOUT)(row(**values))


def span(text):
    return {"TimeSpanValue": parse_span(text)}


@pytest.mark.parametrize(
    ("text", "true_for", "false_for"),
    [
        ("Value eq 1.0", [1.0], [1.5]),
        ("Value ne 15.6", [15.0], [15.6]),
        ("Value ge 5.0", [5.0, 6.0], [4.9]),
        ("Value le 8.0", [8.0, 7.0], [8.1]),
        ("Value gt 5.0", [5.1], [5.0]),
        ("Value lt 4.0", [3.9], [4.0]),
        ("Value gt 2.0 and Value lt 9.0", [3.0], [2.0, 9.0]),
        ("Value gt 6.0 or Value lt 2.0", [7.0, 1.0], [6.0, 2.0]),
        ("not (Value eq 1.0)", [2.0], [1.0]),
        ("Value eq (6.0 add 3.0)", [9.0], [3.0]),
        ("Value eq (6.0 sub 3.0)", [3.0], [9.0]),
        ("Value eq (6.0 mul 3.0)", [18.0], [2.0]),
        ("Value eq (6.0 div 3.0)", [2.0], [18.0]),
        ("Value eq (7.0 mod 3.0)", [1.0], [2.0]),
        ("round(Value) eq 16", [15.5, 16.4], [15.4, 16.5]),
        ("floor(Value) eq 15", [15.0, 15.9], [14.9, 16.0]),
        ("ceiling(Value) eq 16", [15.1, 16.0], [15.0, 16.1]),
        ("Value add 3.0 gt 5.0", [2.1], [2.0]),
        ("Value sub 5.0 lt 4.0", [8.9], [9.0]),
        ("Value mul 2.0 lt 9.0", [4.4], [4.5]),
        ("Value div 2.0 eq 3.0", [6.0], [3.0]),
        ("Value mod 7.0 eq 0.0", [14.0, 0.0], [15.0]),
        ("Value add -3.0 gt 5.0", [8.1], [8.0]),
        ("Value gt 0 and Value lt 6", [5.0], [0.0, 6.0]),
    ],
)
def test_the_printed_examples_with_numbers_hold(text, true_for, false_for):
    assert [value for value in true_for + false_for if holds(text, Value=value)] == true_for


@pytest.mark.parametrize(
    ("text", "true_for", "false_for"),
    [
        ("endswith(sValue, 'XYZ')", ["aXYZ", "XYZ"], ["XYZa", "xyz"]),
        ("startswith(sValue, 'Val')", ["Value", "Val"], ["aVal", "value"]),
        ("length(sValue) eq 11", ["hello world"], ["hello"]),
        ("indexof(sValue, 'ab') eq 4", ["0123ab"], ["ab0123"]),
        ("contains(sValue, 'ab')", ["xaby"], ["xAby", "ba"]),
        ("substring(sValue, 10) eq 'a b'", ["0123456789a b"], ["0123456789a bc", "a b", ""]),
        ("tolower(sValue) eq 'val5'", ["VAL5", "Val5"], ["val"]),
        ("toupper(sValue) eq 'ABC'", ["abc"], ["ab"]),
        ("trim(sValue) eq 'vall22'", ["  vall22 ", "vall22"], ["v all22"]),
        ("concat(sValue,'xyz') eq 'dataValue_7xyz'", ["dataValue_7"], ["dataValue_7xyz"]),
        ("replace(sValue,'L','D') eq 'Dog1'", ["Log1"], ["log1"]),
        ("substringof('ab', sValue)", ["xaby"], ["a"]),
    ],
)
def test_the_printed_examples_with_texts_hold(text, true_for, false_for):
    assert [value for value in true_for + false_for if holds(text, sValue=value)] == true_for
    assert not holds(text, sValue=None)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("year(TimeId) eq 2015", "2016-11-03T01:05:03Z"),
        ("month(TimeId) eq 11", "2015-12-03T01:05:03Z"),
        ("day(TimeId) eq 3", "2015-11-04T01:05:03Z"),
        ("hour(TimeId) eq 1", "2015-11-03T13:05:03Z"),
        ("minute(TimeId) eq 5", "2015-11-03T01:06:03Z"),
        ("second(TimeId) eq 3", "2015-11-03T01:05:04Z"),
    ],
)
def test_the_printed_examples_with_times_hold(text, other):
    assert holds(text)
    assert holds(text, TimeId=TIME + 9_999_999)
    assert not holds(text, TimeId=parse_time(other))


@pytest.mark.parametrize(
    ("text", "true_for", "false_for"),
    [
        ("years(TimeSpanValue) eq 1", ["365.00:00:00", "729.23:59:59"], ["364.23:00:00", "730.00:00:00"]),
        ("days(TimeSpanValue) eq 22", ["22.00:00:00", "22.23:59:59"], ["21.23:59:59", "387.00:00:00"]),
        ("hours(TimeSpanValue) eq 1", ["01:59:00", "3.01:00:00"], ["02:00:00"]),
        ("minutes(TimeSpanValue) eq 1", ["00:01:59", "05:01:00"], ["00:02:00"]),
        ("seconds(TimeSpanValue) eq 2", ["00:00:02.9", "00:07:02"], ["00:00:03"]),
        ("hours(TimeSpanValue) eq -1", ["-01:30:00", "-2.01:00:00"], ["01:30:00", "-00:30:00"]),
        ("years(TimeSpanValue) eq -1", ["-366.00:00:00"], ["366.00:00:00"]),
        ("days(TimeSpanValue) eq -1", ["-1.12:00:00"], ["-00:12:00"]),
    ],
)
def test_functions_of_time_spans_count_as_dotnet_does(text, true_for, false_for):
    assert [value for value in true_for + false_for if holds(text, **span(value))] == true_for


@pytest.mark.parametrize(
    "text",
    [
        # words in any case, names in any case, blanks as one likes
        "value EQ 0 And NOT svalue Eq 'x'",
        "ROUND(VALUE) eq 0",
        " Value\teq\n0 ",
        "Value eq(0)",
        "(((Value))) eq ((0))",
        # precedence: or, and, not, comparison, add, mul, minus
        "Value eq 1 and Value eq 1 or Value eq 0",
        "Value eq 0 or Value eq 1 and Value eq 1",
        "not Value eq 1 and Value eq 0",
        "not not Value eq 0",
        "1 add 2 mul 3 eq 7",
        "(1 add 2) mul 3 eq 9",
        "10 sub 3 sub 2 eq 5",
        "100 div 5 div 2 eq 10",
        "-2 add 5 eq 3",
        "- -2 eq 2",
        "-(2 add 3) eq -5",
        "-Value eq 0",
        "Value eq 0 and Value eq 0 and Value eq 0",
        "Value eq 1 or Value eq 1 or Value eq 0",
        # integers divide to integers, doubles to doubles, as in .NET
        "7 div 2 eq 3",
        "-7 div 2 eq -3",
        "-7 mod 2 eq -1",
        "7 mod -2 eq 1",
        "7.0 div 2 eq 3.5",
        "7 div 2.0 eq 3.5",
        "7 div 2 mul 2.0 eq 6",
        "7.5 mod 2 eq 1.5",
        "-7.5 mod 2 eq -1.5",
        "(Number add 7) div 2 eq 3",
        "1.0 div Value gt 1e300",
        "-1.0 div Value lt -1e300",
        # rounding is away from zero
        "round(0.5) eq 1",
        "round(-0.5) eq -1",
        "round(0.49999999999999994) eq 0",
        "round(2.5) eq 3",
        "round(-2.4) eq -2",
        "floor(-1.5) eq -2",
        "ceiling(-1.5) eq -1",
        "round(1.0 div 0) gt 1",
        "floor(1.0 div 0) gt 1",
        "ceiling(1.0 div 0) gt 1",
        # numbers
        "1e3 eq 1000",
        "1.5E-1 eq 0.15",
        ".5 eq 0.5",
        "5. eq 5",
        "Small lt 1 and Flow-Rate.2 lt 1",
        "123456789012345678901234567890123456789012345678901234567890 gt 1e58",
        # texts
        "'it''s' eq concat('it', '''s')",
        "'' eq trim('  ')",
        "'a' lt 'b'",
        "'B' lt 'a'",
        "length('') eq 0",
        "indexof('abc', 'x') eq -1",
        "substring('abcdef', 2, 3) eq 'cde'",
        "substring('abc', 3) eq ''",
        "substring('abc', 1, 99) eq 'bc'",
        "Letter ne 'a'",
        "contains('and or not', 'or') eq true",
        # conditions as values
        "true",
        "not false",
        "Flag eq false",
        "not Flag",
        "contains('abc', 'b') and not Flag",
        "(1 eq 1) eq (2 eq 2)",
        # times
        "TimeId eq 2015-11-03T01:05:03Z",
        "TimeId eq 2015-11-03T02:05:03+01:00",
        "TimeId eq '2015-11-03 01:05:03'",
        "TimeId eq datetime'2015-11-03T01:05:03'",
        "TimeId eq DateTimeOffset'2015-11-03T02:05:03+01:00'",
        "2015-11-03 lt TimeId and TimeId lt 2015-11-04",
        "TimeId lt 2015-11-03T01:05:03.0000001Z",
        "year(2015-11-03) eq 2015",
        "year('2015-11-03') eq 2015",
        "Local lt TimeId",
        "TimeId gt Local",
        "Local eq Local",
        "Local lt '2000-01-01'",
        "'2000-01-01' gt Local",
        # spans and Guids
        "TimeSpanValue lt duration'PT1H'",
        "TimeSpanValue eq time'00:00:00'",
        "TimeSpanValue lt '1.02:03:04'",
        "'1.02:03:04' gt TimeSpanValue",
        "hours('01:02:03') eq 1",
        f"Code ne {GUID}",
        f"Code ne '{GUID}'",
        f"Code lt guid'{GUID}'",
        f"{GUID.upper()} eq '{GUID}'",
        # enumerations: by number, by name
        "State eq 0",
        "State eq 'Ok'",
        "'warning' ne State",
        "State add 1 eq 1",
    ],
)
def test_this_is_true_of_an_event_of_defaults(text):
    assert holds(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "Maybe eq null",
        "Maybe ne null",
        "null eq null",
        "null ne null",
        "sValue eq null",
        "sValue ne null",
        "Value ne null",
        "Maybe eq 0",
        "Maybe ne 0",
        "Maybe lt 1",
        "0 gt Maybe",
        "Maybe eq Maybe",
        "Maybe add 1 gt 0",
        "1 add Maybe gt 0",
        "-Maybe lt 1",
        "null add 1 gt 0",
        "contains(sValue, 'a')",
        "contains(sValue, 'a') eq false",
        "contains('a', null)",
        "length(sValue) ge 0",
        "year(MaybeTime) gt 0",
        "year(MaybeLocal) gt 0",
        "MaybeLocal lt TimeId",
        "MaybeLocal lt 2100-01-01",
        "MaybeFlag",
        "MaybeFlag eq false",
        "MaybeFlag ne false",
        # what cannot be calculated is null
        "1 div 0 ge 0",
        "1 mod 0 ge 0",
        "Number mod 0 ge 0",
        "substring('abc', 4) ge ''",
        "substring('abc', -1) ge ''",
        "substring('abc', 1, -1) ge ''",
        "replace('abc', '', 'x') ge ''",
    ],
)
def test_null_is_no_match(text):
    assert holds(text) is False


@pytest.mark.parametrize("text", ["not (Maybe eq null)", "not (Maybe eq 0)", "not MaybeFlag"])
def test_not_is_a_plain_negation_even_of_null(text):
    assert holds(text) is True


def test_a_chain_that_no_double_can_hold_is_null():
    huge = " mul ".join(["99999999999999999999"] * 20)

    assert not holds(f"{huge} add 0.5 gt 0")
    assert holds(f"{huge} gt 0")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Value lt 1", False),
        ("Value ge 1", False),
        ("Value eq Value", False),
        ("Value ne 1", True),
        ("Value mod 2 ne 0", True),
        ("round(Value) ne 0", True),
        ("0.0 div Value ne 0", True),
    ],
)
def test_not_a_number_compares_as_in_ieee(text, expected):
    assert holds(text, Value=math.nan) is expected


def test_remainders_of_infinity_are_not_a_number():
    assert holds("Value mod 2 ne Value mod 2", Value=math.inf)
    assert holds("2 mod Value eq 2", Value=math.inf)
    assert holds("0.0 div 0 ne 0")


def test_a_time_with_an_offset_is_compared_in_utc_and_taken_apart_locally():
    noon = Moment(parse_time("2015-12-31T23:30:00Z"), 60)

    assert holds("Local eq 2015-12-31T23:30:00Z", Local=noon)
    assert holds("year(Local) eq 2016 and month(Local) eq 1 and hour(Local) eq 0", Local=noon)
    assert holds("year(Local) eq 1", Local=Moment(0, -60))


def test_two_columns_are_compared_row_by_row():
    larger = compile_filter("Number gt Maybe", LAYOUT)

    assert [larger(row(Number=2, Maybe=maybe)) for maybe in (1, 2, 3, None)] == [True, False, False, False]
