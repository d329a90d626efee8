"""Streams: what follows from their samples, and how samples are appended."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Refused
from streamulator.services.grovestreams.model.cycles import Calendar, Cycle
from streamulator.services.grovestreams.model.feeds import Source
from streamulator.services.grovestreams.model.streams import (
    MOST_VALUES,
    NEVER,
    Definition,
    Extent,
    Kind,
    Latest,
    Stream,
    windows,
)
from streamulator.services.grovestreams.model.units import Unit

UNIT = Unit("unit", "No Symbol", "")
OWNER = SimpleNamespace(uid="owner", name="Owner", zone=ZoneInfo("UTC"))
TEN = Cycle("ten", "10 s", "", "SECOND", 10, datetime(2012, 1, 1))  # noqa: DTZ001  a local time
HOUR = Cycle("hour", "1 h", "", "HOUR", 1, datetime(2012, 1, 1))  # noqa: DTZ001  as above


times = st.integers(0, 99_999)


def stream(kind=Kind.INTERVAL, value_type="DOUBLE", cycle=TEN, **more):
    own = cycle if kind is Kind.INTERVAL else None
    return Stream(Definition("uid", "id", "name", kind, value_type, UNIT, cycle=own, **more), OWNER)


def derived(*sources, kind=Kind.INTERVAL, cycle=TEN, plus=0):
    one = stream(kind, cycle=cycle)
    one.derive([Source(source) for source in sources], plus)
    return one


class TestAppending:
    def test_puts_samples_into_the_intervals_they_fall_into(self):
        one = stream()

        one.append([(1_000, 1), (9_999, 2), (10_000, 3), (25_000, 4)], 7)

        assert one.values(0, 40_000) == [2, 3, 4, None]
        assert (one.extent, one.latest) == (Extent(0, 30_000, 30_000), Latest(20_000, 30_000, 4))
        assert one.feed.updated == 7

    def test_overwrites_and_takes_out(self):
        one = stream()
        one.append([(0, 1), (10_000, 2), (20_000, 3)], 1)

        one.append([(5_000, 9), (25_000, None)], 2)

        assert one.values(0, 30_000) == [9, 2, None]
        assert one.extent == Extent(0, 20_000, 20_000)

    def test_keeps_the_times_of_random_samples_and_ignores_their_gaps(self):
        one = stream(Kind.RANDOM)

        one.append([(1_234, 1), (5_678, 2), (1_234, None)], 1)

        assert one.values(0, 9_999) == [1, 2]
        assert one.extent == Extent(1_234, 5_678, 5_678)

    def test_keeps_the_last_of_a_point_stream(self):
        one = stream(Kind.POINT, "STRING")

        one.append([(2, "b"), (1, "a")], 1)
        one.append([(1, "late")], 2)

        assert (one.values(0, 9), one.extent) == (["b"], Extent(2, 2, 2))

    def test_stores_nothing_where_one_value_does_not_fit(self):
        one = stream()
        one.append([(0, 1)], 1)

        with pytest.raises(Refused, match=r"Stream 'name': 'warm' is no value of the type DOUBLE\."):
            one.append([(0, 5), (10_000, "warm")], 2)

        assert (one.values(0, 20_000), one.feed.updated) == ([1, None], 1)

    def test_is_refused_where_samples_are_derived(self):
        with pytest.raises(Refused, match="derived from other streams"):
            derived(stream()).append([(0, 1)], 1)

    @given(
        st.lists(st.tuples(st.integers(0, 99_999), st.integers(-5, 5))), st.integers(0, 99_999), st.integers(0, 99_999)
    )
    def test_values_are_whole_intervals_with_gaps(self, samples, start, end):
        one = stream()
        one.append(samples, 1)
        latest = {time // 10_000: value for time, value in samples}

        expected = [latest.get(number) for number in range(start // 10_000, -(-end // 10_000))] if start < end else []

        assert one.values(start, end) == expected


def test_a_stream_without_samples_has_no_extent():
    assert (stream().extent, stream().latest, stream().covered) == (Extent(0, 0, NEVER), None, None)


def test_more_intervals_than_anybody_wants_are_refused():
    assert len(stream().values(0, 10_000 * MOST_VALUES)) == MOST_VALUES
    with pytest.raises(Refused, match="100,001 values between these times, and 100,000 are left"):
        stream().values(0, 10_000 * MOST_VALUES + 1)


def test_several_streams_share_what_one_answer_holds():
    random = stream(Kind.RANDOM)
    random.append([(1, 1), (2, 2)], 1)
    most = 10_000 * MOST_VALUES

    assert [len(values) for _, values in windows([random, stream()], 0, most - 20_000)] == [2, MOST_VALUES - 2]
    for order in ([random, stream()], [stream(), random]):
        with pytest.raises(Refused, match="are left"):
            windows(order, 0, most)


class TestDerived:
    def test_follows_the_source_that_is_behind(self):
        fast, slow = stream(), stream()
        fast.append([(0, 1), (10_000, 2), (20_000, 3)], 1)
        slow.append([(10_000, 10), (20_000, 20)], 1)
        both = derived(fast, slow)
        assert both.extent == Extent(10_000, 30_000, 30_000)

        fast.append([(30_000, 4)], 2)
        assert both.extent == Extent(10_000, 30_000, 30_000)

        slow.append([(30_000, 30)], 3)
        assert both.extent == Extent(10_000, 40_000, 40_000)
        assert both.latest == Latest(30_000, 40_000, 34)

    def test_with_larger_intervals_is_complete_as_far_as_its_source(self):
        fine = stream()
        fine.append([(0, 1), (10_000, 3)], 1)
        coarse = derived(fine, cycle=HOUR)

        assert coarse.extent == Extent(0, 3_600_000, 20_000)
        assert coarse.values(0, 1) == [2]
        assert derived(coarse, cycle=HOUR).extent == Extent(0, 3_600_000, 20_000)

    def test_of_random_samples_is_complete_a_millisecond_after_the_last(self):
        random = stream(Kind.RANDOM)
        random.append([(10_000, 5)], 1)

        assert derived(random).extent == Extent(10_000, 20_000, 10_001)
        assert derived(random, kind=Kind.RANDOM).extent == Extent(10_000, 10_000, 10_001)

    def test_has_nothing_while_a_source_has_nothing(self):
        assert derived(stream()).extent == Extent(0, 0, NEVER)
        assert derived(stream()).covered is None

    def test_a_copy_follows_copies(self):
        source = stream()
        follower = derived(source, plus=1)
        copy = source.fork(OWNER, {})
        follower_copy = follower.fork(OWNER, {"uid": copy})

        copy.append([(0, 1)], 1)

        assert follower_copy.values(0, 10_000) == [2]
        assert follower.values(0, 10_000) == [None]


class TestDefinitions:
    def test_of_interval_streams_need_a_cycle(self):
        with pytest.raises(Refused, match="has no base cycle"):
            stream(cycle=None)

    def test_of_others_have_nothing_to_roll_up(self):
        with pytest.raises(Refused, match="no intervals to roll up"):
            stream(Kind.RANDOM, calendar=Calendar("uid", "name", "", (TEN,)))

    def test_roll_up_into_their_own_cycle_where_there_is_no_calendar(self):
        assert stream().definition.rollups == (TEN,)
        assert stream(calendar=Calendar("uid", "name", "", (HOUR,))).definition.rollups == (TEN, HOUR)
        assert stream(Kind.POINT).definition.rollups == ()
