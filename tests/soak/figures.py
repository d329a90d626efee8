"""What a process that serves holds on to, and when that counts as a leak."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PAGE = 4096
SLACK = 0.10  # of the memory after warming up, which may come and go
SPARE = 40_000_000  # bytes beside that: journals fill up to what they may hold


class Held(NamedTuple):
    """Resident bytes, open file descriptors and threads."""

    memory: int
    descriptors: int
    threads: int

    def __str__(self) -> str:
        return f"{self.memory / 1e6:7.1f} MB {self.descriptors:5} descriptors {self.threads:4} threads"


def held(process: int) -> Held:
    """Look at a process."""
    place = Path("/proc", str(process))
    memory = int((place / "statm").read_text().split()[1]) * PAGE
    return Held(memory, len(list((place / "fd").iterdir())), len(list((place / "task").iterdir())))


def leaks(warm: Held, end: Held) -> Iterator[str]:
    """Say what grew between two moments at which nothing was left to hold."""
    allowed = warm.memory * (1 + SLACK) + SPARE
    if end.memory > allowed:
        yield f"memory grew from {warm.memory / 1e6:.1f} to {end.memory / 1e6:.1f} MB, {allowed / 1e6:.1f} are allowed"
    if end.descriptors > warm.descriptors:
        yield f"file descriptors grew from {warm.descriptors} to {end.descriptors}"
    if end.threads > warm.threads:
        yield f"threads grew from {warm.threads} to {end.threads}"
