"""Filter expressions over the rows of a type: every printed example, and what times and columns are to them."""

from __future__ import annotations

import pytest
from aveva_filter_samples import LAYOUT, TIME, filter_row

from streamulator.core.ticks import parse_span, parse_time
from streamulator.services.aveva.model.filters.filters import compile_filter
from streamulator.services.aveva.model.shape.readings import Moment


def holds(text, **values):
    return compile_filter(text, LAYOUT)(filter_row(**values))


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


def test_a_time_with_an_offset_is_compared_in_utc_and_taken_apart_locally():
    noon = Moment(parse_time("2015-12-31T23:30:00Z"), 60)

    assert holds("Local eq 2015-12-31T23:30:00Z", Local=noon)
    assert holds("year(Local) eq 2016 and month(Local) eq 1 and hour(Local) eq 0", Local=noon)
    assert holds("year(Local) eq 1", Local=Moment(0, -60))


def test_two_columns_are_compared_row_by_row():
    larger = compile_filter("Number gt Maybe", LAYOUT)

    assert [larger(filter_row(Number=2, Maybe=maybe)) for maybe in (1, 2, 3, None)] == [True, False, False, False]
