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
