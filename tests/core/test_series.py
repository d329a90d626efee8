from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core import blocks as module
from streamulator.core.columns import Columns
from streamulator.core.series import Series, ascending

small = st.integers(0, 60)


@pytest.fixture(autouse=True)
def blocks_are_small(monkeypatch):
    monkeypatch.setattr(module, "FULL", 4)
    monkeypatch.setattr(module, "MOST", 8)


def series_of(*keys):
    return Series(keys, [(key,) for key in keys])


def packed(*keys):
    return Series.of_columns(keys, [keys])


def blocks_of(series):
    """Return the blocks of a series, whose identity tells what two copies share."""
    return list(map(id, series._blocks.all))


@pytest.mark.parametrize("make", [series_of, packed])
@given(keys=st.sets(small), wanted=small)
def test_positions_agree_with_a_plain_search(make, keys, wanted):
    ordered = sorted(keys)
    series = make(*ordered)

    assert series.find(wanted) == (ordered.index(wanted) if wanted in keys else -1)
    assert series.left(wanted) == sum(key < wanted for key in keys)
    assert series.right(wanted) == sum(key <= wanted for key in keys)
    before = max((key for key in keys if key < wanted), default=None)
    after = min((key for key in keys if key >= wanted), default=None)
    assert series.around(wanted) == tuple(None if key is None else (key, (key,)) for key in (before, after))


@pytest.mark.parametrize("make", [series_of, packed])
def test_rows_and_keys_are_found_by_their_position_from_either_end(make):
    series = make(*range(50))

    for at in (-50, -1, 0, 7, 8, 49):
        assert (series.key(at), series.row(at)) == (at % 50, (at % 50,))
    for at in (-51, 50):
        with pytest.raises(IndexError):
            series.row(at)
        with pytest.raises(IndexError):
            series.key(at)


@pytest.mark.parametrize("make", [series_of, packed])
@given(length=st.integers(0, 30), start=st.integers(0, 35), stop=st.integers(0, 35))
def test_a_stretch_is_the_same_whichever_way_it_is_read(make, length, start, stop):
    series, keys = make(*range(length)), list(range(length))[start:stop]
    rows = [(key,) for key in keys]

    assert series.cut(start, stop) == rows
    assert series.keys_in(start, stop) == keys
    assert list(series.walk(start, stop)) == rows
    assert list(series.walk(start, stop, backwards=True)) == rows[::-1]
    assert list(series.items(start, stop)) == list(zip(keys, rows, strict=True))


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


@given(st.dictionaries(small, st.just("old")), st.dictionaries(small, st.just("new")))
def test_what_is_put_takes_the_place_of_what_stands_there(stored, new):
    series = Series(sorted(stored), ["old"] * len(stored))

    series.put(sorted(new), ["new"] * len(new))

    assert dict(series.items()) == stored | new
    assert ascending(series.keys)


@given(st.sets(small, min_size=1), st.data())
def test_events_go_out_at_positions_in_any_order_and_named_twice(stored, data):
    series = series_of(*sorted(stored))
    gone = data.draw(st.lists(st.integers(0, len(stored) - 1)))

    series.remove(gone)

    assert series.keys == [key for at, key in enumerate(sorted(stored)) if at not in gone]
    assert series.rows == [(key,) for key in series.keys]


@pytest.mark.parametrize(("full", "most"), [(4, 8), (1000, 2000)])
@pytest.mark.parametrize("number", [16, 17, 40])
def test_many_scattered_events_go_in_and_out_at_once(monkeypatch, number, full, most):
    monkeypatch.setattr(module, "FULL", full)
    monkeypatch.setattr(module, "MOST", most)
    series = series_of(*range(0, 200, 2))
    keys = list(range(1, 2 * number, 2))

    series.insert(keys, [(key,) for key in keys])
    assert series.keys == sorted([*range(0, 200, 2), *keys])
    series.remove([series.find(key) for key in keys])

    assert series.keys == list(range(0, 200, 2))
    assert series.rows == [(key,) for key in series.keys]


def test_of_two_rows_for_one_position_the_last_stays():
    series = series_of(*range(20))

    series.replace([3, 17, 3], ["a", "b", "c"])

    assert (series.row(3), series.row(17), series.row(4)) == ("c", "b", (4,))


def test_taking_nothing_out_is_no_write():
    series = series_of(1, 2)
    copy = series.fork()

    copy.remove([])
    copy.remove_range(1, 1)
    copy.remove_range(2, 1)
    copy.remove_range(2, 3)

    assert copy.derived is series.derived


@pytest.mark.parametrize(
    ("keys", "expected"), [([], True), ([1], True), ([1, 2], True), ([1, 1], False), ([2, 1], False)]
)
def test_ascending_means_sorted_and_each_once(keys, expected):
    assert ascending(keys) is expected


@pytest.mark.parametrize("make", [series_of, packed])
@pytest.mark.parametrize(
    ("write", "own"),
    [
        (lambda series: series.insert([1.5], [(1.5,)]), 1),
        (lambda series: series.put([2, 2.5], [(2,), (2.5,)]), 1),
        (lambda series: series.replace([2], [(2,)]), 1),
        (lambda series: series.remove([2, 1]), 1),
        (lambda series: series.insert([1000], [(1000,)]), 1),
        (lambda series: series.remove([2, 999]), 2),
        (lambda series: series.remove_range(2, 998), 2),
        (lambda series: series.remove_range(0, 1000), 0),
    ],
)
def test_who_writes_makes_those_blocks_its_own_that_it_writes_to(make, write, own):
    series = make(*range(1000))
    copy = series.fork()
    shared = blocks_of(series)
    assert blocks_of(copy) == shared

    write(copy)

    assert len(set(blocks_of(copy)) - set(shared)) == own
    assert blocks_of(series) == shared
    assert series.rows == [(key,) for key in range(1000)]


def test_a_series_alone_writes_in_place_and_after_a_copy_once_more():
    series = series_of(1)
    first = blocks_of(series)

    series.insert([2], [(2,)])
    assert blocks_of(series) == first

    kept = series.fork()
    series.insert([3], [(3,)])
    second = blocks_of(series)
    series.insert([4], [(4,)])
    assert blocks_of(series) == second != first == blocks_of(kept)


def test_appending_leaves_full_blocks_and_short_ones_come_together():
    series = Series()

    for key in range(100):
        series.insert([key], [(key,)])
    assert [len(block.keys) for block in series._blocks.all] == [4] * 25

    series.remove([at for at in range(100) if at % 4])
    assert len(series._blocks.all) <= 13


def test_a_fork_shares_what_is_derived_from_the_events_until_somebody_writes():
    series = series_of(1, 2, 3)

    copy = series.fork()
    copy.derived["sum"] = 6

    assert series.derived == {"sum": 6}
    series.replace([], [])
    assert (series.derived, copy.derived) == ({}, {"sum": 6})


def test_who_has_taken_lists_over_has_them_for_itself():
    series, keys = series_of(1).fork(), [4]

    series.load(keys, [(4,)])
    series.insert([5], [(5,)])

    assert (series.keys, keys) == ([4, 5], [4])


@pytest.mark.parametrize("length", [3, 4, 5, 30])
def test_columns_become_rows_and_many_of_them_stay_columns(length):
    keys = list(range(length))

    series = Series.of_columns(keys, [keys, [key / 2 for key in keys]])

    assert series.rows == [(key, key / 2) for key in keys]
    assert {type(block.rows) for block in series._blocks.all} == {Columns if length >= 4 else list}


def test_columns_can_become_rows_of_any_kind():
    keys = list("abcdef")

    series = Series.of_columns(keys, [keys, keys], "-".join)

    assert (series.row(1), series.rows[-1], series.find("c")) == ("b-b", "f-f", 2)


def test_packing_changes_nothing_that_can_be_seen():
    series = series_of(*range(30))
    series.derived["sum"] = 1
    copy = series.fork()

    series.pack()

    assert (series.rows, series.keys, series.derived) == (copy.rows, copy.keys, {"sum": 1})
    assert {type(block.rows) for block in series._blocks.all} == {Columns}
    assert {type(block.rows) for block in copy._blocks.all} == {list}


@pytest.mark.parametrize("make", [series_of, packed])
def test_what_is_seen_in_place_of_rows_is_made_of_them_and_of_no_others(make):
    series, asked = make(*range(40)), []

    seen = series.seen(lambda rows: [asked.append(row) or -row[0] for row in rows])

    assert (len(seen), seen.keys, seen.find(7), asked) == (40, list(range(40)), 7, [])
    assert (seen.row(7), seen.around(7)[1], seen.cut(3, 9)) == (-7, (7, -7), [-3, -4, -5, -6, -7, -8])
    assert max(asked) < (12,)
    assert seen.derived is not series.derived
