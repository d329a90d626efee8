from __future__ import annotations

import pytest
from aveva_samples import NUMBERED, PAIRED, SIMPLE, at, five_events, key, member, type_of

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.reads.joins import MERGES, Source, joined, merged
from streamulator.services.aveva.model.reads.stored import Pick, Window
from streamulator.services.aveva.model.shape.codes import (
    BoundaryType,
    ExtrapolationMode,
    InterpolationMode,
    JoinMode,
    SdsTypeCode,
)
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.definition import Override
from streamulator.services.aveva.model.streams.stream import Stream

INNER, OUTER, INTERPOLATED, LEFT, RIGHT = JoinMode
EXACT, _, _, CALCULATED = BoundaryType
SIDE_BY_SIDE = [mode for mode in JoinMode if mode not in MERGES]
LAYOUT = Layout(NUMBERED)


def numbered(stored, name="s", **more):
    stream = Stream(name, LAYOUT, **more)
    stream.insert([(order, float(value), "stored") for order, value in stored.items()])
    return stream


def source(stored, start=0, end=99, boundary=EXACT, pick=None, **more):
    return Source(numbered(stored, **more), Window(start, end, boundary, boundary), pick or Pick())


def values(rows):
    """Tell of each row or event of a join its index and its values; of a slot without an event None."""
    if rows and isinstance(rows[0], tuple):
        return {row[0]: row[1] for row in rows}
    return {next(row[0] for row in slots if row): [row and row[1] for row in slots] for slots in rows}


A, B = {11: 10, 13: 20, 14: 30, 16: 40}, {12: 50, 14: 60, 15: 70, 17: 80}


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (INNER, {14: [30, 60]}),
        (
            OUTER,
            {
                11: [10, None],
                12: [None, 50],
                13: [20, None],
                14: [30, 60],
                15: [None, 70],
                16: [40, None],
                17: [None, 80],
            },
        ),
        (
            INTERPOLATED,
            {11: [10, 50], 12: [15, 50], 13: [20, 55], 14: [30, 60], 15: [35, 70], 16: [40, 75], 17: [40, 80]},
        ),
    ],
)
def test_streams_stand_side_by_side(mode, expected):
    assert values(joined([source(A), source(B)], mode)) == expected


@pytest.mark.parametrize(("mode", "both"), [(LEFT, 30), (RIGHT, 60)])
def test_a_merge_takes_one_event_an_index(mode, both):
    expected = {11: 10, 12: 50, 13: 20, 14: both, 15: 70, 16: 40, 17: 80}

    assert values(merged([source(A), source(B)], mode)) == expected


def test_of_three_streams_the_order_decides():
    sources = [source({1: 1}), source({1: 2, 2: 2}), source({1: 3, 2: 3, 3: 3})]

    assert values(merged(sources, LEFT)) == {1: 1, 2: 2, 3: 3}
    assert values(merged(sources, RIGHT)) == {1: 3, 2: 3, 3: 3}
    assert values(joined(sources, INNER)) == {1: [1, 2, 3]}


@pytest.mark.parametrize("mode", JoinMode)
def test_a_stream_may_be_joined_alone_or_with_itself(mode):
    read, twice = (merged, {1: 5}) if mode in MERGES else (joined, {1: [5, 5]})

    assert values(read([source({1: 5})], mode)) in ({1: 5}, {1: [5]})
    assert values(read([source({1: 5})] * 2, mode)) == twice


@pytest.mark.parametrize("mode", SIDE_BY_SIDE)
def test_of_empty_streams_there_is_nothing(mode):
    assert joined([source({}), source({})], mode) == []
    assert joined([source({1: 1}), source({})], mode) == ([] if mode is INNER else [[(1, 1.0, "stored"), None]])


def test_only_what_lies_in_a_streams_own_window_is_joined():
    sources = [source(A, 11, 14), source(B, 15, 17)]

    assert list(values(joined(sources, OUTER))) == [11, 13, 14, 15, 17]


def test_what_is_calculated_lies_between_the_events_of_the_whole_stream():
    sources = [source({0: 0, 10: 100}, 1, 9), source({5: 1}, 1, 9)]

    assert values(joined(sources, INTERPOLATED)) == {5: [50, 1]}


def test_a_filter_and_a_count_pick_indexes_and_leave_what_is_calculated_alone():
    sources = [
        source({1: 10, 3: 30}, pick=Pick(lambda row: row[1] > 10)),
        source({1: 1, 2: 2, 3: 3}, pick=Pick(count=2)),
    ]

    assert values(joined(sources, OUTER)) == {1: [None, 1], 2: [None, 2], 3: [30, None]}
    assert values(joined(sources, INTERPOLATED)) == {1: [10, 1], 2: [20, 2], 3: [30, 3]}


@pytest.mark.parametrize(
    "own",
    [
        {"interpolation_mode": InterpolationMode.Discrete},
        {"interpolation_mode": InterpolationMode.StepwiseContinuousLeading},
        {"extrapolation_mode": ExtrapolationMode.None_},
        {"overrides": (Override("Value", InterpolationMode.StepwiseContinuousTrailing),)},
    ],
)
def test_a_streams_own_modes_do_not_count(own):
    sources = [source({2: 20, 4: 40}, **own), source({1: 1, 3: 3, 5: 5})]

    assert values(joined(sources, INTERPOLATED)) == {1: [20, 1], 2: [20, 2], 3: [30, 3], 4: [40, 4], 5: [40, 5]}


@pytest.mark.parametrize("mode", [OUTER, LEFT])
def test_nor_do_they_for_what_a_boundary_calculates(mode):
    calculated = source({2: 20, 4: 40}, 3, 4, CALCULATED, interpolation_mode=InterpolationMode.Discrete)
    read, expected = (merged, {3: 30, 4: 40}) if mode in MERGES else (joined, {3: [30], 4: [40]})

    assert values(read([calculated], mode)) == expected


@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        ({"interpolation_mode": InterpolationMode.Discrete}, {1: [None, 1], 2: [20, None], 3: [None, 3]}),
        ({"extrapolation_mode": ExtrapolationMode.Forward}, {1: [None, 1], 2: [20, 2], 3: [20, 3]}),
    ],
)
def test_the_types_modes_count(modes, expected):
    layout = Layout(type_of(*NUMBERED.properties, **modes))
    streams = [Stream("a", layout), Stream("b", layout)]
    for stream, stored in zip(streams, ({2: 20}, {1: 1, 3: 3}), strict=True):
        stream.insert([(order, float(value), None) for order, value in stored.items()])

    assert values(joined([Source(stream, Window(0, 9)) for stream in streams], INTERPOLATED)) == expected


def test_so_do_those_of_its_properties():
    own = member("Value", SdsTypeCode.Double, interpolation_mode=InterpolationMode.StepwiseContinuousLeading)
    layout = Layout(type_of(key("Order", SdsTypeCode.Int32), own))
    streams = [Stream("a", layout), Stream("b", layout)]
    streams[0].insert([(1, 10.0), (3, 30.0)])
    streams[1].insert([(2, 2.0)])

    assert [slots[0] for slots in joined([Source(stream, Window(0, 9)) for stream in streams], INTERPOLATED)] == [
        (1, 10.0),
        (2, 10.0),
        (3, 30.0),
    ]


@pytest.mark.parametrize("mode", JoinMode)
def test_streams_of_two_types_are_refused(mode):
    sources = [source({1: 1}), Source(five_events(), Window(at(12), at(16)))]

    with pytest.raises(Refused, match=r"'Sample'.*'Simple'") as refusal:
        (merged if mode in MERGES else joined)(sources, mode)

    assert refusal.value.details == {"StreamId": "Simple"}


def paired():
    stream = Stream("p", Layout(PAIRED))
    stream.insert([("a", 1, 1.0, None), ("b", 1, 2.0, None), ("a", 2, 3.0, None)])
    return Source(stream, Window((1, "a"), (2, "z")))


@pytest.mark.parametrize(("mode", "found"), [(INNER, [1, 2, 3]), (OUTER, [1, 2, 3])])
def test_compound_keys_are_joined(mode, found):
    assert [[row[2] for row in slots] for slots in joined([paired(), paired()], mode)] == [[n, n] for n in found]


def test_nothing_is_interpolated_along_compound_keys():
    with pytest.raises(Refused, match="nothing can be interpolated"):
        joined([paired(), paired()], INTERPOLATED)


def test_a_window_the_wrong_way_round_is_refused():
    with pytest.raises(Refused, match="comes after"):
        joined([source(A), source(B, 9, 1)], OUTER)


MANY = dict.fromkeys(range(10), 0)


@pytest.mark.parametrize("mode", JoinMode)
@pytest.mark.parametrize("pick", [Pick(), Pick(lambda row: row[0] == 9)], ids=["all", "filtered"])
def test_the_events_of_all_streams_together_stay_below_the_limit(mode, pick):
    read = merged if mode in MERGES else joined
    sources = [source(MANY, pick=pick)] * 2

    assert read(sources, mode, limit=21)
    with pytest.raises(Refused, match="Exceeded the maximum return count of 20 events"):
        read(sources, mode, limit=20)


@pytest.mark.parametrize("mode", [OUTER, INTERPOLATED])
def test_so_do_the_slots(mode):
    sources = [source({number: 0}) for number in range(5)]

    assert len(joined(sources, mode, limit=26)) == 5
    with pytest.raises(Refused, match="Exceeded the maximum return count of 25 events"):
        joined(sources, mode, limit=25)


def test_the_limit_of_a_pick_does_not_count():
    assert joined([source(MANY, pick=Pick(limit=1))], OUTER, limit=11)


def test_what_a_count_leaves_out_is_not_touched():
    assert joined([source(MANY, pick=Pick(count=3))] * 2, OUTER, limit=7)
    assert joined([source(MANY, pick=Pick(lambda _row: True, count=3))] * 2, OUTER, limit=9)


def test_a_join_changes_no_stream():
    one = source(A, interpolation_mode=InterpolationMode.Discrete)
    rows = list(one.stream.series.rows)

    joined([one, source(B)], INTERPOLATED)

    assert one.stream.series.rows == rows
    assert one.stream.interpolation_mode is InterpolationMode.Discrete


def test_the_order_of_a_type_with_a_time_is_that_of_time():
    other = Stream("Other", Layout(SIMPLE))
    other.insert([(at(13, 30), 1, 5.0)])
    sources = [Source(stream, Window(at(13), at(14))) for stream in (five_events(), other)]

    assert joined(sources, INTERPOLATED) == [
        [(at(13), 0, 10.0), (at(13), 1, 5.0)],
        [(at(13, 30), 0, 15.0), (at(13, 30), 1, 5.0)],
        [(at(14), 0, 20.0), (at(14), 1, 5.0)],
    ]
