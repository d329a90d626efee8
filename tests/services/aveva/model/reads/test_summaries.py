"""Summaries: what is summarized, how modes and nulls act, intervals, predicates, refusals, and a slow reference."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from statistics import fmean, pstdev, stdev

import pytest
from aveva_samples import NAMED, PAIRED, STATE, at, five_events, key, member, type_of
from hypothesis import assume, given
from hypothesis import strategies as st

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.reads.summaries import SUMMARY_TYPES, summaries, summarized
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.definition import Override
from streamulator.services.aveva.model.streams.stream import Stream

CONTINUOUS, LEADING, TRAILING, DISCRETE, OR_LEADING, OR_TRAILING = InterpolationMode


def stream_of(values, code=SdsTypeCode.NullableDouble, **more):
    stream = Stream("Line", Layout(type_of(key("Key", SdsTypeCode.Int32), member("V", code))), **more)
    stream.insert(list(values.items()))
    return stream


def figure(interval, name):
    return interval.figures[name].get("V")


ALL_KINDS = {
    "Number": SdsTypeCode.Int32,
    "Maybe": SdsTypeCode.NullableDecimal,
    "Flag": SdsTypeCode.Boolean,
    "Letter": SdsTypeCode.Char,
    "Time": SdsTypeCode.DateTime,
    "Local": SdsTypeCode.NullableDateTimeOffset,
    "Span": SdsTypeCode.NullableTimeSpan,
    "Text": SdsTypeCode.String,
    "Code": SdsTypeCode.Guid,
    "Items": SdsTypeCode.DoubleArray,
    "List": SdsTypeCode.IList,
    "State": STATE,
}


class TestWhatIsSummarized:
    def test_numbers_and_booleans_in_full_times_and_characters_by_count_the_rest_not_at_all(self):
        properties = [member(name, kind) for name, kind in ALL_KINDS.items()]
        stream = Stream("Kinds", Layout(type_of(key("Key", SdsTypeCode.Int32), *properties)))
        defaults = stream.layout.blank(0)
        stream.insert([(n, n, None, n > 1, *defaults[4:]) for n in range(4)])

        (interval,) = summaries(stream, 0, 3)

        counts = {"Key": 4, "Number": 4, "Maybe": 0, "Flag": 4, "Letter": 4, "Time": 4, "Local": 0, "Span": 0}
        assert interval.figures["Count"] == counts
        assert interval.figures["Mean"] == {"Number": 1.5, "Flag": 0.5}
        assert interval.figures["Maximum"] == {"Number": 3, "Flag": 1}
        assert interval.figures["Minimum"] == {"Number": 0, "Flag": 0}
        assert type(interval.figures["Maximum"]["Flag"]) is int
        assert list(interval.figures["Count"]) == list(counts)

    def test_every_figure_that_an_interval_may_have_is_told_beforehand(self):
        properties = [member(name, kind) for name, kind in ALL_KINDS.items()]
        stream = Stream("Kinds", Layout(type_of(key("Key", SdsTypeCode.Int32), *properties)))
        kinds = ["Key", "Number", "Maybe", "Flag", "Letter", "Time", "Local", "Span"]

        told = [(name, column.id) for name, column in summarized(stream)]

        assert told[:8] == [("Count", name) for name in kinds]
        assert told[8:] == [(name, kind) for name in SUMMARY_TYPES[1:] for kind in ("Number", "Maybe", "Flag")]

    def test_a_discrete_property_is_left_out(self):
        stream = five_events(overrides=(Override("Measurement", DISCRETE),))

        (interval,) = summaries(stream, at(12), at(16))

        assert interval.figures["Count"] == {"Time": 5}
        assert interval.figures["Mean"] == {}

    def test_a_discrete_stream_has_counts_of_its_key_and_only_stored_ends(self):
        (interval,) = summaries(five_events(interpolation_mode=DISCRETE), at(12), at(13, 30))

        assert interval.figures["Count"] == {"Time": 2}
        assert (interval.start, interval.end) == ((at(12), 0, 0.0), None)


@pytest.mark.parametrize(
    ("mode", "weighted", "plain"),
    [
        (CONTINUOUS, 1.5, [1.5, 1.5]),
        (LEADING, 1.5, [2, 1]),
        (OR_LEADING, 1.5, [2, 1]),
        (TRAILING, 1.5, [1, 2]),
        (OR_TRAILING, 1.5, [1, 2]),
    ],
)
def test_nulls_are_dropped_from_plain_figures_and_weigh_as_the_mode_says(mode, weighted, plain):
    # segments [2, null], [null, 1], [1, 2]: by the mode 0 0 1, or 1 (2) 0 1 (1), or 0 1 (1) 1 (2)
    stream = stream_of({0: 2.0, 1: None, 2: 1.0, 3: 2.0}, interpolation_mode=mode)

    (interval,) = summaries(stream, 0, 3)

    assert figure(interval, "Count") == 3
    assert figure(interval, "WeightedMean") == weighted
    assert figure(interval, "WeightedStandardDeviation") == ("NaN" if mode is CONTINUOUS else pytest.approx(0.5**0.5))
    assert figure(interval, "Total") == sum(plain)


@pytest.mark.parametrize(
    ("mode", "weights"),
    [(LEADING, {0: 2, 2: 1}), (TRAILING, {1: 1, 2: 2}), (OR_LEADING, {0: 2, 2: 1}), (OR_TRAILING, {1: 1, 2: 2})],
)
def test_segments_of_different_lengths_show_which_of_them_count(mode, weights):
    lengths = [1, 10, 100]
    stream = stream_of({0: 2.0, 1: None, 11: 1.0, 111: 2.0}, interpolation_mode=mode)

    (interval,) = summaries(stream, 0, 111)

    whole = sum(lengths[segment] for segment in weights)
    expected = sum(lengths[segment] * value for segment, value in weights.items()) / whole
    assert figure(interval, "WeightedMean") == pytest.approx(expected)


class TestEnds:
    def test_calculated_ends_are_points_but_do_not_count(self):
        (interval,) = summaries(five_events(), at(12, 30), at(14, 30))

        assert (interval.start, interval.end) == ((at(12, 30), 0, 5.0), (at(14, 30), 0, 25.0))
        assert interval.figures["Count"] == {"Time": 2, "Measurement": 2}
        assert interval.figures["Minimum"] == {"Measurement": 10.0}
        assert interval.figures["Total"] == {"Measurement": 7.5 + 15 + 22.5}
        assert interval.figures["WeightedMean"] == {"Measurement": 15.0}

    def test_without_extrapolation_only_what_is_stored_is_summarized(self):
        stream = five_events(extrapolation_mode=ExtrapolationMode.None_)

        (interval,) = summaries(stream, at(11), at(13))

        assert (interval.start, interval.end) == (None, (at(13), 0, 10.0))
        assert interval.figures["Total"] == {"Measurement": 5.0}

    def test_where_nothing_is_there_are_only_counts_of_nothing(self):
        (interval,) = summaries(stream_of({}), 0, 10)

        assert (interval.start, interval.end) == (None, None)
        assert interval.figures == {name: {"Key": 0, "V": 0} if name == "Count" else {} for name in SUMMARY_TYPES}

    def test_a_single_point_has_extremes_but_no_segments(self):
        (interval,) = summaries(five_events(), at(13), at(13))

        known = {name: values["Measurement"] for name, values in interval.figures.items() if "Measurement" in values}
        assert known == {"Count": 1, "Minimum": 10.0, "Maximum": 10.0, "Range": 0.0}

    def test_nothing_but_nulls_has_a_count_of_nothing(self):
        (interval,) = summaries(stream_of({0: None, 5: None}), 0, 5)

        assert interval.figures["Count"] == {"Key": 2, "V": 0}
        assert all("V" not in values for name, values in interval.figures.items() if name != "Count")


class TestIntervals:
    def test_an_event_on_a_shared_bound_counts_in_the_earlier_one(self):
        stream = stream_of({n: float(n) for n in range(13)})

        intervals = summaries(stream, 0, 12, 3)

        assert [figure(interval, "Count") for interval in intervals] == [5, 4, 4]
        assert [figure(interval, "Minimum") for interval in intervals] == [0, 5, 9]
        assert [interval.start[0] for interval in intervals] == [0, 4, 8]
        assert [interval.end[0] for interval in intervals] == [4, 8, 12]

    def test_each_stored_event_counts_once_even_with_more_intervals_than_integers(self):
        intervals = summaries(stream_of(dict.fromkeys(range(4), 1.0)), 0, 3, 10)

        assert sum(figure(interval, "Count") for interval in intervals) == 4
        assert len(intervals) == 10

    def test_one_is_the_default(self):
        assert len(summaries(five_events(), at(12), at(16))) == 1


class TestPredicates:
    def test_events_that_do_not_fit_are_as_if_they_were_not_there(self):
        stream = stream_of({0: 0.0, 1: 100.0, 2: 20.0, 3: 100.0, 4: 40.0, 5: 100.0, 6: 60.0})
        without = stream_of({0: 0.0, 2: 20.0, 4: 40.0, 6: 60.0})

        def fits(row):
            return row[1] < 100

        for start, end, count in ((0, 6, 1), (1, 5, 2), (3, 3, 1), (-5, -1, 1), (7, 9, 2), (5, 9, 1)):
            assert summaries(stream, start, end, count, fits) == summaries(without, start, end, count)

    def test_beyond_the_window_nothing_is_looked_at_but_the_nearest_that_fits(self):
        looked_at = []

        def fits(row):
            looked_at.append(row[0])
            return row[0] % 2 == 0

        summaries(stream_of(dict.fromkeys(range(20), 1.0)), 7, 9, 1, fits)

        assert sorted(looked_at) == [6, 7, 8, 9, 10]

    def test_when_none_fits_there_is_nothing(self):
        (interval,) = summaries(stream_of({0: 1.0, 1: 2.0}), 0, 1, 1, lambda _row: False)

        assert interval.figures["Count"] == {"Key": 0, "V": 0}
        assert interval.start is None

    def test_the_stream_keeps_its_events(self):
        stream = stream_of({0: 1.0, 1: 2.0})

        summaries(stream, 0, 1, 1, lambda _row: False)

        assert stream.series.keys == [0, 1]


class TestStrangeNumbers:
    def test_not_a_number_makes_all_figures_of_values_not_a_number(self):
        (interval,) = summaries(stream_of({0: 1.0, 1: math.nan, 2: 3.0}), 0, 2)

        assert figure(interval, "Count") == 3
        assert {figure(interval, name) for name in SUMMARY_TYPES if name != "Count"} == {"NaN"}

    def test_infinities_are_written_as_text(self):
        (interval,) = summaries(stream_of({0: 1.0, 1: -math.inf, 2: 3.0}), 0, 2)

        assert figure(interval, "Minimum") == "-Infinity"
        assert figure(interval, "Range") == "Infinity"

    @pytest.mark.parametrize("size", [1e-300, 1e-160, 1e100, 1e160, 1.7e308])
    def test_very_small_and_very_large_numbers_do_no_harm(self, size):
        (interval,) = summaries(stream_of({n: size * ((n % 3) / 2) for n in range(10)}), 0, 9)

        assert figure(interval, "Maximum") == size
        assert all("V" in values for values in interval.figures.values())


class TestRefusals:
    @pytest.mark.parametrize(("type_", "bounds"), [(NAMED, ("a", "b")), (PAIRED, ((1, "a"), (2, "a")))])
    def test_keys_that_are_no_axis(self, type_, bounds):
        with pytest.raises(Refused, match="nothing can be interpolated"):
            summaries(Stream("x", Layout(type_)), *bounds)

    def test_a_start_after_the_end(self):
        with pytest.raises(Refused, match="comes after"):
            summaries(five_events(), at(13), at(12))

    @pytest.mark.parametrize("count", [0, -1, 10**9])
    def test_too_few_and_too_many_intervals(self, count):
        with pytest.raises(Refused):
            summaries(five_events(), at(12), at(13), count)

    def test_too_many_events_even_if_few_of_them_fit(self):
        stream = stream_of(dict.fromkeys(range(10), 1.0))

        summaries(stream, 0, 8, limit=10)
        summaries(stream, 5, 9, limit=6)
        with pytest.raises(Refused, match="maximum return count of 10 events"):
            summaries(stream, 0, 9, 1, lambda row: row[0] == 0, limit=10)


@given(
    values=st.dictionaries(st.integers(0, 100), st.integers(-1000, 1000).map(float), min_size=2, max_size=15),
    mode=st.sampled_from([CONTINUOUS, LEADING, TRAILING]),
)
def test_figures_agree_with_a_slow_calculation(values, mode):
    keys = sorted(values)
    pairs = list(pairwise(keys))
    taken = {
        CONTINUOUS: lambda low, high: (values[low] + values[high]) / 2,
        LEADING: lambda low, _high: values[low],
        TRAILING: lambda _low, high: values[high],
    }[mode]
    segments = [taken(low, high) for low, high in pairs]
    lengths = [high - low for low, high in pairs]

    (interval,) = summaries(stream_of(values, interpolation_mode=mode), keys[0], keys[-1])

    def close(name):
        return pytest.approx(figure(interval, name), rel=1e-9, abs=1e-9)

    assert figure(interval, "Count") == len(values)
    assert figure(interval, "Range") == max(values.values()) - min(values.values())
    assert close("Total") == sum(segments)
    assert close("Mean") == fmean(segments)
    assert close("PopulationStandardDeviation") == pstdev(segments)
    assert close("WeightedMean") == fmean(segments, lengths)
    spread = fmean([(value - fmean(segments, lengths)) ** 2 for value in segments], lengths)
    assert close("WeightedPopulationStandardDeviation") == spread**0.5
    if len(segments) > 1:
        assert close("StandardDeviation") == stdev(segments)
        corrected = spread * len(segments) / (len(segments) - 1)
        assert close("WeightedStandardDeviation") == corrected**0.5


@given(st.lists(st.integers(-100, 100), min_size=3, max_size=12))
def test_skewness_and_kurtosis_are_the_population_moments(values):
    segments = [Fraction(low + high, 2) for low, high in pairwise(values)]
    mean = sum(segments) / len(segments)
    second, third, fourth = (sum((value - mean) ** power for value in segments) / len(segments) for power in (2, 3, 4))
    assume(second)

    (interval,) = summaries(stream_of(dict(enumerate(map(float, values)))), 0, len(values) - 1)

    assert figure(interval, "Skewness") == pytest.approx(float(third) / float(second) ** 1.5, rel=1e-6, abs=1e-6)
    assert figure(interval, "Kurtosis") == pytest.approx(float(fourth / second**2) - 3, rel=1e-6, abs=1e-6)
