"""Browsers ask before they let a page call another origin, and look at every answer."""

from __future__ import annotations

import pytest
from toy_emulator import toy_emulator

from streamulator.web.app import Application
from streamulator.web.cors import with_leave

NOTE = "/toy/notes/hello"
ASKING = {"Origin": "http://grafana", "Access-Control-Request-Method": "PUT"}


def client(cors):
    return Application(toy_emulator(), cors=cors).test_client()


def test_without_the_option_no_other_origin_has_leave():
    assert "Access-Control-Allow-Origin" not in client(None).get(NOTE, headers={"Origin": "http://grafana"}).headers
    assert client(None).options(NOTE, headers=ASKING).status_code == 405


@pytest.mark.parametrize("origin", ["*", "http://grafana"])
@pytest.mark.parametrize("path", [NOTE, "/toy/notes/none", "/nowhere", "/_emulator/health", "/"])
def test_with_it_every_reply_gives_leave(origin, path):
    reply = client(origin).get(path, headers={"Origin": "http://grafana"})

    assert reply.headers["Access-Control-Allow-Origin"] == origin
    assert "ETag" in reply.headers["Access-Control-Expose-Headers"]
    assert ("Origin" in reply.headers.getlist("Vary")) is (origin != "*")


def test_a_browser_that_asks_beforehand_is_told_what_it_may_do():
    asked = {**ASKING, "Access-Control-Request-Headers": "authorization, cache-control, content-type"}

    reply = client("*").options(NOTE, headers=asked)

    assert reply.status_code == 204
    assert reply.data == b""
    assert "PUT" in reply.headers["Access-Control-Allow-Methods"]
    assert reply.headers["Access-Control-Allow-Headers"] == "authorization, cache-control, content-type"


def test_options_is_otherwise_what_the_contract_says():
    reply = client("*").options(NOTE)

    assert reply.status_code == 405
    assert reply.headers["Allow"] == "DELETE, GET, PUT"


def test_what_a_reply_says_itself_does_not_stand_twice():
    said = []
    own = [("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "X-Own"), ("Age", "1")]

    with_leave("http://grafana", lambda _status, headers: said.extend(headers))("200 OK", own)

    assert [value for name, value in said if name == "Access-Control-Allow-Origin"] == ["http://grafana"]
    (shown,) = [value for name, value in said if name == "Access-Control-Expose-Headers"]
    assert {"X-Own", "Location"} <= set(shown.split(", "))
    assert ("Age", "1") in said
