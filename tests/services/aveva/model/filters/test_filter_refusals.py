"""Filters that are refused, and where; object filters; how large and how fast a filter may be."""

from __future__ import annotations

import time

import pytest
from aveva_samples import enumeration, key, member, type_of
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Refused
from streamulator.core.ticks import parse_time
from streamulator.services.aveva.model.filters.filters import DEEPEST, compile_filter, compile_object_filter
from streamulator.services.aveva.model.filters.syntax import LONGEST
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Layout

LAYOUT = Layout(
    type_of(
        key("Time", SdsTypeCode.DateTime),
        member("Value", SdsTypeCode.Double),
        member("Text", SdsTypeCode.String),
        member("Span", SdsTypeCode.TimeSpan),
        member("Flag", SdsTypeCode.Boolean),
        member("Items", SdsTypeCode.DoubleArray),
        member("Release", SdsTypeCode.Version),
        member("State", enumeration(Ok=0)),
        member("ConversionFactor", SdsTypeCode.Double),
    )
)
ROW = LAYOUT.blank(0)


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        # syntax
        ("", 1, "the end was found where one of these is expected: a value, a property"),
        ("Value", 1, "a number was found where a condition"),
        ("Value gt", 9, "the end was found"),
        ("Value gtt 5", 7, "'gtt 5' was found where one of these is expected: a comparison"),
        ("Value 5", 7, "a comparison"),
        ("gt 5", 4, "'5' was found"),
        ("Value gt 1 2", 12, "'and' or 'or'"),
        ("Value gt 1 gt 2", 12, "'gt 2'"),
        ("(Value gt 1", 12, r"the end .* '\)'"),
        ("Value gt 1)", 11, "the end"),
        ("Value gt 'abc", 10, "''abc'"),
        ('Text eq "abc"', 9, "'\"abc\"'"),
        ("Value eq 5x", 10, "'5x'"),
        ("A/B eq 1", 2, "'/B eq 1'"),
        ("round(Value eq 1", 17, "the end"),
        ("startswith(Text, 'Val'", 23, r"'\)'"),
        ("Value eq 1 and", 15, "the end"),
        ("Value eq 2022-13-01X", 10, "'2022-13-01X'"),
        ("Value eq 1 ; drop", 12, "'; drop'"),
        # names
        ("Speed gt 1", 1, "'Speed' is no property of type 'Sample', which has Time, Value"),
        ("Value gt 1 and speed gt 1", 16, "'speed' is no property"),
        ("sqrt(Value) gt 1", 1, "'sqrt' is no function; there are round, floor, ceiling"),
        # arguments
        ("round() eq 1", 1, "round has 0 arguments, but takes 1"),
        ("round(1, 2) eq 1", 1, r"round has 2 arguments, but takes 1\."),
        ("substring(Text) eq 'a'", 1, "substring has 1 arguments, but takes 2 to 3"),
        ("round(Text) eq 1", 7, "round has a text where it takes a number"),
        ("contains(Text, 5)", 16, "contains has a number where it takes a text|contains has an integer"),
        ("year(Span) eq 1", 6, "a time span where it takes a time"),
        ("years(Time) eq 1", 7, "a time where it takes a time span"),
        ("substring(Text, 1.5) eq ''", 17, "a number where it takes an integer"),
        ("year('soon') eq 1", 6, "a literal is not a time: 'soon' is not an ISO 8601"),
        # operands
        ("Value gt 'five'", 10, "a text cannot be compared with a number"),
        ("Text eq 5", 9, "an integer cannot be compared with a text"),
        ("Text eq Time", 9, "a time cannot be compared with a text"),
        ("Time gt 5", 9, "an integer cannot be compared with a time"),
        ("Time gt 'five'", 9, "a literal is not a time"),
        ("'five' lt Time", 1, "a literal is not a time"),
        ("Span gt 'five'", 9, "a literal is not a time span"),
        ("Time gt 2022-13-01T00:00:00Z", 9, "a literal is not a time"),
        ("Time gt datetime'soon'", 9, "a literal is not a time"),
        ("Flag eq 1", 9, "an integer cannot be compared with a condition"),
        ("State eq 'Broken'", 10, "a literal is not an integer: Expected a member's name"),
        ("Text add 1 eq 2", 1, "a text was found where a number"),
        ("1 mul Flag eq 2", 7, "a condition was found where a number"),
        ("-Text eq 'a'", 2, "a text was found where a number"),
        ("not Value", 5, "a number was found where a condition"),
        ("Flag and Text", 10, "a text was found where a condition"),
        ("Flag or Flag or 5", 17, "an integer was found where a condition"),
        ("round(Value)", 1, "a number was found where a condition"),
        ("not round(2.5)", 5, "a number was found where a condition"),
        ("not -Value", 5, "a number was found where a condition"),
        ("not -2", 5, "an integer was found where a condition"),
        ("not (Value add 1)", 6, "a number was found where a condition"),
        ("not (1 add 2)", 6, "an integer was found where a condition"),
        ("(Value gt 1) add 1 eq 2", 2, "a condition was found where a number"),
        ("(Value eq null) add 1 eq 2", 2, "a condition was found where a number"),
        ("(Value gt (1 div 0)) add 1 eq 2", 2, "a condition was found where a number"),
        ("not datetime'2020-01-01'", 5, "a time was found where a condition"),
        ("null", 1, "null was found where a condition"),
        # types that filters do not support
        ("Items eq 1", 1, "'Items' is of the type DoubleArray, which filters do not support"),
        ("Release eq '1.0'", 1, "Version"),
    ],
)
def test_a_refusal_names_the_column_and_what_was_expected(text, column, said):
    with pytest.raises(Refused, match=f"in column {column}, .*(?:{said})") as refused:
        compile_filter(text, LAYOUT)

    assert refused.value.details == {"Column": str(column)}


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "Flag" + ")" * 10_000,
        "(" * 8_000 + "Flag" + ")" * 8_000,
        "(" * (DEEPEST + 1) + "Flag" + ")" * (DEEPEST + 1),
        "not " * 4_000 + "Flag",
        "-" * 8_000 + "Value eq 1",
        "round(" * 2_000 + "Value" + ")" * 2_000 + " eq 1",
        "(" * 16_000,
        "Flag" + " " * LONGEST,
        "Text eq '" + "x" * 1_000_000 + "'",
    ],
)
def test_what_is_nested_too_deeply_or_too_long_is_refused(text):
    with pytest.raises(Refused, match="in column"):
        compile_filter(text, LAYOUT)


@pytest.mark.parametrize(
    ("refused", "column", "complaint"),
    [
        (
            lambda: compile_filter("(" * (DEEPEST + 1) + "Flag" + ")" * (DEEPEST + 1), LAYOUT),
            DEEPEST + 2,
            "more than 100 brackets, functions or signs are open",
        ),
        (
            lambda: compile_filter("Flag" + " " * (LONGEST - 3), LAYOUT),
            LONGEST + 1,
            "it goes on; 16385 characters are more than the 16384 that are read",
        ),
        (
            lambda: compile_filter("Time gt datetime'soon'", LAYOUT),
            9,
            "a literal is not a time: 'soon' is not an ISO 8601 date and time such as",
        ),
        (
            lambda: compile_filter("Time gt 'soon'", LAYOUT),
            9,
            "a literal is not a time: 'soon' is not an ISO 8601 date and time such as",
        ),
        (lambda: compile_filter("Flag " + "x" * 20, LAYOUT), 6, f"'{'x' * 20}' was found where one of these"),
        (lambda: compile_filter("Flag " + "x" * 21, LAYOUT), 6, f"'{'x' * 20}…' was found where one of these"),
        (
            lambda: compile_filter("1 gt", LAYOUT),
            5,
            "the end was found where one of these is expected: a value, a property, a function, '('.",
        ),
        (lambda: compile_object_filter("not TypeId"), 5, "'TypeId' is none of the fields"),
        (lambda: compile_object_filter("not Id"), 5, "a text was found"),
    ],
)
def test_a_refusal_gives_its_column_its_reason_and_a_way_out(refused, column, complaint):
    with pytest.raises(Refused) as refusal:
        refused()

    assert refusal.value.reason.startswith(f"The filter cannot be used: in column {column}, {complaint}")
    assert refusal.value.reason.endswith(".")
    assert not refusal.value.reason.endswith("..")
    assert refusal.value.resolution == (
        "Correct the filter; text stands in single quotes, as in Name eq 'Tank1' or Measurement gt 10."
    )
    assert refusal.value.details == {"Column": str(column)}


@pytest.mark.parametrize(
    "text",
    [
        "(" * (DEEPEST - 1) + "not Flag" + ")" * (DEEPEST - 1),
        "not Flag" + " " * (LONGEST - 8),
        "(" * 90 + "not Flag" + ")" * 90,
        " or ".join(["not Flag"] * 1_000),
        " and ".join(["not Flag"] * 1_000),
        "0 lt 1 " + "add 1 " * 2_000,
    ],
)
def test_long_chains_and_some_nesting_are_fine(text):
    assert compile_filter(text, LAYOUT)(ROW) is True


NAMES = ["Time", "Value", "Text", "Span", "Flag", "State", "Items", "round", "contains", "year", "hours", "substring"]
SIGNS = ["eq", "gt", "and", "or", "not", "add", "div", "mod", "-", "(", ")", ",", "/", "'"]
LITERALS = ["'a'", "''", "1", "0", "2.5", "1e400", "null", "true", "2022-01-01", "duration'PT1H'", "guid'y'", "1.2.3"]
WORDS = st.sampled_from([*NAMES, *SIGNS, *LITERALS])


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_no_filter_ever_fails_but_by_being_refused(text):
    try:
        accepts = compile_filter(text, LAYOUT)
    except Refused:
        return
    assert accepts(ROW) in (True, False)


def test_a_hundred_thousand_rows_take_no_time():
    accepts = compile_filter("Value gt 10", LAYOUT)
    rows = [(n, float(n % 20), *ROW[2:]) for n in range(100_000)]

    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        kept = sum(map(accepts, rows))
        best = min(best, time.perf_counter() - start)

    assert kept == 45_000
    assert best < 0.15


THING = {
    "Id": "Tank1",
    "Name": "Main tank",
    "Description": None,
    "CreatedDate": parse_time("2021-06-01T00:00:00Z"),
    "ModifiedDate": parse_time("2022-12-06T12:00:00Z"),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ModifiedDate gt 2022-12-06T00:00:00Z", True),
        ("CreatedDate le 2022-01-01T00:00:00Z", True),
        ("(ModifiedDate gt 2022-12-06T00:00:00Z) and (ModifiedDate lt 2022-12-07T00:00:00Z)", True),
        ("not ModifiedDate gt 2022-12-06T00:00:00Z", False),
        ("year(ModifiedDate) eq 2022", True),
        # texts are compared without case
        ("Id eq 'TANK1'", True),
        ("id ne 'tank1'", False),
        ("Id gt 'TANK0'", True),
        ("startswith(Id, 'TANK')", True),
        ("endswith(Name, 'TANK')", True),
        ("contains(Name, 'N T')", True),
        ("substringof('MAIN', Name)", True),
        ("indexof(Name, 'T') eq 5", True),
        ("toupper(Id) eq 'TANK1'", True),
        ("tolower(Id) eq 'TANK1'", True),
        ("concat(Id, '/x') eq 'tank1/X'", True),
        ("length(Id) eq 5", True),
        ("contains('MASSE', 'ß')", False),
        ("Description eq null", False),
        ("contains(Description, 'a')", False),
    ],
)
def test_the_objects_of_a_list_are_filtered_without_case(text, expected):
    assert compile_object_filter(text)(THING) is expected


def test_an_object_has_only_its_own_fields():
    with pytest.raises(
        Refused, match="'TypeId' is none of the fields Id, Name, Description, CreatedDate, ModifiedDate"
    ):
        compile_object_filter("TypeId eq 'a'")


def test_a_unit_is_filtered_by_its_factor():
    accepts = compile_filter("ConversionFactor eq (6.0 add 3.0)", LAYOUT)

    assert accepts((*ROW[:-1], 9.0))
    assert not accepts(ROW)
