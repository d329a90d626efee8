"""Minutes of random faults, worlds, snapshots and traffic against one server, watched for leaks: `make soak`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from threading import Thread

from tests.soak.figures import Held, held, leaks
from tests.soak.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
VISITORS = 4
PATIENCE = 20  # seconds for a start, and for what is under way to end
WARMING_UP = 0.25  # of the time


class Soak:
    """A server process, and what was met in it."""

    def __init__(self, source: Path, folder: Path, seed: int) -> None:
        self._errors = folder / "stderr"
        self._seed = seed
        self.requests = 0
        self.statuses: Counter[int] = Counter()
        self.struck: Counter[str] = Counter()
        self.complaints: list[str] = []
        ready = folder / "ready"
        command = [sys.executable, "-m", "streamulator", "serve", "--port", "0", "--ready-file", str(ready)]
        with self._errors.open("w") as errors:
            self.process = subprocess.Popen(
                [*command, "--log-level", "error"],
                env={**os.environ, "PYTHONPATH": str(source)},
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        until = time.monotonic() + PATIENCE
        while not (ready.exists() and ready.read_text()):
            if self.process.poll() is not None or time.monotonic() > until:
                self.process.kill()
                raise RuntimeError(f"The server did not start: {self._errors.read_text()}")
            time.sleep(0.02)
        self.url = ready.read_text()

    def held(self) -> Held:
        """Look at the process once nothing is under way any more."""
        found, until = held(self.process.pid), time.monotonic() + 2
        while time.monotonic() < until:
            time.sleep(0.1)
            found = Held(*map(min, found, held(self.process.pid)))
        return found

    def play(self, name: str, seconds: float) -> None:
        """Let visitors do what they like for so long, and leave nothing behind."""
        visitors = [Visitor(self.url, f"{name}{number}", self._seed) for number in range(VISITORS)]
        until = time.monotonic() + seconds
        threads = [Thread(target=self._visit, args=(visitor, until)) for visitor in visitors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for visitor in visitors:
            self.requests += visitor.requests
            self.statuses += visitor.statuses
            self.struck += visitor.struck

    def _visit(self, visitor: Visitor, until: float) -> None:
        try:
            while time.monotonic() < until and not visitor.complaints:
                visitor.visit()
            visitor.go()
        except Exception as error:  # noqa: BLE001  whatever it is, it is told
            self.complaints.append(f"{visitor.name}: {type(error).__name__}: {error}")
        self.complaints += visitor.complaints

    def end(self) -> None:
        """Stop the process; it must have gone well until then."""
        if self.process.poll() is not None:
            self.complaints.append(f"the server ended by itself, with {self.process.returncode}")
        self.process.terminate()
        code = self.process.wait(PATIENCE)
        if code != 0:
            self.complaints.append(f"the server ended with {code} when told to")
        if printed := self._errors.read_text():
            self.complaints.append(f"the server wrote to stderr: {printed[-3000:]}")


def soaked(seconds: float, seed: int, source: Path) -> list[str]:
    """Soak a server for so long, print the figures, and return what is wrong."""
    with tempfile.TemporaryDirectory() as place:
        soak = Soak(source, Path(place), seed)
        try:
            start = soak.held()
            soak.play("a", seconds * WARMING_UP)
            warm = soak.held()
            soak.play("b", seconds * (1 - WARMING_UP))
            end = soak.held()
            soak.end()
        finally:
            soak.process.kill()
    lines = [
        f"seed {seed}, {seconds:g} s, {VISITORS} visitors",
        f"requests   {soak.requests:,}, by status: {_listed(soak.statuses)} (0: no answer, as ordered)",
        f"faults     {soak.struck.total():,}, by kind: {_listed(soak.struck)}",
        f"at start   {start}",
        f"warmed up  {warm}",
        f"at end     {end}",
    ]
    complaints = soak.complaints + [f"leak: {leak}" for leak in leaks(warm, end)]
    sys.stdout.write("\n".join([*lines, *(complaints or ["nothing amiss"])]) + "\n")
    return complaints


def _listed(counts: Counter[str] | Counter[int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))


def main() -> int:
    """Soak; 1 when something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.run", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--source", type=Path, default=ROOT / "src", help="the `src` folder the server runs from")
    given = parser.parse_args()
    return int(bool(soaked(given.minutes * 60, given.seed, given.source)))


if __name__ == "__main__":
    sys.exit(main())
