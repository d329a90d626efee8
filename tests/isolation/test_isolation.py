"""Many tests at once on one server see nothing of each other: each is answered as if it were alone.

`make isolation` plays 16 workers of 100 tests; without it, each has a few.
"""

from __future__ import annotations

import json
import os

import pytest
import requests
from isolation.running import played
from isolation.worker import READS
from serving import PATIENCE, started

WORKERS = 16
TESTS = int(os.environ.get("STREAMULATOR_ISOLATION", "6"))


@pytest.fixture
def url():
    with started("--log-level", "error") as (process, url, _first):
        yield url
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == ""


@pytest.fixture
def another_url():
    with started("--log-level", "error") as server:
        yield server.url


def test_tests_at_once_are_answered_byte_for_byte_as_one_after_the_other(url, another_url):
    before = requests.get(f"{url}/_emulator/state/hash", timeout=PATIENCE).json()

    at_once = played(url, workers=WORKERS, tests=TESTS)
    alone = played(another_url, workers=1, tests=WORKERS * TESTS)

    assert len(at_once) == WORKERS * TESTS
    assert [number for number, answers in at_once.items() if answers != alone[number]] == []
    assert requests.get(f"{url}/_emulator/state/hash", timeout=PATIENCE).json() == before
    assert [one["name"] for one in requests.get(f"{url}/_emulator/worlds", timeout=PATIENCE).json()] == ["default"]
    assert requests.get(f"{url}/_emulator/snapshots", timeout=PATIENCE).json() == []
    assert requests.get(f"{url}/_emulator/journal", timeout=PATIENCE).json()["total"] == 0


def test_each_test_meets_its_own_events_time_and_faults(url):
    for number, answers in played(url, workers=4, tests=2, way="header").items():
        bodies = [body for _status, _headers, body in answers]
        statuses = [status for status, _headers, _body in answers]
        (faults,) = [json.loads(body) for body in bodies if '"exhausted"' in body and body.startswith("[")]
        (window,) = [json.loads(body) for body in bodies if body.startswith('[{"Order":1')]
        (ledger,) = [json.loads(body) for body in bodies if '"totals"' in body]
        busy, shaky = faults

        assert {int(event["Sine"]) for event in window} == {number}
        assert len(window) == 5
        assert (busy["matched"], busy["fired"], shaky["matched"]) == (2, 1, READS)
        assert statuses.count(503) == 1
        assert sum('"others": "untouched"' in body for body in bodies) == 3
        assert ledger["entries"][0]["complaint"].startswith(f"early retry: {number % 9 + 1}.000 s")


def test_what_is_compared_differs_between_tests(url):
    """Without this, answers to the wrong test could pass for the right ones."""
    answers = played(url, workers=1, tests=4)

    texts = {json.dumps(one).replace(f"test-{number}", "test") for number, one in answers.items()}
    assert len(texts) == len(answers)
