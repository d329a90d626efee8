"""The two operations of the page Stream Metadata Resource: how streams are picked, and what is told of each."""

from __future__ import annotations

import pytest
from grovestreams_samples import BATTERY, CELSIUS, FAHRENHEIT, GARAGE, LIGHT, NOBODYS, names, refusal, streams

ALL = "/stream_metadata?itemsByFolderPath={}&streamId={}&streamName={}&includeSubs={}"
COLD_ROOM = ["Temperature", "Energy", "Mean temperature of the day", "Door", "Last alarm"]
GARAGES = ["light", "temperature - C", "low_battery", "temperature - F"]


class TestByUid:
    @pytest.mark.parametrize("delimiter", ["+", "%2B", " ", "%20", "++", "+%2B", " + "])
    def test_takes_the_delimiter_raw_and_encoded(self, api, delimiter):
        items = delimiter.join(f"{GARAGE}.{stream}" for stream in (FAHRENHEIT, LIGHT))

        assert names(api.get(f"/stream_metadata?streams={items}")) == ["temperature - F", "light"]

    @pytest.mark.parametrize("around", ["+{}", "{}+", " {} "])
    def test_does_not_mind_delimiters_around(self, api, around):
        assert names(api.get(f"/stream_metadata?streams={around.format(f'{GARAGE}.{LIGHT}')}")) == ["light"]

    def test_takes_uids_in_either_case(self, api):
        assert names(api.get(f"/stream_metadata?streams={GARAGE.upper()}.{LIGHT.upper()}")) == ["light"]

    def test_names_a_stream_once_however_often_it_was_asked_for(self, api):
        items = "+".join([f"{GARAGE}.{LIGHT}"] * 3)

        assert names(api.get(f"/stream_metadata?streams={items}")) == ["light"]

    @pytest.mark.parametrize("pair", [(GARAGE, NOBODYS), (NOBODYS, LIGHT), (LIGHT, GARAGE)])
    def test_leaves_out_what_is_not_there(self, api, pair):
        assert names(api.get(f"/stream_metadata?streams={'.'.join(pair)}+{GARAGE}.{LIGHT}")) == ["light"]

    def test_finds_nothing_where_nothing_is_there(self, api):
        answer = api.get(f"/stream_metadata?streams={GARAGE}.{NOBODYS}")

        assert answer.body == b'{"message":"","stream_metadata":{"stream":[]},"success":true}'

    @pytest.mark.parametrize(
        "items", [GARAGE, f"{GARAGE}.", f".{LIGHT}", "garage.light", f"{GARAGE}.{LIGHT},{GARAGE}.{LIGHT}", "+", "%00"]
    )
    def test_refuses_what_are_no_pairs_of_uids(self, api, items):
        assert "query parameter 'streams': " in refusal(api.get(f"/stream_metadata?streams={items}"), 400)


class TestById:
    def test_takes_json_and_keeps_its_order(self, api):
        items = '[{"compId": "cold-room", "streamId": "door"}, {"compId": "garage", "streamId": "light"}]'

        assert names(api.get(f"/stream_metadata?itemsById={items}")) == ["Door", "light"]

    @pytest.mark.parametrize("items", ["[]", '[{"compId":"garage","streamId":"nothing"},{"compId":"","streamId":""}]'])
    def test_leaves_out_what_is_not_there(self, api, items):
        assert names(api.get(f"/stream_metadata?itemsById={items}")) == []

    def test_cannot_name_a_stream_that_has_no_id(self, api):
        assert names(api.get('/stream_metadata?itemsById=[{"compId":"garage","streamId":""}]')) == []

    @pytest.mark.parametrize(
        "items", ["garage", "[", "{}", "[1]", '[{"compId":"garage"}]', '[{"compId":"garage","streamId":1}]', "null"]
    )
    def test_refuses_what_is_no_array_of_pairs(self, api, items):
        assert "query parameter 'itemsById': " in refusal(api.get(f"/stream_metadata?itemsById={items}"), 400)


class TestByFolder:
    @pytest.mark.parametrize(
        ("path", "subs", "found"),
        [
            ("/warehouse1", "false", COLD_ROOM),
            ("/warehouse1", "true", [*COLD_ROOM, "Weight"]),
            ("/", "true", [*GARAGES, *COLD_ROOM, "Weight"]),
            ("", "1", [*GARAGES, *COLD_ROOM, "Weight"]),
            ("/", "0", []),
            ("warehouse1/", "", COLD_ROOM),
            ("/warehouse1/dock", "TRUE", ["Weight"]),
            ("/Warehouse1", "true", []),
            ("/Components/warehouse1", "true", []),
            ("/nowhere", "False", []),
        ],
    )
    def test_finds_what_is_in_it_and_below_it(self, api, path, subs, found):
        assert names(api.get(ALL.format(path, "", "", subs))) == found

    @pytest.mark.parametrize(
        ("id_", "name", "found"),
        [
            ("temp*", "", ["temperature - C", "Temperature"]),
            ("*", "*temp*", ["temperature - C", "temperature - F", "Mean temperature of the day"]),
            ("temperature", "", ["temperature - C", "Temperature"]),
            ("Temperature", "", []),
            ("", "temperature", []),
            ("", "t*-*C", ["temperature - C"]),
            ("temp*", "T*", ["Temperature"]),
            ("d*o*", "*o*", ["Door"]),
            ("?oor", "", []),
            ("door", "[D]oor", []),
        ],
    )
    def test_holds_ids_and_names_against_patterns(self, api, id_, name, found):
        assert names(api.get(ALL.format("/", id_, name, "true"))) == found

    @pytest.mark.parametrize("left_out", ["itemsByFolderPath", "streamId", "streamName", "includeSubs"])
    def test_wants_all_four_parameters(self, api, left_out):
        target = ALL.format("/house", "", "", "true").replace(left_out, "x")

        assert f"there is no {left_out}" in refusal(api.get(target), 400)

    @pytest.mark.parametrize("word", ["yes", "2", "truth", "null"])
    def test_knows_only_some_words_for_yes_and_no(self, api, word):
        assert "query parameter 'includeSubs': " in refusal(api.get(ALL.format("/", "", "", word)), 400)


def test_several_ways_at_once_give_each_stream_once_in_the_order_of_the_page(api):
    items = f'streams={GARAGE}.{FAHRENHEIT}&itemsById=[{{"compId":"garage","streamId":"light"}}]'

    answer = api.get(f"{ALL.format('/house', '', '', '')}&{items}")

    assert names(answer) == ["temperature - F", "light", "temperature - C", "low_battery"]


@pytest.mark.parametrize("query", ["", "?", "?org=00000000-0000-0000-0000-000000000001", "?streams=", "?itemsById="])
def test_a_call_that_picks_in_no_way_is_refused(api, query):
    message = refusal(api.get(f"/stream_metadata{query}"), 400)

    assert message == ("Nothing says which streams are wanted. Send streams, itemsById or itemsByFolderPath.")


class TestByComponent:
    def test_shows_all_streams_in_the_order_of_their_definition(self, api):
        assert names(api.get(f"/stream_metadata/{GARAGE}")) == GARAGES

    def test_takes_uids_in_either_case_and_a_slash_at_the_end(self, api):
        assert names(api.get(f"/stream_metadata/{GARAGE.upper()}/")) == GARAGES

    def test_knows_components_without_streams(self, api):
        (spare,) = [one["uid"] for one in api.get("/component").content["component"] if one["name"] == "Spare sensor"]

        assert names(api.get(f"/stream_metadata/{spare}")) == []

    def test_refuses_what_is_not_there(self, api):
        assert NOBODYS in refusal(api.get(f"/stream_metadata/{NOBODYS}"), 404)
        assert "path parameter 'componentUid': " in refusal(api.get("/stream_metadata/garage"), 400)
        assert refusal(api.get(f"/stream_metadata/{GARAGE}/{LIGHT}"), 404)


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/stream_metadata", f"/stream_metadata/{GARAGE}"])
def test_streams_are_only_read_here(api, method, path):
    answer = api(method, path)

    refusal(answer, 405)
    assert answer.headers["allow"] == "GET"


class TestDates:
    def of(self, api, uid):
        (stream,) = streams(api.get(f"/stream_metadata?streams={GARAGE}.{uid}"))
        return stream["startDate"], stream["endDate"], stream["completedDate"]

    def test_are_those_of_the_samples(self, api):
        assert self.of(api, LIGHT) == (1331563500000, 1333302000000, 1333302000000)

    def test_are_zero_where_there_are_no_samples_and_completed_is_the_least_of_javas_longs(self, api):
        assert self.of(api, BATTERY) == (0, 0, -(2**63))

    def test_of_a_derived_stream_follow_what_it_is_derived_from(self, api, world):
        stream = world.stores["grovestreams"].organizations["00000000-0000-0000-0000-000000000001"].streams[CELSIUS]

        stream.append([(1333302000000, 12.5)], 0)

        assert self.of(api, FAHRENHEIT) == (1331563500000, 1333302300000, 1333302300000)

    def test_of_random_and_point_streams_are_those_of_single_times(self, api):
        door, alarm = (
            streams(api.get(f'/stream_metadata?itemsById=[{{"compId":"cold-room","streamId":"{id_}"}}]'))[0]
            for id_ in ("door", "alarm")
        )

        assert (door["startDate"], door["endDate"]) == (1767596292250, 1767632589000)
        assert (alarm["startDate"], alarm["endDate"], alarm["completedDate"]) == (1767633000000,) * 3


def test_a_stream_without_intervals_has_all_members_and_no_cycles(api):
    (door,) = streams(api.get('/stream_metadata?itemsById=[{"compId":"cold-room","streamId":"door"}]'))

    assert len(door) == 25
    assert (door["baseCycle"]["uid"], door["rollup_calendar"]) == ("", {"uid": "", "name": ""})
    assert door["rollup_calendar_cycles"] == []


def test_the_cycles_that_do_not_fit_into_a_streams_own_are_left_out(api):
    found = streams(api.get(ALL.format("/warehouse1", "", "", "")))

    assert {stream["id"]: [cycle["name"] for cycle in stream["rollup_calendar_cycles"]] for stream in found} == {
        "temperature": ["15 Minutes", "Hours", "Days", "Months", "Quarters", "Years"],
        "energy": ["Hours", "Days", "Months", "Quarters", "Years"],
        "daily": ["Days", "Weeks"],
        "door": [],
        "alarm": [],
    }
