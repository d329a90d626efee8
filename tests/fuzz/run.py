"""Fuzzes the contracts against fresh emulators, and looks at what these say of themselves afterwards: `make fuzz`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = ROOT / "openapi"
CONFIGURATION = ROOT / "schemathesis.toml"
PATIENCE = 20  # seconds
BAD_REQUEST, SERVER_ERROR = 400, 500
DEMO_CLIENT = {"grant_type": "client_credentials", "client_id": "demo-client", "client_secret": "demo-secret"}


@dataclass(slots=True)
class Outcome:
    """What became of one document: figures, and complaints where there is something to complain of."""

    document: str
    seed: int
    cases: int = 0
    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    served: Counter[str] = field(default_factory=Counter)  # drawn requests that fit, and those of them served
    linked: set[str] = field(default_factory=set)  # operations that were served in the stateful phase
    warnings: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    output: str = ""

    def __str__(self) -> str:
        fits, served = self.served["fits"], self.served["served"]
        statuses = " ".join(f"{status}:{count}" for status, count in sorted(self.statuses.items()))
        verdict = "nothing found" if not self.complaints else f"{len(self.complaints)} FOUND"
        share = f"{served / fits:.0%}" if fits else "none"
        return (
            f"{self.document}: seed {self.seed}, {self.cases} cases in {self.seconds:.0f} s, {verdict}; "
            f"{share} of {fits} valid drawn requests served, {len(self.linked)} operations in chains; {statuses}"
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """How to fuzz: `source` is the `src` folder that the emulator runs from, `more` are options for Schemathesis."""

    seed: int | None
    max_examples: int
    source: Path
    steered: bool = True
    authorized: bool = False
    more: tuple[str, ...] = ()


# Of a reply Schemathesis keeps a megabyte and parses that, which an export of all default fixtures exceeds.
FIXTURES = {"control-state": "mode.yaml"}


class Emulator:
    """A fresh emulator in a process of its own, on a free port; it writes to stderr what is wrong, and nothing else."""

    def __init__(self, source: Path, folder: Path, *fixtures: Path) -> None:
        """Start it, with its default fixtures or others, and wait until it is ready; RuntimeError when it is not."""
        self._errors = folder / "stderr"
        ready = folder / "ready"
        options = ("--port", "0", "--ready-file", str(ready), "--log-level", "error")
        with self._errors.open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamulator", "serve", *map(str, fixtures), *options],
                env={**os.environ, "PYTHONPATH": str(source)},
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        deadline = time.monotonic() + PATIENCE
        while not (ready.exists() and ready.read_text()):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.process.kill()
                raise RuntimeError(f"The emulator did not start: {self._errors.read_text()}")
            time.sleep(0.02)
        self.url = ready.read_text().strip()

    def complaints(self) -> Iterator[str]:
        """Say what is wrong with it after all those requests, and end it."""
        if self.process.poll() is not None:
            yield f"The emulator ended by itself, with {self.process.returncode}."
        else:
            yield from self._of_ledgers()
            self.process.terminate()
            code = self.process.wait(PATIENCE)
            if code != 0:
                yield f"The emulator ended with {code} when told to."
        if printed := self._errors.read_text():
            yield f"The emulator wrote to stderr: {printed[-3000:]}"

    def _of_ledgers(self) -> Iterator[str]:
        try:
            for world in requests.get(f"{self.url}/_emulator/worlds", timeout=PATIENCE).json():
                base = f"{self.url}/_worlds/{world['name']}/_emulator"
                ledger = requests.get(f"{base}/ledger", {"kind": "broken"}, timeout=PATIENCE).json()
                if ledger["totals"]["broken"]:
                    yield f"World {world['name']} has replies of ours in its ledger: {ledger['entries'][:5]}"
        except requests.RequestException as error:
            yield f"The emulator does not answer any more: {error}"


def fuzz(document: str, plan: Plan) -> Outcome:
    """Fuzz one document against a fresh emulator."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        emulator = Emulator(plan.source, folder, plan.source.parent / "fixtures" / FIXTURES.get(document, ""))
        started = time.monotonic()
        try:
            outcome = _run(document, plan, emulator.url, folder)
            outcome.seconds = time.monotonic() - started
            outcome.complaints += emulator.complaints()
        finally:
            emulator.process.kill()
    return outcome


def _run(document: str, plan: Plan, url: str, folder: Path) -> Outcome:
    command = ["run", str(CONTRACTS / f"{document}.yaml"), "--url", url, "--max-examples", str(plan.max_examples)]
    command += ["--report", "json,ndjson", "--no-color", *plan.more]
    command += [f"--report-json-path={folder / 'json'}", f"--report-ndjson-path={folder / 'ndjson'}"]
    command += [] if plan.seed is None else ["--seed", str(plan.seed)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if plan.steered:
        environment |= {"SCHEMATHESIS_HOOKS": "tests.fuzz.hooks", "STREAMULATOR_URL": url}
    if plan.authorized:
        answer = requests.post(f"{url}/identity/connect/token", DEMO_CLIENT, timeout=PATIENCE)
        command += ["--header", f"Authorization: Bearer {answer.json()['access_token']}"]
        environment["STREAMULATOR_TENANT"] = "demo"
    program = Path(sys.executable).with_name("schemathesis")
    command = [str(program), "--config-file", str(CONFIGURATION), *command]
    # The folder is new, so that nothing is remembered of other runs.
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    output = result.stdout + result.stderr
    try:
        report = json.loads((folder / "json").read_text())
    except (OSError, ValueError):
        return Outcome(document, plan.seed or 0, complaints=[f"Schemathesis wrote no report: {output}"], output=output)
    outcome = Outcome(document, report["seed"], cases=report["test_cases"]["generated"], output=output)
    outcome.complaints += _complaints(report, result.returncode)
    outcome.warnings += [f"{name}: {found}" for name, found in report["warnings"].items() if found]
    _count(folder / "ndjson", outcome)
    return outcome


def _complaints(report: dict[str, Any], code: int) -> Iterator[str]:
    for failure in report["failures"]:
        yield f"{failure['code']} {failure['title']}: {', '.join(failure['operations'])}"
    for error in report["errors"]:
        yield f"Error: {error}"
    if report["operations"]["tested"] != report["operations"]["total"] or not report["complete"]:
        yield f"Not all was tested: {report['operations']}, {report['stop_reason']}"
    yield from (
        f"Phase {name} did not succeed: {phase}"
        for name, phase in report["phases"].items()
        if phase["status"] not in {"success", "failure"}
    )
    if code not in {0, 1}:
        yield f"Schemathesis ended with {code}."


def _lines(events: Path) -> Iterator[dict[str, Any]]:
    with events.open() as lines:
        yield from (json.loads(line)["ScenarioFinished"] for line in lines if line.startswith('{"ScenarioFinished"'))


def _count(events: Path, outcome: Outcome) -> None:
    for scenario in _lines(events):
        recorder = scenario["recorder"]
        for name, interaction in recorder.get("interactions", {}).items():
            status = (interaction.get("response") or {}).get("status_code", 0)
            outcome.statuses[status] += 1
            case = recorder["cases"].get(name, {"value": {}})["value"]
            served = 0 < status < BAD_REQUEST
            drawn = scenario["phase"] != "coverage" and case.get("meta")
            if drawn and case["meta"]["generation"]["mode"] == "positive":
                outcome.served.update(["fits"] + ["served"] * served)
            if served and scenario["phase"] == "stateful":
                outcome.linked.add(f"{case['method']} {case['path']}")
    if outcome.statuses[SERVER_ERROR] or outcome.statuses[0]:
        outcome.complaints.append(
            f"{outcome.statuses[SERVER_ERROR]} answers with 500, {outcome.statuses[0]} requests without an answer."
        )


def main(arguments: list[str] | None = None) -> int:
    """Fuzz the named documents, or all; 1 when something was found."""
    known = sorted(path.stem for path in CONTRACTS.glob("*.yaml"))
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.run", description=__doc__)
    parser.add_argument("documents", nargs="*", metavar="document", help=f"one of {', '.join(known)}; all without any")
    parser.add_argument("--seed", type=int, help="another seed than that of schemathesis.toml")
    parser.add_argument("--max-examples", type=int, default=200, help="how many for each operation (default 200)")
    parser.add_argument("--source", type=Path, default=ROOT / "src", help="the `src` folder the emulator runs from")
    parser.add_argument(
        "--without-hooks", action="store_true", help="as somebody runs it who has only schemathesis.toml"
    )
    parser.add_argument("--authorized", action="store_true", help="as a client of tenant demo, in every request")
    options = parser.parse_args(arguments)
    if strangers := set(options.documents) - set(known):
        parser.error(f"no such document: {', '.join(sorted(strangers))}")
    steered = not options.without_hooks
    plan = Plan(options.seed, options.max_examples, options.source, steered, options.authorized)
    found = False
    for document in options.documents or known:
        outcome = fuzz(document, plan)
        found = found or bool(outcome.complaints)
        lines = [str(outcome), *(f"  warning: {warning}" for warning in outcome.warnings)]
        lines += [outcome.output, *outcome.complaints] if outcome.complaints else []
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
