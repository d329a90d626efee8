"""Events at any index: stored, between, beyond; the vendor's worked examples."""

from __future__ import annotations

from bisect import bisect_left

import pytest
from aveva_samples import NAMED, PAIRED, SIMPLE, STATE, at, clock, five_events, key, member, type_of
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.reads.interpolation import INDEX_LIMIT, Interpolator, values_at, values_between
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.values import Moment
from streamulator.services.aveva.model.streams.definition import Override
from streamulator.services.aveva.model.streams.stream import Stream

CONTINUOUS, LEADING, TRAILING, DISCRETE, OR_LEADING, OR_TRAILING = InterpolationMode
ALL, NONE, FORWARD, BACKWARD = ExtrapolationMode
MIXED = type_of(
    key("Order", SdsTypeCode.Int32),
    member("Plain", SdsTypeCode.Double),
    member("Held", SdsTypeCode.Double, interpolation_mode=LEADING),
    member("Gone", SdsTypeCode.Double, interpolation_mode=DISCRETE),
    member("Maybe", SdsTypeCode.NullableDouble, interpolation_mode=OR_LEADING),
    member("Text", SdsTypeCode.String),
    member("State", STATE),
)


def measured(stream, *times):
    return [row and row[2] for row in map(Interpolator(stream).at, map(clock, times))]


def mixed(**more):
    stream = Stream("Mixed", Layout(MIXED), **more)
    stream.insert([(0, 1.0, 1.0, 1.0, 1.0, "a", 1), (10, 3.0, 3.0, 3.0, None, "b", 2)])
    return stream


class TestWorkedExamples:
    def test_simple_is_continuous(self):
        assert measured(five_events(), "13:00", "13:30", "12:30", "14:00") == [10.0, 15.0, 5.0, 20.0]

    def test_simple_with_discrete_has_only_what_is_stored(self):
        assert measured(five_events(interpolation_mode=DISCRETE), "12:30", "13:00", "14:00") == [None, 10.0, 20.0]

    @pytest.mark.parametrize(
        ("mode", "expected"), [(DISCRETE, None), (LEADING, 2.0), (TRAILING, 12.0), (CONTINUOUS, 7.0)]
    )
    def test_ten_to_one_in_each_mode(self, mode, expected):
        stream = Stream("Sensor", Layout(SIMPLE), interpolation_mode=mode)
        values = {"12:00": 0, "12:10": 4, "12:20": 2, "12:30": 6, "12:40": 2, "13:00": 12}
        stream.insert([(clock(time), 0, float(value)) for time, value in values.items()])

        assert measured(stream, "12:50") == [expected]

    def test_one_property_may_be_stepwise_in_a_continuous_stream(self):
        stream = Stream("Sensor", Layout(SIMPLE), overrides=(Override("State", LEADING),))
        stream.insert([(clock("12:40"), 1, 2.0), (clock("13:00"), 2, 12.0)])

        assert Interpolator(stream).at(clock("12:50")) == (clock("12:50"), 1, 7.0)

    def test_an_interval_has_evenly_spaced_events(self):
        stream = five_events()

        assert values_between(stream, at(13), at(15), 3) == [(at(13), 0, 10.0), (at(14), 0, 20.0), (at(15), 0, 30.0)]

    def test_two_streams_hold_their_edges(self):
        one, two = Stream("1", Layout(SIMPLE)), Stream("2", Layout(SIMPLE))
        one.insert([(at(hour), 0, value) for hour, value in ((11, 10.0), (13, 20.0), (14, 30.0), (16, 40.0))])
        two.insert([(at(hour), 0, value) for hour, value in ((12, 50.0), (14, 60.0), (15, 70.0), (17, 80.0))])
        times = [f"{hour}:00" for hour in range(11, 18)]

        assert measured(one, *times) == [10, 15, 20, 30, 35, 40, 40]
        assert measured(two, *times) == [50, 50, 55, 60, 70, 75, 80]


NULLABLE = {OR_LEADING, OR_TRAILING}


@pytest.mark.parametrize("mode", InterpolationMode)
@pytest.mark.parametrize(
    ("extrapolation", "before", "after"),
    [(ALL, True, True), (NONE, False, False), (FORWARD, False, True), (BACKWARD, True, False)],
)
def test_beyond_the_data_the_extrapolation_mode_decides(mode, extrapolation, before, after):
    stream = five_events(interpolation_mode=mode, extrapolation_mode=extrapolation)
    first, last = (0.0, 0.0) if mode in NULLABLE else (0.0, 40.0)
    held = mode is not DISCRETE

    found = measured(stream, "11:00", "17:00")

    assert found == [first if before and held else None, last if after and held else None]


def test_a_streams_modes_go_before_its_types():
    type_ = type_of(
        key("Time", SdsTypeCode.DateTime),
        member("State", STATE),
        member("Measurement", SdsTypeCode.Double),
        interpolation_mode=LEADING,
        extrapolation_mode=NONE,
    )
    rows = [(at(12), 0, 0.0), (at(13), 0, 10.0)]
    plain, own = Stream("a", Layout(type_)), Stream("b", Layout(type_), None, None, TRAILING, FORWARD)
    plain.insert(rows)
    own.insert(rows)

    assert measured(plain, "11:00", "12:30", "14:00") == [None, 0.0, None]
    assert measured(own, "11:00", "12:30", "14:00") == [None, 10.0, 10.0]


class TestMixedModes:
    def test_between_events_each_property_has_its_own_mode(self):
        assert Interpolator(mixed()).at(5) == (5, 2.0, 1.0, 0.0, 1.0, None, 0)

    def test_beyond_them_too(self):
        assert Interpolator(mixed()).at(-5) == (-5, 1.0, 1.0, 0.0, None, "a", 1)
        assert Interpolator(mixed()).at(15) == (15, 3.0, 3.0, 0.0, None, "b", 2)

    def test_the_mode_of_a_property_does_not_make_events_where_the_stream_has_none(self):
        stream = mixed(extrapolation_mode=NONE)

        assert Interpolator(stream).at(-5) is None

    def test_the_mode_of_the_stream_goes_before_that_of_the_type_property(self):
        assert Interpolator(mixed(interpolation_mode=TRAILING)).at(5) == (5, 3.0, 3.0, 3.0, None, "b", 2)


def test_an_empty_stream_has_no_event_anywhere():
    stream = Stream("Empty", Layout(SIMPLE))

    assert values_at(stream, [at(12)]) == []
    assert values_between(stream, at(12), at(13), 5) == []


def test_one_event_is_held_on_both_sides():
    stream = Stream("One", Layout(SIMPLE))
    stream.insert([(at(12), 1, 5.0)])

    assert values_at(stream, [at(11), at(12), at(13)]) == [(at(11), 1, 5.0), (at(12), 1, 5.0), (at(13), 1, 5.0)]


def test_indexes_are_answered_as_asked_without_those_that_have_no_value():
    stream = five_events(extrapolation_mode=NONE)

    rows = values_at(stream, [at(14), at(11), at(12), at(14)])

    assert [row[2] for row in rows] == [20.0, 0.0, 20.0]


@pytest.mark.parametrize(
    ("code", "keys", "asked", "expected"),
    [
        (SdsTypeCode.Int64, (0, 4), 1, 2.5),
        (SdsTypeCode.Double, (0.0, 4.0), 1.0, 2.5),
        (SdsTypeCode.Single, (-1.0, 1.0), 0.5, 7.5),
        (SdsTypeCode.Decimal, (0.0, 0.4), 0.1, 2.5),
        (SdsTypeCode.TimeSpan, (-40, 0), -30, 2.5),
        (SdsTypeCode.DateTime, (0, 2**60), 2**58, 2.5),
        (SdsTypeCode.Double, (-1.7e308, 1.7e308), 0.0, 5.0),
    ],
)
def test_any_kind_of_number_or_time_is_an_axis(code, keys, asked, expected):
    stream = Stream("Axis", Layout(type_of(key("Key", code), member("Value", SdsTypeCode.Double))))
    stream.insert([(keys[0], 0.0), (keys[1], 10.0)])

    assert Interpolator(stream).at(asked) == (asked, pytest.approx(expected))


def test_a_time_with_an_offset_is_an_axis_in_utc():
    stream = Stream(
        "Local", Layout(type_of(key("Time", SdsTypeCode.DateTimeOffset), member("Value", SdsTypeCode.Double)))
    )
    stream.insert([(Moment(1_000, 60), 0.0), (Moment(2_000, -60), 10.0)])

    assert Interpolator(stream).at(1_500) == (Moment(1_500), 5.0)


class TestKeysThatAreNoAxis:
    def test_only_stored_events_are_found_along_texts(self):
        stream = Stream("Named", Layout(NAMED))
        stream.insert([("a", 1.0, None), ("c", 3.0, None)])

        assert values_at(stream, ["a", "b", "c", "d"]) == [("a", 1.0, None), ("c", 3.0, None)]

    @pytest.mark.parametrize(
        ("type_", "bounds", "said"),
        [
            (NAMED, ("a", "c"), r"has the key Name \(String\)"),
            (PAIRED, ((1, "a"), (2, "a")), "a key of 2 parts, First"),
        ],
    )
    def test_there_is_no_interval_along_them(self, type_, bounds, said):
        with pytest.raises(Refused, match=said):
            values_between(Stream("x", Layout(type_)), *bounds, 3)

    def test_a_compound_key_is_refused_altogether(self):
        stream = Stream("Paired", Layout(PAIRED))

        with pytest.raises(Refused, match="along which nothing can be interpolated"):
            values_at(stream, [(1, "a")])


class TestIndexes:
    def test_both_ends_are_included(self):
        assert Interpolator(five_events()).indexes(at(13), at(14), 3) == [at(13), at(13, 30), at(14)]

    @pytest.mark.parametrize(("count", "expected"), [(0, []), (1, [at(13)]), (2, [at(13), at(14)])])
    def test_few_of_them(self, count, expected):
        assert Interpolator(five_events()).indexes(at(13), at(14), count) == expected

    def test_they_are_rounded_to_the_nearest_tick(self):
        assert Interpolator(five_events()).indexes(0, 10, 4) == [0, 3, 7, 10]

    def test_on_an_axis_of_doubles_they_meet_what_is_stored(self):
        assert Interpolator(five_events()).indexes(0.0, 49.0, 50) == [float(n) for n in range(50)]
        assert Interpolator(five_events()).indexes(-1.0, 4.0, 4) == [-1.0, 2 / 3, 7 / 3, 4.0]

    def test_start_and_end_may_be_one(self):
        assert Interpolator(five_events()).indexes(5, 5, 3) == [5, 5, 5]

    def test_the_start_may_not_come_after_the_end(self):
        with pytest.raises(Refused, match="comes after"):
            Interpolator(five_events()).indexes(at(14), at(13), 3)

    def test_there_may_not_be_too_many(self):
        with pytest.raises(Refused, match="maximum return count of 250000"):
            Interpolator(five_events()).indexes(0, 10, INDEX_LIMIT)

    def test_the_caller_may_set_another_limit(self):
        assert len(values_between(five_events(), at(12), at(16), 4, limit=5)) == 4
        assert len(values_at(five_events(), [at(13)] * 4, limit=5)) == 4
        with pytest.raises(Refused, match="maximum return count of 5"):
            values_between(five_events(), at(12), at(16), 5, limit=5)
        with pytest.raises(Refused, match="maximum return count of 5"):
            values_at(five_events(), [at(13)] * 5, limit=5)


@given(
    events=st.dictionaries(st.integers(0, 30), st.floats(-100, 100), max_size=8),
    asked=st.integers(-5, 35),
    extrapolation=st.sampled_from(ExtrapolationMode),
)
def test_a_continuous_stream_is_a_broken_line(events, asked, extrapolation):
    layout = Layout(type_of(key("Key", SdsTypeCode.Int32), member("Value", SdsTypeCode.Double)))
    stream = Stream("Line", layout, extrapolation_mode=extrapolation)
    stream.insert(list(events.items()))
    keys = sorted(events)

    found = Interpolator(stream).at(asked)

    place = bisect_left(keys, asked)
    beyond = {0: (NONE, FORWARD), len(keys): (NONE, BACKWARD)}
    if asked in events:
        expected = events[asked]
    elif not keys or extrapolation in beyond.get(place, ()):
        expected = None
    elif place in (0, len(keys)):
        expected = events[keys[max(place - 1, 0)]]
    else:
        low, high = keys[place - 1], keys[place]
        expected = events[low] + (events[high] - events[low]) / (high - low) * (asked - low)
    assert found == (None if expected is None else (asked, pytest.approx(expected, abs=1e-9)))
