"""The hooks that are offered to others: the same seed makes the same requests and gets the same answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from toy_emulator import TOY, toy_emulator

from streamulator.web.thread import EmulatorServing

PROGRAM = Path(sys.executable).with_name("schemathesis")
LINKS = """
          links:
            read: {operationId: getNote, parameters: {noteId: $request.path.noteId}}
            remove: {operationId: deleteNote, parameters: {noteId: $request.path.noteId}}
"""


@pytest.fixture
def document(tmp_path):
    """Write the toy's contract with links, so that there are chains."""
    text = (TOY / "openapi" / "toy.yaml").read_text()
    put = '        "204": {description: Kept.}\n'
    assert put in text
    file = tmp_path / "toy.yaml"
    file.write_text(text.replace(put, '        "204":\n          description: Kept.' + LINKS))
    return file


def fuzzed(serving, document, place, *, harness=True):
    """Run Schemathesis; return what every request was and what came back, in order."""
    place.mkdir()
    environment = {**os.environ, "STREAMULATOR_URL": serving.url}
    if harness:
        environment["SCHEMATHESIS_HOOKS"] = "streamulator.schemathesis_hooks"
    command = [str(PROGRAM), "run", str(document), "--url", serving.url, "--seed", "3", "--max-examples", "15"]
    command += ["--report", "ndjson", f"--report-ndjson-path={place / 'events'}", "--no-color", "--workers", "1"]
    ran = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)
    assert (place / "events").exists(), ran.stdout + ran.stderr
    return list(_exchanges(place / "events")), ran.stdout


def _exchanges(events):
    for line in events.read_text().splitlines():
        if line.startswith('{"ScenarioFinished"'):
            scenario = json.loads(line)["ScenarioFinished"]
            for one in scenario["recorder"].get("interactions", {}).values():
                request, response = one["request"], one.get("response") or {}
                yield scenario["phase"], request["method"], request["uri"], response.get("status_code")


def test_the_same_seed_gives_the_same_run_twice(document, tmp_path):
    emulator = toy_emulator()
    with EmulatorServing(emulator) as serving:
        first, output = fuzzed(serving, document, tmp_path / "one")
        second, _output = fuzzed(serving, document, tmp_path / "two")

    assert first == second, output
    assert len(first) > 50
    assert {phase for phase, *_ in first} >= {"fuzzing", "stateful"}
    assert ("stateful", 200) in {(phase, status) for phase, _method, _uri, status in first}, "no chain came to anything"


def test_nothing_of_a_run_is_left_in_the_world_it_began_from(document, tmp_path):
    emulator = toy_emulator()
    before = emulator.export("default")
    with EmulatorServing(emulator) as serving:
        fuzzed(serving, document, tmp_path / "one")

    assert emulator.export("default") == before
    assert emulator.world("default").journal.total <= 1  # Schemathesis tries what the server takes


def test_without_the_hooks_a_run_leaves_traces(document, tmp_path):
    """Else the other tests would prove nothing."""
    emulator = toy_emulator()
    before = emulator.export("default")
    with EmulatorServing(emulator) as serving:
        fuzzed(serving, document, tmp_path / "one", harness=False)

    assert emulator.export("default") != before
