"""Feeds: what is stored comes back, and what is derived follows what it is derived from."""

from __future__ import annotations

from datetime import datetime
from statistics import fmean
from sys import float_info
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.services.grovestreams.model.cycles import EARLIEST, LATEST, Cycle, Grid, Instants
from streamulator.services.grovestreams.model.feeds import Derived, Source, Stored

TEN = Grid(Cycle("uid", "10 s", "", "SECOND", 10, datetime(2012, 1, 1)), ZoneInfo("UTC"))  # noqa: DTZ001  a local time

small = st.integers(0, 60)
samples = st.lists(st.tuples(small, st.one_of(st.none(), st.floats(-100, 100))))


class Origin:
    """Something to derive from."""

    def __init__(self, *pairs):
        self.feed = Stored()
        self.feed.write(pairs, 1)

    @property
    def covered(self):
        last = self.feed.before(LATEST)
        return None if last is None else last + 1


def kept(pairs):
    return {time: value for time, value in dict(pairs).items() if value is not None}


@given(st.lists(samples))
def test_what_is_stored_is_what_was_written_last(writes):
    feed, expected = Stored(), {}
    for number, pairs in enumerate(writes, 1):
        feed.write(pairs, number)
        expected = {time: value for time, value in (expected | dict(pairs)).items() if value is not None}

    assert feed.between(EARLIEST, LATEST) == sorted(expected.items())
    assert feed.updated == len(writes)


@given(samples, small)
def test_samples_are_found_before_and_after_a_time(pairs, time):
    feed = Stored()
    feed.write(pairs, 1)

    assert feed.after(time) == min((one for one in kept(pairs) if one >= time), default=None)
    assert feed.before(time) == max((one for one in kept(pairs) if one < time), default=None)
    assert feed.between(time, time + 10) == sorted(
        (one, value) for one, value in kept(pairs).items() if time <= one < time + 10
    )


def test_a_copy_goes_its_own_way():
    feed = Stored()
    feed.write([(1, 1.0)], 1)
    copy = feed.fork()

    copy.write([(2, 2.0)], 2)
    feed.write([(3, 3.0)], 3)

    assert feed.between(0, 9) == [(1, 1.0), (3, 3.0)]
    assert (copy.between(0, 9), copy.updated) == ([(1, 1.0), (2, 2.0)], 2)


def test_only_the_last_can_be_kept():
    feed = Stored()
    feed.keep_last()
    feed.write([(1, 1.0), (3, 3.0), (2, 2.0)], 1)

    feed.keep_last()

    assert feed.between(0, 9) == [(3, 3.0)]


class TestDerived:
    @given(st.lists(samples, min_size=1, max_size=3), st.integers(0, 60_000), st.integers(0, 60_000))
    def test_is_the_sum_of_averages_where_all_sources_have_something(self, all_pairs, start, end):
        spread = [[(1000 * time + number, value) for time, value in pairs] for number, pairs in enumerate(all_pairs)]
        sources = [Source(Origin(*pairs), times) for times, pairs in enumerate(spread, 1)]
        derived = Derived(sources, TEN, 5)
        averages = [
            {
                begin: fmean(value for time, value in kept(pairs).items() if TEN.begin(time) == begin)
                for begin in {TEN.begin(time) for time in kept(pairs)}
            }
            for pairs in spread
        ]
        common = sorted(set.intersection(*map(set, averages)))
        expected = {begin: 5 + sum(times * one[begin] for times, one in enumerate(averages, 1)) for begin in common}

        found = derived.between(start, end)

        assert [time for time, _ in found] == [begin for begin in common if start <= begin < end]
        for time, value in found:
            assert value == pytest.approx(expected[time], abs=1e-9)
        assert derived.after(start) == min((begin for begin in common if begin >= start), default=None)
        assert derived.before(end) == max((begin for begin in common if begin < end), default=None)

    def test_of_samples_with_times_of_their_own_has_those_that_all_have(self):
        one, other = Origin((1, 1.0), (2, 2.0), (4, 4.0)), Origin((2, 20.0), (3, 30.0), (4, 40.0))

        assert Derived([Source(one), Source(other, 0.5)], Instants()).between(0, 9) == [(2, 12.0), (4, 24.0)]

    def test_is_complete_up_to_where_all_its_sources_are(self):
        assert Derived([Source(Origin((5, 1.0))), Source(Origin((3, 1.0)))], Instants()).covered == 4

    def test_was_updated_when_one_of_its_sources_was(self):
        late = Origin()
        late.feed.write([(1, 1.0)], 77)

        assert Derived([Source(Origin()), Source(late)], TEN).updated == 77

    @pytest.mark.parametrize(
        ("values", "sum_"), [((1e308, 1e308), float_info.max), ((-1e308, -1e308), -float_info.max)]
    )
    def test_is_never_more_than_a_double_holds(self, values, sum_):
        sources = [Source(Origin((1, value)), 1.7) for value in values]

        assert Derived(sources, Instants()).between(0, 9) == [(1, sum_)]

    def test_is_something_even_where_nothing_makes_sense(self):
        sources = [Source(Origin((1, 1e308)), 1e10), Source(Origin((1, 1e308)), -1e10)]

        assert Derived(sources, Instants()).between(0, 9) == [(1, 0.0)]

    def test_of_nothing_is_nothing(self):
        derived = Derived([Source(Origin()), Source(Origin((1, 1.0)))], TEN)

        assert (derived.after(EARLIEST), derived.before(LATEST), derived.between(0, 9)) == (None, None, [])

    def test_can_be_derived_from_what_is_derived(self):
        origin = Origin((1_000, 1.0), (12_000, 3.0))
        minute = Grid(Cycle("uid", "1 min", "", "MINUTE", 1, datetime(2012, 1, 1)), ZoneInfo("UTC"))  # noqa: DTZ001  as above
        middle = Origin()
        middle.feed = Derived([Source(origin, 10)], TEN)

        assert Derived([Source(middle)], minute).between(0, 60_000) == [(0, 20.0)]
