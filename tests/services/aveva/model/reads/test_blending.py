"""What lies between two values: in six modes, for all kinds of values, as the vendor's tables have it."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.services.aveva.model.reads.blending import Way, blend_of, point, way_between
from streamulator.services.aveva.model.shape.codes import InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.shape.values import Moment, kind_of

CONTINUOUS, LEADING, TRAILING, DISCRETE, OR_LEADING, OR_TRAILING = InterpolationMode
NO_GUID = "00000000-0000-0000-0000-000000000000"
THIRD = Way(1, 3)

# code, value before, value after, then what lies a third of the way along: Continuous, Discrete
KINDS = [
    ("Double", 0.0, 9.0, 3.0, 0.0),
    ("Decimal", 1.0, 4.0, 2.0, 0.0),
    ("Int32", 0, 10, 3, 0),
    ("Byte", 10, 0, 7, 0),
    ("UInt64", 0, 2**64 - 1, (2**64 - 1) // 3, 0),
    ("DateTime", 100, 200, 133, 0),
    ("TimeSpan", -100, -200, -133, 0),
    ("DateTimeOffset", Moment(300, 60), Moment(600, 120), Moment(400, 60), Moment(0)),
    ("Boolean", True, False, True, False),
    ("Char", "a", "b", "\0", "\0"),
    ("String", "a", "b", None, None),
    ("Guid", "1" * 36, "2" * 36, NO_GUID, NO_GUID),
    ("Version", "1.0", "2.0", None, None),
    ("Int32Enum", 1, 2, 0, 0),
    ("NullableInt32Enum", 1, 2, 0, None),
    ("DoubleArray", [1.0], [2.0], None, None),
    ("NullableDouble", 0.0, 9.0, 3.0, None),
    ("NullableInt32", 0, 10, 3, None),
    ("NullableDateTime", 100, 200, 133, None),
    ("NullableDateTimeOffset", Moment(300, 60), Moment(600, 120), Moment(400, 60), None),
    ("NullableBoolean", True, False, True, None),
]


@pytest.mark.parametrize(("code", "before", "after", "continuous", "discrete"), KINDS)
def test_each_mode_gives_its_value_a_third_of_the_way(code, before, after, continuous, discrete):
    kind = kind_of(SdsTypeCode[code])
    expected = {
        CONTINUOUS: continuous,
        LEADING: before,
        TRAILING: after,
        DISCRETE: discrete,
        OR_LEADING: continuous,
        OR_TRAILING: continuous,
    }

    assert {mode: blend_of(kind, mode)(before, after, THIRD) for mode in InterpolationMode} == expected


@pytest.mark.parametrize("code", ["NullableDouble", "NullableInt32", "NullableDateTimeOffset", "NullableTimeSpan"])
@pytest.mark.parametrize(("before", "after"), [(None, "some"), ("some", None), (None, None)])
def test_a_null_on_either_side_leaves_null_but_where_the_mode_holds_a_neighbour(code, before, after):
    kind = kind_of(SdsTypeCode[code])
    between = {mode: blend_of(kind, mode)(before, after, THIRD) for mode in InterpolationMode}

    assert between == {
        CONTINUOUS: None,
        LEADING: before,
        TRAILING: after,
        DISCRETE: None,
        OR_LEADING: before,
        OR_TRAILING: after,
    }


@pytest.mark.parametrize(
    ("code", "before", "after", "expected"),
    [
        ("NullableBoolean", None, True, [None, True]),
        ("NullableBoolean", True, None, [True, None]),
        ("String", None, "b", [None, None]),
    ],
)
def test_continuous_looks_at_the_nearer_boolean_even_if_it_is_null(code, before, after, expected):
    blended = blend_of(kind_of(SdsTypeCode[code]), CONTINUOUS)

    assert [blended(before, after, Way(gone, 3)) for gone in (1, 2)] == expected


def test_half_way_between_two_booleans_the_earlier_one_counts():
    nearest = blend_of(kind_of(SdsTypeCode.Boolean), CONTINUOUS)

    assert [nearest(False, True, Way(gone, 4)) for gone in (1, 2, 3)] == [False, False, True]  # noqa: FBT003


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(0, 1, 0), (1, 2, 2), (2, 3, 2), (-1, 0, 0), (-2, -1, -2), (1, 0, 0), (0, 3, 2), (0, 5, 2)],
)
def test_half_an_integer_is_rounded_to_even(before, after, expected):
    assert blend_of(kind_of(SdsTypeCode.Int32), CONTINUOUS)(before, after, Way(1, 2)) == expected
    assert blend_of(kind_of(SdsTypeCode.Int32), CONTINUOUS)(before, after, way_between(0.0, 0.5, 1.0)) == expected


@pytest.mark.parametrize(
    ("after", "at", "end", "expected"),
    [(8, 1.0, 4.0, 2), (-9, 2.0, 3.0, -6), (4, 1.0, 1.5, 3), (4, 0.5, 3.0, 1)],
)
def test_along_an_axis_of_real_numbers_integers_stay_integers(after, at, end, expected):
    assert repr(blend_of(kind_of(SdsTypeCode.Int32), CONTINUOUS)(0, after, way_between(0.0, at, end))) == str(expected)


TICKS = st.integers(-(2**63), 2**64)


@given(before=TICKS, after=TICKS, gone=st.integers(1, 2**63), more=st.integers(1, 2**63))
def test_integers_are_exact_and_stay_between_their_neighbours(before, after, gone, more):
    way = Way(gone, gone + more)
    between = blend_of(kind_of(SdsTypeCode.Int64), CONTINUOUS)(before, after, way)

    assert between == round(before + Fraction(after - before) * gone / (gone + more))
    assert min(before, after) <= between <= max(before, after)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (-1.7e308, 1.7e308, 0.0),
        (1.7e308, 1.6e308, 1.65e308),
        (math.inf, 1.0, math.nan),
        (math.nan, 1.0, math.nan),
        (1.0, math.inf, math.inf),
    ],
)
def test_the_largest_and_the_strangest_numbers_do_not_break_the_line(before, after, expected):
    between = blend_of(kind_of(SdsTypeCode.Double), CONTINUOUS)(before, after, Way(1, 2))

    assert between == pytest.approx(expected, nan_ok=True)


def test_a_single_stays_a_single():
    assert blend_of(kind_of(SdsTypeCode.Single), CONTINUOUS)(0.1, 0.2, Way(1, 3)) == 0.13333334
    assert blend_of(kind_of(SdsTypeCode.NullableSingle), CONTINUOUS)(0.1, 0.2, Way(1, 3)) == 0.13333334
    assert blend_of(kind_of(SdsTypeCode.NullableSingle), CONTINUOUS)(0.1, None, Way(1, 3)) is None


@pytest.mark.parametrize(
    ("low", "key", "high", "share"),
    [
        (0, 1, 4, 0.25),
        (0.0, 1.0, 4.0, 0.25),
        (-1.7e308, 0.0, 1.7e308, 0.5),
        (-1.6e308, 0.8e308, 1.6e308, 0.75),
        (-(2**63), 0, 2**64, 1 / 3),
    ],
)
def test_the_way_along_an_axis_is_measured_without_overflow(low, key, high, share):
    way = way_between(low, key, high)

    assert way.gone / way.whole == pytest.approx(share)


def test_the_way_along_an_axis_of_integers_is_exact():
    assert way_between(2**62, 2**62 + 1, 2**62 + 3) == (1, 3)


def test_a_value_is_the_double_nearest_to_it_where_that_costs_nothing():
    between = blend_of(kind_of(SdsTypeCode.Double), CONTINUOUS)

    assert between(0.0, 10.0, Way(1, 6)) == 10 / 6
    assert between(0.0, 49.0, Way(1, 49)) == 1.0


def test_ticks_along_an_axis_of_doubles_are_exact():
    between = blend_of(kind_of(SdsTypeCode.DateTime), CONTINUOUS)

    assert between(0, 3, way_between(1.0, 10 / 3, 3.5)) == 3
    assert between(0, 10**18, way_between(0.0, 0.1, 1.0)) == 100_000_000_000_000_006  # a Double is never quite 0.1


def test_a_point_on_an_axis_of_integers_is_an_integer():
    assert [point(5, 32, Way(step, 3)) for step in range(4)] == [5, 14, 23, 32]
    assert [point(0, 1, Way(step, 4)) for step in range(5)] == [0, 0, 0, 1, 1]
    assert point(0.0, 1.0, Way(1, 4)) == 0.25
