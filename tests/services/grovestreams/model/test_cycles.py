"""Cycles: their intervals tile the time, and one nests in another if and only if all boundaries agree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Refused
from streamulator.services.grovestreams.model.cycles import Calendar, Cycle, Grid, Instants, nests, zone_of

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
ZONES = ["UTC", "US/Central", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "America/Sao_Paulo"]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def cycle(size, count=1, reference="2012-01-01T00:00:00", zone=""):
    return Cycle("uid", f"{count} {size}", "", size, count, datetime.fromisoformat(reference), zone)


def at(text, zone="UTC"):
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return (local - EPOCH) // timedelta(milliseconds=1)


sizes = st.sampled_from(["MILLISEC", "SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "YEAR"])
references = st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001  local times
    lambda moment: moment.replace(microsecond=0)
)
cycles = st.builds(
    lambda size, count, reference: Cycle("uid", "a cycle", "", size, count, reference),
    sizes,
    st.integers(1, 40),
    references,
)
times = st.integers(0, 32_503_679_999_999)


@given(cycles, st.sampled_from(ZONES), times)
def test_every_time_falls_into_one_interval(one, zone, time):
    grid = Grid(one, ZoneInfo(zone))

    begin, end = grid.begin(time), grid.end(time)

    assert begin <= time < end
    assert grid.begin(begin) == grid.begin(end - 1) == begin
    assert grid.begin(end) == end
    assert grid.number(end) == grid.number(begin) + 1


@given(cycles, st.sampled_from(ZONES))
def test_an_interval_begins_at_the_reference(one, zone):
    reference = at(one.reference.isoformat(), zone)

    assert Grid(one, ZoneInfo(zone)).begin(reference) == reference


@pytest.mark.parametrize(
    ("size", "count", "time", "begin", "end"),
    [
        ("DAY", 1, "2012-03-11T12:00:00", "2012-03-11T00:00:00", "2012-03-12T00:00:00"),  # of 23 hours
        ("HOUR", 24, "2012-03-12T00:30:00", "2012-03-11T00:00:00", "2012-03-12T01:00:00"),  # of 24 all the same
        ("WEEK", 1, "2012-03-14T00:00:00", "2012-03-11T00:00:00", "2012-03-18T00:00:00"),
        ("MONTH", 1, "2012-02-29T23:59:59", "2012-02-01T00:00:00", "2012-03-01T00:00:00"),
        ("MONTH", 3, "2011-12-31T23:00:00", "2011-10-01T00:00:00", "2012-01-01T00:00:00"),
        ("YEAR", 1, "1970-01-01T00:00:00", "1970-01-01T00:00:00", "1971-01-01T00:00:00"),
    ],
)
def test_intervals_are_those_of_the_calendar_where_the_component_is(size, count, time, begin, end):
    grid, zone = Grid(cycle(size, count), ZoneInfo("US/Central")), "US/Central"

    assert (grid.begin(at(time, zone)), grid.end(at(time, zone))) == (at(begin, zone), at(end, zone))


def test_a_cycle_may_have_a_zone_of_its_own():
    grid = Grid(cycle("DAY", zone="Europe/Berlin"), ZoneInfo("US/Central"))

    assert grid.begin(at("2012-06-01T00:30:00", "Europe/Berlin")) == at("2012-06-01T00:00:00", "Europe/Berlin")


def test_the_last_of_a_month_is_what_a_month_has():
    grid = Grid(cycle("MONTH", 1, "2012-01-31T06:00:00"), ZoneInfo("UTC"))

    assert [grid.start(number) for number in range(4)] == [
        at(f"2012-{day}T06:00:00") for day in ("01-31", "02-29", "03-31", "04-30")
    ]


@pytest.mark.parametrize(
    ("size", "count", "estimate"),
    [
        ("MINUTE", 5, 300_000),
        ("HOUR", 1, HOUR),
        ("DAY", 1, DAY),
        ("MONTH", 1, 2_678_400_000),
        ("MONTH", 3, 7_776_000_000),
        ("YEAR", 1, 31_536_000_000),
        ("MILLISEC", 10, 10),
        ("SECOND", 10, 10_000),
        ("WEEK", 2, 14 * DAY),
        ("YEAR", 3, (3 * 365 + 1) * DAY),
    ],
)
def test_the_estimate_is_the_interval_that_begins_with_1970(size, count, estimate):
    assert cycle(size, count).estimate == estimate


def test_longer_than_a_century_is_refused():
    with pytest.raises(Refused, match="longer than a century"):
        cycle("YEAR", 101)


class TestNesting:
    @pytest.mark.parametrize(
        ("small", "large"),
        [
            (("MINUTE", 5), ("HOUR", 1)),
            (("HOUR", 1), ("DAY", 1)),
            (("DAY", 1), ("WEEK", 1)),
            (("DAY", 1), ("MONTH", 1)),
            (("MONTH", 1), ("YEAR", 1)),
            (("MONTH", 3), ("YEAR", 1)),
            (("SECOND", 90), ("MINUTE", 3)),
            (("HOUR", 12), ("YEAR", 1)),
            (("MONTH", 1), ("YEAR", 1, "2012-07-01T00:00:00")),
            (("MINUTE", 15), ("HOUR", 1, "2012-01-01T00:45:00")),
            (("MINUTE", 5, "2012-01-01T00:00:00", "UTC"), ("DAY", 1)),
        ],
    )
    def test_holds(self, small, large):
        assert nests(cycle(*small), cycle(*large))

    @pytest.mark.parametrize(
        ("small", "large"),
        [
            (("MINUTE", 7), ("HOUR", 1)),
            (("HOUR", 1), ("MINUTE", 5)),
            (("WEEK", 1), ("MONTH", 1)),
            (("DAY", 2), ("MONTH", 1)),
            (("HOUR", 5), ("DAY", 1)),
            (("DAY", 1), ("HOUR", 48)),
            (("MONTH", 1), ("DAY", 60)),
            (("MONTH", 5), ("YEAR", 1)),
            (("MONTH", 3), ("YEAR", 1, "2012-02-01T00:00:00")),
            (("MONTH", 1), ("YEAR", 1, "2012-01-15T00:00:00")),
            (("DAY", 1), ("MONTH", 1, "2012-01-01T06:00:00")),
            (("MINUTE", 15), ("HOUR", 1, "2012-01-01T00:50:00")),
            (("DAY", 1, "2012-01-01T00:00:00", "UTC"), ("MONTH", 1)),
            (("MONTH", 1, "2012-01-01T00:00:00", "UTC"), ("YEAR", 1)),
        ],
    )
    def test_does_not_hold(self, small, large):
        assert not nests(cycle(*small), cycle(*large))

    @given(cycles, cycles)
    def test_is_that_all_boundaries_of_the_large_are_boundaries_of_the_small(self, small, large):
        one, other = Grid(small, ZoneInfo("UTC")), Grid(large, ZoneInfo("UTC"))
        agrees = all(one.begin(boundary) == boundary for boundary in map(other.start, range(-24, 24)))

        if nests(small, large):
            assert agrees
        elif not (small.months and large.months):  # the ends of months can agree for a while by chance
            by_days = small.milliseconds and small.milliseconds % DAY == 0
            assert not agrees or (small.days and large.milliseconds) or (large.months and by_days)


class TestCalendars:
    SMALL_FIRST = ("MINUTE", 5), ("HOUR", 1), ("DAY", 1), ("MONTH", 1), ("MONTH", 3), ("YEAR", 1)

    def names(self, base, *cycles):
        calendar = Calendar("uid", "name", "", tuple(cycle(*one) for one in cycles))
        return [one.name for one in calendar.rollups(cycle(*base))]

    def test_begin_with_the_streams_own_cycle_and_ascend(self):
        backwards = reversed(self.SMALL_FIRST)

        assert self.names(("MINUTE", 5), *backwards) == [f"{count} {size}" for size, count in self.SMALL_FIRST]

    def test_leave_out_what_is_not_larger_or_does_not_fit(self):
        assert self.names(("HOUR", 1), *self.SMALL_FIRST) == ["1 HOUR", "1 DAY", "1 MONTH", "3 MONTH", "1 YEAR"]
        assert self.names(("MINUTE", 60), *self.SMALL_FIRST)[:2] == ["60 MINUTE", "1 DAY"]
        assert self.names(("WEEK", 1), *self.SMALL_FIRST) == ["1 WEEK"]
        assert self.names(("MINUTE", 10), *self.SMALL_FIRST)[:2] == ["10 MINUTE", "1 HOUR"]

    def test_whose_cycles_do_not_nest_are_refused(self):
        with pytest.raises(Refused, match="'1 WEEK' does not nest evenly in '1 MONTH'"):
            self.names(("DAY", 1), ("DAY", 1), ("MONTH", 1), ("WEEK", 1))


def test_an_instant_is_an_axis_of_its_own():
    assert [(Instants().begin(time), Instants().end(time)) for time in (0, 5)] == [(0, 1), (5, 6)]


@pytest.mark.parametrize("name", ["", "Nowhere", "../etc/passwd", "America", "\x00", "a" * 1000])
def test_a_zone_that_is_none_is_refused(name):
    with pytest.raises(Refused, match="no time zone"):
        zone_of(name)


@pytest.mark.parametrize(("zone", "number"), list(product(ZONES, range(-3, 3))))
def test_intervals_have_numbers_from_the_reference_on(zone, number):
    grid = Grid(cycle("DAY"), ZoneInfo(zone))

    assert grid.number(grid.start(number)) == number
