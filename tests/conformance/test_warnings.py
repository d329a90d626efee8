"""What a client does wrong without harm: served and written down, refused by `--strict`, judged by `exec --fail-on`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any, NamedTuple

import pytest
from serving import PATIENCE, started

from streamulator.client import Control

AVEVA = "/api/v1/Tenants/default/Namespaces/default"
WEATHER, WAVE = f"{AVEVA}/Streams/Weather/Data", f"{AVEVA}/Streams/Wave/Data"
MODE = "/homes/12/smartModules/cardata/streams"
GROVE = "/api/stream_metadata/0e95694d-91ce-3034-92bf-4e724dd18882"


class Try(NamedTuple):
    """One request that errs harmlessly: its status, how the complaint begins, and the status when it is refused."""

    operation: str
    method: str
    target: str
    content: Any
    status: int
    complaint: str
    refused: int = 400


ORDER = [{"Order": 5, "Sine": 0.5}]
TRIES = {
    "aveva: a deprecated name": Try(
        "patchValues",
        "PATCH",
        f"{WAVE}?select=Sine",
        ORDER,
        204,
        "query parameter 'select': deprecated; it is 'selectExpression' now.",
    ),
    "aveva: a deprecated function": Try(
        "listValues",
        "GET",
        f"{WEATHER}?filter=substringof('x',%20'y')&startIndex=2026-01-01&count=1",
        None,
        200,
        "query parameter 'filter': the function substringof: deprecated; it is 'contains' now.",
    ),
    "aveva: a deprecated function in a join": Try(
        "joinValues",
        "POST",
        f"{AVEVA}/Bulk/Streams/Data/Joins?joinMode=MergeLeft",
        [{"StreamId": "Wave", "Options": {"StartIndex": "0", "EndIndex": "1", "Filter": "substringof('x', 'y')"}}] * 2,
        200,
        "body[0].Options.Filter: the function substringof: deprecated; it is 'contains' now.",
    ),
    "aveva: a member of an event": Try(
        "insertValues", "POST", WAVE, [{"Order": 900, "Sien": 1}], 204, "event: the member 'Sien' is not in the stream"
    ),
    "aveva: a member of an object": Try(
        "getOrCreateStream",
        "POST",
        f"{AVEVA}/Streams/New",
        {"Id": "New", "TypeId": "Wave", "Nmae": "x"},
        201,
        "stream: the member 'Nmae' is unknown.",
    ),
    "aveva: a parameter": Try(
        "listStreams",
        "GET",
        f"{AVEVA}/Streams?qery=x",
        None,
        200,
        "query parameter 'qery': not a parameter of this operation. Did you mean 'query'?",
    ),
    "aveva: a parameter where there is none": Try(
        "getSigningKeys",
        "GET",
        "/identity/.well-known/openid-configuration/jwks?format=x",
        None,
        200,
        "query parameter 'format': not a parameter of this operation.",
    ),
    "mode: a member": Try(
        "addStreamSession",
        "POST",
        f"{MODE}/notes/sessions",
        {"start": 7, "stop": 7, "strat": 1},
        201,
        "body: the member 'strat' is ignored. Did you mean 'start'?",
        403,
    ),
    "mode: a member of a home": Try(
        "createHome", "POST", "/homes", {"name": "New", "nmae": 1}, 201, "body: the member 'nmae' is ignored. Did you"
    ),
    "mode: a parameter": Try(
        "listStreamSessions",
        "GET",
        f"{MODE}/notes/sessions?start=0&stop=9&limt=1",
        None,
        200,
        "query parameter 'limt': not a parameter of this operation. Did you mean 'limit'?",
    ),
    "mode: a parameter where there is none": Try(
        "getAuthentication", "GET", "/auth?full=1", None, 200, "query parameter 'full': not a parameter of"
    ),
    "grovestreams: a member": Try(
        "logInUser",
        "POST",
        "/api/login",
        {"email": "wilma@gmailx.com", "password": "wilma-secret", "emial": 1},
        200,
        "body: the member 'emial' is ignored. Did you mean 'email'?",
    ),
    "grovestreams: a member of a sample": Try(
        "putFeeds",
        "PUT",
        "/api/feed",
        [{"compId": "garage", "streamId": "temperature", "data": 1.5, "tmie": 1}],
        200,
        "body: the member '[0].tmie' is ignored. Did you mean 'time'?",
    ),
    "grovestreams: a parameter": Try(
        "listComponentStreamMetadata",
        "GET",
        f"{GROVE}?retrieveTag=true",
        None,
        200,
        "query parameter 'retrieveTag': not a parameter of this operation.",
    ),
}
RETRIES = {
    "aveva": ("getLastValue", f"{WEATHER}/Last", 503),
    "mode": ("getAuthentication", "/auth", 503),
    "grovestreams": ("listComponentStreamMetadata", GROVE, 429),
}
KEYS = {"mode": {"Authorization": "ModeCloud v1.demo-project"}, "grovestreams": {"Cookie": "api_key=demo-key"}}


@pytest.fixture(scope="module", params=[False, True], ids=["tolerant", "strict"])
def strict(request):
    return request.param


@pytest.fixture(scope="module")
def control(strict):
    with started("--log-level", "error", *(["--strict"] if strict else [])) as server, Control(server.url) as control:
        yield control


@pytest.fixture
def world(control):
    world = control.create_world("trial")
    yield world
    broken = world.ledger("broken").entries
    world.delete_world()
    assert broken == ()


def send(world, name, method, target, content=None):
    headers = {"X-Emulator-World": world.world, "Content-Type": "application/json", **KEYS.get(name, {})}
    body = b"" if content is None else json.dumps(content).encode()
    return world.transport.send(method, target, headers, body)


@pytest.mark.parametrize("name", TRIES)
def test_what_errs_harmlessly_is_served_with_a_warning_or_strictly_refused(world, strict, name):
    one = TRIES[name]
    before = world.state_hash()

    answer = send(world, name.partition(":")[0], one.method, one.target, one.content)

    assert answer.status == (one.refused if strict else one.status), answer.body
    (finding,) = world.ledger().entries[:1]
    assert (finding.kind, finding.operation) == ("violation" if strict else "warning", one.operation)
    assert finding.complaint.startswith(one.complaint)
    assert not strict or world.state_hash() == before


@pytest.mark.parametrize("name", RETRIES)
def test_who_comes_back_too_early_is_served_with_a_warning_or_strictly_refused(world, strict, name):
    operation, target, busy = RETRIES[name]
    world.clock.freeze()
    world.faults.arm(f"{busy};retryAfter=30", operation=operation, times=1)

    answers = [send(world, name, "GET", target).status for _ in range(2)]
    world.clock.advance(31)
    answers.append(send(world, name, "GET", target).status)

    assert answers == [busy, 400 if strict else 200, 200]
    (finding,) = world.ledger().entries
    assert (finding.kind, finding.operation) == ("violation" if strict else "warning", operation)
    assert finding.complaint.startswith("early retry: 30.000 s before")


CLIENT = """
import os, sys, urllib.request
from streamulator import Control
method, target, body, header, value = sys.argv[1:]
headers = {"Content-Type": "application/json", **({header: value} if header else {})}
request = urllib.request.Request(os.environ["STREAMULATOR_URL"] + target, body.encode() or None, headers, method=method)
urllib.request.urlopen(request).close()
"""


@pytest.mark.parametrize("name", ["aveva: a deprecated name", "mode: a member", "grovestreams: a parameter"])
def test_warnings_are_an_exit_code_where_that_is_asked(name):
    one = TRIES[name]
    key = next(iter(KEYS.get(name.partition(":")[0], {"": ""}).items()))
    body = "" if one.content is None else json.dumps(one.content)
    command = [sys.executable, "-c", CLIENT, one.method, one.target, body, *key]

    ran = subprocess.run(
        [sys.executable, "-m", "streamulator", "exec", "--fail-on", "warning", "--", *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=6 * PATIENCE,
        env=os.environ,
    )

    assert ran.returncode == 3
    assert ran.stderr.startswith("streamulator: in the ledger: 1 warning\n")
    assert one.complaint in ran.stderr
