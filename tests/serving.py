"""Servers for tests: one in a thread of this process, one in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from streamulator.web.server import Server
from streamulator.web.thread import Serving

PATIENCE = 10  # seconds before something that should have happened counts as failed


@contextmanager
def served(application: Any, host: str = "127.0.0.1") -> Iterator[Server]:
    """Serve a WSGI application on a free port, in a thread that ends with the block."""
    with Serving(Server(application, host, 0)) as serving:
        yield serving.server


class Started(NamedTuple):
    """A process that serves, and the first line that it printed."""

    process: subprocess.Popen[str]
    url: str
    first_line: str


@contextmanager
def started(*arguments: str, source: Path | None = None, **environment: str) -> Iterator[Started]:
    """Run `streamulator serve` on a free port until the block ends; `source` is another `src` folder to run from."""
    more = {"PYTHONPATH": str(source)} if source else {}
    with subprocess.Popen(
        [sys.executable, "-m", "streamulator", "serve", *arguments],
        env={**os.environ, "STREAMULATOR_PORT": "0", **environment, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            first = process.stdout.readline()
            if not first:
                raise AssertionError(process.stderr.read())
            yield Started(process, first.split()[-1], first)
        finally:
            if process.poll() is None:
                process.kill()
