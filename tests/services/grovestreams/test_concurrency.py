"""Many devices at once, over real sockets."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from aveva_http import Api, over_socket
from grovestreams_samples import FRED, GARAGE, HOME, LIGHT, streams
from serving import started

DEVICES = 20
KEY = {"Cookie": "api_key=demo-key"}


@pytest.fixture(scope="module")
def url():
    with started("--log-level", "error") as server:
        yield server.url


def at_once(url, act):
    """Let twenty callers act at the same moment, each on a connection of its own; return what they come to."""
    barrier = Barrier(DEVICES)

    def one(number):
        with over_socket(url) as send:
            api = Api(send, "/api", KEY)
            api.get("/unit")
            barrier.wait(20)
            return act(api, number)

    with ThreadPoolExecutor(DEVICES) as pool:
        return list(pool.map(one, range(DEVICES)))


def test_samples_that_come_side_by_side_are_all_kept_and_dates_are_always_those_of_whole_intervals(url):
    start, step = 1333302000000, 300_000

    def act(api, number):
        seen = []
        for turn in range(10):
            at = start + (turn * DEVICES + number) * step
            assert api("PUT", f"/feed?compId=garage&light={number}&time={at}").status == 200
            (stream,) = streams(api.get(f"/stream_metadata?streams={GARAGE}.{LIGHT}"))
            seen.append(stream["endDate"])
            assert stream["endDate"] > at
        return seen

    seen = at_once(url, act)

    assert all(ends == sorted(ends) and all((end - start) % step == 0 for end in ends) for ends in seen)
    with over_socket(url) as send:
        end = start + 10 * DEVICES * step
        target = f"/feed?startDate={start}&endDate={end}&streams={GARAGE}.{LIGHT}"
        feed = Api(send, "/api", KEY).get(target).content["feed"]
    data = feed["component"][0]["stream"][0]["statistic"][0]["data"]
    assert data == [*range(DEVICES)] * 10


def test_a_component_that_many_devices_bring_into_being_is_one(url):
    answers = at_once(url, lambda api, number: api("PUT", f"/feed?compId=new&s{number}=1"))

    assert {answer.status for answer in answers} == {200}
    with over_socket(url) as send:
        api = Api(send, "/api", KEY)
        (new,) = [one for one in api.get("/component").content["component"] if one["id"] == "new"]
        found = streams(api.get(f"/stream_metadata/{new['uid']}"))
    assert sorted(stream["id"] for stream in found) == sorted(f"s{number}" for number in range(DEVICES))


def test_sessions_are_opened_and_ended_side_by_side(url):
    def act(api, _number):
        uid = api.post("/login", FRED).content["sessionUid"]
        header = {"Cookie": f"session={uid}; org={HOME}"}
        statuses = [api("GET", "/unit", headers=header).status for _ in range(5)]
        return [*statuses, api("DELETE", "/login", headers=header).status, api("GET", "/unit", headers=header).status]

    assert Counter(map(tuple, at_once(url, act))) == {(200,) * 6 + (401,): DEVICES}
