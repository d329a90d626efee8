from __future__ import annotations

from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core import blocks as module
from streamulator.core.series import Series


@pytest.fixture(autouse=True)
def blocks_are_small(monkeypatch):
    monkeypatch.setattr(module, "FULL", 4)
    monkeypatch.setattr(module, "MOST", 8)


class Witness:
    """Something that is gone when all that it was derived with is."""


def mixed():
    """Return a series of 40 rows, some blocks of which lie in columns and some do not."""
    keys = list(range(40))
    series = Series.of_columns(keys, [keys, [key / 2 for key in keys]])
    series.replace([9, 33], [(9, None), (33, True)])
    return series


def test_a_cut_knows_where_it_stood():
    series = mixed()

    cut = series.cut(1, 3)

    assert (cut, cut.start, len(cut)) == ([(1, 0.5), (2, 1.0)], 1, 2)
    assert cut.derived is series.derived


def test_a_cut_keeps_to_what_was_derived_from_its_rows():
    series = mixed()
    cut = series.cut(1, 3)
    derived = series.derived

    series.insert([3.5], ["new"])

    assert cut.derived is derived
    assert cut.derived is not series.derived


def test_a_cut_keeps_its_rows_whatever_is_written():
    series = mixed()
    rows, cut = series.rows, series.cut(0, 40)

    series.replace(range(40), ["new"] * 40)
    series.insert([3.5], ["new"])
    series.remove_range(0, 30)

    assert cut == rows
    assert cut[5:35] == rows[5:35]
    assert cut.column(1) == [row[1] for row in rows]


@given(st.integers(0, 40), st.integers(0, 40), st.data())
def test_a_cut_is_like_a_list_of_its_rows(start, stop, data):
    series = mixed()
    cut, rows = series.cut(start, stop), series.rows[start:stop]
    part = data.draw(st.slices(len(rows)))

    assert (list(cut), len(cut), cut == rows, rows == cut) == (rows, len(rows), True, True)
    assert cut[part] == rows[part]
    assert [cut[at] for at in range(-len(rows), len(rows))] == rows * 2
    assert cut.column(0) == [row[0] for row in rows]
    for at in (len(rows), -len(rows) - 1):
        with pytest.raises(IndexError):
            cut[at]


def test_a_part_of_a_cut_is_in_pieces_and_does_not_keep_the_series():
    series = mixed()
    part = series.cut(10, 30)[5:15]
    witness = Witness()
    series.derived.update(part=part, witness=witness)

    assert (part[0], part[2:4]) == ((15, 7.5), [(17, 8.5), (18, 9.0)])
    gone = ref(witness)
    del series, witness
    assert gone() is None  # at once, for nothing goes round in a circle
    assert part[1] == (16, 8.0)


def test_a_cut_is_equal_to_no_other_rows_and_to_nothing_else():
    cut = mixed().cut(0, 2)

    assert cut != [(0, 0.0)]
    assert cut != 2
