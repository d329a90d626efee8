"""The rules of the filter language: precedence, arithmetic, literals, and what null and NaN come to."""

from __future__ import annotations

import math

import pytest
from aveva_filter_samples import LAYOUT, filter_row
from aveva_samples import key, member, type_of

from streamulator.core.ticks import LAST_TICK, TICKS_PER_HOUR
from streamulator.services.aveva.model.filters.filters import compile_filter
from streamulator.services.aveva.model.filters.syntax import names_in
from streamulator.services.aveva.model.filters.terms import Sort, Term, calculate, constant, opposite
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.values import Moment

GUID = "01234567-89ab-cdef-0123-456789abcdef"


def holds(text, **values):
    return compile_filter(text, LAYOUT)(filter_row(**values))


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
        "7 div 8 eq 0",
        "-7 div 8 eq 0",
        "-8 div 2 eq -4",
        "8 div -3 eq -2",
        "-8 div -3 eq 2",
        "0 div -3 eq 0",
        "-8 mod 2 eq 0",
        "7.5 mod 2 eq 1.5",
        "7.5 mod 1 eq 0.5",
        "7.5 mod 0 ne 7.5 mod 0",
        "-1.5 div 0 lt -1e300",
        "1.5 div -0.0 lt -1e300",
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
        "length('it''s') eq 4",
        "substring('abc', hours('02:00:00')) eq 'c'",
        "indexof('abc', 'x') eq -1",
        "substring('abcdef', 2, 3) eq 'cde'",
        "substring('abc', 3) eq ''",
        "substring('abc', 0) eq 'abc'",
        "substring('abc', 1, 0) eq ''",
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
        "(Maybe eq null) eq false",
        "(Value lt 1 div 0) eq false",
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
        "0 lt null add 1",
        "Value lt 1 div 0",
        "not Flag and Value lt 1 div 0",
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


@pytest.mark.parametrize(("digits", "equal"), [(39, False), (40, False), (41, True)])
def test_integers_of_forty_digits_are_exact_and_longer_ones_are_not(digits, equal):
    zeros = "0" * (digits - 2)

    assert holds(f"1{zeros}1 eq 1{zeros}2") is equal


@pytest.mark.parametrize(
    ("moment", "hour"),
    [
        (Moment(TICKS_PER_HOUR, -60), 0),
        (Moment(TICKS_PER_HOUR + 1, -60), 0),
        (Moment(2 * TICKS_PER_HOUR, -180), 2),  # no clock has shown what would lie before the first of all times
        (Moment(LAST_TICK - TICKS_PER_HOUR, 60), 23),
        (Moment(LAST_TICK - TICKS_PER_HOUR, 61), 22),
    ],
)
def test_the_hour_of_a_time_with_an_offset_is_that_of_its_clock(moment, hour):
    assert holds(f"hour(Local) eq {hour}", Local=moment)


@pytest.mark.parametrize("size", ["SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64"])
@pytest.mark.parametrize("prefix", ["", "Nullable"])
def test_integers_of_all_sizes_can_be_filtered_and_divide_to_integers(size, prefix):
    layout = Layout(type_of(key("N", SdsTypeCode.Int32), member("V", SdsTypeCode[prefix + size])))

    assert compile_filter("V div 2 eq 3", layout)((0, 7))


def test_what_depends_on_no_row_is_calculated_once():
    two, three = constant(Sort.WHOLE, 2, 1), constant(Sort.WHOLE, 3, 1)
    value = Term(Sort.WHOLE, lambda _row: 5, 1)

    for term, result in ((calculate(two, [("add", three)]), 5), (opposite(three, 1), -3)):
        assert (term.fixed, term.read(None)) == (True, result)
    assert not calculate(two, [("add", value)]).fixed
    assert not calculate(value, [("add", two)]).fixed
    assert not opposite(value, 1).fixed


def test_the_properties_that_a_filter_names_are_found_as_they_are_spelt():
    assert names_in("VALUE gt 1 and (round(Number) eq 1 or not Flag)") == {"VALUE", "Number", "Flag"}
    assert names_in("'Value' eq 'x'") == set()


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
