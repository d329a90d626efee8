"""What MODE's pages print, replayed over a socket and in process; tables held against what is served."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from aveva_http import Answer, Api
from both_ways import START, both_ways, trial_world
from mode_packets import packets_in
from parity.likeness import assert_alike
from serving import served
from still_worlds import emulator_with

from streamulator.contract.yaml_text import Loader
from streamulator.web.app import Application

FOLDER = Path(__file__).parent / "mode"
FILES = {
    file.stem: yaml.load(file.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506  a safe loader
    for file in sorted(FOLDER.glob("*.yaml"))
}
PRINTED = [(stem, case) for stem, file in FILES.items() for case in file["cases"]]
CASES = [pytest.param(stem, case, id=f"{stem}: {case['name']}") for stem, case in PRINTED]
TABLES = [table for file in FILES.values() for table in file.get("tables", ())]
DOCUMENTS = ("mode-stream-data-store.json", "mode-companion.json")


@pytest.fixture(scope="module")
def connections(tmp_path_factory):
    """A way in for each file, to emulators that start from what is given in it."""
    folder = tmp_path_factory.mktemp("parity")
    with ExitStack() as stack:
        opened = {}
        for stem, file in FILES.items():
            fixture = folder / f"{stem}.yaml"
            fixture.write_text(yaml.safe_dump({"mode": {"dated": START, **file["given"]}}), encoding="utf-8")
            server = stack.enter_context(served(Application(emulator_with(fixture))))
            opened[stem] = stack.enter_context(both_ways(server.url, Application(emulator_with(fixture))))
        yield opened


@pytest.fixture
def world(connections):
    """Return a function that makes a world of its own for a case of a file."""
    with ExitStack() as stack:
        yield lambda stem: Api(connections[stem], "", stack.enter_context(trial_world(connections[stem])))


@pytest.mark.parametrize(("stem", "case"), CASES)
def test_a_printed_request_gets_its_printed_answer(world, stem, case):
    api = world(stem)
    for before in case.get("before", ()):
        for _ in range(before.get("times", 1)):
            assert send(api, before).status < 300

    answer = send(api, case)

    assert answer.status == case.get("status", 200), answer.body.decode()
    assert case.get("answer", {}).items() <= answer.headers.items()
    if answer.status == 204:
        assert answer.body == b""
    if "body" in case:
        assert_alike(answer.content, case["body"], subset=case.get("match") == "subset")
    if "count" in case:
        assert len(answer.content) == case["count"]
    if "download" in case:
        followed = api.having(Authorization="").get(urlsplit(answer.headers["location"]).path)
        assert followed.status == 200
        packets = [[name, index, data.hex()] for name, index, data in packets_in(followed.body)]
        assert packets == case["download"]


def send(api: Api, case: dict[str, Any]) -> Answer:
    """Send what a case says, with its key."""
    headers = {"Authorization": f"ModeCloud {case['key']}"} if "key" in case else {}
    body = json.dumps(case["content"]).encode() if "content" in case else case.get("form", "").encode()
    return api(*case["request"].split(" ", 1), body=body, headers=headers | case.get("headers", {}))


@pytest.fixture(scope="module")
def operations(connections):
    """Return the operations that a running emulator says it has, by method and path."""
    api = Api(next(iter(connections.values())), "/_emulator/openapi")
    return {
        f"{method.upper()} {path}": (operation, [*item.get("parameters", ()), *operation.get("parameters", ())])
        for document in DOCUMENTS
        for path, item in api.get(f"/{document}").content["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    }


@pytest.mark.parametrize("table", [table for table in TABLES if "request" in table], ids=lambda table: table["name"])
def test_a_table_lists_what_an_operation_takes_and_answers(operations, table):
    operation, parameters = operations[table["request"]]
    named = [parameter["$ref"].rpartition("/")[2] for parameter in parameters]
    asked = [name for name in named if f"{{{name}}}" not in table["request"]]

    assert operation["x-source"] == table["source"]
    assert asked == table.get("required", []) + table.get("optional", [])
    assert set(operation["responses"]) - {str(status) for status in table["statuses"]} == {"400"}
    assert {str(status) for status in table["statuses"]} <= set(operation["responses"])


@pytest.mark.parametrize("table", [table for table in TABLES if "besides" in table], ids=lambda table: table["name"])
def test_no_operation_answers_what_the_platform_does_not(operations, table):
    found = {int(status) for operation, _parameters in operations.values() for status in operation["responses"]}

    assert found <= {*table["statuses"], *table["besides"]}


def test_every_case_says_where_it_is_printed():
    nameless = [one["name"] for one in [*(case for _stem, case in PRINTED), *TABLES] if not one.get("source")]

    assert nameless == []
