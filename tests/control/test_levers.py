"""What a service brings to the control API: strict, without a key, and in the world that a request is for."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from small_contracts import ANY
from toy.services.toy import service as toy
from toy_emulator import TOY

from streamulator import control, resources
from streamulator.core.messages import Reply
from streamulator.core.problems import Conflict, Unauthenticated
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.service import Levers

FLIP = "/_emulator/toy/flip"
PROBLEM = {"description": "No.", "content": {"application/problem+json": {"schema": {"type": "object"}}}}
DOCUMENT = {
    "openapi": "3.1.1",
    "info": {"title": "Levers", "version": "1"},
    "x-tolerance": {"media-type": "ignore"},
    "x-unrouted": {"404": PROBLEM, "405": PROBLEM},
    "paths": {
        FLIP: {
            "post": {
                "operationId": "flip",
                "parameters": [{"name": "note", "in": "query", "required": True, "schema": {"type": "string"}}],
                "responses": {"200": {"description": "Done.", "content": ANY}, "400": PROBLEM, "409": PROBLEM},
            }
        }
    },
}


def flip(call, store):
    note = call.query["note"]
    if note == "stuck":
        raise Conflict("It is stuck.", "Try another.")
    store.notes[note] = store.note(note)[::-1] if note in store.notes else "new"
    return Reply(200, {"text": store.notes[note]})


def refuse(_request, _operation, _path, _store):
    raise Unauthenticated("Nobody may.")


@pytest.fixture
def emulator(tmp_path):
    """An emulator whose toy service lets nobody in, and has a lever."""
    own = (resources.folder("openapi") / name for name in control.DOCUMENTS)
    for document in (*TOY.glob("openapi/*.yaml"), *own):
        (tmp_path / document.name).write_text(document.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "levers.yaml").write_text(json.dumps(DOCUMENT))
    steered = replace(toy, levers=Levers(("levers.yaml",), {"flip": flip}), authenticate=refuse)
    emulator = Emulator([steered], tmp_path)
    control.mount(emulator, tmp_path)
    emulator.load([TOY / "fixtures"])
    return emulator


def test_a_lever_moves_the_store_of_the_requests_world(client, emulator):
    emulator.create_world("other")

    assert client.post(f"{FLIP}?note=hello").json == {"text": "gninrom dooG"}
    assert client.post(f"{FLIP}?note=a", headers={"X-Emulator-World": "other"}).json == {"text": "new"}
    assert client.post(f"/_worlds/other{FLIP}?note=b").json == {"text": "new"}

    notes = {name: world.stores["toy"].notes for name, world in emulator.worlds.items()}
    assert notes == {
        "default": {"hello": "gninrom dooG"},
        "other": {"hello": "Good morning", "a": "new", "b": "new"},
    }


def test_it_needs_no_key_though_the_service_wants_one(client):
    assert client.get("/toy/notes/hello").status_code == 500  # the toy documents no 401
    assert client.post(f"{FLIP}?note=a").status_code == 200


def test_it_is_strict_though_the_service_is_not(client, emulator):
    assert client.post(f"{FLIP}?note=a&other=b").status_code == 400
    assert [finding.kind for finding in emulator.world("default").ledger.findings()] == ["violation"]


def test_a_refusal_is_the_emulators_own(client):
    reply = client.post(f"{FLIP}?note=stuck")

    assert (reply.status_code, reply.mimetype) == (409, "application/problem+json")
    assert reply.json["detail"] == "It is stuck. Try another."


def test_what_it_does_is_in_the_journal_of_its_world(client, emulator):
    client.post(f"{FLIP}?note=a")

    assert [entry.operation for entry in emulator.world("default").journal.entries()] == ["flip"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", FLIP, 405),
        ("POST", "/_emulator/toy", 404),
        ("POST", "/_emulator/toy/flop", 404),
        ("POST", "/_emulator/toyflip", 404),
        ("GET", "/_emulator/health", 200),
    ],
)
def test_paths_are_told_apart(client, method, path, status):
    assert client.open(path, method=method).status_code == status


def test_a_world_that_is_not_there_is_not_found(client):
    reply = client.post(f"/_worlds/none{FLIP}?note=a")

    assert (reply.status_code, reply.mimetype) == (404, "application/problem+json")


def test_its_contract_is_handed_out(client):
    names = [document["name"] for document in client.get("/_emulator/openapi").json]

    assert names == ["toy.yaml", "levers.yaml", *control.DOCUMENTS]
    assert client.get("/_emulator/openapi/levers.json").json["info"]["title"] == "Levers"


def test_operations_without_a_handler_are_noticed_at_start(emulator, tmp_path):
    emulator.pipelines[0].service = replace(emulator.pipelines[0].service, levers=Levers(("levers.yaml",), {}))

    with pytest.raises(ValueError, match="flip"):
        control.mount(emulator, tmp_path)
