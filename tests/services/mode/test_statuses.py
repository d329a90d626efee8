"""Every status that MODE's contracts document for an operation, reached by state; and the refusals' bodies."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

import pytest
from aveva_http import Api, in_process

from streamulator import resources, services
from streamulator.contract.contract import Contract
from streamulator.core.messages import NOTHING

(SERVICE,) = (service for service in services.discover() if service.name == "mode")
CONTRACTS = [Contract.load(resources.folder("openapi") / name) for name in SERVICE.contracts]
LEVERS = [Contract.load(resources.folder("openapi") / name) for name in SERVICE.levers.contracts]
OPERATIONS = {operation.id: operation for contract in CONTRACTS + LEVERS for operation in contract.operations}
STEERING = {operation.id for contract in LEVERS for operation in contract.operations}

# What no state of the service answers with.
NEVER = {
    500: "only a mistake in the emulator itself answers it",
    503: "what is in memory is never unavailable",
}

TOO_LARGE = b" " * 30_000_001
RANGE = "start=900&stop=1050"
DATA = {"packets": [{"data": "AQI="}]}


class Try(NamedTuple):
    """One request: what is in its path where that is not the usual, its query, its body, its key, and what it needs."""

    ids: dict[str, str] = {}  # noqa: RUF012  never changed
    query: str = ""
    content: Any = NOTHING
    body: bytes = b""
    key: str | None = "v1.writer"
    after: tuple[str, str, Any] | None = None
    headers: dict[str, str] = {}  # noqa: RUF012  as above


USUAL = {"homeId": "12", "moduleId": "cardata", "streamName": "modeCar", "sessionId": "early", "packetIndex": "900"}
NOBODY = Try(key=None)
STRANGER = Try(key="v1.car")
ODD = Try(headers={"X-Emulator-Fault": "nothing"})  # all that can be wrong with a request that takes nothing
NO_MODULE = Try({"moduleId": "nothing"})
NO_STREAM = Try({"streamName": "nothing"})
NO_HOME = Try({"homeId": "x"})
FORM = b"projectId=1260&appId=controller_app&email=jane@example.com&password="
TSDB = {"moduleId": "tsdb"}
PARKED = Try({"moduleId": "parked", "streamName": "asleep"})
TICKET = ("GET", f"/homes/12/smartModules/cardata/streams/modeCar/data?{RANGE}", NOTHING)
GONE = ("GET", "/homes/12/smartModules/live/streams/gone/data?start=0&stop=9", NOTHING)

# By operation, the requests that make its statuses; 401, and 403 where it is a matter of keys, are added below.
OWN = {
    "listHomeStreams": {200: Try(), 400: Try(query="skip=-1"), 403: NO_MODULE},
    "getHomeStream": {200: Try(), 400: NO_HOME, 404: NO_STREAM},
    "getStreamStatus": {200: Try(), 400: NO_HOME, 404: NO_MODULE},
    "listStreamSessions": {200: Try(query=RANGE), 400: Try(query="start=1"), 403: Try({"moduleId": "tsdb"}, RANGE)},
    "addStreamSession": {
        201: Try(content={"start": 900, "stop": 1050}),
        400: Try({"homeId": "x"}, content={"start": 900, "stop": 1050}),
        403: Try(content={"start": 900, "stop": 1051}),
    },
    "getStreamSession": {200: Try(), 400: NO_HOME, 404: Try({"sessionId": "nothing"})},
    "deleteStreamSession": {
        204: Try(),
        400: NO_HOME,
        404: Try({"sessionId": "nothing"}),
        409: Try({"sessionId": "kept"}),
    },
    "listMetadataPackets": {
        200: Try(query=RANGE),
        400: Try(query=f"{RANGE}&limit=a"),
        403: NO_MODULE._replace(query=RANGE),
    },
    "fetchDataPackets": {302: Try(query=RANGE), 400: Try(query="stop=1050"), 404: Try(query="start=1&stop=899")},
    "getAuthentication": {200: NOBODY, 400: ODD},
    "logIn": {
        200: Try(body=FORM + b"jane-password", key=None),
        400: Try(body=b"projectId=1260", key=None),
        403: Try(body=FORM + b"other", key=None),
    },
    "getUserSession": {200: Try(key="v1.jane"), 400: ODD, 403: Try()},
    "endUserSession": {204: Try(key="v1.jane"), 400: ODD, 403: Try()},
    "listHomes": {200: Try(), 400: Try(query="limit=-1"), 403: Try(query="projectId=1261")},
    "createHome": {
        201: Try(content={"name": "New"}),
        400: Try(content={}),
        403: Try(content={"name": "New"}, key="v1.reader"),
    },
    "getHome": {200: Try(), 400: NO_HOME},
    "listHomeMembers": {200: Try(), 400: NO_HOME},
    "listSmartModules": {200: Try(), 400: NO_HOME},
    "listTimeSeries": {200: Try(TSDB), 400: Try({"homeId": "1.5"}), 404: Try()},
    "listCollections": {200: Try(TSDB), 400: NO_HOME, 404: Try()},
    "createCollection": {
        201: Try(TSDB, content={"id": "new"}),
        400: Try(TSDB, content={"id": 1}),
        404: Try(content={"id": "new"}),
        409: Try(TSDB, content={"id": "0001:01234567-co2:0"}),
    },
    "downloadDataPackets": {
        200: Try(after=TICKET),
        400: Try({"ticket": "x" * 20_001}),
        403: Try({"ticket": "made-up"}),
        404: Try(after=GONE),
    },
    "pushDataPackets": {
        204: Try(content=DATA),
        400: Try(content={"packets": []}),
        403: PARKED._replace(content=DATA),
        404: Try({"moduleId": "nothing"}, content=DATA),
        409: Try({"streamName": "growing"}, content={"device": 1234, **DATA}),
    },
    "openSession": {
        204: Try(content={}),
        400: Try(content={"device": 0}),
        403: PARKED._replace(content={}),
        404: Try(content={"device": 99}),
        409: Try({"streamName": "growing"}, content={}),
    },
    "closeSession": {204: Try({"streamName": "growing"}), 400: NO_HOME, 403: PARKED, 404: Try()},
    "useSession": {204: Try(), 400: NO_HOME, 403: PARKED, 404: Try({"sessionId": "nothing"})},
    "releaseSession": {204: Try({"sessionId": "kept"}), 400: NO_HOME, 403: PARKED, 404: NO_STREAM},
    "attachMetadata": {
        204: Try(content={"content": {}}),
        400: Try({"packetIndex": "-1"}, content={"content": {}}),
        403: PARKED._replace(content={"content": {}}),
        404: Try({"packetIndex": "899"}, content={"content": {}}),
    },
}
PAIRS = [(name, status) for name, operation in OPERATIONS.items() for status in operation.answers]
REACHED = [pair for pair in PAIRS if pair[1] not in NEVER]


def request_for(name, status):
    """Return what leads an operation to a status: its own request for it, or a success of its own led astray."""
    own = OWN[name]
    if status in own:
        return own[status]
    works = next(request for code, request in own.items() if code < 400)
    if status == 413:
        return works._replace(content=NOTHING, body=TOO_LARGE)
    return works._replace(key={401: None, 403: "v1.car"}[status])


@pytest.fixture
def packets_that_go(device, clock):
    """A stream whose packets are gone two hours later, while a download of them may still be had."""
    device.post("/gone/packets", DATA)
    clock.pass_hours(1.99)


@pytest.mark.usefixtures("packets_that_go")
@pytest.mark.parametrize(("name", "status"), REACHED, ids=str)
def test_a_documented_status_can_be_reached(bare, clock, world, name, status):
    request = request_for(name, status)
    api = bare if request.key is None else bare.having(Authorization=f"ModeCloud {request.key}")
    ids = USUAL | request.ids
    if request.after is not None:
        ids["ticket"] = api(*request.after).headers["location"].rpartition("/")[2]
        clock.pass_hours(0.02)
    headers = {"Content-Type": "application/json"} if name in STEERING else request.headers

    operation = OPERATIONS[name]
    target = f"{operation.path.format(**{'ticket': '', **ids})}?{request.query}"
    answer = api(operation.method, target, request.content, request.body, headers)

    assert answer.status == status, answer.body
    assert world.journal.entries()[-1].operation == name
    assert world.ledger.findings("broken") == []
    if name not in STEERING:
        assert answer.headers["access-control-allow-origin"] == "*"
    if status >= 400 and name not in STEERING:
        assert list(answer.content) == ["reason"]
        assert re.fullmatch("[A-Z]+(_[A-Z]+)*", answer.content["reason"])
    elif status in (204, 302):
        assert answer.body == b""


def test_only_what_nothing_stored_leads_to_is_left_out():
    assert OPERATIONS.keys() == OWN.keys()
    assert len(OPERATIONS) == 9 + 13 + 6
    assert {status for _name, status in PAIRS} - {status for _name, status in REACHED} == NEVER.keys()
    strange = [(name, status) for name in OWN for status in OWN[name] if (name, status) not in PAIRS]
    assert strange == []


@pytest.mark.parametrize(
    ("method", "target", "status", "reason"),
    [
        ("GET", "/homes/12/nothing", 404, "NOT_FOUND"),
        ("GET", "/homes/12/smartModules/cardata/streams/", 404, "NOT_FOUND"),
        ("POST", "/homes/12/smartModules/cardata/streams", 405, "METHOD_NOT_ALLOWED"),
        ("DELETE", "/auth", 405, "METHOD_NOT_ALLOWED"),
    ],
)
def test_a_path_or_method_that_nobody_knows_has_the_same_error_body(api, method, target, status, reason):
    answer = api(method, target)

    assert (answer.status, answer.content) == (status, {"reason": reason})
    assert status != 405 or answer.headers["allow"] == "GET"


def test_a_mistake_of_ours_has_one_too(emulator_of):
    emulator = emulator_of("mode: {projects: []}")
    emulator.worlds["default"].stores["mode"] = None

    answer = Api(in_process(emulator, "default"), "").get("/homes", Authorization="ModeCloud x")

    assert (answer.status, json.loads(answer.body)) == (500, {"reason": "INTERNAL_ERROR"})
