"""The tools that others would pick: how each is installed, told what to answer, and started without its log."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import orjson

HERE = Path(__file__).parent
BASE = "/api/v1/Tenants/default/Namespaces/default"
EVENT = {
    "type": "object",
    "required": ["Time"],
    "additionalProperties": False,
    "properties": {
        "Time": {"type": "string", "format": "date-time"},
        "Level": {"type": "number"},
        "Temperature": {"type": "number"},
        "Count": {"type": "integer"},
    },
}
EVENTS = {"type": "array", "items": EVENT}


class LeftOut(Exception):
    """A tool cannot be had here; the message says why."""


@dataclass(frozen=True)
class Mock:
    """A tool: `command` installs it into a folder, and returns how to serve the files in another one at a port."""

    name: str
    command: Callable[[Path, Path, int], list[str]]


def write_files(folder: Path, kept: dict[str, bytes]) -> None:
    """Write the small contract in each tool's own form; what is read of each stream is what the emulator answered."""
    (folder / "mappings").mkdir()
    (folder / "openapi.json").write_bytes(orjson.dumps(_contract(kept)))
    (folder / "mappings" / "all.json").write_bytes(orjson.dumps({"mappings": _mappings(kept)}))
    (folder / "events.json").write_bytes(orjson.dumps(EVENTS))
    for name, body in kept.items():
        (folder / f"{name}.json").write_bytes(body)


def _contract(kept: dict[str, bytes]) -> dict[str, object]:
    index = {"name": "startIndex", "in": "query", "required": True, "schema": EVENT["properties"]["Time"]}
    size = {"name": "count", "in": "query", "required": True, "schema": {"type": "integer"}}
    paths = {}
    for name, body in kept.items():
        example = {"example": orjson.loads(body)}  # Mockoon looks for it in the schema, others beside it
        content = {"application/json": {"schema": EVENTS | example, **example}}
        responses = {"200": {"description": "events", "content": content}}
        read = {"operationId": name, "parameters": [index, size], "responses": responses}
        paths[f"{BASE}/Streams/{name}/Data"] = {"get": read}
    sent = {"required": True, "content": {"application/json": {"schema": EVENTS}}}
    paths[f"{BASE}/Streams/Written/Data"]["post"] = {
        "operationId": "write",
        "requestBody": sent,
        "responses": {"204": {"description": "written"}},
    }
    return {"openapi": "3.0.3", "info": {"title": "Stream data", "version": "1"}, "paths": paths}


def _mappings(kept: dict[str, bytes]) -> list[object]:
    fit = {"startIndex": {"matches": r"\d{4}-\d\d-\d\dT.*Z"}, "count": {"matches": r"\d+"}}
    header = {"Content-Type": "application/json"}
    reads = [
        {
            "request": {"method": "GET", "urlPath": f"{BASE}/Streams/{name}/Data", "queryParameters": fit},
            "response": {"status": 200, "headers": header, "body": body.decode()},
        }
        for name, body in kept.items()
    ]
    schema = {"matchesJsonSchema": orjson.dumps(EVENTS).decode(), "schemaVersion": "V202012"}
    request = {"method": "POST", "urlPath": f"{BASE}/Streams/Written/Data", "bodyPatterns": [schema]}
    return [*reads, {"request": request, "response": {"status": 204}}]


def ours(_tools: Path, _files: Path, port: int) -> list[str]:
    """Start the emulator as a user would."""
    fixture = str(HERE / "peers.yaml")
    return [sys.executable, "-m", "streamulator", "serve", "--port", f"{port}", fixture, "--log-level", "warning"]


def _stub(way: str) -> Callable[[Path, Path, int], list[str]]:
    return lambda _tools, files, port: [sys.executable, "-m", "tests.bench.stub", way, str(files), f"{port}"]


def _prism(tools: Path, files: Path, port: int) -> list[str]:
    program = [*_node(tools, "@stoplight/prism-cli@5.16.0", "@stoplight/prism-cli/dist/index.js")]
    return [*program, "mock", "--verboseLevel", "silent", "--port", f"{port}", str(files / "openapi.json")]


def _mockoon(tools: Path, files: Path, port: int) -> list[str]:
    program = _node(tools, "@mockoon/cli@9.9.0", "@mockoon/cli/bin/run.js")
    quiet = ("--disable-log-to-file", "--disable-admin-api", "--max-transaction-logs", "0")
    return [*program, "start", "--data", str(files / "openapi.json"), "--port", f"{port}", *quiet]


def _wiremock(tools: Path, files: Path, port: int) -> list[str]:
    java = _found("java")
    jar = next(_npm(tools, "wiremock@3.13.2").glob("wiremock/build/*.jar"))
    quiet = ("--no-request-journal", "--disable-request-logging", "--disable-banner", "--disable-gzip")
    whole = ("--use-chunked-encoding", "never")
    return [java, "-jar", str(jar), "--port", f"{port}", "--root-dir", str(files), *quiet, *whole]


def _connexion(tools: Path, files: Path, port: int) -> list[str]:
    place = tools / "connexion-3.3.0"
    python = place / "bin" / "python"
    if not (place / "ready").exists():
        _run(sys.executable, "-m", "venv", str(place))
        _run(str(python), "-m", "pip", "install", "--quiet", "connexion[flask,uvicorn]==3.3.0")
        (place / "ready").touch()
    return [str(python), str(HERE / "connexion_stub.py"), str(files / "openapi.json"), f"{port}"]


def _node(tools: Path, package: str, script: str) -> list[str]:
    """Return how to run a script of a package with the Node.js that the newest of them wants."""
    modules = _npm(tools, "node@24.18.0", package)
    return [str(modules / "node" / "bin" / "node"), str(modules / script)]


def _npm(tools: Path, *packages: str) -> Path:
    """Install packages once; return the folder that holds them."""
    place = tools / re.sub(r"[^\w.]+", "-", packages[-1]).strip("-")
    if not (place / "ready").exists():
        place.mkdir(parents=True, exist_ok=True)
        _run(_found("npm"), "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(place), *packages)
        (place / "ready").touch()
    return place / "node_modules"


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise LeftOut(f"there is no {program} here")
    return path


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["nothing was said"]
        raise LeftOut(f"{' '.join(command[:3])} failed: {said[-1]}")


MOCKS = (
    Mock("Prism 5.16.0", _prism),
    Mock("Mockoon CLI 9.9.0", _mockoon),
    Mock("WireMock 3.13.2", _wiremock),
    Mock("connexion 3.3.0", _connexion),
    Mock(f"Flask {version('flask')} by hand, checked", _stub("checked")),
    Mock(f"Flask {version('flask')} by hand, fixed", _stub("fixed")),
)
