from __future__ import annotations

from dataclasses import replace

import pytest
from aveva_samples import PAIRED, at, five_events, ignore, key, member, type_of

from streamulator.core.problems import Conflict, Missing, Refused
from streamulator.services.aveva.model.shape.codes import InterpolationMode
from streamulator.services.aveva.model.shape.codes import SdsTypeCode as Code
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.metadata import NOBODY
from streamulator.services.aveva.model.streams.stream import Stream

DISCRETE = InterpolationMode.Discrete

BEFORE = [0.0, 10.0, 20.0, 30.0, 40.0]


@pytest.fixture
def stream():
    return five_events()


def measurements(stream):
    return [row[2] for row in stream.series.rows]


def refusal_of(kind, action, *arguments):
    with pytest.raises(kind) as refusal:
        action(*arguments)
    assert type(refusal.value) is kind
    assert refusal.value.resolution
    return refusal.value


def test_events_are_read_with_the_streams_layout(stream):
    assert stream.rows([{"time": "2017-11-23T17:00:00Z", "State": "Alarm"}], ignore) == [(at(17), 2, 0.0)]


@pytest.mark.parametrize(
    ("event", "index", "name"),
    [
        ({"Time": "2017-11-23T17:00:00+01:00", "Measurement": "x"}, "2017-11-23T16:00:00.0000000Z", "Measurement"),
        ({"Measurement": "x", "Time": "2017-11-23"}, "2017-11-23T00:00:00.0000000Z", "Measurement"),
        ({"Time": "noon"}, "body[1]", "Time"),
        ({}, "body[1]", "Time"),
    ],
)
def test_a_refused_event_is_named_by_stream_and_index_or_its_place_in_the_body(stream, event, index, name):
    problem = refusal_of(Refused, stream.rows, [{"Time": "2017-11-23"}, event], ignore)

    assert problem.details == {"StreamId": "Simple", "Index": index, "Member": name}
    assert problem.reason.startswith("Event 1 of the request for stream 'Simple'")


def test_an_event_that_is_no_object_is_named_by_its_place(stream):
    problem = refusal_of(Refused, stream.rows, [[]], ignore)

    assert problem.details == {"StreamId": "Simple", "Index": "body[0]"}


@pytest.mark.parametrize(
    ("times", "index", "words"),
    [
        ([17, 12], "2017-11-23T12:00:00.0000000Z", "already has an event"),
        ([16, 12], "2017-11-23T16:00:00.0000000Z", "already has an event"),
        ([18, 17, 18], "2017-11-23T18:00:00.0000000Z", "more than once in the request"),
    ],
)
def test_an_insert_at_a_taken_index_is_a_conflict_that_names_it(stream, times, index, words):
    problem = refusal_of(Conflict, stream.insert, [(at(hour), 0, 1.0) for hour in times])

    assert problem.details == {"StreamId": "Simple", "Index": index}
    assert words in problem.reason
    assert index in problem.reason
    assert measurements(stream) == BEFORE


def test_events_come_in_any_order_and_stand_in_the_order_of_their_indexes(stream):
    stream.insert([(at(18), 0, 6.0), (at(11), 0, 7.0), (at(12, 30), 0, 8.0)])

    assert stream.series.keys == [at(11), at(12), at(12, 30), at(13), at(14), at(15), at(16), at(18)]
    assert measurements(stream) == [7.0, 0.0, 8.0, 10.0, 20.0, 30.0, 40.0, 6.0]


def test_an_update_puts_events_over_old_ones_and_adds_new_ones(stream):
    stream.update([(at(17), 0, 5.0), (at(12), 1, 6.0), (at(12, 30), 0, 7.0), (at(17), 0, 8.0)])

    assert measurements(stream) == [6.0, 7.0, 10.0, 20.0, 30.0, 40.0, 8.0]


def test_a_replacement_writes_whole_events_over_old_ones(stream):
    stream.replace([(at(16), 1, 5.0), (at(12), 1, 6.0), (at(16), 1, 7.0)])

    assert stream.series.rows[0] == (at(12), 1, 6.0)
    assert measurements(stream) == [6.0, 10.0, 20.0, 30.0, 7.0]


def test_a_replacement_of_what_is_not_there_is_missing_and_changes_nothing(stream):
    problem = refusal_of(Missing, stream.replace, [(at(12), 1, 6.0), (at(12, 30), 0, 7.0)])

    assert problem.details == {"StreamId": "Simple", "Index": "2017-11-23T12:30:00.0000000Z"}
    assert measurements(stream) == BEFORE


NOON = "2017-11-23T12:00:00Z"


@pytest.mark.parametrize(
    ("items", "fields", "expected"),
    [
        ([{"Time": NOON, "Measurement": 5}], None, (at(12), 1, 5.0)),
        ([{"Time": NOON, "Measurement": 5}], ["measurement"], (at(12), 1, 5.0)),
        ([{"Time": NOON, "Measurement": 5, "State": 2}], ["Measurement"], (at(12), 1, 5.0)),
        ([{"Time": NOON, "Measurement": 5}], ["State", "measurement"], (at(12), 0, 5.0)),
        ([{"Time": NOON}], ["Time", "State"], (at(12), 0, 3.0)),
        ([{"Time": NOON, "Measurement": 5}], ["Time"], (at(12), 1, 3.0)),
        ([{"Time": NOON}], None, (at(12), 1, 3.0)),
        ([{"Time": NOON, "Measurement": 5}, {"Time": NOON, "State": 2}], None, (at(12), 2, 5.0)),
        ([{"Time": NOON, "Measurement": 5}, {"Time": NOON, "Measurement": 6}], None, (at(12), 1, 6.0)),
        ([{"Time": "2017-11-23T13:00:00+01:00", "unknown": 7}], None, (at(12), 1, 3.0)),
    ],
)
def test_a_patch_changes_the_selected_members_or_those_present(items, fields, expected):
    stream = five_events()
    stream.update([(at(12), 1, 3.0)])

    stream.patch(items, fields, ignore)

    assert stream.series.rows[0] == expected
    assert measurements(stream)[1:] == BEFORE[1:]


@pytest.mark.parametrize(
    ("items", "fields", "kind", "details"),
    [
        ([{"Time": "2017-11-23T12:30:00Z"}], None, Missing, {"Index": "2017-11-23T12:30:00.0000000Z"}),
        ([{"Measurement": 1}], None, Refused, {"Index": "body[1]", "Member": "Time"}),
        ([{"Time": NOON, "State": "x"}], None, Refused, {"Index": "2017-11-23T12:00:00.0000000Z", "Member": "State"}),
        ([], ["Measurement", "Speed", "Depth"], Refused, {"Member": "Speed, Depth"}),
        ([7], None, Refused, {"Index": "body[1]"}),
    ],
)
def test_a_patch_that_fails_anywhere_changes_nothing(stream, items, fields, kind, details):
    problem = refusal_of(kind, stream.patch, [{"Time": NOON, "Measurement": 5}, *items], fields, ignore)

    assert problem.details == {"StreamId": "Simple", **details}
    assert measurements(stream) == BEFORE


def test_a_patch_never_changes_the_key():
    layout = Layout(type_of(key("Time", Code.DateTimeOffset), member("Value", Code.Double)))
    stream = Stream("s", layout)
    stream.insert(stream.rows([{"Time": "2017-11-23T13:00:00+01:00"}], ignore))

    stream.patch([{"Time": "2017-11-23T12:00:00Z", "Value": 5}], None, ignore)

    assert layout.full(stream.series.rows[0]) == {"Time": "2017-11-23T13:00:00+01:00", "Value": 5.0}


def test_unknown_members_of_events_and_patches_are_named_to_the_caller(stream):
    unknown = []

    stream.rows([{"Time": NOON, "a": 1}], unknown.append)
    stream.patch([{"Time": NOON, "b": 1}], None, unknown.append)

    assert unknown == ["a", "b"]


def test_events_are_removed_one_by_one(stream):
    stream.remove([at(16), at(12), at(16)])

    assert measurements(stream) == [10.0, 20.0, 30.0]


def test_removing_what_is_not_there_is_missing_and_changes_nothing(stream):
    problem = refusal_of(Missing, stream.remove, [at(12), at(17)])

    assert problem.details == {"StreamId": "Simple", "Index": "2017-11-23T17:00:00.0000000Z"}
    assert measurements(stream) == BEFORE


@pytest.mark.parametrize(
    ("start", "end", "left"),
    [
        (at(13), at(15), [0.0, 40.0]),
        (at(12, 30), at(15, 30), [0.0, 40.0]),
        (at(13), at(13), [0.0, 20.0, 30.0, 40.0]),
        (at(17), at(18), BEFORE),
        (at(13, 10), at(13, 50), BEFORE),
        (at(0), at(23), []),
    ],
)
def test_a_window_is_removed_with_both_its_ends(stream, start, end, left):
    stream.remove_window(start, end)

    assert measurements(stream) == left


def test_a_window_the_wrong_way_round_is_refused(stream):
    problem = refusal_of(Refused, stream.remove_window, at(15), at(13))

    assert problem.details == {
        "StartIndex": "2017-11-23T15:00:00.0000000Z",
        "EndIndex": "2017-11-23T13:00:00.0000000Z",
    }
    assert measurements(stream) == BEFORE


def test_a_compound_index_is_named_in_the_order_of_its_parts():
    stream = Stream("s", Layout(PAIRED))
    stream.insert([("b", 1, 0.0, None)])

    assert refusal_of(Conflict, stream.insert, [("b", 1, 0.0, None)]).details["Index"] == "1|b"


@pytest.mark.parametrize("write", ["insert", "update", "replace", "remove"])
def test_a_write_of_nothing_does_nothing(stream, write):
    getattr(stream, write)([])

    assert measurements(stream) == BEFORE


def test_a_fork_is_independent_in_all_that_can_change(stream):
    stream.tags.append("old")
    stream.metadata.replace({"a": "1"}, NOBODY, 0)

    copy = stream.fork()
    copy.tags.append("new")
    copy.metadata.clear()
    copy.remove([at(12)])
    copy.description = "changed"

    assert (stream.tags, stream.metadata.values(), measurements(stream)) == (["old"], {"a": "1"}, BEFORE)
    assert stream.description is None
    assert (copy.tags, copy.metadata.values(), measurements(copy)) == (["old", "new"], {}, BEFORE[1:])


def test_a_redefined_stream_keeps_events_and_is_checked_as_a_new_one(stream):
    redefined = replace(stream, name="Another", interpolation_mode=DISCRETE)

    assert redefined.series is stream.series
    assert redefined.mode_of(2) is DISCRETE
    with pytest.raises(Refused, match="no property 'Speed'"):
        replace(stream, indexes=("Speed",))
