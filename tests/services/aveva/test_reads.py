"""Reads of stored events: first, last, and the four forms of List Values."""

from __future__ import annotations

import pytest

DATA = "/Streams/Simple/Data"
PAIRED = "/Streams/Paired/Data"


def at(hour, minute=0):
    return f"2017-11-23T{hour}:{minute:02}:00Z"


def hours(answer):
    """Tell at which hours the events of an answer stand."""
    assert answer.status == 200, answer.body
    return [int(event["Time"][11:13]) for event in answer.content]


@pytest.mark.parametrize("prefix", [DATA, f"{DATA}/Transform"])
class TestGetFirstValueAndGetLastValue:
    def test_the_first_event_has_the_smallest_index(self, api, prefix):
        assert api.get(f"{prefix}/First").content == {"Time": at(12)}

    def test_the_last_event_has_the_largest_index(self, api, prefix):
        assert api.get(f"{prefix}/Last").content == {"Time": at(16), "Measurement": 40}

    def test_what_was_written_last_is_not_the_last_event(self, api, prefix):
        api.post(DATA, [{"Time": at(11), "Measurement": 5}])

        assert api.get(f"{prefix}/First").content == {"Time": at(11), "Measurement": 5}
        assert api.get(f"{prefix}/Last").content == {"Time": at(16), "Measurement": 40}

    @pytest.mark.parametrize("which", ["First", "Last"])
    def test_an_empty_stream_answers_null(self, api, prefix, which):
        answer = api.get(f"{prefix.replace('Simple', 'Empty')}/{which}")

        assert (answer.status, answer.body) == (200, b"null")

    @pytest.mark.parametrize("which", ["First", "Last"])
    def test_a_stream_that_is_not_there_is_not_found(self, api, prefix, which):
        answer = api.get(f"{prefix.replace('Simple', 'Nowhere')}/{which}")

        assert answer.status == 404
        assert answer.content["Parameters"] == {"StreamId": "Nowhere"}

    def test_verbose_shows_members_with_default_values(self, api, prefix):
        answer = api.get(f"{prefix}/First", Accept_Verbosity="verbose")

        assert answer.content == {"Time": at(12), "State": 0, "Measurement": 0}


class TestFindDistinct:
    @pytest.mark.parametrize(
        ("index", "found"),
        [
            (at(13), [[13], [13], [14], [13], [12]]),
            (at(13, 30), [[], [14], [14], [13], [13]]),
            (at(11), [[], [12], [12], [], []]),
            (at(17), [[], [], [], [16], [16]]),
        ],
    )
    @pytest.mark.parametrize(
        "modes", [range(5), ["Exact", "ExactOrNext", "Next", "ExactOrPrevious", "Previous"]], ids=["number", "name"]
    )
    def test_each_search_mode_finds_one_event_or_none(self, api, index, found, modes):
        assert [hours(api.get(f"{DATA}?index={index}&searchMode={mode}")) for mode in modes] == found

    def test_without_a_search_mode_only_that_index_will_do(self, api):
        assert hours(api.get(f"{DATA}?index={at(13)}")) == [13]
        assert hours(api.get(f"{DATA}?index={at(13, 1)}")) == []

    def test_an_index_is_told_apart_to_the_last_tick(self, api):
        api.post(DATA, [{"Time": "2017-11-23T17:00:00.0000001Z"}])

        assert api.get(f"{DATA}?index=2017-11-23T17:00:00.0000002Z").content == []
        assert len(api.get(f"{DATA}?index=2017-11-23T17:00:00.0000001Z").content) == 1

    @pytest.mark.parametrize(
        "spelling",
        [
            "2017-11-23T13:00:00",
            "2017-11-23T13:00:00.0000000Z",
            "2017-11-23T14:00:00%2B01:00",
            "2017-11-23T14:00:00+01:00",
            "2017-11-23 13:00:00.000000",
            "2017-11-23T05:00:00-08:00",
        ],
    )
    def test_a_time_may_be_spelt_as_clients_do(self, api, spelling):
        assert hours(api.get(f"{DATA}?index={spelling}")) == [13]

    def test_a_compound_index_has_its_parts_in_order(self, api):
        answer = api.get(f"{PAIRED}?index=2017-01-20T01:00:00Z|2")

        assert answer.content == [{"Recorded": 2, "Time": "2017-01-20T01:00:00Z", "Value": 2}]

    @pytest.mark.parametrize(
        "query",
        [
            "index=yesterday",
            "index=2017-13-01T00:00:00Z",
            f"index={at(13)}&searchMode=5",
            f"index={at(13)}&searchMode=Nearest",
            f"index={at(13)}&index={at(14)}",
            f"index={at(13)}&startIndex={at(12)}",
            f"index={at(13)}&endIndex={at(12)}",
            f"index={at(13)}&filter=Measurement gt 1",
        ],
    )
    def test_what_makes_no_sense_is_refused(self, api, query):
        assert api.get(f"{DATA}?{query}").status == 400

    @pytest.mark.parametrize("index", ["2017-01-20T01:00:00Z", "2017-01-20T01:00:00Z|1|2", "1|2017-01-20T01:00:00Z"])
    def test_a_compound_index_needs_all_its_parts(self, api, index):
        assert api.get(f"{PAIRED}?index={index}").status == 400


class TestRange:
    def test_it_goes_on_from_the_start(self, api):
        assert hours(api.get(f"{DATA}?startIndex={at(13)}")) == [13, 14, 15, 16]

    def test_it_goes_back_when_reversed(self, api):
        assert hours(api.get(f"{DATA}?startIndex={at(15)}&reversed=True")) == [15, 14, 13, 12]

    def test_skip_and_count_act_in_the_direction_of_the_walk(self, api):
        assert hours(api.get(f"{DATA}?startIndex={at(16)}&reversed=true&skip=1&count=2")) == [15, 14]

    def test_skip_passes_over_a_calculated_event(self, api):
        query = f"startIndex={at(12, 30)}&boundaryType=ExactOrCalculated"

        assert hours(api.get(f"{DATA}?{query}&count=2")) == [12, 13]
        assert hours(api.get(f"{DATA}?{query}&skip=1&count=2")) == [13, 14]

    def test_a_hundred_events_are_the_default(self, api):
        api.put("/Streams/Numbered/Data", [{"Order": n, "Value": n} for n in range(1, 151)])

        assert len(api.get("/Streams/Numbered/Data?startIndex=1").content) == 100
        assert len(api.get("/Streams/Numbered/Data?startIndex=1&count=149").content) == 149

    def test_a_count_of_0_is_no_event(self, api):
        assert hours(api.get(f"{DATA}?startIndex={at(13)}&count=0")) == []

    @pytest.mark.parametrize(
        ("boundary", "onward", "back"),
        [("Exact", [14, 15, 16], [13, 12]), ("1", [14, 15, 16], [13, 12]), ("Outside", [13, 14, 15, 16], [14, 13, 12])],
    )
    def test_the_boundary_says_where_it_begins(self, api, boundary, onward, back):
        query = f"{DATA}?startIndex={at(13, 30)}&boundaryType={boundary}"

        assert hours(api.get(query)) == onward
        assert hours(api.get(f"{query}&reversed=true")) == back

    def test_a_filter_picks_before_skip_and_count(self, api):
        query = f"{DATA}?startIndex={at(12)}&filter=Measurement ne 20"

        assert hours(api.get(f"{query}&skip=1&count=2")) == [13, 15]

    @pytest.mark.parametrize("query", ["count=-1", "skip=-1", "count=many", "reversed=perhaps", "boundaryType=4"])
    def test_a_parameter_out_of_range_is_refused(self, api, query):
        answer = api.get(f"{DATA}?startIndex={at(13)}&{query}")

        assert answer.status == 400
        assert query.partition("=")[0] in answer.content["Reason"]

    def test_all_that_is_wrong_is_said_at_once(self, api):
        reason = api.get(f"{DATA}?startIndex={at(13)}&count=-1&skip=-2&reversed=no").content["Reason"]

        assert all(name in reason for name in ("count", "skip", "reversed"))

    def test_a_token_is_refused(self, api):
        assert api.get(f"{DATA}?startIndex={at(13)}&continuationToken={at(14)}").status == 400


class TestWindow:
    def test_both_bounds_are_included(self, api):
        assert hours(api.get(f"{DATA}?startIndex={at(13)}&endIndex={at(15)}")) == [13, 14, 15]

    @pytest.mark.parametrize(
        ("bounds", "found"),
        [
            ("boundaryType=1", [14]),
            ("boundaryType=Outside", [12, 13, 14, 15, 16]),
            ("startBoundaryType=1&endBoundaryType=2", [14, 15, 16]),
            ("startBoundaryType=outside&endBoundaryType=inside", [12, 13, 14]),
            ("boundaryType=1&startBoundaryType=0&endBoundaryType=0", [13, 14, 15]),
        ],
    )
    def test_each_bound_can_be_of_its_own_kind(self, api, bounds, found):
        assert hours(api.get(f"{DATA}?startIndex={at(13)}&endIndex={at(15)}&{bounds}")) == found

    def test_calculated_bounds_carry_the_asked_indexes(self, api):
        answer = api.get(f"{DATA}?startIndex={at(12, 30)}&endIndex={at(13, 30)}&boundaryType=3")

        assert answer.content == [
            {"Time": at(12, 30), "Measurement": 5},
            {"Time": at(13), "Measurement": 10},
            {"Time": at(13, 30), "Measurement": 15},
        ]

    def test_there_is_no_default_count(self, api):
        api.put("/Streams/Numbered/Data", [{"Order": n} for n in range(1, 151)])

        assert len(api.get("/Streams/Numbered/Data?startIndex=1&endIndex=150").content) == 150

    def test_skip_reversed_and_filter_act_on_it(self, api):
        query = f"startIndex={at(12)}&endIndex={at(16)}&reversed=true&skip=1&filter=Measurement lt 40"

        assert hours(api.get(f"{DATA}?{query}")) == [14, 13, 12]

    def test_an_empty_stream_has_none(self, api):
        assert api.get(f"/Streams/Empty/Data?startIndex={at(12)}&endIndex={at(16)}").content == []

    def test_its_bounds_may_be_one(self, api):
        assert hours(api.get(f"{DATA}?startIndex={at(14)}&endIndex={at(14)}")) == [14]

    @pytest.mark.parametrize(
        "query",
        [
            f"startIndex={at(15)}&endIndex={at(13)}",
            f"startIndex={at(13)}&endIndex={at(15)}&startBoundaryType=1",
            f"startIndex={at(13)}&endIndex={at(15)}&endBoundaryType=1",
            f"startIndex={at(13)}&endIndex={at(15)}&count=2",
            f"startIndex={at(13)}&endIndex={at(15)}&continuationToken=soon",
            f"startIndex={at(13)}&endIndex=soon",
        ],
    )
    def test_what_makes_no_sense_is_refused(self, api, query):
        assert api.get(f"{DATA}?{query}").status == 400


class TestFiltered:
    def test_events_come_in_the_order_of_their_key(self, api):
        assert hours(api.get(f"{DATA}?filter=Measurement lt 15 or Measurement gt 35")) == [12, 13, 16]

    def test_skip_and_count_act_on_it(self, api):
        assert hours(api.get(f"{DATA}?filter=Measurement ge 0&skip=1&count=3")) == [13, 14, 15]

    def test_an_enumeration_is_compared_by_number(self, api):
        api.put(DATA, [{"Time": at(13), "State": "Alarm"}])

        assert hours(api.get(f"{DATA}?filter=State eq 2")) == [13]

    @pytest.mark.parametrize(
        "expression",
        ["Measurement", "Measurement gt", "Nothing eq 1", "Measurement eq 'ten'", "(", "hypot(Measurement)"],
    )
    def test_an_expression_that_cannot_be_read_is_refused(self, api, expression):
        answer = api.get(f"{DATA}?filter={expression}")

        assert answer.status == 400
        assert answer.content["Error"] == "The request is not valid."
