"""Measures the emulator against plain Flask routes on the same server, side by side in one run: `make bench`."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import repeat
from pathlib import Path

from tests.bench import many
from tests.bench.bodies import bodies
from tests.bench.load import Figures, run

from streamulator.client import Control, SocketTransport, WsgiTransport
from streamulator.web.app import Application
from streamulator.web.assembly import assemble

FIXTURE = Path(__file__).with_name("bench.yaml")
STREAMS = "/api/v1/Tenants/default/Namespaces/default/Streams"
PARTS = ("requests", "many")
FROM = "startIndex=2026-01-01T00:05:00Z"


@contextmanager
def process(*command: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """Run a command whose last argument becomes a file that holds its URL once it serves."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder, "url")
        started = subprocess.Popen([sys.executable, "-m", *command, str(ready)], stdout=subprocess.DEVNULL)
        try:
            while not ready.exists() or not ready.read_text():
                if started.poll() is not None:
                    raise RuntimeError(f"{command} ended with {started.returncode}")
                time.sleep(0.001)
            yield started, ready
        finally:
            started.terminate()
            started.wait()


def emulator(*fixtures: str):
    """Start the emulator as a user would, its log going where nobody reads it slowly."""
    return process("streamulator", "serve", "--port", "0", *fixtures, "--log-level", "warning", "--ready-file")


def get(path: str) -> bytes:
    """Write a GET request."""
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode()


def post(path: str, body: bytes) -> bytes:
    """Write a POST request."""
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


def side_by_side(
    ours: Callable[[int], Figures], theirs: Callable[[int], Figures], rounds: int
) -> tuple[Figures, Figures, float]:
    """Take turns; return the middle round of each, and the median ratio of the rates, round by round."""
    pairs = [(ours(number), theirs(number)) for number in range(rounds)]
    ratio = statistics.median(one.rate / other.rate for one, other in pairs)
    middle = sorted(range(rounds), key=lambda at: pairs[at][0].rate)[rounds // 2]
    return *pairs[middle], ratio


def row(name: str, connections: int | str, one: Figures, other: Figures, ratio: float) -> None:
    """Print one line of the table."""
    numbers = (
        f"{figures.rate:8,.0f} | {figures.p50 * 1000:7.2f} | {figures.p99 * 1000:7.2f}" for figures in (one, other)
    )
    print(f"| {name:34} | {connections:>2} | {' | '.join(numbers)} | {ratio:5.2f} |", flush=True)


def requests_table(seconds: float, rounds: int) -> None:
    """Measure reads and writes against the bare routes."""
    print("| request, ours ÷ a bare route | c | ours/s | p50 ms | p99 ms | bare/s | p50 ms | p99 ms | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, emulator(str(FIXTURE)) as (_ours, ready):
        url = ready.read_text()
        reads = {size: f"{STREAMS}/Million/Data?{FROM}&count={size}" for size in (3, 100, 10_000)}
        for size, path in reads.items():
            Path(folder, f"{size}.json").write_bytes(urllib.request.urlopen(url + path).read())
        with process("tests.bench.bare", folder) as (_theirs, other):
            bare = other.read_text()
            for size, path in reads.items():
                compared = f"/dumped/{size}" if size == 10_000 else f"/ready/{size}"
                name = f"GET {size:,} events" + (" ÷ orjson.dumps of them" if size == 10_000 else "")
                for connections in (1, 16):
                    figures = side_by_side(
                        lambda _n, path=path, c=connections: run(url, repeat(get(path)), c, seconds, 200),
                        lambda _n, path=compared, c=connections: run(bare, repeat(get(path)), c, seconds, 200),
                        rounds,
                    )
                    row(name, connections, *figures)
            for year, connections in ((2027, 1), (2127, 16)):
                sent = [bodies(100, 3000, year + 10 * number) for number in range(rounds)]

                def written(at: str, path: str, number: int, sent=sent, connections=connections) -> Figures:
                    return run(at, (post(path, body) for body in sent[number]), connections, seconds, 204)

                figures = side_by_side(
                    partial(written, url, f"{STREAMS}/Empty/Data"), partial(written, bare, "/parsed"), rounds
                )
                row("POST 100 events ÷ parsing them", connections, *figures)
        windows = {
            name: f"{STREAMS}/{name}/Data?{FROM}&endIndex=2026-01-01T00:06:39Z" for name in ("Million", "Thousand")
        }
        figures = side_by_side(
            lambda _n: run(url, repeat(get(windows["Million"])), 1, seconds, 200),
            lambda _n: run(url, repeat(get(windows["Thousand"])), 1, seconds, 200),
            rounds,
        )
        row("window of 100 in 1 M ÷ in 1 k", 1, *figures)
        large = bodies(10_000, 12, 2500)
        inserts = run(url, (post(f"{STREAMS}/Empty/Data", body) for body in large), 1, 60, 204)
        print(f"\ninsert of 10,000 events in one request: {10_000 / inserts.p50:,.0f} events a second")


def whole_process(rounds: int) -> None:
    """Measure start, memory, loading and the end of the process."""
    starts, stops, idle = [], [], 0.0
    for _ in range(rounds):
        begun = time.perf_counter()
        with emulator() as (started, ready):
            urllib.request.urlopen(f"{ready.read_text()}{STREAMS}/Tank/Data/First").read()
            starts.append(time.perf_counter() - begun)
            idle = memory(started.pid)
            ended = time.perf_counter()
            started.terminate()
            started.wait()
            stops.append(time.perf_counter() - ended)
    begun = time.perf_counter()
    with emulator(str(FIXTURE)) as (started, _ready):
        loading = time.perf_counter() - begun - statistics.median(starts)
        loaded = memory(started.pid)
    print(f"start to the first answer, default fixtures: {statistics.median(starts) * 1000:.0f} ms")
    print(f"stop on SIGTERM: {statistics.median(stops) * 1000:.0f} ms")
    print(f"memory, idle with the default fixtures: {idle / 1e6:.0f} MB")
    each = (loaded - idle) / 1e6
    print(f"a generated million events of four members: {loading:.2f} s more at start, {each:.0f} bytes an event")


def memory(pid: int) -> float:
    """Return a process's resident memory in bytes."""
    return float(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


def worlds_of_tests(rounds: int, tests: int = 200) -> None:
    """Measure what the plugin does for each test: a world made, looked at and removed."""
    with emulator() as (_started, ready), closing(SocketTransport(ready.read_text())) as socket:
        ways = {"in process": WsgiTransport(Application(assemble())), "over a socket": socket}
        for name, transport in ways.items():
            control, taken = Control(transport), []
            for number in range(rounds * tests):
                started = time.perf_counter()
                world = control.create_world(f"test-{number}")
                world.outcome()
                world.delete_world()
                taken.append(time.perf_counter() - started)
            print(f"a world for a test, {name}: {statistics.median(taken) * 1000:.2f} ms")


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="for each run of requests")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("parts", nargs="*", default=PARTS, help=f"what to measure, of {' '.join(PARTS)}")
    given = parser.parse_args()
    if "requests" in given.parts:
        requests_table(given.seconds, given.rounds)
        whole_process(max(given.rounds, 3))
        worlds_of_tests(given.rounds)
    if "many" in given.parts:
        many.main(given.rounds)


if __name__ == "__main__":
    main()
