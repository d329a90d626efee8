from __future__ import annotations

import pytest
from aveva_samples import NAMED, PAIRED, SIMPLE, at, clock, five_events, said

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.reads import stored
from streamulator.services.aveva.model.reads.stored import Pick, Window
from streamulator.services.aveva.model.shape.codes import BoundaryType, ExtrapolationMode, InterpolationMode, SearchMode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.stream import Stream

EXACT, INSIDE, OUTSIDE, CALCULATED = BoundaryType
UP, DOWN = Pick(), Pick(descending=True)


def windowed(stream, start, end, *boundaries, pick=UP):
    return said(stored.window(stream, Window(clock(start), clock(end), *boundaries), pick))


def above(number):
    return lambda row: row[2] > number


@pytest.mark.parametrize(
    ("index", "exact", "exact_or_next", "after", "exact_or_previous", "before"),
    [
        ("13:00", "13", "13", "14", "13", "12"),
        ("13:30", "", "14", "14", "13", "13"),
        ("11:00", "", "12", "12", "", ""),
        ("17:00", "", "", "", "16", "16"),
        ("12:00", "12", "12", "13", "12", ""),
        ("16:00", "16", "16", "", "16", "15"),
    ],
)
def test_find_distinct_finds_what_the_search_mode_says(index, exact, exact_or_next, after, exact_or_previous, before):
    found = {mode: said(stored.find_distinct(five_events(), clock(index), mode)) for mode in SearchMode}

    assert found == {
        SearchMode.Exact: exact,
        SearchMode.ExactOrNext: exact_or_next,
        SearchMode.Next: after,
        SearchMode.ExactOrPrevious: exact_or_previous,
        SearchMode.Previous: before,
    }


@pytest.mark.parametrize("mode", SearchMode)
def test_find_distinct_finds_nothing_in_an_empty_stream(mode):
    assert stored.find_distinct(Stream("s", Layout(SIMPLE)), at(12), mode) == []


def test_first_and_last_are_the_ends_of_the_stream_and_none_where_it_is_empty():
    empty = Stream("s", Layout(SIMPLE))

    assert stored.first(five_events())[0] == at(12)
    assert stored.last(five_events())[0] == at(16)
    assert (stored.first(empty), stored.last(empty)) == (None, None)


@pytest.mark.parametrize(
    ("start", "pick", "exact", "inside", "outside", "calculated"),
    [
        ("13:00", UP, "13 14 15 16", "14 15 16", "12 13 14 15 16", "13 14 15 16"),
        ("13:00", DOWN, "13 12", "12", "14 13 12", "13 12"),
        ("13:30", UP, "14 15 16", "14 15 16", "13 14 15 16", "~13:30=15 14 15 16"),
        ("13:30", DOWN, "13 12", "13 12", "14 13 12", "~13:30=15 13 12"),
        ("11:00", UP, "12 13 14 15 16", "12 13 14 15 16", "12 13 14 15 16", "~11:00=0 12 13 14 15 16"),
        ("11:00", DOWN, "", "", "12", "~11:00=0"),
        ("12:00", UP, "12 13 14 15 16", "13 14 15 16", "12 13 14 15 16", "12 13 14 15 16"),
        ("12:00", DOWN, "12", "", "13 12", "12"),
        ("16:00", UP, "16", "", "15 16", "16"),
        ("16:00", DOWN, "16 15 14 13 12", "15 14 13 12", "16 15 14 13 12", "16 15 14 13 12"),
        ("17:00", UP, "", "", "16", "~17:00=40"),
        ("17:00", DOWN, "16 15 14 13 12", "16 15 14 13 12", "16 15 14 13 12", "~17:00=40 16 15 14 13 12"),
    ],
)
def test_a_range_begins_as_its_boundary_says(start, pick, exact, inside, outside, calculated):
    stream = five_events()

    found = [said(stored.values_in_range(stream, clock(start), pick, boundary)) for boundary in BoundaryType]

    assert found == [exact, inside, outside, calculated]


@pytest.mark.parametrize(
    ("start", "end", "exact", "inside", "outside", "calculated"),
    [
        ("13:00", "15:00", "13 14 15", "14", "12 13 14 15 16", "13 14 15"),
        ("12:30", "15:30", "13 14 15", "13 14 15", "12 13 14 15 16", "~12:30=5 13 14 15 ~15:30=35"),
        (
            "11:00",
            "17:00",
            "12 13 14 15 16",
            "12 13 14 15 16",
            "12 13 14 15 16",
            "~11:00=0 12 13 14 15 16 ~17:00=40",
        ),
        ("12:10", "12:50", "", "", "12 13", "~12:10=1.66667 ~12:50=8.33333"),
        ("17:00", "18:00", "", "", "16", "~17:00=40 ~18:00=40"),
        ("10:00", "11:00", "", "", "12", "~10:00=0 ~11:00=0"),
        ("14:00", "14:00", "14", "", "13 14 15", "14"),
        ("13:30", "13:30", "", "", "13 14", "~13:30=15"),
    ],
)
def test_a_window_is_bounded_as_its_boundary_says(start, end, exact, inside, outside, calculated):
    stream = five_events()

    found = [windowed(stream, start, end, boundary, boundary) for boundary in BoundaryType]

    assert found == [exact, inside, outside, calculated]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (INSIDE, OUTSIDE, "13 14 15 16"),
        (OUTSIDE, INSIDE, "12 13 14 15"),
        (CALCULATED, EXACT, "~12:30=5 13 14 15"),
        (EXACT, CALCULATED, "13 14 15 ~15:30=35"),
        (OUTSIDE, CALCULATED, "12 13 14 15 ~15:30=35"),
    ],
)
def test_a_windows_bounds_may_differ(start, end, expected):
    assert windowed(five_events(), "12:30", "15:30", start, end) == expected


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ({"extrapolation_mode": ExtrapolationMode.None_}, "12 13 14 15 16"),
        ({"extrapolation_mode": ExtrapolationMode.Forward}, "12 13 14 15 16 ~17:00=40"),
        ({"extrapolation_mode": ExtrapolationMode.Backward}, "~11:00=0 12 13 14 15 16"),
        ({"interpolation_mode": InterpolationMode.Discrete}, "12 13 14 15 16"),
    ],
)
def test_a_bound_for_which_nothing_can_be_calculated_behaves_like_exact(definition, expected):
    assert windowed(five_events(**definition), "11:00", "17:00", CALCULATED, CALCULATED) == expected


@pytest.mark.parametrize(("type_", "start", "end"), [(PAIRED, (1, "a"), (2, "b")), (NAMED, "a", "b")])
def test_a_key_that_is_no_axis_is_never_calculated(type_, start, end):
    stream = Stream("s", Layout(type_))
    between = (1, "b") if type_ is PAIRED else "ab"
    stream.insert([stream.layout.blank(between)])

    rows = stored.window(stream, Window(start, end, CALCULATED, CALCULATED), UP)

    assert [stream.layout.key(row) for row in rows] == [between]


@pytest.mark.parametrize("boundary", BoundaryType)
def test_an_empty_stream_has_empty_windows_and_ranges(boundary):
    stream = Stream("s", Layout(SIMPLE))

    assert stored.window(stream, Window(at(12), at(13), boundary, boundary), UP) == []
    assert stored.values_in_range(stream, at(12), DOWN, boundary) == []
    assert stored.filtered(stream, UP) == []


def test_a_window_whose_end_comes_first_is_refused():
    with pytest.raises(Refused, match="comes after"):
        windowed(five_events(), "15:00", "13:00")
    with pytest.raises(Refused, match="comes after"):
        stored.page(five_events(), Window(at(15), at(13)), UP)


@pytest.mark.parametrize(
    ("start", "boundary", "pick", "expected"),
    [
        ("13:00", OUTSIDE, Pick(above(10), descending=True), "14"),  # as the vendor prints it
        ("13:00", EXACT, Pick(count=2), "13 14"),
        ("13:00", EXACT, Pick(skip=1, count=2), "14 15"),
        ("13:00", EXACT, Pick(skip=9), ""),
        ("13:00", EXACT, Pick(count=0), ""),
        ("13:00", EXACT, Pick(above(0), count=0), ""),
        ("13:30", CALCULATED, Pick(count=0), ""),
        ("13:30", CALCULATED, Pick(skip=1, count=1), "14"),  # a calculated event counts as one
        ("13:30", CALCULATED, Pick(count=1), "~13:30=15"),
        ("13:30", CALCULATED, Pick(above(15), count=1), "14"),  # and is filtered like any
        ("13:30", CALCULATED, Pick(above(14), count=2), "~13:30=15 14"),
        ("12:00", EXACT, Pick(above(15), skip=1, count=1), "15"),  # the filter comes before skip and count
        ("16:00", EXACT, Pick(above(15), skip=1, count=1, descending=True), "15"),
        ("15:30", CALCULATED, Pick(skip=1, count=2, descending=True), "15 14"),
        ("15:30", CALCULATED, Pick(count=2, descending=True), "~15:30=35 15"),
    ],
)
def test_a_range_filters_then_skips_then_counts_in_the_direction_of_the_walk(start, boundary, pick, expected):
    assert said(stored.values_in_range(five_events(), clock(start), pick, boundary)) == expected


@pytest.mark.parametrize(
    ("pick", "expected"),
    [
        (Pick(descending=True), "~15:30=35 15 14 13 ~12:30=5"),
        (Pick(skip=1, descending=True), "15 14 13 ~12:30=5"),
        (Pick(skip=1), "13 14 15 ~15:30=35"),
        (Pick(skip=4), "~15:30=35"),
        (Pick(above(5)), "13 14 15 ~15:30=35"),
        (Pick(above(20), descending=True, skip=1), "15"),
    ],
)
def test_a_window_can_be_skipped_filtered_and_turned_round(pick, expected):
    assert windowed(five_events(), "12:30", "15:30", CALCULATED, CALCULATED, pick=pick) == expected


def test_a_filtered_read_goes_through_the_whole_stream():
    stream = five_events()

    assert said(stored.filtered(stream, Pick(above(15)))) == "14 15 16"
    assert said(stored.filtered(stream, Pick(above(15), skip=1, count=1))) == "15"
