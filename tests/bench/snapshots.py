"""How long it takes to keep a world with a million events, to go back to it, and to make another one of it."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlsplit

from tests.bench.run import FIXTURE, STREAMS, emulator

ROUNDS = 50
EVENT = '[{"Time": "2031-01-01T00:%02d:%02dZ", "Level": 1}]'


def print_snapshots(url: str) -> None:
    """Measure an emulator that was started with the benchmark's fixture; the median and the worst of the rounds."""
    connection = HTTPConnection(urlsplit(url).netloc)
    made, seconds = count(), count()

    def ask(method: str, path: str, body: str | None = None) -> None:
        connection.request(method, path, body, {"Content-Type": "application/json"})
        with connection.getresponse() as response:
            response.read()
            if response.status >= 300:
                raise RuntimeError(f"{method} {path}: {response.status}")

    def taken() -> None:
        ask("PUT", "/_emulator/snapshots/bench")

    def restored() -> None:
        ask("POST", "/_emulator/snapshots/bench/restore")

    def copied() -> None:
        ask("POST", "/_emulator/worlds", json.dumps({"name": f"bench-{next(made)}", "snapshot": "bench"}))

    def written(stream: str) -> None:
        ask("POST", f"{STREAMS}/{stream}/Data", EVENT % divmod(next(seconds), 60))

    print("\n| a world with a million events | median ms | worst ms |\n|---|---|---|")
    _row("take a snapshot of it", taken)
    _row("restore it, unchanged", restored)
    _row("restore it, another stream changed", restored, lambda: written("Empty"))
    _row("restore it, the stream of a million changed", restored, lambda: written("Million"))
    _row("the first write into the million after that", lambda: written("Million"), restored)
    _row("make a world of the snapshot", copied)


def _row(name: str, action: Callable[[], None], before: Callable[[], None] = lambda: None) -> None:
    took = []
    for _ in range(ROUNDS):
        before()
        begun = time.perf_counter()
        action()
        took.append((time.perf_counter() - begun) * 1000)
    print(f"| {name} | {statistics.median(took):.2f} | {max(took):.2f} |", flush=True)


if __name__ == "__main__":
    with emulator(str(FIXTURE)) as (_started, ready):
        print_snapshots(ready.read_text())
