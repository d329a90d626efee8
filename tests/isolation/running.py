"""Runs workers against an emulator, many at once or one alone, and gathers what each test was answered."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

WORKER = Path(__file__).with_name("worker.py")
PATIENCE = 900  # seconds for all of it

Answers = dict[int, list[Any]]


def played(url: str, *, workers: int, tests: int, way: str = "prefix") -> Answers:
    """Play so many tests in each of so many processes at once; return the answers by the tests' numbers."""
    found: Answers = {}
    with ExitStack() as stack:
        outputs = [stack.enter_context(TemporaryFile("w+")) for _ in range(workers)]  # a pipe would hold workers up
        running = [
            subprocess.Popen(
                [sys.executable, str(WORKER), url, str(worker * tests), str(tests), way], stdout=output, stderr=output
            )
            for worker, output in enumerate(outputs)
        ]
        for process, output in zip(running, outputs, strict=True):
            code = process.wait(PATIENCE)
            output.seek(0)
            printed = output.read()
            assert code == 0, printed[-3000:]
            found |= dict(json.loads(line) for line in printed.splitlines())
    return found
