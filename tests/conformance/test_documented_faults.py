"""A fault answers with what the contract documents, as the contract describes it, and can be armed for nothing else."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import count

import pytest
import requests
import schemathesis
from conformance.documents import FOLDER, expand, load, operations
from schemathesis.checks import CHECKS, load_all_checks
from serving import PATIENCE, started

from streamulator.contract.contract import Contract
from streamulator.core.messages import Reply

STATUSES = (403, 409, 412, 503)

# How many operations document which status, and the operations there are. The vendors' own pages have 52 of the 108
# combinations; our contracts have three more: 412 for a conditional read of metadata, and the 403 of GroveStreams' two
# operations, whose page names no status at all.
DOCUMENTED = {
    "aveva-stream-data.yaml": ({403: 10, 409: 1, 412: 0, 503: 10}, 10),
    "aveva-streams-metadata.yaml": ({403: 6, 409: 3, 412: 4, 503: 0}, 6),
    "mode-stream-data-store.yaml": ({403: 9, 409: 1, 412: 0, 503: 9}, 9),
    "grovestreams-stream-metadata.yaml": ({403: 2, 409: 0, 412: 0, 503: 0}, 2),
}
HERE = [name for name in DOCUMENTED if (FOLDER / name).exists()]

# What a request needs beyond its contract's examples of whatever is required: the key to a door, and queries where the
# contract leaves several ways open.
CREDENTIALS = {
    "mode-stream-data-store.yaml": {"Authorization": "ModeCloud v1.demo-project"},
    "grovestreams-stream-metadata.yaml": {"Cookie": "api_key=demo-key"},
}
QUERIES = {
    "listValues": {"startIndex": "2026-01-01T08:00:00Z", "count": 3},
    "listInterpolatedValues": {"index": "2026-01-01T08:00:00Z"},
    "listStreamMetadata": {"itemsByFolderPath": "", "streamId": "", "streamName": "", "includeSubs": "true"},
    "removeValues": {"index": "2026-01-01T08:00:00Z"},
}

CHECKED = (
    "status_code_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "content_type_conformance",
)


@cache
def fuzzed(name):
    """Load a document as Schemathesis has it."""
    load_all_checks()
    return schemathesis.openapi.from_path(str(FOLDER / name))


@cache
def contract(name):
    """Load a document as the emulator has it."""
    return Contract.load(FOLDER / name)


def combinations(*, documented):
    return [
        pytest.param(name, operation, status, id=f"{operation.id}-{status}")
        for name in HERE
        for operation in operations(load(name))
        for status in STATUSES
        if (str(status) in operation.responses) is documented
    ]


def case_of(name, operation):
    """Write the request that a contract's examples make."""
    examples = {
        place: parameter["example"] for place, parameter in operation.parameters.items() if parameter.get("required")
    }
    query = {parameter: value for (where, parameter), value in examples.items() if where == "query"}
    body = expand(load(name), operation.node.get("requestBody", {})).get("content", {}).get("application/json")
    content = {} if body is None else {"body": body["example"]}
    return (
        fuzzed(name)
        .find_operation_by_id(operation.id)
        .Case(
            path_parameters={parameter: value for (where, parameter), value in examples.items() if where == "path"},
            query={**query, **QUERIES.get(operation.id, {})},
            headers=CREDENTIALS.get(name, {}),
            media_type=None if body is None else "application/json",
            **content,
        )
    )


@pytest.fixture(scope="module")
def url():
    with started("--log-level", "error") as (process, url, _first):
        yield url
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == ""


@pytest.fixture
def worlds(url):
    """Return a function that makes a new world and returns its address; all of them go in the end."""
    made = []
    numbers = count(1)

    def world():
        made.append(f"w{next(numbers)}")
        reply = requests.post(f"{url}/_emulator/worlds", json={"name": made[-1]}, timeout=PATIENCE)
        assert reply.status_code == 201, reply.text
        return f"{url}/_worlds/{made[-1]}"

    yield world
    for name in made:
        requests.delete(f"{url}/_emulator/worlds/{name}", timeout=PATIENCE)


@pytest.mark.parametrize("name", HERE)
def test_the_combinations_that_are_documented_are_counted(name):
    found = Counter(dict.fromkeys(STATUSES, 0))
    known = list(operations(load(name)))
    for operation in known:
        found.update(status for status in STATUSES if str(status) in operation.responses)

    assert (dict(found), len(known)) == DOCUMENTED[name]


@pytest.mark.parametrize(("name", "operation", "status"), combinations(documented=True))
def test_a_documented_fault_strikes_and_keeps_the_contract(worlds, name, operation, status):
    case = case_of(name, operation)
    served = case.call(base_url=worlds(), timeout=PATIENCE)
    assert 200 <= served.status_code < 400, f"without a fault: {served.status_code} {served.text}"

    world = worlds()
    rule = {"id": "it", "operation": operation.id, "effect": {"kind": "status", "status": status}, "times": 1}
    assert requests.post(f"{world}/_emulator/faults", json=rule, timeout=PATIENCE).status_code == 201
    struck = case.call(base_url=world, timeout=PATIENCE)
    again = case.call(base_url=world, timeout=PATIENCE)

    assert (struck.status_code, again.status_code) == (status, served.status_code)
    assert struck.headers["x-emulator-fault"] == ["it"]
    assert ("retry-after" in struck.headers) is (status == 503)
    assert verification(name, operation, struck) == []
    case.validate_response(struck, checks=CHECKS.get_by_names(CHECKED))
    fault = requests.get(f"{world}/_emulator/faults/it", timeout=PATIENCE).json()
    assert (fault["matched"], fault["fired"], fault["exhausted"]) == (2, 1, True)
    assert requests.get(f"{world}/_emulator/ledger", timeout=PATIENCE).json()["totals"]["broken"] == 0


def verification(name, operation, response):
    """Hold a reply against the contract as the emulator itself reads it."""
    (known,) = [one for one in contract(name).operations if one.id == operation.id]
    answer = known.answers.get(response.status_code)
    spelt = {header.lower(): header for header in answer.headers} if answer else {}
    headers = {spelt.get(header, header): values[0] for header, values in response.headers.items()}
    media_type = headers["content-type"].partition(";")[0]
    return known.complaints(Reply(response.status_code, response.json(), headers, media_type=media_type))


def test_the_verification_finds_fault(worlds):
    (name, operation, _status), *_others = (one.values for one in combinations(documented=True))
    case = case_of(name, operation)
    broken = case.call(base_url=worlds(), headers={"X-Emulator-Fault": "418;undocumented"}, timeout=PATIENCE)

    assert broken.status_code == 418
    assert verification(name, operation, broken) != []
    with pytest.raises(BaseExceptionGroup, match="status"):
        case.validate_response(broken, checks=CHECKS.get_by_names(CHECKED))


@pytest.mark.parametrize(("name", "operation", "status"), combinations(documented=False))
def test_a_fault_that_is_not_documented_is_refused_and_told_what_is(worlds, name, operation, status):
    world = worlds()
    rule = {"operation": operation.id, "effect": str(status)}

    reply = requests.post(f"{world}/_emulator/faults", json=rule, timeout=PATIENCE)

    documented = sorted(int(one) for one in operation.responses if int(one) >= 400)
    listed = ", ".join(map(str, documented))
    assert reply.status_code == 400, name
    assert reply.json()["errors"] == [
        f"effect: {status} is not documented for {operation.id}; documented are {listed}."
    ]
    assert requests.get(f"{world}/_emulator/faults", timeout=PATIENCE).json() == []
