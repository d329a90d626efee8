"""Data packets: the way to them, who may go it and for how long, and what is found there."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from aveva_http import Api, in_process
from mode_packets import packets_in

from streamulator.core.messages import Request

STREAMS = "/homes/12/smartModules/cardata/streams"


def place_of(answer):
    """Return the path that a fetch leads to; the world is the one of all requests here."""
    assert answer.status == 302, answer.body
    return urlsplit(answer.headers["location"]).path.removeprefix("/_worlds/test")


def fetched(api, target):
    """Fetch packets and follow the way to them as a client does that keeps no header."""
    return api.below("").having(Authorization="").get(place_of(api.get(target)))


def test_a_fetch_leads_to_the_packets(streams):
    answer = fetched(streams, "/listed/data?start=0&stop=100000")

    assert answer.status == 200
    assert packets_in(answer.body) == [
        ("listed", 2, b""),
        ("listed", 5, b"five"),
        ("listed", 6, b"\x06\x06"),
        ("listed", 70000, b"\x07\x07\x07"),
    ]


def test_the_bytes_are_those_that_public_clients_read(streams):
    body = fetched(streams, "/listed/data?start=5&stop=6").body

    assert body == b"\xa6listed\x05\xc4\x04five" + b"\xa6listed\x06\xc4\x02\x06\x06"


@pytest.mark.parametrize(
    ("query", "indexes"),
    [
        ("start=5&stop=5", [5]),
        ("start=2&stop=6", [2, 5, 6]),
        ("start=-100&stop=2", [2]),
        ("start=7&stop=4294967295", [70000]),
        ("start=-9007199254740991&stop=9007199254740991", [2, 5, 6, 70000]),
    ],
)
def test_both_ends_count_and_gaps_are_no_matter(streams, query, indexes):
    assert [packet[1] for packet in packets_in(fetched(streams, f"/listed/data?{query}").body)] == indexes


@pytest.mark.parametrize("query", ["start=7&stop=69999", "start=0&stop=1", "start=6&stop=5", "start=70001&stop=80000"])
@pytest.mark.parametrize("stream", ["listed", "nothing", "empty"])
def test_there_is_no_way_to_packets_that_are_not_there(streams, stream, query):
    answer = streams.get(f"/{stream}/data?{query}")

    assert (answer.status, answer.content) == (404, {"reason": "NOT_FOUND"})


@pytest.mark.parametrize(
    "authorization", ["", "ModeCloud v1.writer", "ModeCloud v1.car", "ModeCloud nonsense", "Basic x"]
)
def test_the_address_needs_no_key_and_minds_none(streams, bare, authorization):
    place = place_of(streams.get("/listed/data?start=2&stop=5"))

    assert bare.get(place, Authorization=authorization).status == 200


def test_a_long_and_odd_name_is_no_obstacle(api, bare):
    name = "".join(chr(0x1F300 + 37 * at % 512) for at in range(250))
    place = f"{STREAMS}/{name}"
    assert bare.post(f"/_emulator/mode{place}/packets", {"packets": [{"data": "AQI="}]}).status == 204

    assert packets_in(fetched(api, f"{place}/data?start=0&stop=0").body) == [(name, 0, b"\x01\x02")]


def test_nobody_should_remember_the_address(streams):
    assert streams.get("/listed/data?start=2&stop=5").headers["cache-control"] == "no-store"


def test_the_address_is_good_for_a_while_by_the_worlds_clock(streams, bare, clock):
    place = place_of(streams.get("/listed/data?start=2&stop=5"))

    clock.pass_hours(4.99 / 60)
    assert [bare.get(place).status for _ in range(3)] == [200, 200, 200]
    clock.pass_hours(0.01 / 60)
    answer = bare.get(place)
    assert (answer.status, answer.content) == (403, {"reason": "INVALID_TOKEN"})


@pytest.mark.parametrize("ticket", ["x", "a.b", "%00", "..", "W10.x"])
def test_an_address_cannot_be_made_up(bare, ticket):
    answer = bare.get(f"/sds/downloads/{ticket}")

    assert (answer.status, answer.content) == (403, {"reason": "INVALID_TOKEN"})


def test_an_address_that_is_no_text_is_none(bare):
    answer = bare.get("/sds/downloads/%ff")

    assert (answer.status, answer.content) == (400, {"reason": "INVALID_PARAMETER"})


def test_a_token_for_something_else_is_no_ticket(bare):
    form = b"projectId=1260&appId=controller_app&email=jane@example.com&password=jane-password"
    token = bare("POST", "/auth/user", body=form).content["token"]

    assert bare.get(f"/sds/downloads/{token.removeprefix('v1.')}").status == 403


def test_what_is_pushed_before_the_download_is_in_it(streams, bare):
    place = place_of(streams.get("/modeCar/data?start=1050&stop=2000"))

    push = bare.below(f"/_emulator/mode{STREAMS}")
    assert push.post("/modeCar/packets", {"packets": [{"data": "AQI="}]}).status == 204

    assert [packet[1] for packet in packets_in(bare.get(place).body)] == [1050, 1051]


def test_what_is_pushed_while_it_runs_is_not(emulator, world, streams, bare):
    place = place_of(streams.get("/modeCar/data?start=900&stop=2000"))
    reply = emulator.answer(Request("GET", place, world=world.name))

    pushed = {"packets": [{"data": "AQI="}, {"index": 900, "data": "AQI="}]}
    assert bare.below(f"/_emulator/mode{STREAMS}").post("/modeCar/packets", pushed).status == 204
    body = b"".join(reply.flow.chunks)

    assert len(body) == reply.flow.length
    packets = packets_in(body)
    assert [packet[1] for packet in packets] == list(range(900, 1051))
    assert packets[0][2] != b"\x01\x02"


def test_the_same_packets_have_the_same_bytes_every_time(streams):
    bodies = [fetched(streams, "/modeCar/data?start=900&stop=1050").body for _ in range(2)]

    assert bodies[0] == bodies[1]
    assert len({data for _name, _index, data in packets_in(bodies[0])}) == 151


def test_the_journal_counts_what_has_gone(streams, world):
    body = fetched(streams, "/modeCar/data?start=900&stop=1050").body

    entry = world.journal.entries()[-1]
    assert (entry.operation, entry.status, entry.reply_bytes) == ("downloadDataPackets", 200, len(body))


@pytest.mark.parametrize(
    ("base", "headers", "expected"),
    [
        ("http://host", {"x-emulator-world": "test"}, "http://host/_worlds/test"),
        ("http://host/_worlds/test", {}, "http://host/_worlds/test"),
        ("http://host/_worlds/test", {"x-emulator-world": "other"}, "http://host/_worlds/test"),
    ],
)
def test_the_address_leads_to_the_world_it_was_asked_in(emulator, world, base, headers, expected):
    query = (("start", "2"), ("stop", "5"))
    headers = {"authorization": "ModeCloud v1.writer", **headers}
    request = Request("GET", f"{STREAMS}/listed/data", query, headers, base_url=base, world=world.name)

    location = emulator.answer(request).headers["Location"]

    assert location.startswith(f"{expected}/sds/downloads/")


def test_in_the_default_world_it_is_plain(emulator):
    api = Api(in_process(emulator, "default"), STREAMS).having(Authorization="ModeCloud v1.writer")

    assert api.get("/listed/data?start=2&stop=5").headers["location"].startswith("http://emulator/sds/downloads/")


def test_another_world_that_lacks_the_home_has_nothing_to_give(having, bare, emulator, world):
    jane = having("v1.jane")
    home = jane.post("/homes", {"name": "New"}).content["id"]
    place = f"/homes/{home}/smartModules/cardata/streams/s"
    assert bare.post(f"/_emulator/mode{place}/packets", {"packets": [{"data": "AQI="}]}).status == 204
    ticket = place_of(jane.get(f"{place}/data?start=0&stop=0"))
    assert bare.get(ticket).status == 200

    emulator.reset_world(world.name)

    assert bare.get(ticket).status == 404
