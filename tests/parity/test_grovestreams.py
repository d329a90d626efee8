"""GroveStreams' printed requests and answers, replayed over a real socket as they are printed."""

from __future__ import annotations

import json
from functools import reduce
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from aveva_http import Api, over_socket
from parity.test_parity import assert_alike
from serving import started

from streamulator.contract.yaml_text import Loader

FOLDER = Path(__file__).parent / "grovestreams"
FILES = {
    file.stem: yaml.load(file.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506  a safe loader
    for file in sorted(FOLDER.glob("*.yaml"))
}
NUMBERS = count(1)


def cases():
    """Give every case with the state that it starts from and the headers that are sent along."""
    for stem, file in FILES.items():
        for case in file["cases"]:
            headers = {**file.get("headers", {}), **case.get("headers", {})}
            yield pytest.param(file.get("state"), {**case, "headers": headers}, id=f"{stem}: {case['name']}")


@pytest.fixture(scope="module")
def server_of():
    """Return a function that gives a connection to a server with some state, one server for each."""
    running: dict[Any, Any] = {}

    def connect(state: str | None) -> Any:
        if state not in running:
            fixtures = [] if state is None else [str(FOLDER / "state" / state)]
            server = started("--log-level", "error", *fixtures)
            connection = over_socket(server.__enter__().url)
            running[state] = (connection.__enter__(), connection, server)
        return running[state][0]

    yield connect
    for _send, connection, server in running.values():
        connection.__exit__(None, None, None)
        server.__exit__(None, None, None)


@pytest.mark.parametrize(("state", "case"), list(cases()))
def test_a_printed_request_gets_its_printed_answer(server_of, state, case):
    send = server_of(state)
    name = f"parity-{next(NUMBERS)}"
    assert Api(send, "/_emulator").post("/worlds", {"name": name}).status == 201
    api = Api(send, "", {"X-Emulator-World": name, **case["headers"]})
    if "as" in case:
        session = api.post("/api/login", case["as"]).headers["set-cookie"].partition(";")[0]
        api = api.having(Cookie=session)
    if "before" in case:
        assert sent(api, case["before"]).status == 200

    answer = sent(api, case)

    assert (answer.status, case.get("status", 200)) == (case.get("status", 200),) * 2, answer.body.decode()
    check(answer, case)
    assert Api(send, "/_emulator").get("/ledger", X_Emulator_World=name).content["totals"]["broken"] == 0


def sent(api, case):
    method, target = case["request"].split(" ", 1)
    return api(method, target, **({"content": case["content"]} if "content" in case else {}))


def check(answer, case):
    if "printed" in case:
        printed = (FOLDER / "printed" / case["printed"]).read_text(encoding="utf-8")
        assert as_spelt(answer.body) == as_spelt(printed)
    if "body" in case:
        content = answer.content
        for member in case.get("varies", ()):
            assert type(content[member]) is type(case["body"][member])
            content[member] = case["body"][member]
        for member in case.get("beginnings", ()):
            content[member] = content[member][: len(case["body"][member])]
        assert_alike(content, case["body"], subset=case.get("match") == "subset")
    for place, length in case.get("length", {}).items():
        found = reduce(lambda node, word: node[int(word) if word.isdigit() else word], place.split("."), answer.content)
        assert len(found) == length


def as_spelt(text):
    """Read JSON so that the order of its members and the spelling of its numbers count, and blanks between them not."""
    return json.loads(text, object_pairs_hook=list, parse_float=str, parse_int=str)


def test_spelling_and_order_count():
    assert as_spelt('{"a": 1, "b": 2}') != as_spelt('{"b": 2, "a": 1}')
    assert as_spelt("[1.5E308, 1]") != as_spelt("[1.5e308, 1.0]")


def test_every_case_says_where_it_is_printed():
    assert [case.id for case in cases() if not case.values[1].get("source")] == []
