from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.clock import TICKS_PER_SECOND
from streamulator.kernel.generate import RuleError, axis, length, signal, steps

SECOND = TICKS_PER_SECOND
ODD_LENGTHS = ["1", "s", "1 s", "-1s", "+1s", "1S", "1w", ".5s", "1s\n", "\uff11s", "9" * 400 + "s"]
START = 637_450_560_000_000_000  # 2021-01-01


def numbers(**rule):
    """Lay out an axis of plain numbers."""
    return axis({"every": 1, "count": 10, **rule}, 0, timed=False)


def values(parts, **rule):
    return signal(parts, numbers(**rule))


class TestLengths:
    @pytest.mark.parametrize(
        ("text", "ticks"),
        [
            ("500ms", SECOND // 2),
            ("1s", SECOND),
            ("90s", 90 * SECOND),
            ("1.5m", 90 * SECOND),
            ("2h", 7200 * SECOND),
            ("1d", 86_400 * SECOND),
            ("0.1ms", 1000),
            ("0s", 0),
        ],
    )
    def test_of_time_are_written_with_a_unit(self, text, ticks):
        assert length(text, "every", timed=True) == ticks

    @pytest.mark.parametrize("value", [*ODD_LENGTHS, 60, None, True])
    def test_of_time_are_written_in_no_other_way(self, value):
        with pytest.raises(RuleError, match="a length of time such as 500ms"):
            length(value, "every", timed=True)

    @pytest.mark.parametrize("value", [3, 0.25, -1])
    def test_of_a_plain_axis_are_numbers(self, value):
        assert length(value, "every", timed=False) == value

    @pytest.mark.parametrize("value", ["3", "3s", True, None])
    def test_of_a_plain_axis_are_nothing_else(self, value):
        with pytest.raises(RuleError, match="a number, for the index is one") as caught:
            length(value, "every", timed=False)
        assert (caught.value.member, caught.value.found) == ("every", value)


class TestAxes:
    def test_have_their_events_at_even_steps_from_the_start(self):
        laid = axis({"every": "1m", "count": 3}, START, timed=True)

        assert laid.places == [START, START + 60 * SECOND, START + 120 * SECOND]
        assert list(laid.offsets) == [0, 60 * SECOND, 120 * SECOND]

    def test_may_be_empty(self):
        laid = numbers(count=0, late={"every": 2, "by": 1}, gaps=[{"from": 0, "for": 1}])

        assert (laid.places, list(laid.offsets)) == ([], [])
        assert signal({"noise": {}}, laid) == []
        assert signal({"ramp": {"from": 0, "to": 1}}, laid) == []

    @pytest.mark.parametrize("every", [0, -1, "0s"])
    def test_want_a_step_forward(self, every):
        with pytest.raises(RuleError, match=r"every: found .*, expected a step above 0"):
            axis({"every": every, "count": 3}, 0, timed=isinstance(every, str))

    @pytest.mark.parametrize("start", [1e16, -1e16, 1e15])
    def test_want_a_step_that_is_not_lost_in_rounding(self, start):
        with pytest.raises(RuleError, match="large enough to be seen"):
            axis({"every": 0.1, "count": 100}, start, timed=False)

    def test_leave_out_a_gap_once(self):
        assert numbers(gaps=[{"from": 2, "for": 3}]).places == [0, 1, 5, 6, 7, 8, 9]

    def test_leave_out_a_gap_at_the_end_of_every_stretch(self):
        assert numbers(gaps=[{"every": 5, "for": 2}]).places == [0, 1, 2, 5, 6, 7]

    def test_leave_out_several_gaps(self):
        assert numbers(gaps=[{"from": 0, "for": 2}, {"from": 7, "for": 9}]).places == [2, 3, 4, 5, 6]

    @pytest.mark.parametrize("period", [2, 1])
    def test_do_not_let_a_gap_swallow_everything(self, period):
        with pytest.raises(RuleError, match=r"gaps\.every: found .*, expected a length above that of the gap"):
            numbers(gaps=[{"every": period, "for": 2}])

    def test_stamp_late_events_behind_those_measured_after_them(self):
        """Every third event comes 1.5 late; its value is that of the moment when it was measured."""
        laid = numbers(count=6, late={"every": 3, "by": 1.5})

        assert laid.places == [0, 1, 3, 3.5, 4, 6.5]
        assert laid.offsets == [0, 1, 3, 2, 4, 5]

    def test_lose_a_late_event_whose_new_place_is_taken(self):
        laid = numbers(count=6, late={"every": 3, "by": 1})

        assert (laid.places, laid.offsets) == ([0, 1, 3, 4, 6], [0, 1, 3, 4, 5])


gaps = st.lists(
    st.fixed_dictionaries({"from": st.integers(0, 50), "for": st.integers(1, 20)})
    | st.fixed_dictionaries({"every": st.integers(11, 40), "for": st.integers(1, 10)}),
    max_size=3,
)
lates = st.none() | st.fixed_dictionaries({"every": st.integers(1, 5), "by": st.integers(1, 9) | st.just(2.5)})


@given(st.integers(0, 60), st.integers(1, 5) | st.floats(0.01, 5), st.integers(-100, 100), gaps, lates)
def test_places_ascend_and_are_unique_and_each_has_its_offset(count, every, start, gaps, late):
    rule = {"every": every, "count": count, "gaps": gaps, **({"late": late} if late else {})}

    laid = axis(rule, start, timed=False)

    assert all(one < other for one, other in pairwise(laid.places))
    assert len(laid.places) == len(laid.offsets) <= count
    moved = late["by"] if late else 0
    for place, offset in zip(laid.places, laid.offsets, strict=True):
        assert place in {start + offset, start + offset + moved}


class TestSignals:
    def test_sine(self):
        found = values({"sine": {"mean": 10, "amplitude": 2, "period": 4}}, count=5)

        assert found == pytest.approx([10, 12, 10, 8, 10])

    def test_sine_with_a_phase(self):
        assert values({"sine": {"period": 4, "phase": math.pi / 2}}, count=2) == pytest.approx([1, 0])

    def test_ramp_from_the_first_event_to_the_last(self):
        assert values({"ramp": {"from": 10, "to": 0}}, count=5) == [10, 7.5, 5, 2.5, 0]

    def test_ramp_of_one_event(self):
        assert values({"ramp": {"from": 3, "to": 9}}, count=1) == [3]

    def test_ramp_over_and_over(self):
        assert values({"ramp": {"from": 0, "to": 4, "period": 4}}, count=6) == [0, 1, 2, 3, 0, 1]

    @given(st.integers(1, 5) | st.floats(0.5, 3), st.integers(1, 12) | st.floats(0.5, 12), st.integers(0, 30))
    def test_ramp_over_and_over_is_the_same_in_each_period_to_the_last_digit(self, every, period, count):
        laid = numbers(every=every, count=count)

        found = signal({"ramp": {"from": -1, "to": 2, "period": period}}, laid)

        assert found == [-1 + 3 * (every * number % float(period) / period) for number in range(count)]

    def test_ramp_does_not_see_gaps(self):
        assert values({"ramp": {"from": 0, "to": 9}}, gaps=[{"from": 1, "for": 8}]) == [0, 9]

    def test_steps(self):
        assert values({"steps": {"values": [1, 5], "every": 2}}, count=6) == [1, 1, 5, 5, 1, 1]

    def test_steps_of_any_kind_of_value(self):
        assert steps({"every": 1}, ["a", None], numbers(count=3)) == ["a", None, "a"]

    def test_noise(self):
        found = values({"noise": {"mean": 5, "deviation": 0.5, "seed": 3}}, count=2000)

        assert abs(sum(found) / len(found) - 5) < 0.1
        assert 0.4 < math.sqrt(sum((one - 5) ** 2 for one in found) / len(found)) < 0.6

    def test_several_are_added_up(self):
        both = [{"ramp": {"from": 0, "to": 9}}, {"steps": {"values": [100], "every": 1}}]

        assert values(both) == [100 + number for number in range(10)]

    def test_of_late_events_are_those_of_the_moment_they_were_measured(self):
        assert values({"ramp": {"from": 0, "to": 5}}, count=6, late={"every": 3, "by": 1.5})[3] == 2

    def test_of_times_have_periods_in_time(self):
        laid = axis({"every": "1h", "count": 25}, START, timed=True)

        found = signal({"sine": {"period": "1d"}}, laid)

        assert (found[6], found[18], found[24]) == pytest.approx((1, -1, 0), abs=1e-9)

    @pytest.mark.parametrize(
        ("part", "member"),
        [
            ({"sine": {"period": 0}}, "sine.period"),
            ({"sine": {"period": "1h"}}, "sine.period"),
            ({"ramp": {"from": 0, "to": 1, "period": -1}}, "ramp.period"),
            ({"steps": {"values": [1], "every": 0}}, "steps.every"),
        ],
    )
    def test_want_lengths_above_zero_in_the_axis_own_unit(self, part, member):
        with pytest.raises(RuleError) as caught:
            values(part)
        assert caught.value.member == member


@given(st.integers(0, 2**32), st.integers(0, 50))
def test_noise_is_the_same_for_the_same_seed_and_not_for_another(seed, count):
    def noise(seed):
        return values({"noise": {"seed": seed}}, count=count)

    assert noise(seed) == noise(seed)
    assert count == 0 or noise(seed) != noise(seed + 1)


@given(st.integers(0, 2**16), st.lists(st.floats(-100, 100), min_size=1, max_size=4))
def test_a_sum_is_the_sum_of_its_parts_whatever_their_order(seed, means):
    parts = [{"noise": {"seed": seed + at, "mean": mean}} for at, mean in enumerate(means)]

    together = values(parts)

    apart = [values(part) for part in parts]
    assert together == pytest.approx([math.fsum(column) for column in zip(*apart, strict=True)])
    assert together == pytest.approx(values(parts[::-1]))
