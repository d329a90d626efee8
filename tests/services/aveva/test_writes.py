"""Inserts, updates, patches and removals: what they change, and that a refused one changes nothing."""

from __future__ import annotations

import pytest

from streamulator.core.messages import NOTHING

DATA = "/Streams/Simple/Data"
ALL = f"{DATA}?startIndex=0001-01-01T00:00:00Z&endIndex=9999-12-31T23:59:59.9999999Z"


def at(hour):
    return f"2017-11-23T{hour}:00:00Z"


def events(*hours, **members):
    return [{"Time": at(hour), **members} for hour in hours]


@pytest.fixture
def refused(api):
    """Return a function that sends a write, and sees that it is refused and has changed nothing."""

    def send(method, target, content, status):
        before = api.get(ALL).content
        answer = api(method, target, content)

        assert answer.status == status, answer.body
        assert api.get(ALL).content == before
        return answer.content

    return send


class TestInsertValues:
    def test_events_are_stored_in_the_order_of_their_index(self, api):
        answer = api.post(DATA, events(18, 17, 11))

        assert (answer.status, answer.body) == (204, b"")
        assert [event["Time"] for event in api.get(ALL).content] == [
            at(hour) for hour in (11, 12, 13, 14, 15, 16, 17, 18)
        ]

    def test_no_events_are_fine(self, api):
        assert api.post(DATA, []).status == 204

    def test_members_are_matched_without_case_and_shown_in_the_types_spelling(self, api):
        api.post(DATA, [{"TIME": at(17), "measurement": 7, "state": "warning"}])

        assert api.get(f"{DATA}/Last").content == {"Time": at(17), "State": 1, "Measurement": 7}

    @pytest.mark.parametrize(
        ("sent", "stored"),
        [("7", 7), (7, 7), (7.5, 7.5), ("NaN", "NaN"), ("-Infinity", "-Infinity"), ("1e3", 1000)],
    )
    def test_numbers_come_as_clients_send_them(self, api, sent, stored):
        api.post(DATA, events(17, Measurement=sent))

        assert api.get(f"{DATA}/Last").content["Measurement"] == stored

    def test_empty_text_is_null_for_a_nullable_number(self, api):
        api.post("/Streams/Numbered/Data", [{"Order": 99, "Value": ""}])

        assert api.get("/Streams/Numbered/Data/Last", Accept_Verbosity="verbose").content == {
            "Order": 99,
            "Value": None,
            "Note": None,
        }

    def test_an_index_that_is_taken_is_a_conflict_that_names_stream_and_index(self, refused):
        content = refused("POST", DATA, events(17, 14, 18), 409)

        assert content["Error"] == "The request was unsuccessful due to a conflict."
        assert content["Parameters"] == {"StreamId": "Simple", "Index": "2017-11-23T14:00:00.0000000Z"}
        assert "Simple" in content["Reason"]
        assert "2017-11-23T14:00:00.0000000Z" in content["Reason"]

    def test_an_index_that_comes_twice_is_a_conflict(self, refused):
        assert refused("POST", DATA, events(17, 18, 17), 409)["Parameters"]["Index"] == "2017-11-23T17:00:00.0000000Z"

    def test_one_bad_event_in_the_middle_stores_nothing_and_is_named(self, refused):
        bad = [*events(17), *events(18, Measurement="warm"), *events(19)]

        content = refused("POST", DATA, bad, 400)

        assert content["Parameters"].items() >= {"StreamId": "Simple", "Index": "2017-11-23T18:00:00.0000000Z"}.items()
        assert "Measurement" in content["Reason"]
        assert "warm" in content["Reason"]

    def test_a_bad_event_without_a_readable_index_is_named_by_its_place(self, refused):
        content = refused("POST", DATA, [*events(17), {"Time": "noon"}, *events(18)], 400)

        assert content["Parameters"]["Index"] == "body[1]"

    @pytest.mark.parametrize(
        "event",
        [
            {"Measurement": 1},
            {"Time": None},
            {"Time": 5},
            {"Time": at(17), "State": "Broken"},
            {"Time": at(17), "Measurement": True},
            {"Time": at(17), "Measurement": None},
            {"Time": at(17), "Measurement": [1]},
        ],
    )
    def test_a_value_that_does_not_fit_is_refused(self, refused, event):
        refused("POST", DATA, [event], 400)

    @pytest.mark.parametrize("content", [{"Time": at(17)}, "text", 5, None, [5], [[]], [None]])
    def test_anything_but_an_array_of_objects_is_refused(self, refused, content):
        refused("POST", DATA, content, 400)

    @pytest.mark.parametrize("body", [b"", b"[", b"not JSON", b'[{"Time": NaN}]', b"\xff", b"[{}] []"])
    def test_what_is_not_json_is_refused(self, api, body):
        assert api("POST", DATA, body=body).status == 400

    def test_a_missing_stream_is_not_found(self, api):
        assert api.post("/Streams/Nowhere/Data", events(17)).status == 404


class TestUpdateValues:
    def test_it_makes_and_replaces(self, api):
        assert api.put(DATA, events(11, 13, Measurement=1)).status == 204

        assert [event.get("Measurement", 0) for event in api.get(ALL).content] == [1, 0, 1, 20, 30, 40]

    def test_members_that_are_not_sent_become_their_default(self, api):
        api.put(DATA, events(13, State=1))

        assert api.get(f"{DATA}?index={at(13)}").content == [{"Time": at(13), "State": 1}]

    def test_of_two_events_with_one_index_the_last_counts(self, api):
        api.put(DATA, [*events(13, Measurement=1), *events(13, Measurement=2)])

        assert api.get(f"{DATA}?index={at(13)}").content == [{"Time": at(13), "Measurement": 2}]

    @pytest.mark.parametrize("spelling", ["true", "True", ""])
    def test_allowing_to_create_is_the_default(self, api, spelling):
        assert api.put(f"{DATA}?allowCreate={spelling}", events(17)).status == 204

    def test_without_it_stored_events_are_replaced(self, api):
        assert api.put(f"{DATA}?allowCreate=False", events(13, 14, Measurement=1)).status == 204

        assert [event.get("Measurement", 0) for event in api.get(ALL).content] == [0, 1, 1, 30, 40]

    def test_without_it_one_that_is_not_stored_is_not_found_and_nothing_changes(self, refused):
        content = refused("PUT", f"{DATA}?allowCreate=false", events(13, 17, 14, Measurement=1), 404)

        assert content["Parameters"] == {"StreamId": "Simple", "Index": "2017-11-23T17:00:00.0000000Z"}

    def test_one_bad_event_changes_nothing_and_is_named(self, refused):
        content = refused("PUT", DATA, [*events(13, Measurement=1), *events(14, State="Odd")], 400)

        assert content["Parameters"].items() >= {"StreamId": "Simple", "Index": "2017-11-23T14:00:00.0000000Z"}.items()

    def test_a_flag_that_is_none_is_refused(self, refused):
        refused("PUT", f"{DATA}?allowCreate=maybe", events(13), 400)


class TestEmptyTextAsAnIndex:
    def test_no_request_could_name_it_and_no_page_end_there_so_it_is_refused(self, api):
        answer = api.post("/Streams/Named/Data", [{"Name": "", "Value": 1}])

        assert answer.status == 400
        assert answer.content["Parameters"]["Member"] == "Name"
        page = api.get("/Streams/Named/Data?startIndex=a&endIndex=b&boundaryType=Outside&count=1&continuationToken=")
        assert [event["Name"] for event in page.content["Results"]] == ["ant"]


class TestPatchValues:
    @pytest.mark.parametrize("parameter", ["selectExpression", "select", "SELECTEXPRESSION"])
    def test_only_the_selected_members_change(self, api, parameter):
        api.put(DATA, events(13, State=1, Measurement=10))

        assert api.patch(f"{DATA}?{parameter}=measurement", events(13, State=2, Measurement=99)).status == 204

        assert api.get(f"{DATA}?index={at(13)}").content == [{"Time": at(13), "State": 1, "Measurement": 99}]

    def test_without_an_expression_the_sent_members_change(self, api):
        api.patch(DATA, [*events(13, State=2), *events(14, Measurement=21)])

        assert api.get(f"{DATA}?startIndex={at(13)}&count=2").content == [
            {"Time": at(13), "State": 2, "Measurement": 10},
            {"Time": at(14), "Measurement": 21},
        ]

    def test_a_selected_member_that_is_not_sent_becomes_its_default(self, api):
        api.patch(f"{DATA}?selectExpression=State, Measurement", events(13, State=1))

        assert api.get(f"{DATA}?index={at(13)}").content == [{"Time": at(13), "State": 1}]

    def test_an_event_that_is_not_there_is_not_found_and_nothing_changes(self, refused):
        content = refused("PATCH", f"{DATA}?selectExpression=Measurement", events(13, 17, 14, Measurement=1), 404)

        assert content["Parameters"] == {"StreamId": "Simple", "Index": "2017-11-23T17:00:00.0000000Z"}

    def test_a_member_that_nobody_knows_is_refused(self, refused):
        content = refused("PATCH", f"{DATA}?selectExpression=Pressure", events(13), 400)

        assert content["Parameters"]["StreamId"] == "Simple"

    def test_one_bad_event_changes_nothing_and_is_named(self, refused):
        content = refused("PATCH", DATA, [*events(13, Measurement=1), *events(14, Measurement="x")], 400)

        assert content["Parameters"].items() >= {"StreamId": "Simple", "Index": "2017-11-23T14:00:00.0000000Z"}.items()

    def test_an_event_without_its_index_is_refused(self, refused):
        refused("PATCH", DATA, [{"Measurement": 1}], 400)

    def test_what_cannot_be_read_counts_before_what_is_not_there(self, refused):
        refused("PATCH", DATA, [*events(17, Measurement=1), *events(13, Measurement="x")], 400)


class TestRemoveValues:
    def test_events_at_indexes_go(self, api):
        answer = api.delete(f"{DATA}?index={at(13)}&index={at(15)}")

        assert (answer.status, answer.body) == (204, b"")
        assert [event["Time"] for event in api.get(ALL).content] == [at(12), at(14), at(16)]

    def test_one_that_is_not_there_is_not_found_and_nothing_goes(self, api):
        before = api.get(ALL).content
        answer = api.delete(f"{DATA}?index={at(13)}&index={at(17)}")

        assert answer.status == 404
        assert answer.content["Parameters"] == {"StreamId": "Simple", "Index": "2017-11-23T17:00:00.0000000Z"}
        assert api.get(ALL).content == before

    def test_a_window_goes_with_both_bounds(self, api):
        assert api.delete(f"{DATA}?startIndex={at(13)}&endIndex={at(15)}").status == 204

        assert [event["Time"] for event in api.get(ALL).content] == [at(12), at(16)]

    def test_a_window_with_nothing_in_it_is_fine(self, api):
        assert api.delete(f"{DATA}?startIndex={at(17)}&endIndex={at(19)}").status == 204

    def test_a_compound_index_picks_one_event(self, api):
        assert api.delete("/Streams/Paired/Data?index=2017-01-20T01:00:00Z|2").status == 204

        assert len(api.get("/Streams/Paired/Data?startIndex=0001-01-01|0").content) == 2

    @pytest.mark.parametrize(
        "query",
        [
            "",
            f"startIndex={at(13)}",
            f"endIndex={at(13)}",
            f"startIndex={at(15)}&endIndex={at(13)}",
            f"index={at(13)}&startIndex={at(13)}&endIndex={at(14)}",
            "index=noon",
        ],
    )
    def test_what_makes_no_sense_is_refused(self, refused, query):
        refused("DELETE", f"{DATA}?{query}", NOTHING, 400)
