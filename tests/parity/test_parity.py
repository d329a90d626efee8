"""Requests and answers that AVEVA's documents print, replayed as they are printed: over a socket and in process."""

from __future__ import annotations

import json
from math import fmod
from pathlib import Path
from typing import Any

import pytest
import yaml
from aveva_http import Api
from both_ways import both_ways, trial_world
from parity.likeness import assert_alike
from serving import started

from streamulator.contract.yaml_text import Loader
from streamulator.core.clock import TICKS_PER_SECOND
from streamulator.core.ticks import format_time, parse_time
from streamulator.web.app import Application
from streamulator.web.assembly import assemble

EMPTY = "/api/v1/Tenants/default/Namespaces/scratch"  # of the default fixtures; no token, nothing in it
FOLDER = Path(__file__).parent / "aveva"


def read(name: str) -> Any:
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506  a safe loader


SHARED = read("shared.yaml")
FILES = {file.stem: read(file.name) for file in sorted(FOLDER.glob("*.yaml")) if file.stem != "shared"}


def cases():
    """Give every case with what it finds; lists of filters and of searches are cases too, one a line."""
    for stem, file in FILES.items():
        own = {
            "types": SHARED["types"] | file.get("types", {}),
            "events": SHARED["events"] | file.get("events", {}),
            "given": file.get("given", {}),
        }
        for case in file.get("cases", ()):
            yield pytest.param(own, case, id=f"{stem}: {case['name']}")
        for group in file.get("accepted", ()):
            for expression in group["expressions"]:
                request = group["request"] + expression
                yield pytest.param(own, {**group, "request": request}, id=f"{stem}: {expression}")
        for group in file.get("searches", ()):
            streams = {id_: {"type": "SimpleType", **fields} for id_, fields in group["streams"].items()}
            for query, ids in group["found"].items():
                case = {**group, "given": streams, "request": f"GET /Streams?query={query}", "ids": ids}
                yield pytest.param(own, case, id=f"{stem}: {query} of {len(streams)}")


@pytest.fixture(scope="module")
def connection():
    """A connection to an emulator in a process of its own, and one in this."""
    with started("--log-level", "error") as server, both_ways(server.url, Application(assemble())) as send:
        yield send


@pytest.fixture
def api(connection):
    """A namespace with nothing in it, in a world of its own."""
    with trial_world(connection) as there:
        yield Api(connection, EMPTY, there)


@pytest.mark.parametrize(("own", "case"), list(cases()))
def test_a_printed_request_gets_its_printed_answer(api, own, case):
    own = own | {"types": own["types"] | case.get("types", {})}
    set_up(api, own, case.get("given", own["given"]), case.get("types", {}))
    if "before" in case:
        assert api(*case["before"].split(" ", 1)).status < 300

    check(api, case)
    if "then" in case:
        check(api, {"headers": case.get("headers"), **case["then"]})


def set_up(api: Api, own: Any, given: Any, types: Any) -> None:
    """Make the streams that a case starts from, with the types they need."""
    needed = {stream["type"]: own["types"][stream["type"]] for stream in given.values()} | types
    for type_ in needed.values():
        assert api.post(f"/Types/{type_['Id']}", type_).status == 201
    for id_, stream in given.items():
        content = {name: value for name, value in stream.items() if name[0].isupper()}
        type_id = own["types"][stream["type"]]["Id"]
        assert api.post(f"/Streams/{id_}", {"Id": id_, "TypeId": type_id, **content}).status == 201
        if "events" in stream:
            events = stream["events"]
            events = own["events"][events] if isinstance(events, str) else events
            body = seconds(events) if isinstance(events, dict) else json.dumps(events).encode()
            assert api("POST", f"/Streams/{id_}/Data", body=body).status == 204
        for part in ("metadata", "tags"):
            if part in stream:
                assert api.put(f"/Streams/{id_}/{part}", stream[part]).status == 200


def seconds(rule: dict[str, Any]) -> bytes:
    """Write events one second apart; each member is the number of its event, from 1 on, modulo something."""
    first = parse_time(rule["first"])
    members = {name: modulus for name, modulus in rule.items() if name not in ("first", "seconds")}
    return json.dumps(
        [
            {"Time": format_time(first + (number - 1) * TICKS_PER_SECOND)}
            | {name: fmod(number, modulus) for name, modulus in members.items()}
            for number in range(1, rule["seconds"] + 1)
        ]
    ).encode()


def check(api: Api, case: dict[str, Any]) -> None:
    method, target = case["request"].split(" ", 1)
    body = json.dumps(case["content"]).encode() if "content" in case else b""

    answer = api(method, target, body=body, headers=case.get("headers"))

    assert (answer.status, case.get("status", 200)) == (case.get("status", 200),) * 2, answer.body.decode()
    if answer.status == 204:
        assert answer.body == b""
        return
    assert answer.headers["content-type"] == "application/json"
    if "ids" in case:
        assert sorted(one["Id"] for one in answer.content) == sorted(case["ids"])
    if "only" in case:
        assert answer.content.keys() - case["body"].keys() == set(case["only"])
    if "body" in case:
        assert_alike(answer.content, case["body"], subset=case.get("match") == "subset")


def test_every_case_says_where_it_is_printed():
    nameless = [case.id for case in cases() if not case.values[1].get("source")]

    assert nameless == []
