"""The emulator as a process of its own, for tests that need a real socket."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

_PATIENCE = 30  # seconds


@contextmanager
def running(*options: str) -> Iterator[str]:
    """Start the emulator on a free port and give its base URL; it ends with the context."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder, "ready")
        command = [sys.executable, "-m", "streamulator", "serve", "--port", "0", "--ready-file", str(ready)]
        with subprocess.Popen(
            [*command, "--log-level", "error", *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as process:
            try:
                yield _awaited(process, ready)
            finally:
                process.terminate()


def _awaited(process: subprocess.Popen[bytes], ready: Path) -> str:
    end = monotonic() + _PATIENCE
    while not ready.exists():
        if process.poll() is not None or monotonic() > end:
            raise RuntimeError(f"The emulator did not start: {process.communicate()[1].decode()}")
        sleep(0.02)
    return ready.read_text()
