from __future__ import annotations

import math

import pytest
from aveva_samples import NUMBERED, PAIRED, SIMPLE, key, member, type_of
from hypothesis import given
from hypothesis import strategies as st

from streamulator.services.aveva.model.filters.filters import compile_filter
from streamulator.services.aveva.model.reads import stored
from streamulator.services.aveva.model.reads.stored import Pick
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.readings import Moment
from streamulator.services.aveva.model.streams.secondary import in_order_of, index_for
from streamulator.services.aveva.model.streams.stream import Stream

VALUE, NOTE = 1, 2


def numbered(values=(), indexes=("Value",)):
    stream = Stream("s", Layout(NUMBERED), indexes=indexes)
    stream.insert([(at, value, None) for at, value in enumerate(values)])
    return stream


@pytest.mark.parametrize(
    ("text", "indexes", "column"),
    [
        ("Value gt 0", ("Value",), VALUE),
        ("Value gt 0 and Value lt 6", ("Value",), VALUE),
        ("not (value GT 0) or VALUE eq 7", ("vAlUe",), VALUE),
        ("abs(Value) add 1 gt Value mul 2", ("Value",), VALUE),
        ("Value gt 0 and Note eq 'a'", ("Value",), VALUE),
        ("Value gt 0 or Note eq 'a'", ("Note",), NOTE),
        ("Value gt 0 and Note eq 'a'", ("Value", "Note"), None),
        ("Value gt 0", ("Value", "Note"), VALUE),
        ("Value gt 0", ("Note",), None),
        ("Value gt 0", (), None),
        ("Note eq 'Value'", ("Value",), None),
        ("true", ("Value",), None),
        ("Order gt 0", ("Value",), None),
        ("Order gt 0", ("Order",), None),
        ("Order gt 0 and Value gt 0", ("Value",), None),
    ],
)
def test_the_one_property_of_a_filter_that_has_an_index_gives_the_order(text, indexes, column):
    assert index_for(numbered(indexes=indexes), text) == column


def test_beside_a_compound_key_there_may_be_one_too():
    stream = Stream("s", Layout(PAIRED), indexes=("Value",))
    stream.insert([("a", 1, 5.0, None), ("b", 1, 4.0, None)])

    assert index_for(stream, "Value gt 0") == 2
    assert index_for(stream, "Value gt 0 and Second eq 'a'") is None
    assert [row[2] for row in in_order_of(stream, 2).series.rows] == [4.0, 5.0]


def found(stream, text, **more):
    pick = Pick(compile_filter(text, stream.layout), **more)
    return [row[0] for row in stored.filtered(in_order_of(stream, VALUE), pick)]


def test_events_come_by_value_and_those_of_one_value_by_key():
    stream = numbered([5.0, 4.0, 5.0, 3.0, 4.0])

    assert found(stream, "Value gt 3") == [1, 4, 0, 2]
    assert found(stream, "Value gt 3", descending=True) == [2, 0, 4, 1]
    assert found(stream, "Value gt 3", skip=1, count=2) == [4, 0]


def test_what_cannot_be_compared_comes_first():
    stream = numbered([1.0, math.nan, -math.inf, math.nan])

    assert [row[0] for row in in_order_of(stream, VALUE).series.rows] == [1, 3, 2, 0]


def test_null_comes_before_what_is_not_a_number():
    stream = Stream("s", Layout(type_of(key("Order", SdsTypeCode.Int32), member("V", SdsTypeCode.NullableDouble))))
    stream.insert(list(enumerate([math.nan, None, 0.0, math.nan, None])))

    assert [row[0] for row in in_order_of(stream, VALUE).series.rows] == [1, 4, 0, 3, 2]


def test_texts_come_by_their_characters_and_null_before_them():
    stream = Stream("s", Layout(NUMBERED), indexes=("Note",))
    stream.insert([(at, 0.0, note) for at, note in enumerate(["b", None, "B", "", "a"])])

    assert [row[2] for row in in_order_of(stream, NOTE).series.rows] == [None, "", "B", "a", "b"]


def test_times_with_an_offset_come_by_the_moment():
    layout = Layout(type_of(key("Order", SdsTypeCode.Int32), member("When", SdsTypeCode.DateTimeOffset)))
    stream = Stream("s", layout, indexes=("When",))
    stream.insert([(1, Moment(20, 0)), (2, Moment(10, 600)), (3, Moment(20, -600))])

    assert [row[0] for row in in_order_of(stream, 1).series.rows] == [2, 1, 3]


def test_every_write_is_seen():
    stream = numbered([5.0, 4.0])
    seen = [found(stream, "Value gt 0")]
    stream.insert([(9, 4.5, None)])
    seen.append(found(stream, "Value gt 0"))
    stream.update([(9, 9.0, None)])
    seen.append(found(stream, "Value gt 0"))
    stream.remove([1])
    seen.append(found(stream, "Value gt 0"))
    stream.remove_window(9, 9)
    seen.append(found(stream, "Value gt 0"))

    assert seen == [[1, 0], [1, 9, 0], [1, 0, 9], [0, 9], [0]]


def test_what_one_copy_writes_the_other_does_not_see():
    stream = numbered([5.0, 4.0])
    found(stream, "Value gt 0")
    copy = stream.fork()
    copy.insert([(9, 4.5, None)])

    assert (found(stream, "Value gt 0"), found(copy, "Value gt 0")) == ([1, 0], [1, 9, 0])


def test_the_order_is_made_once_and_not_by_writes():
    stream = numbered([5.0, 4.0])

    assert stream.series.derived == {}
    assert in_order_of(stream, VALUE).series is in_order_of(stream, VALUE).series


def test_reading_so_leaves_the_events_where_they_are():
    stream = Stream("s", Layout(SIMPLE), indexes=("Measurement",))
    stream.insert([(1, 0, 5.0), (2, 0, 4.0)])
    in_order_of(stream, 2)

    assert [row[0] for row in stream.series.rows] == [1, 2]


@given(st.lists(st.floats(-3, 3, width=16)), st.booleans(), st.integers(0, 3), st.none() | st.integers(0, 4))
def test_a_read_is_a_sort_of_what_fits(values, descending, skip, count):
    rows = sorted((value, at) for at, value in enumerate(values) if value > 0)
    rows = (rows[::-1] if descending else rows)[skip:]

    assert found(numbered(values), "Value gt 0", skip=skip, count=count, descending=descending) == [
        at for _, at in (rows if count is None else rows[:count])
    ]
