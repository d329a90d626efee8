from __future__ import annotations

import math
import struct
from array import array
from enum import IntEnum
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.columns import Columns, column_of, columns_of, fitting, packed

BIG = 2**63
WHOLE = st.integers(-BIG, BIG - 1)
FLOATS = st.floats(allow_nan=True, allow_infinity=True)
ANY = WHOLE | FLOATS | st.booleans() | st.none() | st.text(max_size=2) | st.integers() | st.just(()) | st.binary()


class Colour(IntEnum):
    RED = 1


class Pair(NamedTuple):
    one: int
    other: float


def told(value):
    """Write a value so that two are written alike only where they are of one type and the same to the last bit."""
    return type(value), struct.pack("d", value) if type(value) is float else value


@given(st.lists(FLOATS) | st.lists(WHOLE) | st.lists(ANY))
def test_values_come_back_as_they_were(values):
    assert list(map(told, packed(values))) == list(map(told, values))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([1.0, -0.0, math.nan, math.inf, 5e-324], "d"),
        ([0, -BIG, BIG - 1], "q"),
        ([0, BIG], None),
        ([0, -BIG - 1], None),
        ([1, 2.0], None),
        ([True, False], None),
        ([1, True], None),
        ([Colour.RED], None),
        ([1.0, None], None),
        (["a"], None),
        ([], None),
    ],
)
def test_only_floats_alone_and_integers_of_64_bits_alone_are_packed(values, code):
    found = packed(values)

    assert (found.typecode if isinstance(found, array) else None) == code


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[ANY | FLOATS] * width), min_size=1)))
def test_rows_come_back_as_they_were(rows):
    keys, columns = columns_of(range(len(rows)), rows)

    assert isinstance(columns, Columns)
    assert [tuple(map(told, row)) for row in columns] == [tuple(map(told, row)) for row in rows]
    assert [tuple(map(told, columns[at])) for at in range(len(rows))] == [tuple(map(told, row)) for row in rows]
    assert list(map(told, column_of(columns, -1))) == [told(row[-1]) for row in rows]
    assert (list(keys), len(columns)) == (list(range(len(rows))), len(rows))


@pytest.mark.parametrize("rows", [[(1,), (1, 2)], [(), ()], [[1], [2]], ["a", "b"], [Pair(1, 2.0), Pair(1, 2.0)]])
def test_rows_that_are_no_tuples_of_one_length_stay_as_they_are(rows):
    keys = list(range(len(rows)))

    assert columns_of(keys, rows) == (keys, rows)
    assert columns_of(keys, rows)[1] is rows


@pytest.mark.parametrize(
    ("keys", "values", "once"),
    [([1, 2], [1, 2], True), ([1, 2], [1, 3], False), ([1, 2], [1.0, 2.0], False), ([1.0], [1], False)],
)
def test_a_column_that_is_the_keys_is_held_once(keys, values, once):
    held, columns = columns_of(keys, [(value, "x") for value in values])

    assert (columns.column(0) is held) is once
    assert list(map(told, columns.column(0))) == list(map(told, values))


def test_a_slice_of_columns_is_columns_and_the_whole_of_them_is_themselves():
    columns = Columns([array("q", range(5)), array("d", range(5))], Pair._make)

    assert isinstance(columns[1:3], Columns)
    assert list(columns[1:3]) == [Pair(1, 1.0), Pair(2, 2.0)]
    assert columns[3] == Pair(3, 3.0)
    assert columns[0:9] is columns


@given(st.sets(st.integers(0, 99)))
def test_the_rows_that_fit_are_found_by_the_columns_that_the_test_looks_at(wanted):
    columns = Columns([array("q", range(100)), array("d", range(100)), ["x"] * 100])
    seen = []

    found = list(fitting(columns, lambda row: seen.append(row) or row[0] in wanted, {0}))

    assert found == [(at, float(at), "x") for at in sorted(wanted)]
    assert seen == [(at, None, None) for at in range(100)]
    assert list(fitting(list(columns), lambda row: row[0] in wanted, {0})) == found
