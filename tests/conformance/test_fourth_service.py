"""A fourth API is one folder, one contract and one fixture, and no other edit."""

from __future__ import annotations

import json
import shutil
import signal

import pytest
import requests
from raw_http import exchange
from serving import PATIENCE, started
from toy_emulator import TOY

ROOT = TOY.parent.parent
NOTE = "/toy/notes/hello"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Copy what the emulator is made of, drop the toy in, and return the copy's root."""
    root = tmp_path_factory.mktemp("checkout")
    for folder in ("src/streamulator", "openapi", "fixtures"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", "_resources"))
    shutil.copytree(TOY / "services" / "toy", root / "src" / "streamulator" / "services" / "toy")
    shutil.copy(TOY / "openapi" / "toy.yaml", root / "openapi")
    shutil.copy(TOY / "fixtures" / "toy.yaml", root / "fixtures")
    return root


@pytest.fixture(scope="module")
def url(checkout):
    """Start the copy as a process of its own, and see that it ends well."""
    ready = checkout / "ready"
    with started("--ready-file", str(ready), "--log-level", "error", source=checkout / "src") as (process, url, _first):
        yield url
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == ""
        assert ready.read_text(encoding="utf-8") == url


def test_the_copy_is_what_runs(url, checkout):
    """Without this the other tests could be about the checkout itself."""
    info = requests.get(f"{url}/_emulator/info", timeout=10).json()

    assert {file.rpartition("/")[0] for file in info["options"]["fixtures"]} == {str(checkout / "fixtures")}
    assert {"name": "toy", "documents": ["toy.yaml"], "operations": 3} in info["services"]
    assert len(info["services"]) > 1


def test_it_starts_from_its_fixture(url):
    assert requests.get(url + NOTE, timeout=10).json() == {"text": "Good morning"}
    assert requests.get(f"{url}/_emulator/state", timeout=10).json()["toy"] == {"notes": ["hello"]}


def test_it_keeps_what_is_written(url):
    note = f"{url}/toy/notes/kept"

    assert requests.put(note, json={"text": "kept"}, timeout=10).status_code == 204
    assert requests.get(note, timeout=10).json() == {"text": "kept"}
    assert requests.delete(note, timeout=10).status_code == 204
    assert requests.get(note, timeout=10).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/toy/notes/NO", None, 400),
        ("GET", "/toy/notes/none", None, 404),
        ("DELETE", "/toy/notes/none", None, 404),
        ("PUT", NOTE, {"text": 1}, 400),
        ("PUT", NOTE, {"text": "a", "more": 1}, 400),
        ("PUT", NOTE, {"text": "x" * 101}, 400),
        ("POST", NOTE, {"text": "a"}, 405),
        ("GET", "/toy", None, 404),
    ],
)
def test_its_contract_is_enforced(url, method, path, body, status):
    reply = requests.request(method, url + path, json=body, timeout=10)

    assert (reply.status_code, reply.headers["Content-Type"]) == (status, "application/problem+json")
    assert reply.json()["status"] == status


def test_it_has_worlds(url):
    assert requests.post(f"{url}/_emulator/worlds", json={"name": "trial"}, timeout=10).status_code == 201
    requests.put(f"{url}/_worlds/trial{NOTE}", json={"text": "Good night"}, timeout=10)

    assert requests.get(url + NOTE, timeout=10).json() == {"text": "Good morning"}
    assert requests.get(url + NOTE, headers={"X-Emulator-World": "trial"}, timeout=10).json() == {"text": "Good night"}


def test_it_is_in_the_journal_and_the_ledger(url):
    requests.post(f"{url}/_emulator/worlds", json={"name": "watched"}, timeout=10)
    requests.get(f"{url}/_worlds/watched{NOTE}?q=1", timeout=10)

    (entry,) = requests.get(f"{url}/_worlds/watched/_emulator/journal", timeout=10).json()["entries"]
    (finding,) = requests.get(f"{url}/_worlds/watched/_emulator/ledger", timeout=10).json()["entries"]
    assert (entry["operation"], entry["status"]) == ("getNote", 200)
    assert (finding["kind"], finding["operation"]) == ("warning", "getNote")


def test_its_document_and_its_part_of_the_fixture_schema_are_handed_out(url):
    document = requests.get(f"{url}/_emulator/openapi/toy.json", timeout=10).json()
    schema = requests.get(f"{url}/_emulator/fixture-schema", timeout=10).json()

    assert document["info"]["title"] == "Toy"
    assert "toy" in schema["properties"]


def test_the_others_are_still_there(url):
    port = int(url.rpartition(":")[2])
    path = b"/api/v1/Tenants/default/Namespaces/default/Streams/Tank/Data/First"

    answer = exchange(port, b"GET " + path + b" HTTP/1.1\r\nHost: a\r\n\r\n")

    assert answer.status == 200
    assert json.loads(answer.body)["Time"] == "2026-01-01T00:00:00Z"
