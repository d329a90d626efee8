"""Feeds: samples in, in the three forms that clients send them in, and samples out."""

from __future__ import annotations

import gzip
import json

import pytest
from aveva_http import Api, in_process
from grovestreams_samples import BATTERY, CELSIUS, FAHRENHEIT, GARAGE, HOME, LIGHT, NOBODYS, names, refusal, streams

START, STEP = 1333302000000, 300_000  # where the samples of the garage end, and how far apart they are
BATTERY_ITEM = '[{"compId":"garage","streamId":"low_battery"}]'


def feed(api, start, end, items):
    answer = api.get(f"/feed?startDate={start}&endDate={end}&itemsById={json.dumps(items)}")
    assert answer.status == 200, answer.body
    return [one for component in answer.content["feed"]["component"] for one in component["stream"]]


def data(api, start, end, component, stream):
    (found,) = feed(api, start, end, [{"compId": component, "streamId": stream}])
    return found["statistic"][0]["data"]


def last(api, component, stream):
    return api.get(f"/comp/{component}/stream/{stream}/last_value").content


def upload(*batches):
    component = {}
    for owner, stream, times, values in batches:
        component.setdefault(owner, []).append({"streamId": stream, "time": times, "data": values})
    return {"feed": {"component": [{"componentId": id_, "stream": parts} for id_, parts in component.items()]}}


def single(component, stream):
    return {"feed": {"component": [{**component, "stream": [{**stream, "time": [1], "data": [1]}]}]}}


class TestPutting:
    def test_by_query_stores_one_sample_a_stream(self, api):
        answer = api("PUT", f"/feed?compId=garage&temperature=12.5&light=401&low_battery=true&time={START}")

        assert answer.content == {"message": "", "success": True}
        assert last(api, "garage", "temperature") == [{"time": START, "data": 12.5}]
        assert last(api, "garage", "light") == [{"time": START, "data": 401}]
        assert last(api, "garage", "low_battery") == [{"time": START, "data": True}]

    def test_by_a_list_stores_samples_of_many(self, api):
        samples = [
            {"compId": "garage", "streamId": "light", "data": 1.5, "time": START},
            {"compId": "garage", "streamId": "light", "data": 2.5, "time": START + STEP},
            {"compId": "cold-room", "streamId": "door", "data": "false", "time": START, "rssi": 7},
        ]

        assert api.put("/feed", samples).status == 200

        assert data(api, START, START + 2 * STEP, "garage", "light") == [1.5, 2.5]
        assert data(api, START, START + 1, "cold-room", "door") == [False]

    def test_by_a_feed_stores_arrays_named_by_id_or_uid(self, api):
        content = upload(("garage", "light", [START, START + STEP], [1, 2]))
        content["feed"]["component"].append(
            {"componentUid": GARAGE, "stream": [{"streamUid": CELSIUS.upper(), "time": [START], "data": ["-3"]}]}
        )

        assert api.put("/feed", content).status == 200

        assert data(api, START, START + 2 * STEP, "garage", "light") == [1, 2]
        assert last(api, "garage", "temperature") == [{"time": START, "data": -3}]

    def test_takes_compressed_bodies_and_a_query_that_begins_empty(self, nobody):
        body = gzip.compress(json.dumps(upload(("garage", "light", [START], [5]))).encode())
        headers = {"Content-type": "application/json", "Content-Encoding": "gzip"}

        answer = nobody("PUT", f"/feed?&org={HOME}&api_key=demo-key", body=body, headers=headers)

        assert answer.status == 200

    def test_without_a_time_is_now_by_the_worlds_clock(self, api):
        api("PUT", "/feed?compId=scale&weight=17")
        api.put("/feed", [{"compId": "cold-room", "streamId": "alarm", "data": "Again"}])

        assert last(api, "scale", "weight") == [{"time": 1588327200000, "data": 17}]
        # A point stream keeps its newest sample, and 2020 is long ago.
        assert last(api, "cold-room", "alarm") == [{"time": 1767633000000, "data": "The door is open"}]

    def test_moves_the_dates_of_the_stream_and_of_what_is_derived_from_it(self, api):
        api("PUT", f"/feed?compId=garage&temperature=10&time={START + STEP + 1}")

        celsius, fahrenheit = streams(api.get(f"/stream_metadata?streams={GARAGE}.{CELSIUS}+{GARAGE}.{FAHRENHEIT}"))

        assert celsius["endDate"] == fahrenheit["endDate"] == fahrenheit["completedDate"] == START + 2 * STEP
        assert last(api, "garage", "temperature") == [{"time": START + STEP, "data": 10}]
        assert data(api, START, START + 2 * STEP, "garage", "temperature") == [None, 10]
        (found,) = feed_by_uid(api, START, START + 2 * STEP, FAHRENHEIT)
        assert found["statistic"][0]["data"] == [None, 50]

    def test_null_takes_an_interval_out(self, api):
        api.put("/feed", [{"compId": "garage", "streamId": "light", "data": None, "time": START - 1}])

        (light,) = streams(api.get(f"/stream_metadata?streams={GARAGE}.{LIGHT}"))
        assert light["endDate"] == START - STEP

    def test_moves_them_in_one_world_only(self, emulator, api):
        other = Api(in_process(emulator, "default"), "/api", {"Cookie": "api_key=demo-key"})
        api("PUT", f"/feed?compId=garage&temperature=10&time={START}")

        ends = [
            streams(one.get(f"/stream_metadata?streams={GARAGE}.{FAHRENHEIT}"))[0]["endDate"] for one in (api, other)
        ]

        assert ends == [START + STEP, START]

    @pytest.mark.parametrize(
        ("content", "status", "words"),
        [
            ([{"compId": "garage", "streamId": "light", "data": "dark", "time": 1}], 400, "'dark' is no value of"),
            ([{"compId": "garage", "streamId": "light", "data": 1, "time": -1}], 400, "body"),
            ([{"compId": "garage", "data": 1}], 400, "body"),
            ([{"compId": "garage", "streamId": "light", "data": {}}], 400, "body"),
            ([], 400, "no samples"),
            (upload(("garage", "light", [1, 2], [1])), 400, "2 times and 1 values"),
            (single({}, {"streamId": "a"}), 400, "componentUid"),
            (single({"componentId": "garage"}, {}), 400, "streamUid"),
            (single({"componentUid": NOBODYS}, {"streamId": "a"}), 404, NOBODYS),
            (single({"componentId": "scale"}, {"streamUid": LIGHT}), 404, LIGHT),
            (single({"componentUid": GARAGE}, {"streamUid": FAHRENHEIT}), 400, "derived"),
            ({"feed": {}}, 400, "body"),
            ("text", 400, "body"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, api, content, status, words):
        assert words in refusal(api.put("/feed", content), status)

    def test_stores_nothing_where_anything_is_refused(self, api):
        before = last(api, "garage", "light")
        samples = [
            {"compId": "garage", "streamId": "light", "data": 1, "time": START},
            {"compId": "brand-new", "streamId": "value", "data": 1},
            {"compId": "garage", "streamId": "low_battery", "data": "perhaps"},
        ]

        refusal(api.put("/feed", samples), 400)

        assert last(api, "garage", "light") == before
        refusal(api.get("/comp/brand-new/stream/value/last_value"), 404)

    @pytest.mark.parametrize("query", ["", "?light=1", "?compId=a"])
    def test_refuses_a_query_without_samples_or_component(self, api, query):
        assert "no samples" in refusal(api("PUT", f"/feed{query}"), 400)

    def test_warns_of_what_it_ignores(self, api, warnings):
        api.put("/feed?light=1&asPut", [{"compId": "garage", "streamId": "light", "data": 1}])
        api("PUT", "/feed?compId=garage&light=1&compTmplId=t")

        assert warnings() == [
            "query parameter 'light': a sample without compId, which is ignored.",
            "query parameter 'compTmplId': there are no templates here.",
        ]


class TestRegistering:
    def test_makes_components_and_random_streams_of_the_kind_of_their_values(self, api):
        api("PUT", "/feed?compId=node_6&compName=Node%206&TC=21.5&on=true&note=fine")
        api.put("/feed", upload(("node_6", "TC", [1, 2], [3, 4]), ("node_6", "more", [5], [None])))

        (node,) = [one for one in api.get("/component").content["component"] if one["id"] == "node_6"]
        found = streams(api.get(f"/stream_metadata/{node['uid']}"))

        assert node["name"] == "Node 6"
        assert [(one["id"], one["streamType"], one["valueType"]) for one in found] == [
            ("TC", "rdm_stream", "DOUBLE"),
            ("on", "rdm_stream", "BOOLEAN"),
            ("note", "rdm_stream", "STRING"),
            ("more", "rdm_stream", "DOUBLE"),
        ]
        assert {one["timeZoneId"] for one in found} == {"UTC"}
        assert (found[0]["startDate"], found[0]["endDate"]) == (1, 1588327200000)
        assert found[3]["endDate"] == 0

    def test_adds_streams_to_components_that_are_there(self, api):
        api("PUT", "/feed?compId=garage&humidity=40")

        assert names(api.get(f"/stream_metadata/{GARAGE}"))[-1] == "humidity"

    def test_wants_the_right_to_make_components(self, nobody, api):
        feeder = nobody.having(Cookie="api_key=demo-feeder")

        assert feeder("PUT", "/feed?compId=node_7&TC=1").status == 200
        assert names(api.get("/stream_metadata?itemsByFolderPath=/&streamId=TC&streamName=&includeSubs=0")) == ["TC"]

    def test_without_that_right_is_refused(self, emulator_of):
        fixture = """
grovestreams:
  organizations:
    - name: Home
      apiKeys: [{secret: feed, rights: [{resource: component/*/feed, actions: [PUT, GET]}]}]
"""
        api = Api(in_process(emulator_of(fixture), "default"), "/api", {"Cookie": "api_key=feed"})

        assert "'TC'" in refusal(api("PUT", "/feed?compId=node_7&TC=1"), 403)

    def test_happens_in_one_world_only(self, emulator, api):
        api("PUT", "/feed?compId=node_6&TC=21.5")

        other = emulator.world("default").stores["grovestreams"].organizations[HOME]
        assert other.component_by_id("node_6") is None


class TestGetting:
    def test_gives_whole_intervals_and_null_for_gaps(self, api):
        found = data(api, START - 2 * STEP - 1, START + STEP, "garage", "light")

        assert len(found) == 4
        assert found[-1] is None
        assert all(isinstance(value, float | int) for value in found[:-1])

    def test_tells_of_the_last_value(self, api):
        (found,) = feed(api, START, START, [{"compId": "cold-room", "streamId": "door"}])

        assert found | {"statistic": 0, "lastUpdated": 0, "streamUid": 0} == {
            "lastUpdated": 0,
            "lastValue": True,
            "statistic": 0,
            "streamType": "rdm_stream",
            "lastValueStartDate": 1767632589000,
            "cycleUid": "",
            "lastValueType": "BOOLEAN",
            "completedDate": 1767632589000,
            "lastValueEndDate": 1767632589000,
            "streamUid": 0,
        }

    def test_gathers_streams_by_component(self, api):
        target = f"/feed?startDate=0&endDate=1&streams={GARAGE}.{LIGHT}+{GARAGE}.{CELSIUS}"

        answer = api.get(f"{target}&itemsByFolderPath=/warehouse1&streamId=door&streamName=&includeSubs=0")

        found = answer.content["feed"]
        assert [len(component["stream"]) for component in found["component"]] == [2, 1]
        assert (found["requestStartDate"], found["requestEndDate"]) == (0, 1)

    def test_of_a_stream_without_samples_is_empty(self, api):
        (found,) = feed(api, 0, 600_001, [{"compId": "garage", "streamId": "low_battery"}])

        assert found["statistic"] == [{"data": [None, None, None], "name": "BASE", "type": "BOOLEAN"}]
        assert (found["lastValue"], found["lastUpdated"], found["lastValueEndDate"]) == (None, 0, 0)
        assert last(api, "garage", "low_battery") == []

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("endDate=1", "'startDate': missing"),
            ("startDate=0", "'endDate': missing"),
            ("startDate=1&endDate=0", "comes after"),
            ("startDate=a&endDate=1", "'startDate'"),
            ("startDate=0&endDate=32503680000000", "'endDate'"),
            ("startDate=0&endDate=32503679999999", "values between these times"),
        ],
    )
    def test_refuses_times_that_make_no_sense(self, api, query, words):
        assert words in refusal(api.get(f"/feed?{query}&itemsById={BATTERY_ITEM}"), 400)

    def test_refuses_to_guess_which_streams_are_meant(self, api):
        refusal(api.get("/feed?startDate=0&endDate=1"), 400)

    def test_of_one_stream_by_ids_has_to_find_it(self, api):
        refusal(api.get("/comp/garage/stream/nothing/last_value"), 404)
        refusal(api.get(f"/comp/{GARAGE}/stream/{BATTERY}/last_value"), 404)


def feed_by_uid(api, start, end, uid):
    answer = api.get(f"/feed?startDate={start}&endDate={end}&streams={GARAGE}.{uid}")
    return answer.content["feed"]["component"][0]["stream"]
