"""The service as a client meets it: the default fixtures behind a socket, in a process of its own."""

from __future__ import annotations

import pytest
import requests
from serving import started

STREAMS = "/homes/12/smartModules/cardata/streams"


@pytest.fixture(scope="module")
def url():
    with started("--log-level", "error") as server:
        yield server.url


def get(url, path, key="v1.demo-project", **more):
    headers = {"Authorization": f"ModeCloud {key}"} if key else {}
    return requests.get(url + path, headers=headers, timeout=10, allow_redirects=False, **more)


def test_streams_are_listed(url):
    answer = get(url, STREAMS)

    assert answer.status_code == 200
    assert {"homeId": 12, "moduleId": "cardata", "name": "modeCar"} in answer.json()
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    ("key", "status", "reason"),
    [
        (None, 401, "AUTHORIZATION_REQUIRED"),
        ("v1.nobody", 401, "AUTHORIZATION_REQUIRED"),
        ("v1.demo-device", 403, "PERMISSION_DENIED"),
        ("v1.demo-stranger", 403, "MEMBERS_ONLY"),
    ],
)
def test_who_has_no_business_there_is_told_so(url, key, status, reason):
    answer = get(url, STREAMS, key)

    assert (answer.status_code, answer.json()) == (status, {"reason": reason})
