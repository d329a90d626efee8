"""Sampled values: the printed example, the parts, the boundaries, the refusals."""

from __future__ import annotations

import math

import pytest
from aveva_samples import NAMED, PAIRED, SIMPLE, STATE, at, five_events, key, member, type_of
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Refused
from streamulator.core.ticks import TICKS_PER_DAY, TICKS_PER_SECOND, format_time, parse_time
from streamulator.services.aveva.model.reads.sampling import sampled
from streamulator.services.aveva.model.reads.stored import Window
from streamulator.services.aveva.model.shape.codes import BoundaryType, SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.stream import Stream

NUMBERS = type_of(
    key("Key", SdsTypeCode.Int32),
    member("A", SdsTypeCode.NullableDouble),
    member("B", SdsTypeCode.Double),
    member("Flag", SdsTypeCode.Boolean),
    member("Text", SdsTypeCode.String),
    member("State", STATE),
    member("Id", SdsTypeCode.Guid),
)


def stream_of(values):
    stream = Stream("Numbers", Layout(NUMBERS))
    stream.insert([(place, value, 0.0, False, None, 0, "") for place, value in values.items()])
    return stream


def keys_of(rows):
    return [row[0] for row in rows]


def test_the_printed_example_holds_to_the_last_digit():
    midnight = parse_time("2019-01-01")
    stream = Stream("Simple", Layout(SIMPLE))
    stream.insert(
        [(midnight + t * TICKS_PER_SECOND, t % 3, math.fmod(t, 2 * math.pi)) for t in range(1, 86_401)],
    )

    rows = sampled(stream, Window(midnight, midnight + TICKS_PER_DAY), 2, ["Measurement"])

    assert [(format_time(time), state, value) for time, state, value in rows] == [
        ("2019-01-01T00:00:01Z", 1, 1),
        ("2019-01-01T00:11:50Z", 2, 6.028870675578446e-05),
        ("2019-01-01T11:55:33Z", 0, 6.277981349066863),
        ("2019-01-01T12:00:00Z", 0, 3.101013140344655),
        ("2019-01-01T12:00:01Z", 1, 4.101013140344655),
        ("2019-01-01T12:01:50Z", 2, 0.003677611112102852),
        ("2019-01-01T23:57:23Z", 2, 6.281658960178966),
        ("2019-01-02T00:00:00Z", 0, 6.20202628068931),
    ]


def test_an_event_on_the_start_of_the_window_belongs_to_the_first_part():
    ramp = {second: second + 0.044 for second in range(999)} | {3600: 155.5}

    rows = sampled(stream_of(ramp), Window(0, 3600), 1, ["A"])

    assert keys_of(rows) == [0, 998, 3600]


def test_an_event_on_a_shared_bound_belongs_to_the_earlier_part():
    rows = sampled(stream_of({0: 1.0, 3: 2.0, 5: 9.0, 6: 5.0, 8: 3.0, 10: 4.0}), Window(0, 10), 2, ["A"])

    assert keys_of(rows) == [0, 5, 6, 8, 10]


def test_of_equals_the_earliest_is_taken():
    rows = sampled(stream_of({0: 5.0, 1: 1.0, 2: 9.0, 3: 1.0, 4: 9.0, 5: 5.0}), Window(0, 5), 1, ["A"])

    assert keys_of(rows) == [0, 1, 2, 5]


def test_nulls_and_nan_are_never_extremes_but_may_be_first_or_last():
    rows = sampled(stream_of({0: None, 1: math.nan, 2: 1.0, 3: 2.0, 4: 1.5, 5: None}), Window(0, 5), 1, ["A"])

    assert keys_of(rows) == [0, 2, 3, 5]
    assert keys_of(sampled(stream_of({0: None, 1: None, 2: None}), Window(0, 2), 1, ["A"])) == [0, 2]


def test_several_properties_in_any_case_give_the_union():
    stream = Stream("Numbers", Layout(NUMBERS))
    falling = [(place, float(abs(place - 3)), float(-abs(place - 6)), place == 8, None, 0, "") for place in range(10)]
    stream.insert(falling)

    assert keys_of(sampled(stream, Window(0, 9), 1, ["a"])) == [0, 3, 9]
    assert keys_of(sampled(stream, Window(0, 9), 1, ["a", "B"])) == [0, 3, 6, 9]
    assert keys_of(sampled(stream, Window(0, 9), 1, ["Flag"])) == [0, 8, 9]


def test_empty_parts_give_nothing():
    assert sampled(stream_of({}), Window(0, 10), 3, ["A"]) == []
    assert keys_of(sampled(stream_of({0: 1.0, 9: 2.0}), Window(0, 9), 9, ["A"])) == [0, 9]
    assert keys_of(sampled(stream_of({5: 1.0}), Window(5, 5), 3, ["A"])) == [5]


def test_the_predicate_comes_first():
    stream = stream_of({place: float(place) for place in range(10)})

    rows = sampled(stream, Window(0, 9), 1, ["A"], lambda row: 2 < row[1] < 7)

    assert keys_of(rows) == [3, 6]


@pytest.mark.parametrize(
    ("start", "end", "times"),
    [
        (BoundaryType.Exact, BoundaryType.Exact, [at(13), at(15)]),
        (BoundaryType.Inside, BoundaryType.Inside, [at(13), at(15)]),
        (BoundaryType.Outside, BoundaryType.Outside, [at(12), at(13), at(15), at(16)]),
        (
            BoundaryType.ExactOrCalculated,
            BoundaryType.ExactOrCalculated,
            [at(12, 30), at(13), at(15), at(15, 30)],
        ),
        (BoundaryType.Outside, BoundaryType.ExactOrCalculated, [at(12), at(13), at(15), at(15, 30)]),
    ],
)
def test_what_a_boundary_adds_is_kept(start, end, times):
    rows = sampled(five_events(), Window(at(12, 30), at(15, 30), start, end), 1, ["Measurement"])

    assert keys_of(rows) == times


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "no property to sample by"),
        (["A", "Speed"], "no property 'Speed'"),
        (["Text"], "'Text' is of the type String, which cannot be interpolated"),
        (["A", "Id"], "Guid"),
        (["State"], "Int32Enum"),
    ],
)
def test_properties_that_cannot_be_sampled_by_are_refused(names, said):
    with pytest.raises(Refused, match=said):
        sampled(stream_of({}), Window(0, 10), 1, names)


@pytest.mark.parametrize("intervals", [0, -1, 10**9])
def test_the_number_of_intervals_has_bounds(intervals):
    with pytest.raises(Refused):
        sampled(stream_of({}), Window(0, 10), intervals, ["A"])


def test_the_window_stays_below_the_limit_of_events():
    stream = stream_of(dict.fromkeys(range(10), 0.0))

    assert sampled(stream, Window(0, 9), 1, ["A"], limit=11)
    with pytest.raises(Refused, match="maximum return count of 10 events"):
        sampled(stream, Window(0, 9), 1, ["A"], limit=10)


@pytest.mark.parametrize(("type_", "bounds"), [(NAMED, ("a", "b")), (PAIRED, ((1, "a"), (2, "a")))])
def test_keys_that_are_no_axis_are_refused(type_, bounds):
    with pytest.raises(Refused, match="nothing can be interpolated"):
        sampled(Stream("x", Layout(type_)), Window(*bounds), 1, ["Value"])


def test_the_window_may_not_end_before_it_starts():
    with pytest.raises(Refused, match="comes after"):
        sampled(five_events(), Window(at(13), at(12)), 1, ["Measurement"])


@given(
    values=st.dictionaries(st.integers(0, 40), st.integers(-3, 3).map(float), max_size=20),
    intervals=st.integers(1, 5),
)
def test_each_part_is_represented_by_its_first_last_smallest_and_largest(values, intervals):
    expected = set()
    for part in range(intervals):
        low, high = 40 * part / intervals, 40 * (part + 1) / intervals
        if 40 % intervals:  # parts of integers begin and end at the nearest integer
            low, high = round(low), round(high)
        inside = [k for k in sorted(values) if low < k <= high or (part == 0 and k == 0)]
        if inside:
            expected |= {inside[0], inside[-1], min(inside, key=values.get), max(inside, key=values.get)}

    assert keys_of(sampled(stream_of(values), Window(0, 40), intervals, ["A"])) == sorted(expected)
