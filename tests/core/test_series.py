from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from streamulator.core.series import Series, ascending

small = st.integers(0, 60)


def series_of(*keys):
    return Series(list(keys), [(key,) for key in keys])


@given(st.sets(small), small)
def test_positions_agree_with_a_plain_search(keys, wanted):
    ordered = sorted(keys)
    series = series_of(*ordered)

    assert series.find(wanted) == (ordered.index(wanted) if wanted in keys else -1)
    assert series.left(wanted) == sum(key < wanted for key in keys)
    assert series.right(wanted) == sum(key <= wanted for key in keys)


@given(st.sets(small), st.sets(small))
def test_present_tells_whether_any_key_is_there(stored, asked):
    assert series_of(*sorted(stored)).present(sorted(asked)) is bool(stored & asked)


@given(st.sets(st.integers(0, 200)), st.sets(st.integers(0, 200)))
def test_a_block_goes_in_wherever_its_keys_belong(stored, new):
    series = series_of(*sorted(stored))
    fresh = sorted(new - stored)

    series.insert(fresh, [(key,) for key in fresh])

    assert series.keys == sorted(stored | new)
    assert series.rows == [(key,) for key in series.keys]


@given(st.sets(small, min_size=1), st.data())
def test_events_go_out_at_positions_in_any_order_and_named_twice(stored, data):
    series = series_of(*sorted(stored))
    gone = data.draw(st.lists(st.integers(0, len(stored) - 1)))

    series.remove(gone)

    assert series.keys == [key for at, key in enumerate(sorted(stored)) if at not in gone]
    assert series.rows == [(key,) for key in series.keys]


@pytest.mark.parametrize(
    ("keys", "expected"), [([], True), ([1], True), ([1, 2], True), ([1, 1], False), ([2, 1], False)]
)
def test_ascending_means_sorted_and_each_once(keys, expected):
    assert ascending(keys) is expected


def test_a_fork_shares_its_lists_until_somebody_writes():
    series = series_of(1, 2, 3)

    copy = series.fork()

    assert copy.keys is series.keys
    copy.insert([4], [(4,)])
    assert copy.keys is not series.keys
    assert series.keys == [1, 2, 3]


def test_a_fork_shares_what_is_derived_from_the_events_until_somebody_writes():
    series = series_of(1, 2, 3)

    copy = series.fork()
    copy.derived["sum"] = 6

    assert series.derived == {"sum": 6}
    series.replace([], [])
    assert (series.derived, copy.derived) == ({}, {"sum": 6})


def test_a_cut_knows_where_it_stood():
    series = series_of(1, 2, 3, 4)

    cut = series.cut(1, 3)
    series.remove_range(0, 4)

    assert (cut, cut.start, cut.series) == ([(2,), (3,)], 1, series)


def test_a_series_alone_writes_in_place():
    series = series_of(1)
    keys = series.keys

    series.insert([2], [(2,)])

    assert series.keys is keys


class Forks(RuleBasedStateMachine):
    """Any number of forks of forks against plain dictionaries that share nothing."""

    pairs = Bundle("pairs")
    keys = st.sets(small, max_size=30)

    def __init__(self):
        super().__init__()
        self.all = []

    def keep(self, series, model):
        self.all.append((series, model))
        return series, model

    @rule(target=pairs)
    def make(self):
        return self.keep(Series(), {})

    @rule(target=pairs, pair=pairs)
    def fork(self, pair):
        return self.keep(pair[0].fork(), dict(pair[1]))

    @rule(pair=pairs, keys=keys)
    def insert(self, pair, keys):
        series, model = pair
        fresh = sorted(keys - model.keys())
        series.insert(fresh, [(key,) for key in fresh])
        model.update({key: (key,) for key in fresh})

    @rule(pair=pairs, keys=keys, value=small)
    def replace(self, pair, keys, value):
        series, model = pair
        held = keys & model.keys()
        series.replace([series.find(key) for key in held], [(key, value) for key in held])
        model.update({key: (key, value) for key in held})

    @rule(pair=pairs, keys=keys)
    def remove(self, pair, keys):
        series, model = pair
        held = keys & model.keys()
        series.remove([series.find(key) for key in held])
        for key in held:
            del model[key]

    @rule(pair=pairs, low=small, high=small)
    def remove_range(self, pair, low, high):
        series, model = pair
        series.remove_range(series.left(low), series.right(high))
        for key in [key for key in model if low <= key <= high]:
            del model[key]

    @rule(pair=consumes(pairs), keys=keys)
    def load(self, pair, keys):
        series, model = pair
        series.load(sorted(keys), [(key,) for key in sorted(keys)])
        model.clear()
        model.update({key: (key,) for key in keys})

    @rule(pair=pairs)
    def derive(self, pair):
        series, _model = pair
        series.derived.update(keys=list(series.keys), rows=list(series.rows))

    @invariant()
    def every_series_is_its_model(self):
        for series, model in self.all:
            assert series.derived.get("keys", series.keys) == series.keys
            assert series.derived.get("rows", series.rows) == series.rows
            assert dict(zip(series.keys, series.rows, strict=True)) == model
            assert ascending(series.keys)
            assert len(series) == len(model)


TestForks = Forks.TestCase
