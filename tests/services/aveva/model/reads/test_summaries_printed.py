"""The vendor's printed summaries, to their last digits; where only the answer is printed the input is rebuilt."""

from __future__ import annotations

import pytest
from aveva_samples import at, five_events, key, member, type_of

from streamulator.core.ticks import TICKS_PER_MINUTE, TICKS_PER_SECOND, parse_time
from streamulator.services.aveva.model.reads.summaries import SUMMARY_TYPES, summaries
from streamulator.services.aveva.model.shape.codes import InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.stream import Stream


def stream_of(rows, code=SdsTypeCode.Double, name="Measurement", **more):
    stream = Stream("Simple", Layout(type_of(key("Time", SdsTypeCode.DateTime), member(name, code))), **more)
    stream.insert(rows)
    return stream


def figures_of(interval, name="Measurement"):
    return {summary: values[name] for summary, values in interval.figures.items() if name in values}


def like(expected):
    return {
        name: value if isinstance(value, str) else pytest.approx(value, rel=1e-12, abs=1e-15)
        for name, value in expected.items()
    }


def test_a_property_with_nulls():
    noon = at(12)
    values = [2.0, 2.0, None, 1.0, 2.0, None, None, 3.0]
    rows = [(noon + (n + 1) * TICKS_PER_SECOND, value) for n, value in enumerate(values)]
    stream = stream_of(rows, SdsTypeCode.NullableDouble)

    (interval,) = summaries(stream, rows[0][0], rows[-1][0])

    assert (interval.start, interval.end) == (rows[0], rows[-1])
    assert list(interval.figures) == list(SUMMARY_TYPES)
    assert interval.figures["Count"] == {"Time": 8, "Measurement": 5}
    assert all("Time" not in values for name, values in interval.figures.items() if name != "Count")
    assert figures_of(interval) == like(
        {
            "Count": 5,
            "Minimum": 1,
            "Maximum": 3,
            "Range": 2,
            "Total": 7.5,
            "Mean": 1.875,
            "StandardDeviation": 0.478713553878169,
            "PopulationStandardDeviation": 0.41457809879442492,
            "WeightedMean": 1.75,
            "WeightedStandardDeviation": 0.35355339059327379,
            "WeightedPopulationStandardDeviation": 0.25,
            "Skewness": 0.49338220021815865,
            "Kurtosis": -1.3719008264462809,
        }
    )


def test_two_intervals_that_share_an_event():
    first, second = summaries(five_events(), at(12), at(16), 2)

    assert first.figures["Count"] == {"Time": 3, "Measurement": 3}
    assert second.figures["Count"] == {"Time": 2, "Measurement": 2}
    spread = {
        "StandardDeviation": 7.0710678118654755,
        "PopulationStandardDeviation": 5,
        "WeightedStandardDeviation": 7.0710678118654755,
        "WeightedPopulationStandardDeviation": 5,
        "Skewness": 0,
        "Kurtosis": -2,
    }
    ends = {"Count": 3, "Minimum": 0, "Maximum": 20, "Range": 20}
    assert figures_of(first) == like({**ends, "Total": 20, "Mean": 10, "WeightedMean": 10, **spread})
    ends = {"Count": 2, "Minimum": 30, "Maximum": 40, "Range": 10}
    assert figures_of(second) == like({**ends, "Total": 60, "Mean": 30, "WeightedMean": 30, **spread})
    assert (first.start, first.end, second.end) == ((at(12), 0, 0.0), (at(14), 0, 20.0), (at(16), 0, 40.0))


def a_thousand_events():
    """Return the stream of the page on asset data: 0.044, 1.045 … 998.046 each second, then 155.5 at one o'clock."""
    ramp = [0.044, *(n + 0.045 for n in range(1, 613)), *(n + 0.046 for n in range(613, 999))]
    start = parse_time("2019-01-02")
    rows = [(start + second * TICKS_PER_SECOND, round(value, 3)) for second, value in enumerate(ramp)]
    return stream_of([*rows, (start + 60 * TICKS_PER_MINUTE, 155.5)])


def test_an_interval_that_reaches_far_beyond_a_thousand_events():
    (interval,) = summaries(a_thousand_events(), parse_time("2019-01-01T08:00:00Z"), parse_time("2019-02-06T20:00:00Z"))

    assert interval.start == (parse_time("2019-01-01T08:00:00Z"), 0.044)
    assert interval.end == (parse_time("2019-02-06T20:00:00Z"), 155.5)
    assert figures_of(interval) == like(
        {
            "Count": 1000,
            "Minimum": 0.044,
            "Maximum": 998.046,
            "Range": 998.0020000000001,
            "Total": 498779.61199999356,
            "Mean": 498.28133066933077,
            "StandardDeviation": 288.4561823749973,
            "PopulationStandardDeviation": 288.31206236481444,
            "WeightedMean": 153.11692828545156,
            "WeightedStandardDeviation": 25.424619899757136,
            "WeightedPopulationStandardDeviation": 25.411917116101474,
            "Skewness": 0.0011013861675857883,
            "Kurtosis": -1.19976760290962,
        }
    )


def test_an_interval_after_the_last_event():
    start, end = parse_time("2019-03-15T08:00:00Z"), parse_time("2019-04-20T20:00:00Z")

    (interval,) = summaries(a_thousand_events(), start, end)

    assert (interval.start, interval.end) == ((start, 155.5), (end, 155.5))
    assert interval.figures["Count"] == {"Time": 0, "Measurement": 0}
    assert figures_of(interval) == {
        "Count": 0,
        "Minimum": 155.5,
        "Maximum": 155.5,
        "Range": 0.0,
        "Total": 155.5,
        "Mean": 155.5,
        "StandardDeviation": "NaN",
        "PopulationStandardDeviation": 0.0,
        "WeightedMean": 155.5,
        "WeightedStandardDeviation": "NaN",
        "WeightedPopulationStandardDeviation": 0.0,
        "Skewness": "NaN",
        "Kurtosis": "NaN",
    }


def test_a_constant():
    stream = stream_of([(n, 1.0) for n in range(1000)])

    (interval,) = summaries(stream, -10, 2_000)

    assert figures_of(interval) == {
        "Count": 1000,
        "Minimum": 1.0,
        "Maximum": 1.0,
        "Range": 0.0,
        "Total": 1001.0,
        "Mean": 1.0,
        "StandardDeviation": 0.0,
        "PopulationStandardDeviation": 0.0,
        "WeightedMean": 1.0,
        "WeightedStandardDeviation": 0.0,
        "WeightedPopulationStandardDeviation": 0.0,
        "Skewness": "NaN",
        "Kurtosis": "NaN",
    }


def test_steps_of_an_hour_and_one_of_months():
    start, end = parse_time("2018-10-03"), parse_time("2019-07-15T12:00:00Z")
    hours = [(start + n * 60 * TICKS_PER_MINUTE, value) for n, value in enumerate([24.0, 25.0, 23.0, 26.0, 22.0])]
    later = (parse_time("2019-08-20T19:15:37Z"), 229.283447265625)
    stream = stream_of([*hours, later], interpolation_mode=InterpolationMode.StepwiseContinuousLeading)

    (interval,) = summaries(stream, start, end)

    assert figures_of(interval) == like(
        {
            "Count": 5,
            "Minimum": 22.0,
            "Maximum": 26.0,
            "Range": 4.0,
            "Total": 120.0,
            "Mean": 24.0,
            "StandardDeviation": 1.5811388300841898,
            "PopulationStandardDeviation": 1.4142135623730951,
            "WeightedMean": 22.001459427904262,
            "WeightedStandardDeviation": 0.07396074789184506,
            "WeightedPopulationStandardDeviation": 0.06615250398115592,
            "Skewness": 0.0,
            "Kurtosis": -1.3,
        }
    )


def test_means_forward_from_each_minute():
    stream = stream_of([(n * TICKS_PER_MINUTE, value) for n, value in enumerate([10.0, 100.0, 1000.0])])

    intervals = summaries(stream, 0, 3 * TICKS_PER_MINUTE, 3)

    assert [interval.figures["Mean"]["Measurement"] for interval in intervals] == [55, 550, 1000]


def test_what_never_changes_deviates_by_nothing_however_far_apart_it_was_read():
    rows = [(second, 0.1) for second in (0, 1, 4, 14)]
    (interval,) = summaries(stream_of(rows), 0, 14)

    found = figures_of(interval)
    assert [value for name, value in found.items() if "Deviation" in name] == [0, 0, 0, 0]
    assert found["WeightedMean"] == 0.1
