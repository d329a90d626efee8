from __future__ import annotations

import math

import jsonschema_rs
import pytest
from aveva_samples import NUMBERED, PAIRED, SIMPLE, at, key, member, type_of
from jsonschema import Draft202012Validator

from streamulator.services.aveva.model.shape.codes import SdsTypeCode as Code
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.values import Moment

GUID = "5f0e5a2e-9c1c-4f3a-8f3e-0c7d5a3b1d2e"
LAYOUT = Layout(SIMPLE)
EVERY_VALUE = type_of(
    key("Time", Code.DateTime),
    member("Flag", Code.Boolean),
    member("Letter", Code.Char),
    member("Number", Code.Double),
    member("Money", Code.Decimal),
    member("Perhaps", Code.NullableDouble),
    member("Moment", Code.DateTimeOffset),
    member("Span", Code.TimeSpan),
    member("Text", Code.String),
    member("Guid", Code.Guid),
    member("Version", Code.Version),
    member("Many", Code.Int32Array),
    member("Inner", type_of(member("Value", Code.Double))),
    id="Everything",
)


def test_a_row_is_shown_with_all_members_or_without_those_equal_to_their_default():
    row = (at(13), 0, 2.5)

    assert LAYOUT.full(row) == {"Time": "2017-11-23T13:00:00Z", "State": 0, "Measurement": 2.5}
    assert list(LAYOUT.full(row)) == ["Time", "State", "Measurement"]
    assert LAYOUT.terse(row) == {"Time": "2017-11-23T13:00:00Z", "Measurement": 2.5}
    assert LAYOUT.cells(row) == ["2017-11-23T13:00:00Z", 0, 2.5]


def test_a_key_equal_to_its_default_is_left_out_like_any_member():
    assert Layout(NUMBERED).terse((0, 1.0, "")) == {"Value": 1.0, "Note": ""}


def test_every_kind_of_value_is_shown_as_json():
    layout = Layout(EVERY_VALUE)
    row = (at(13), True, "x", math.nan, 1.5, -math.inf, Moment(at(13), 60), 1, "t", GUID, "1.2", (1,), (0.0,))

    assert layout.cells(row) == [
        "2017-11-23T13:00:00Z",
        True,
        "x",
        "NaN",
        1.5,
        "-Infinity",
        "2017-11-23T14:00:00+01:00",
        "00:00:00.0000001",
        "t",
        GUID,
        "1.2",
        [1],
        {"Value": 0.0},
    ]
    assert list(layout.full(row).values()) == layout.cells(row)
    assert layout.terse(row) == layout.full(row) | {"Inner": {}}
    assert layout.terse_all([row]) == [layout.terse(row)]


NUMBERS = type_of(
    key("Order", Code.Int32),
    member("A", Code.Double),
    member("B", Code.NullableDouble),
    member("Span", Code.TimeSpan),
    member("Note", Code.String),
)


@pytest.mark.parametrize(
    ("type_", "rows"),
    [
        (SIMPLE, [(at(13), 0, 2.5), (at(14), 1, 0.0), (at(15), 1, 2.5)]),
        (NUMBERS, [(1, 2.0, 3.0, 4, "x"), (0, 2.0, 3.0, 4, "x"), (1, 0.0, None, 0, None), (1, 2.0, 3.0, 4, "")]),
        (NUMBERS, [(1, math.nan, 1.0, 4, "x"), (1, 1.0, math.inf, 4, "x"), (1, math.inf, -math.inf, 4, "x")]),
        (NUMBERS, [(1, 1e308, 1e308, 4, "x"), (1, -1.0, 1.0, 4, "x"), (1, -0.0, 1.0, 4, "x")]),
        (NUMBERS, []),
        (
            type_of(key("K", Code.Int32), member("X", Code.Double), member("Y", Code.Single)),
            [(1, 2.0, 3.0), (1, math.inf, -math.inf), (1, 0.0, 3.0), (0, 1.0, math.nan)],
        ),
        (type_of(key("K", Code.TimeSpan)), [(0,), (10_000_000,)]),
        (type_of(key("K", Code.Int32), member("G", Code.Guid)), [(1, GUID), (0, "0" * 8 + GUID[8:]), (2, GUID)]),
    ],
)
def test_many_rows_are_shown_as_each_of_them_is(type_, rows):
    layout = Layout(type_)

    assert layout.terse_all(rows) == [layout.terse(row) for row in rows]
    assert repr(layout.terse_all(rows)) == repr([layout.terse(row) for row in rows])


@pytest.mark.parametrize(
    "name", ["it's", 'say "x"', "a\\b", "{row}", "}", "line\nbreak", "show0", "é", "\udc80", "日本"]
)
def test_a_members_name_may_be_any_text(name):
    layout = Layout(type_of(key(name, Code.Int32), member("Value", Code.Double)))

    assert layout.full((1, 2.0)) == {name: 1, "Value": 2.0}
    assert layout.terse((1, 0.0)) == {name: 1}
    assert layout.cells((1, 2.0)) == [1, 2.0]


@pytest.mark.parametrize("type_", [SIMPLE, PAIRED, NUMBERED, EVERY_VALUE])
def test_the_schema_admits_what_is_shown_and_nothing_else(type_):
    layout = Layout(type_)
    schema = layout.schema()
    blank = layout.blank((1, "b") if type_ is PAIRED else 1)

    for judge in (Draft202012Validator(schema), jsonschema_rs.Draft202012Validator(schema)):
        assert judge.is_valid(layout.full(blank))
        assert judge.is_valid(layout.terse(blank))
        assert not judge.is_valid({**layout.full(blank), "Other": 1})
        assert not judge.is_valid([])
        for name in layout.full(blank):
            assert not judge.is_valid({name: {"a": 1}})
