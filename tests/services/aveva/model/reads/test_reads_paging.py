from __future__ import annotations

import pytest
from aveva_samples import NUMBERED, at, clock, five_events, said
from hypothesis import given
from hypothesis import strategies as st

from streamulator.services.aveva.model.reads import stored
from streamulator.services.aveva.model.reads.stored import Pick, Window
from streamulator.services.aveva.model.shape.codes import BoundaryType
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.stream import Stream

EXACT, INSIDE, OUTSIDE, CALCULATED = BoundaryType


def above(number):
    return lambda row: row[2] > number


def pages(stream, bounds, pick):
    """Turn all the pages of a window."""
    found, after = [], None
    while not found or after is not None:
        rows, after = stored.page(stream, bounds, pick, after)
        found.append(said(rows))
    return found


@pytest.mark.parametrize(
    ("boundary", "pick", "expected"),
    [
        (EXACT, Pick(count=2), ["13 14", "15"]),
        (EXACT, Pick(count=3), ["13 14 15"]),
        (EXACT, Pick(count=1), ["13", "14", "15"]),
        (EXACT, Pick(), ["13 14 15"]),
        (OUTSIDE, Pick(count=2), ["12 13", "14 15", "16"]),
        (OUTSIDE, Pick(count=1), ["12", "13", "14", "15", "16"]),
        (CALCULATED, Pick(count=2), ["~12:30=5 13", "14 15", "~15:30=35"]),
        (CALCULATED, Pick(count=1), ["~12:30=5", "13", "14", "15", "~15:30=35"]),
        (CALCULATED, Pick(count=5), ["~12:30=5 13 14 15 ~15:30=35"]),
        (EXACT, Pick(above(10), count=1), ["14", "15"]),
        (EXACT, Pick(above(99), count=1), [""]),
        (EXACT, Pick(skip=1, count=1), ["14", "15"]),
        (CALCULATED, Pick(count=2, descending=True), ["~15:30=35 15", "14 13", "~12:30=5"]),
        (OUTSIDE, Pick(count=3, descending=True), ["16 15 14", "13 12"]),
        (EXACT, Pick(count=0), [""]),
    ],
)
def test_pages_follow_each_other_until_nothing_is_left(boundary, pick, expected):
    assert pages(five_events(), Window(clock("12:30"), clock("15:30"), boundary, boundary), pick) == expected


def test_the_size_of_a_page_may_change_and_events_may_come_and_go_between_pages():
    stream = five_events()
    bounds = Window(at(12), at(16))

    first = stored.page(stream, bounds, Pick(count=1))
    stream.remove([at(12), at(13)])
    stream.insert([(at(14, 30), 0, 25.0), (at(12, 30), 0, 5.0)])
    second = stored.page(stream, bounds, Pick(count=3), first.resume)
    third = stored.page(stream, bounds, Pick(count=9), second.resume)

    assert [said(page.rows) for page in (first, second, third)] == ["12", "~12:30=5 14 ~14:30=25", "15 16"]
    assert third.resume is None


@pytest.mark.parametrize("boundary", BoundaryType)
@pytest.mark.parametrize(("pick", "after"), [(Pick(count=2), "17:00"), (Pick(count=2, descending=True), "11:00")])
def test_a_page_after_the_end_of_the_window_is_empty(boundary, pick, after):
    bounds = Window(clock("11:00"), clock("17:00"), boundary, boundary)

    assert stored.page(five_events(), bounds, pick, clock(after)) == ([], None)


@pytest.mark.parametrize(("skip", "expected"), [(4, "~15:30=35"), (5, "")])
def test_what_is_calculated_at_an_end_can_be_skipped_like_the_rest(skip, expected):
    bounds = Window(clock("12:30"), clock("15:30"), CALCULATED, CALCULATED)

    assert said(stored.window(five_events(), bounds, Pick(skip=skip))) == expected


keys = st.integers(0, 12)
bounds = st.tuples(keys, keys).map(sorted)
picks = st.builds(
    Pick,
    st.sampled_from([None, lambda row: row[1] > 1]),
    st.integers(0, 4),
    st.none() | st.integers(0, 6),
    st.booleans(),
)


def numbered(events):
    stream = Stream("s", Layout(NUMBERED))
    stream.insert([(key, float(value), None) for key, value in events.items()])
    return stream


def walked(stream, start, end, boundaries):
    """List the events of a window with nothing but loops: what the read then filters, skips and counts."""
    rows = dict(zip(stream.series.keys, stream.series.rows, strict=True))
    inside = {key: row for key, row in rows.items() if start < key < end}
    for bound, boundary, side in ((start, boundaries[0], -1), (end, boundaries[1], 1)):
        beyond = sorted((key for key in rows if (key - bound) * side > 0), key=lambda key: abs(key - bound))
        if boundary is not INSIDE and bound in rows and INSIDE not in (boundaries if start == end else ()):
            inside[bound] = rows[bound]
        if boundary is OUTSIDE:
            inside.update({key: rows[key] for key in beyond[:1]})
        if boundary is CALCULATED and bound not in rows and (row := stored.Interpolator(stream).at(bound)):
            inside[bound] = row
    return [inside[key] for key in sorted(inside)]


@given(st.dictionaries(keys, st.integers(0, 3)), bounds, st.tuples(*[st.sampled_from(BoundaryType)] * 2), picks)
def test_a_window_is_what_a_plain_walk_gives(events, ends, boundaries, pick):
    stream = numbered(events)
    rows = walked(stream, *ends, boundaries)[:: -1 if pick.descending else 1]
    rows = [row for row in rows if pick.predicate is None or pick.predicate(row)][pick.skip :]

    found = stored.window(stream, Window(*ends, *boundaries), pick)

    assert found == (rows if pick.count is None else rows[: pick.count])


@given(
    st.dictionaries(keys, st.integers(0, 3)), bounds, st.tuples(*[st.sampled_from(BoundaryType)] * 2), picks, st.data()
)
def test_the_pages_of_a_window_are_the_window(events, ends, boundaries, pick, data):
    stream, window = numbered(events), Window(*ends, *boundaries)
    pick = Pick(pick.predicate, pick.skip, None, pick.descending)
    whole = stored.window(stream, window, pick)

    found, after, sizes = [], None, []
    while not sizes or after is not None:
        count = data.draw(st.integers(1, 4))
        rows, after = stored.page(stream, window, Pick(pick.predicate, pick.skip, count, pick.descending), after)
        found += rows
        sizes.append((len(rows), count))

    assert found == whole
    assert all(size == count for size, count in sizes[:-1])
