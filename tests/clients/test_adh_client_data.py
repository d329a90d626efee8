"""AVEVA's Python clients write events and read them back in every way that they know."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from adh_sample_library_preview import SdsBoundaryType, SdsError
from clients.readings import FIVE, STREAM, Reading, at, boiler, moment


@pytest.fixture
def streams(entrance):
    """Return the library's streams, bound to a stream that holds five events, an hour apart from noon."""
    boiler(entrance)
    return Bound(entrance)


class Bound:
    """The library's data calls with their first two arguments given."""

    def __init__(self, entrance):
        self._entrance = entrance

    def __getattr__(self, name):
        call = getattr(self._entrance.client.Streams, name)
        return lambda *arguments, **more: call(self._entrance.namespace, STREAM, *arguments, **more)

    def all(self):
        return self.getWindowValues(moment("00:00"), moment("23:00"), Reading)


def times(events):
    return [event.time[11:16] for event in events]


def test_what_was_inserted_is_there(streams):
    assert streams.all() == FIVE
    assert streams.getFirstValue(Reading) == FIVE[0]
    assert streams.getLastValue(Reading) == FIVE[-1]


def test_events_go_in_as_a_text_too(streams):
    streams.insertValues(json.dumps([{"Time": moment("18:00"), "Value": 1}]))

    assert streams.getLastValue() == {"Time": moment("18:00"), "Value": 1.0}


def test_inserting_an_index_twice_is_a_conflict_and_changes_nothing(streams):
    with pytest.raises(SdsError) as refusal:
        streams.insertValues([at("19:00", 9), at("13:00", 9)])

    assert refusal.value.StatusCode == 409
    assert STREAM in refusal.value.Reason
    assert "2030-05-01T13:00:00" in refusal.value.Reason
    assert streams.all() == FIVE


def test_plain_dictionaries_which_the_library_sends_as_a_form_are_refused(streams):
    with pytest.raises(SdsError) as refusal:
        streams.insertValues([{"Time": moment("18:00"), "Value": 1}])

    assert refusal.value.StatusCode == 400
    assert streams.all() == FIVE


def test_an_update_changes_what_is_there_and_adds_what_is_not(streams):
    streams.updateValues([at("12:00", -1), at("18:00", 60)])

    assert streams.all() == [at("12:00", -1), *FIVE[1:], at("18:00", 60)]


def test_a_replacement_changes_what_is_there(streams):
    streams.replaceValues([at("12:00", -1), at("16:00", -5)])

    assert streams.all() == [at("12:00", -1), *FIVE[1:-1], at("16:00", -5)]


def test_a_replacement_of_what_is_not_there_fails_whole(streams):
    with pytest.raises(SdsError) as refusal:
        streams.replaceValues([at("12:00", -1), at("18:00", 60)])

    assert refusal.value.StatusCode == 404
    assert "2030-05-01T18:00:00" in refusal.value.Reason
    assert streams.all() == FIVE


def test_a_value_is_an_array_of_the_one_event(streams):
    assert streams.getValue(moment("13:00")) == [FIVE[1].toDictionary()]
    assert streams.getValue(moment("13:30")) == []


def test_the_first_and_last_of_nothing_are_none(entrance):
    boiler(entrance, [])
    streams = Bound(entrance)

    assert streams.getFirstValue() is None
    assert streams.getLastValue() is None
    assert streams.all() == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("", ["12:00", "13:00", "14:00", "15:00", "16:00"]),
        ("Value lt 15", ["12:00", "13:00"]),
        ("Value ge 10 and Value ne 20", ["13:00", "15:00", "16:00"]),
        ("Note eq 'n3'", ["15:00"]),
    ],
)
def test_a_window_can_be_filtered(streams, condition, expected):
    events = streams.getWindowValues(moment("12:00"), moment("16:00"), Reading, condition)

    assert times(events) == expected


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2030-05-01T13:00:00.0000000", "2030-05-01T14:00:00.0000000"),  # no zone, as Power Query sends it
        ("2030-05-01T13:00:00.0000000Z", "2030-05-01T14:00:00.0000000Z"),
        ("2030-05-01T15:00:00+02:00", "2030-05-01T16:00:00+02:00"),
        ("2030-05-01 13:00:00.000000", "2030-05-01 14:00:00.000000"),
        (datetime(2030, 5, 1, 12, 59, 59, 123456), datetime(2030, 5, 1, 14)),  # noqa: DTZ001  users do so
    ],
)
def test_times_are_taken_as_users_write_them(streams, start, end):
    assert times(streams.getWindowValues(start, end, Reading)) == ["13:00", "14:00"]


@pytest.mark.parametrize("count", [1, 2, 5, 100])
def test_pages_end_and_hold_every_event_once(streams, count):
    pages, token, ended = [], "", False
    while not ended:
        page = streams.getWindowValuesPaged(moment("12:00"), moment("16:00"), count, token, Reading)
        pages.append(page.Results)
        token, ended = page.ContinuationToken, page.end()

    assert [event for page in pages for event in page] == FIVE
    assert max(map(len, pages)) == min(count, len(FIVE))


@pytest.mark.parametrize(
    ("boundaries", "expected"),
    [
        ({}, ["13:00", "14:00", "15:00"]),
        ({"boundaryType": SdsBoundaryType.Outside}, ["12:00", "13:00", "14:00", "15:00", "16:00"]),
        ({"boundaryType": SdsBoundaryType.ExactOrCalculated}, ["12:30", "13:00", "14:00", "15:00", "15:30"]),
        (
            {"startBoundaryType": SdsBoundaryType.Inside, "endBoundaryType": SdsBoundaryType.Outside},
            ["13:00", "14:00", "15:00", "16:00"],
        ),
    ],
)
def test_pages_take_boundaries(streams, boundaries, expected):
    page = streams.getWindowValuesPaged(moment("12:30"), moment("15:30"), 100, "", Reading, **boundaries)

    assert times(page.Results) == expected
    assert page.end()


def test_one_boundary_without_the_other_is_refused(streams):
    with pytest.raises(SdsError) as refusal:
        streams.getWindowValuesPaged(moment("12:30"), moment("15:30"), 9, startBoundaryType=SdsBoundaryType.Inside)

    assert refusal.value.StatusCode == 400


@pytest.mark.parametrize(("form", "heading"), [("tableh", [["Time", "Value", "Note"]]), ("table", [])])
def test_a_window_comes_as_a_table(streams, form, heading):
    table = streams.getWindowValuesForm(None, moment("12:00"), moment("13:00"), form)

    assert [column["Name"] for column in table["Columns"]] == ["Time", "Value", "Note"]
    assert [column["Type"] for column in table["Columns"]] == ["DateTime", "Double", "String"]
    assert table["Rows"] == [*heading, [moment("12:00"), 0.0, "n0"], [moment("13:00"), 10.0, "n1"]]


@pytest.mark.parametrize(
    ("start", "skip", "count", "backwards", "expected"),
    [
        ("13:00", 0, 3, False, ["13:00", "14:00", "15:00"]),
        ("13:00", 1, 2, False, ["14:00", "15:00"]),
        ("13:30", 0, 9, True, ["13:00", "12:00"]),
        ("17:00", 0, 9, False, []),
    ],
)
def test_a_range_goes_either_way(streams, start, skip, count, backwards, expected):
    events = streams.getRangeValues(Reading, moment(start), skip, count, backwards, SdsBoundaryType.Exact)

    assert times(events) == expected


def test_a_range_is_filtered_before_it_is_counted(streams):
    events = streams.getRangeValues(
        Reading, moment("12:00"), 0, 2, reversed=False, boundary_type=0, filter="Value gt 10"
    )

    assert times(events) == ["14:00", "15:00"]


def test_a_ranges_misspelt_names_are_passed_over(streams):
    """The library sends `boundary_type` and `stream_view_id`, which are no names of the API."""
    misspelt = {"boundary_type": SdsBoundaryType.Outside, "stream_view_id": "NoSuchView"}
    events = streams.getRangeValues(Reading, moment("12:30"), 0, 2, reversed=False, **misspelt)

    assert times(events) == ["13:00", "14:00"]


def test_an_interval_is_interpolated_at_even_steps(streams):
    events = streams.getRangeValuesInterpolated(Reading, moment("12:30"), moment("14:30"), 5)

    assert [(event.time[11:16], event.value) for event in events] == [
        ("12:30", 5.0),
        ("13:00", 10.0),
        ("13:30", 15.0),
        ("14:00", 20.0),
        ("14:30", 25.0),
    ]


def test_indexes_are_interpolated_one_by_one(streams):
    events = streams.getIndexCollectionValues(Reading, [moment("12:15"), moment("14:00"), moment("20:00")])

    assert [event.value for event in events] == [2.5, 20.0, 40.0]


def test_samples_stand_for_each_interval(streams):
    events = streams.getSampledValues(Reading, moment("12:00"), moment("16:00"), "value", 2)

    assert times(events) == ["12:00", "14:00", "15:00", "16:00"]


def test_summaries_describe_each_interval(streams):
    (first, second) = streams.getSummaries(None, moment("12:00"), moment("16:00"), 2)

    assert [first["Start"]["Time"], first["End"]["Time"]] == [moment("12:00"), moment("14:00")]
    assert first["Summaries"]["Count"] == {"Time": 3, "Value": 3}
    assert [interval["Summaries"]["Mean"] for interval in (first, second)] == [{"Value": 10.0}, {"Value": 30.0}]
    assert second["Summaries"]["Maximum"] == {"Value": 40.0}


def test_one_event_is_removed(streams):
    streams.removeValue(moment("13:00"))

    assert times(streams.all()) == ["12:00", "14:00", "15:00", "16:00"]


def test_removing_what_is_not_there_is_refused(streams):
    with pytest.raises(SdsError) as refusal:
        streams.removeValue(moment("13:30"))

    assert refusal.value.StatusCode == 404
    assert streams.all() == FIVE


def test_a_window_of_events_is_removed(streams):
    streams.removeWindowValues(moment("12:30"), moment("15:00"))

    assert times(streams.all()) == ["12:00", "16:00"]


def test_many_events_survive_the_way_there_and_back(entrance):
    events = [at(f"{number // 60:02}:{number % 60:02}", number / 7) for number in range(1_440)]
    boiler(entrance, events)

    assert Bound(entrance).getWindowValues(moment("00:00"), moment("23:59"), Reading) == events


def test_events_may_come_in_any_order(entrance):
    boiler(entrance, [FIVE[at] for at in (3, 0, 4, 1, 2)])

    assert Bound(entrance).all() == FIVE
