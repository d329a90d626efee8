"""GroveStreams' printed requests and answers, replayed as they are printed: over a socket and in process."""

from __future__ import annotations

import json
from contextlib import ExitStack
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
import yaml
from aveva_http import Api
from both_ways import both_ways, trial_world
from parity.test_parity import assert_alike
from serving import started

from streamulator.contract.yaml_text import Loader
from streamulator.web.app import Application
from streamulator.web.assembly import assemble

FOLDER = Path(__file__).parent / "grovestreams"
FILES = {
    file.stem: yaml.load(file.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506  a safe loader
    for file in sorted(FOLDER.glob("*.yaml"))
}


def cases():
    """Give every case with the state that it starts from and the headers that are sent along."""
    for stem, file in FILES.items():
        for case in file["cases"]:
            headers = {**file.get("headers", {}), **case.get("headers", {})}
            yield pytest.param(file.get("state"), {**case, "headers": headers}, id=f"{stem}: {case['name']}")


@pytest.fixture(scope="module")
def server_of():
    """Return a function that gives the way in to emulators with some state, two for each."""
    running: dict[Any, Any] = {}
    with ExitStack() as stack:

        def connect(state: str | None) -> Any:
            if state not in running:
                fixtures = [] if state is None else [FOLDER / "state" / state]
                server = stack.enter_context(started("--log-level", "error", *map(str, fixtures)))
                running[state] = stack.enter_context(both_ways(server.url, Application(assemble(fixtures))))
            return running[state]

        yield connect


@pytest.fixture
def api_of(server_of):
    """Return a function that gives the whole API, in a world of its own of the emulators with some state."""
    with ExitStack() as stack:
        yield lambda state: Api(server_of(state), "", stack.enter_context(trial_world(server_of(state))))


@pytest.mark.parametrize(("state", "case"), list(cases()))
def test_a_printed_request_gets_its_printed_answer(api_of, state, case):
    api = api_of(state).having(**case["headers"])
    if "as" in case:
        session = api.post("/api/login", case["as"]).headers["set-cookie"].partition(";")[0]
        api = api.having(Cookie=session)
    if "before" in case:
        assert sent(api, case["before"]).status == 200

    answer = sent(api, case)

    assert (answer.status, case.get("status", 200)) == (case.get("status", 200),) * 2, answer.body.decode()
    check(answer, case)


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
