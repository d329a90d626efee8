"""What devices do, as a test does it in their place, and what the clock does: status, sessions and packets follow."""

from __future__ import annotations

from base64 import b64encode

import pytest
from mode_packets import packets_in

from streamulator.core.ticks import TICKS_PER_SECOND

STREAMS = "/homes/12/smartModules/cardata/streams"
SECOND = 1 / 3600
PUSHED = {"packets": [{"data": "AQI="}, {"data": ""}, {"data": "/+8="}]}


def packet(index=None, data=b"x"):
    own = {} if index is None else {"index": index}
    return {**own, "data": b64encode(data).decode()}


def push(levers, *indexes, **more):
    return levers.post("/s/packets", {"packets": [packet(index) for index in indexes], **more})


def status(live):
    return live.get("/s/status").content


def sessions(live):
    return [(session["start"], session["stop"]) for session in live.get("/s/sessions?start=0&stop=4294967295").content]


def indexes(live):
    return [packet["packetIndex"] for packet in live.get("/s/metadata?start=0&stop=4294967295").content]


def test_a_stream_is_there_from_its_first_packet_on(live, device):
    assert live.get("/s").status == 404

    assert device.post("/s/packets", PUSHED).status == 204

    assert live.get("").content == [{"homeId": 12, "moduleId": "live", "name": "s"}]
    assert status(live) == {
        "lastPacketReceivedAt": "2020-05-01T10:00:00.000Z",
        "packetIndex": 2,
        "openPacketIndex": 0,
        "streamOwner": {"type": "device", "deviceId": 1234},
    }


def test_packets_are_downloaded_as_they_were_pushed(live, device, bare):
    device.post("/s/packets", PUSHED)

    place = live.get("/s/data?start=0&stop=9").headers["location"].partition("/sds/")[2]

    assert packets_in(bare.get(f"/sds/{place}").body) == [("s", 0, b"\x01\x02"), ("s", 1, b""), ("s", 2, b"\xff\xef")]


def test_a_packet_without_index_follows_the_highest(live, device):
    push(device, 10, None, 5, None)

    assert status(live)["packetIndex"] == 12
    assert status(live)["openPacketIndex"] == 5


def test_over_a_packet_that_is_there_a_new_one_wins(live, device, bare):
    push(device, 0, 1)
    device.post("/s/packets", {"packets": [packet(0, b"new"), packet(0, b"newer")]})

    place = live.get("/s/data?start=0&stop=9").headers["location"].partition("/sds/")[2]

    assert [data for _name, _index, data in packets_in(bare.get(f"/sds/{place}").body)] == [b"newer", b"x"]


def test_a_session_is_kept_when_it_is_closed(live, device):
    push(device, 3, 4)
    assert sessions(live) == []

    assert device.delete("/s/session").status == 204

    (session,) = live.get("/s/sessions?start=0&stop=9").content
    assert session["author"] == {"type": "device", "deviceId": 1234}
    assert (session["start"], session["stop"]) == (3, 4)
    assert status(live) == {"lastPacketReceivedAt": "2020-05-01T10:00:00.000Z", "packetIndex": 4}
    assert device.delete("/s/session").status == 404


def test_the_next_packet_opens_another(live, device):
    push(device, None, None)
    device.delete("/s/session")
    push(device, None)

    assert status(live)["openPacketIndex"] == 2
    device.delete("/s/session")
    assert sessions(live) == [(0, 1), (2, 2)]


def test_a_session_can_be_opened_beforehand(live, device):
    assert device.post("/s/session", {"device": 1235}).status == 204

    assert status(live) == {"streamOwner": {"type": "device", "deviceId": 1235}}
    assert push(device, 0, device=1235).status == 204
    assert status(live)["openPacketIndex"] == 0


def test_a_session_without_packets_is_not_kept(live, device):
    device.post("/s/session", {})
    device.delete("/s/session")

    assert sessions(live) == []
    assert status(live) == {}


def test_a_stream_has_one_owner_at_a_time(live, device):
    push(device, 0)

    assert push(device, 1, device=1235).status == 409
    assert device.post("/s/session", {"device": 1235}).status == 409
    assert device.post("/s/session", {"device": 1234}).status == 409
    assert status(live)["packetIndex"] == 0

    device.delete("/s/session")
    assert push(device, 1, device=1235).status == 204
    assert status(live)["streamOwner"] == {"type": "device", "deviceId": 1235}


def test_an_idle_session_ends_as_the_clock_passes_the_modules_timeout(live, device, clock):
    push(device, 0)
    clock.pass_hours(59 * SECOND)
    push(device, 1)
    clock.pass_hours(59.9 * SECOND)
    assert status(live)["openPacketIndex"] == 0

    clock.pass_hours(0.1 * SECOND)

    assert "openPacketIndex" not in status(live)
    assert sessions(live) == [(0, 1)]


def test_the_owner_of_an_ended_session_stands_in_nobodys_way(device, clock):
    push(device, 0)
    clock.pass_hours(60 * SECOND)

    assert push(device, 1, device=1235).status == 204


def test_old_packets_go_as_the_clock_passes_the_modules_retention(live, device, clock):
    push(device, 0)
    clock.pass_hours(1)
    push(device, 1)
    assert live.get("/s/data?start=0&stop=0").status == 302

    clock.pass_hours(1)
    assert live.get("/s/data?start=0&stop=0").status == 404
    assert live.get("/s/data?start=0&stop=1").status == 302

    clock.pass_hours(1)
    assert live.get("/s/data?start=0&stop=1").status == 404
    assert status(live) == {"lastPacketReceivedAt": "2020-05-01T11:00:00.000Z", "packetIndex": 1}
    assert sessions(live) == [(0, 0), (1, 1)]


def test_old_metadata_goes_too(live, device, clock):
    push(device, 0, 1)
    device.put("/s/metadata/0", {"content": {}})
    clock.pass_hours(1)
    device.put("/s/metadata/1", {"content": {}})
    device.put("/s/metadata/0", {"content": {"changed": True}})
    assert indexes(live) == [0, 1]

    clock.pass_hours(1)
    assert indexes(live) == [1]
    clock.pass_hours(1)
    assert indexes(live) == []


def test_packets_go_whatever_their_order(live, device, clock):
    push(device, 100)
    clock.pass_hours(1)
    push(device, 50, 200)
    clock.pass_hours(1)

    assert live.get("/s/data?start=100&stop=100").status == 404
    assert [live.get(f"/s/data?start={index}&stop={index}").status for index in (50, 200)] == [302, 302]


def test_a_packet_that_is_pushed_again_stays(live, device, clock):
    push(device, 0)
    clock.pass_hours(1)
    push(device, 0)
    clock.pass_hours(1)

    assert live.get("/s/data?start=0&stop=0").status == 302


def test_metadata_is_attached_and_changed(live, device, clock):
    push(device, 0)
    clock.advance(1_234 * TICKS_PER_SECOND // 1000)
    assert device.put("/s/metadata/0", {"content": {"driver": "Takeshi"}}).status == 204
    clock.pass_hours(SECOND)
    assert device.put("/s/metadata/0", {"content": {"driver": "Jane"}, "device": 1235}).status == 204

    assert live.get("/s/metadata?start=0&stop=0").content == [
        {
            "packetIndex": 0,
            "content": {"driver": "Jane"},
            "receivedAt": "2020-05-01T10:00:01.234Z",
            "updatedAt": "2020-05-01T10:00:02.234Z",
            "source": {"type": "device", "deviceId": 1235},
        }
    ]


def test_metadata_is_activity_of_its_owner_only(live, device, clock):
    push(device, 0)
    clock.pass_hours(59 * SECOND)
    device.put("/s/metadata/0", {"content": {}})
    clock.pass_hours(59 * SECOND)
    assert "streamOwner" in status(live)
    device.put("/s/metadata/0", {"content": {}, "device": 1235})
    clock.pass_hours(1 * SECOND)
    assert "streamOwner" not in status(live)


def test_a_session_can_be_kept_from_being_deleted(live, device):
    push(device, 0)
    device.delete("/s/session")
    (session,) = live.get("/s/sessions?start=0&stop=9").content

    assert device("PUT", f"/s/sessions/{session['id']}/use").status == 204
    assert live.delete(f"/s/sessions/{session['id']}").status == 409
    assert device.delete(f"/s/sessions/{session['id']}/use").status == 204
    assert live.delete(f"/s/sessions/{session['id']}").status == 204


@pytest.mark.parametrize("name", ["modeCar", "elsewhere"])
def test_a_name_is_taken_in_the_whole_home(device, live, name):
    assert device.post(f"/{name}/packets", PUSHED).status == 409
    assert live.get("").content == []


def test_a_refused_push_leaves_nothing_behind(live, device):
    assert push(device, 4294967295, None).status == 409

    assert live.get("/s").status == 404
    assert push(device, 4294967295).status == 204
    assert push(device, 0, None).status == 409
    assert status(live)["openPacketIndex"] == 4294967295


@pytest.mark.parametrize(
    ("device_id", "expected"),
    [(None, 1234), (1234, 1234), (1235, 1235), (1236, 1236)],
)
def test_without_a_device_the_homes_first_one_pushes(live, device, device_id, expected):
    push(device, 0, **({} if device_id is None else {"device": device_id}))

    assert status(live)["streamOwner"]["deviceId"] == expected


def test_a_home_without_devices_has_those_of_its_project(bare, api):
    place = "/homes/13/smartModules/cardata/streams/s"

    assert bare.post(f"/_emulator/mode{place}/packets", PUSHED).status == 204
    assert api.get(f"{place}/status").content["streamOwner"]["deviceId"] == 1234
    assert bare.post("/_emulator/mode/homes/20/smartModules/cardata/streams/s/packets", PUSHED).status == 404


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"packets": []},
        {"packets": [{}]},
        {"packets": [{"data": "A"}]},
        {"packets": [{"data": "AQI=", "index": -1}]},
        {"packets": [{"data": "AQI=", "index": 4294967296}]},
        {"packets": [{"data": "AQI=", "time": "now"}]},
        {"packets": [{"data": "AQI="}] * 1001},
        {"packets": [{"data": "AQI="}], "device": "1234"},
        {"packets": [{"data": "AQI="}], "home": 12},
    ],
    ids=lambda content: str(content)[:60],
)
def test_the_levers_are_strict(device, live, content):
    answer = device.post("/s/packets", content)

    assert (answer.status, answer.content["title"]) == (400, "Bad Request")
    assert answer.content["errors"]
    assert live.get("/s").status == 404


def test_worlds_do_not_share_what_is_pushed(emulator, device):
    other = emulator.create_world("other").stores["mode"]
    try:
        before = other.describe()
        push(device, 0)
        assert device.below(f"/_emulator/mode{STREAMS}").post("/modeCar/packets", PUSHED).status == 204
        assert other.describe() == before
        assert emulator.world("test").stores["mode"].describe() != before
    finally:
        emulator.delete_world("other")


def test_what_devices_do_is_in_the_journal_of_their_world(device, world):
    push(device, 0)

    assert world.journal.entries()[-1].operation == "pushDataPackets"
