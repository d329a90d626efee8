"""Streams, their status, and the metadata of their packets."""

from __future__ import annotations

import pytest

NAMES = ["empty", "growing", "listed", "modeCar", "odd/name ü%"]


def names(answer):
    return [stream["name"] for stream in answer.content]


def test_streams_are_listed_by_name(streams):
    answer = streams.get("")

    assert answer.content[0] == {"homeId": 12, "moduleId": "cardata", "name": "empty"}
    assert names(answer) == NAMES


@pytest.mark.parametrize(
    ("query", "shown", "header"),
    [
        ("", NAMES, "0-4/5"),
        ("?limit=0", NAMES, "0-4/5"),
        ("?limit=2", NAMES[:2], "0-1/5"),
        ("?skip=2&limit=2", NAMES[2:4], "2-3/5"),
        ("?skip=4", NAMES[4:], "4-4/5"),
        ("?skip=5", [], "*/5"),
        ("?skip=9007199254740991&limit=9007199254740991", [], "*/5"),
    ],
)
def test_a_list_is_paged(streams, query, shown, header):
    answer = streams.get(query)

    assert (names(answer), answer.headers["vnd.tinkermode.range"]) == (shown, header)
    assert "vnd.tinkermode.range" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("query", ["?skip=-1", "?limit=-1", "?skip=a", "?limit=1.0", "?skip=", "?skip=1&skip=2"])
def test_a_page_that_cannot_be_is_refused(streams, query):
    answer = streams.get(query)

    assert (answer.status, answer.content) == (400, {"reason": "INVALID_PARAMETER"})


def test_a_home_without_streams_has_an_empty_list(api):
    answer = api.get("/homes/13/smartModules/cardata/streams")

    assert (answer.content, answer.headers["vnd.tinkermode.range"]) == ([], "*/0")


def test_a_stream_is_found_in_its_own_module_only(api, streams):
    assert streams.get("/modeCar").content == {"homeId": 12, "moduleId": "cardata", "name": "modeCar"}
    assert streams.get("/elsewhere").status == 404
    assert api.get("/homes/12/smartModules/other-data/streams/elsewhere").status == 200


def test_a_name_may_be_anything_that_can_be_escaped(streams):
    answer = streams.get("/odd%2Fname%20%C3%BC%25")

    assert answer.content["name"] == "odd/name ü%"


def test_the_status_of_a_stream_at_rest(streams):
    assert streams.get("/modeCar/status").content == {
        "lastPacketReceivedAt": "2020-05-01T08:02:30.000Z",
        "packetIndex": 1050,
    }


def test_the_status_of_a_stream_with_an_open_session(streams):
    status = streams.get("/growing/status").content

    assert (status["openPacketIndex"], status["packetIndex"]) == (4, 9)
    assert status["streamOwner"] == {"type": "device", "deviceId": 1235}


def test_the_status_of_a_stream_without_packets_has_nothing_to_say(streams):
    assert streams.get("/empty/status").content == {}


@pytest.mark.parametrize(
    "place", ["/homes/12/smartModules/parked/streams", "/homes/12/smartModules/parked/streams/asleep"]
)
def test_a_suspended_module_is_closed(api, place):
    answer = api.get(place)

    assert (answer.status, answer.content) == (403, {"reason": "MODULE_SUSPENDED"})


@pytest.mark.parametrize("module", ["nothing", "tsdb"])
def test_what_is_no_module_of_streams_is_not_there_or_not_permitted(api, module):
    place = f"/homes/12/smartModules/{module}/streams"

    assert [
        api.get(place + target).status for target in ("", "/a/sessions?start=0&stop=1", "/a/metadata?start=0&stop=1")
    ] == [403] * 3
    assert [
        api.get(place + target).status for target in ("/a", "/a/status", "/a/sessions/b", "/a/data?start=0&stop=1")
    ] == [404] * 4


class TestMetadata:
    def test_packets_come_by_index(self, streams):
        first, second = streams.get("/modeCar/metadata?start=900&stop=1050").content

        assert first == {
            "packetIndex": 983,
            "content": {"session": "start", "deep": [1, {"er": None}]},
            "receivedAt": "2020-05-01T08:01:23.000Z",
            "updatedAt": "2020-05-01T08:01:23.000Z",
            "source": {"type": "device", "deviceId": 1234},
        }
        assert second["packetIndex"] == 1020
        assert (second["receivedAt"], second["updatedAt"]) == ("2020-05-01T08:02:00.000Z", "2020-05-01T09:00:00.500Z")
        assert second["source"] == {"type": "user", "userId": 2081}

    @pytest.mark.parametrize(
        ("query", "indexes"),
        [
            ("start=983&stop=983", [983]),
            ("start=984&stop=1020", [1020]),
            ("start=984&stop=1019", []),
            ("start=1020&stop=983", []),
            ("start=-5&stop=4294967296", [983, 1020]),
            ("start=0&stop=2000&skip=1", [1020]),
            ("start=0&stop=2000&limit=1", [983]),
        ],
    )
    def test_both_ends_of_the_range_count(self, streams, query, indexes):
        answer = streams.get(f"/modeCar/metadata?{query}")

        assert [packet["packetIndex"] for packet in answer.content] == indexes

    def test_a_stream_that_is_not_there_has_none(self, streams):
        answer = streams.get("/nothing/metadata?start=0&stop=1")

        assert (answer.status, answer.content, answer.headers["vnd.tinkermode.range"]) == (200, [], "*/0")

    @pytest.mark.parametrize(
        ("query", "reason"),
        [
            ("", "MISSING_PARAMETERS"),
            ("start=1", "MISSING_PARAMETERS"),
            ("start=a", "MISSING_PARAMETERS"),
            ("start=a&stop=1", "INVALID_PARAMETER"),
            ("start=1.0&stop=1", "INVALID_PARAMETER"),
            ("start=&stop=1", "INVALID_PARAMETER"),
            ("start=1&stop=9007199254740992", "INVALID_PARAMETER"),
        ],
    )
    def test_a_range_that_is_none_is_refused(self, streams, query, reason):
        answer = streams.get(f"/modeCar/metadata?{query}")

        assert (answer.status, answer.content) == (400, {"reason": reason})


def test_an_unknown_parameter_is_a_warning(streams, warnings):
    assert streams.get("?skp=1").status == 200
    assert warnings() == [
        "query parameter 'skp': not a parameter of this operation. Did you mean 'skip'?",
    ]
