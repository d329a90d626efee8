from __future__ import annotations

from email.utils import parsedate_to_datetime

import pytest

NOTE = "/toy/notes/hello"


def set_clock(client, **setting):
    reply = client.put("/_emulator/clock", json=setting)
    assert reply.status_code == 200, reply.text
    return reply.json


def now(client):
    return client.get("/_emulator/clock").json["now"]


def test_a_world_follows_the_machine_at_first(client):
    shown = client.get("/_emulator/clock").json

    assert (shown["mode"], shown["offsetSeconds"]) == ("real", 0)


def test_a_frozen_clock_stands_still_until_it_is_moved(client):
    set_clock(client, mode="frozen", at="2030-01-01T00:00:00Z")

    assert now(client) == now(client) == "2030-01-01T00:00:00Z"
    moved = client.post("/_emulator/clock/advance", json={"seconds": 90.5}).json
    assert moved == {"now": "2030-01-01T00:01:30.5Z", "mode": "frozen", "offsetSeconds": None}


def test_a_clock_freezes_where_it_is_unless_told_otherwise(client):
    set_clock(client, mode="running", at="2030-01-01T00:00:00Z")

    assert set_clock(client, mode="frozen")["now"].startswith("2030-01-01T00:00:")


def test_a_running_clock_keeps_its_distance(client):
    first = set_clock(client, mode="running", at="2030-01-01T00:00:00Z")
    second = client.post("/_emulator/clock/advance", json={"seconds": 3600}).json

    assert first["mode"] == second["mode"] == "running"
    assert second["offsetSeconds"] - first["offsetSeconds"] == pytest.approx(3600, abs=1e-6)
    assert set_clock(client, mode="real")["offsetSeconds"] == 0


def test_the_date_of_a_reply_is_the_worlds(client):
    set_clock(client, mode="frozen", at="2030-01-01T00:00:00Z")

    date = parsedate_to_datetime(client.get(NOTE).headers["Date"])

    assert date.isoformat() == "2030-01-01T00:00:00+00:00"


def test_the_journal_is_written_in_the_worlds_time(client):
    set_clock(client, mode="frozen", at="2030-01-01T00:00:00Z")

    client.get(NOTE)

    assert client.get("/_emulator/journal").json["entries"][0]["time"] == "2030-01-01T00:00:00Z"


def test_time_does_not_go_beyond_the_year_9999(client):
    set_clock(client, mode="frozen", at="9999-12-31T23:59:59Z")

    reply = client.post("/_emulator/clock/advance", json={"seconds": 2})

    assert (reply.status_code, now(client)) == (400, "9999-12-31T23:59:59Z")


def test_a_clock_that_follows_the_machine_shows_no_other_time(client):
    assert client.put("/_emulator/clock", json={"mode": "real", "at": "2030-01-01T00:00:00Z"}).status_code == 400


def test_a_reset_takes_the_clock_back(client):
    set_clock(client, mode="frozen", at="2030-01-01T00:00:00Z")

    client.post("/_emulator/reset")

    assert client.get("/_emulator/clock").json["mode"] == "real"


# What RFC 3339 can say, and no clock can show.
@pytest.mark.parametrize(
    "time",
    [
        "2016-12-31T23:59:60Z",
        "0000-01-01T00:00:00Z",
        "2020-01-01T00:00:00+23:00",
        "9999-12-31T23:59:59-01:00",
        "0001-01-01T00:00:00+01:00",
    ],
)
def test_a_time_that_no_clock_shows_is_refused(client, time):
    replies = [
        client.put("/_emulator/clock", json={"mode": "frozen", "at": time}),
        client.put("/_emulator/clock", json={"mode": "running", "at": time}),
        client.post("/_emulator/worlds", json={"name": "w", "frozenAt": time}),
    ]

    assert [reply.status_code for reply in replies] == [400, 400, 400]
    assert time in replies[0].json["detail"]


@pytest.mark.parametrize("mode", ["frozen", "running"])
def test_a_world_lives_on_at_the_end_of_time(client, mode):
    set_clock(client, mode=mode, at="9999-12-31T23:59:59.9999999Z")
    client.post("/_emulator/faults", json={"operation": "getNote", "effect": "latency=3600", "times": 1})
    client.application.emulator.wait = lambda _seconds: None

    reply = client.get(NOTE)

    assert (reply.status_code, reply.headers["Date"]) == (200, "Fri, 31 Dec 9999 23:59:59 GMT")
    assert now(client) == "9999-12-31T23:59:59.9999999Z"
    assert client.get("/_emulator/journal/har").status_code == 200
