"""Every status that a contract documents for an operation, reached by the fixture that ships; and how."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from aveva_http import Api, in_process
from grovestreams_samples import ELSEWHERE, FRED, GARAGE, HOME, NOBODYS, SUITE, WILMA, refusal

from streamulator import resources, services
from streamulator.contract.contract import Contract
from streamulator.core.messages import NOTHING

CONTRACTS = [
    Contract.load(resources.folder("openapi") / name)
    for service in services.discover()
    if service.name == "grovestreams"
    for name in service.contracts
]
OPERATIONS = {operation.id: operation for contract in CONTRACTS for operation in contract.operations}

# What no state of the service answers with.
NEVER = {500: "only a mistake in the emulator itself answers it"}

TOO_LARGE = b" " * 30_000_001
ALL, NONE, BUSY = ({"Cookie": f"api_key={key}"} for key in ("demo-key", "demo-outsider", "busy-key"))
GRANT = b"grant_type=authorization_code&client_id=demo-app&code=demo-code"
WINDOW = "startDate=1333300000000&endDate=1333302000000"
LIGHT = '[{"compId":"garage","streamId":"light"}]'


class Try(NamedTuple):
    """One request: what is in its path where that is not the usual, its query, its body, and who sends it.

    `who` are headers, or what to log in with; `calls` is how many of the like have come before.
    """

    ids: dict[str, str] = {}  # noqa: RUF012  never changed
    query: str = ""
    content: Any = NOTHING
    body: bytes = b""
    who: dict[str, str] = ALL
    calls: int = 0


USUAL = {
    "componentUid": GARAGE,
    "organizationUid": HOME,
    "orgUserUid": "630114e8-76ac-46fc-866c-bb5e63258018",
    "unitUid": "86768787-9158-3c67-817b-1d9cce262c4b",
    "cycleUid": "69f231f3-037f-30d3-9826-60163b56d5d6",
    "rollupCalendarUid": "b2ef79b1-32c3-355a-ab23-39286464f0e9",
    "compId": "garage",
    "streamId": "temperature",
}
NOBODY: dict[str, str] = {}
TEMPERATURE = [{"compId": "garage", "streamId": "temperature", "data": 21.5, "time": 1333302000000}]

# By operation, the requests that make its successes and its own refusals.
OWN = {
    "listStreamMetadata": {200: Try(query=f"itemsById={LIGHT}"), 429: Try(query="itemsById=[]", who=BUSY, calls=350)},
    "listComponentStreamMetadata": {200: Try()},
    "logInUser": {
        200: Try(content=FRED, who=NOBODY),
        400: Try(content={"email": "somebody"}, who=NOBODY),
        401: Try(content={**FRED, "password": "wrong"}, who=NOBODY),
    },
    "logOut": {200: Try(who=FRED)},
    "logInGuest": {
        200: Try(query=f"org={ELSEWHERE}", who=NOBODY),
        400: Try(who=NOBODY),
        403: Try(query=f"org={HOME}", who=NOBODY),
        404: Try(query=f"org={NOBODYS}", who=NOBODY),
    },
    "issueAccessToken": {200: Try(body=GRANT, who=NOBODY), 400: Try(body=GRANT + b"x", who=NOBODY)},
    "getOrganization": {
        200: Try(who=FRED),
        403: Try(who=WILMA),
        404: Try({"organizationUid": NOBODYS}, who=FRED),
        429: Try({"organizationUid": SUITE}, who=WILMA, calls=350),
    },
    "listOrganizationUsers": {200: Try()},
    "getOrganizationUser": {200: Try()},
    "listOrganizationUnits": {200: Try()},
    "getOrganizationUnit": {200: Try()},
    "listCycles": {200: Try()},
    "getCycle": {200: Try()},
    "listRollupCalendars": {200: Try()},
    "getRollupCalendar": {200: Try()},
    "listComponents": {200: Try()},
    "getComponent": {200: Try()},
    "listComponentStreams": {200: Try()},
    "getComponentFolder": {200: Try(), 404: Try(query="byFolderPath=Components/nowhere")},
    "listFeeds": {200: Try(query=f"{WINDOW}&itemsById={LIGHT}")},
    "putFeeds": {
        200: Try(content=TEMPERATURE),
        404: Try(
            content={
                "feed": {
                    "component": [{"componentUid": GARAGE, "stream": [{"streamUid": NOBODYS, "time": [], "data": []}]}]
                }
            }
        ),
        429: Try(query="compId=probe&value=1", who=BUSY, calls=12),
    },
    "getStreamLastValue": {200: Try(), 404: Try({"streamId": "nothing"})},
}
PAIRS = [(name, status) for name, operation in OPERATIONS.items() for status in operation.answers]
REACHED = [pair for pair in PAIRS if pair[1] not in NEVER]


def request_for(name, status):
    """Return what leads an operation to a status: its own request for it, or a success of its own led astray."""
    own = OWN[name]
    if status in own:
        return own[status]
    works = own[200]
    astray = {
        400: {"query": "org=x"},
        401: {"who": NOBODY},
        403: {"who": NONE},
        413: {"content": NOTHING, "body": TOO_LARGE},
        429: {"who": BUSY, "calls": 350},
    }
    if status in astray:
        return works._replace(**astray[status])
    word = next(word for word in USUAL if f"{{{word}}}" in OPERATIONS[name].path)
    return works._replace(ids={word: NOBODYS})


def sent(root, name, request):
    operation, who = OPERATIONS[name], request.who
    if "password" in who:
        who = {"Cookie": root.post("/api/login", who).headers["set-cookie"].partition(";")[0] + f"; org={HOME}"}
    target = operation.path.format(**(USUAL | request.ids)) + f"?{request.query}"
    for _ in range(request.calls):
        assert root(operation.method, target, request.content, request.body, who).status != 429
    return root(operation.method, target, request.content, request.body, who)


@pytest.fixture
def root(nobody):
    return nobody.below("")


@pytest.mark.parametrize(("name", "status"), REACHED, ids=str)
def test_a_documented_status_can_be_reached(root, world, name, status):
    answer = sent(root, name, request_for(name, status))

    assert answer.status == status, answer.body
    assert world.journal.entries()[-1].operation == name
    assert answer.headers["access-control-allow-origin"] == "*"
    if status >= 400 and name != "issueAccessToken":
        assert refusal(answer, status).endswith(".")


def test_the_list_is_complete():
    assert OPERATIONS.keys() == OWN.keys()
    assert len(OPERATIONS) == 2 + 20
    assert {status for _, status in set(PAIRS) - set(REACHED)} == set(NEVER)


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [("GET", "/api/stream_metadata/a/b", 404), ("POST", "/api/unit", 405), ("GET", "/api/comp/a", 404)],
)
def test_a_path_or_method_that_nobody_knows_has_the_same_error_body(root, method, target, status):
    refusal(root(method, target), status)


def test_a_mistake_of_ours_has_the_same_body(emulator_of):
    emulator = emulator_of("grovestreams: {organizations: []}")
    emulator.worlds["default"].stores["grovestreams"] = None

    answer = Api(in_process(emulator, "default"), "/api").get("/unit?api_key=x")

    refusal(answer, 500)
