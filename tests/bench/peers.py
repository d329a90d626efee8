"""Measures the emulator against the tools that others would pick, side by side in one run: `make bench-peers`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from itertools import cycle, repeat
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.bodies import bodies
from tests.bench.load import Figures, run
from tests.bench.mocks import BASE, MOCKS, LeftOut, Mock, ours, write_files
from tests.bench.run import get, memory, post, row, side_by_side

DATA = BASE + "/Streams/{}/Data"
READ = DATA + "?startIndex=2026-01-01T00:00:00Z&count={}"
SIZES = {"Few": 3, "Many": 100}
WRITE = DATA.format("Written")
LATER = "2040-01-01T00:00:00Z"
PATIENCE = 60  # seconds that a tool is given to start
TICKS = os.sysconf("SC_CLK_TCK")
MOST = 2_500  # bodies of new events for each second, more than the emulator takes

Ask = Callable[..., Figures]


@dataclass
class Server:
    """A tool that serves: where, since when, and in which process."""

    url: str
    seconds: float
    pid: int

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        """Send one request."""
        connection = HTTPConnection(urlsplit(self.url).netloc)
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, sent, {"Content-Type": "application/json"} if sent else {})
        with connection.getresponse() as response:
            return response.status, response.read()

    def memory(self) -> float:
        """Return the resident memory of the process and of all that it started, in MB."""
        return sum(map(memory, self._family())) / 1e6

    def spent(self) -> float:
        """Return the processor's seconds that they have taken."""
        return sum(int(ticks) for pid in self._family() for ticks in _stat(pid)[11:13]) / TICKS

    def _family(self) -> set[int]:
        parents = {int(path.name): int(_stat(path.name)[1]) for path in Path("/proc").glob("[0-9]*")}
        family, grown = {self.pid}, True
        while grown:
            more = {pid for pid, parent in parents.items() if parent in family} - family
            family, grown = family | more, bool(more)
        return family


@dataclass
class Side:
    """What one tool came to, besides its rates."""

    starts: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)
    loaded: list[float] = field(default_factory=list)
    answers: tuple[str, ...] = ()
    costs: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    spent: str = ""

    def line(self, name: str) -> str:
        """Write a line of the table."""
        start, idle, loaded = (statistics.median(each) for each in (self.starts, self.idle, self.loaded))
        return f"| {name:28} | {start * 1000:8,.0f} | {idle:6,.0f} | {loaded:6,.0f} | {' | '.join(self.answers)} |"

    def cost(self, name: str, mine: Side) -> str:
        """Write what a request of each kind cost the processor in µs, and ours beside it, in the same rounds."""
        rounds = ((each, mine.costs[kind][-len(each) :]) for kind, each in self.costs.items())
        middles = (f"{statistics.median(its) * 1e6:,.0f} : {statistics.median(of) * 1e6:,.0f}" for its, of in rounds)
        return f"| {name:28} | {' | '.join(middles)} |"


def _stat(pid: int | str) -> list[str]:
    """Return what the system says of a process, from its state on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended
        return ["0"] * 13


@contextmanager
def served(command: Callable[[int], list[str]]) -> Iterator[Server]:
    """Start a tool at a free port, and wait for its first 200."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    line, url = command(port), f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        started = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True)
        try:
            while not _answers(url):
                if started.poll() is not None or time.perf_counter() - begun > PATIENCE:
                    said.seek(0)
                    raise LeftOut(f"it does not answer: {said.read()[-300:].decode(errors='replace')}")
                time.sleep(0.005)
            yield Server(url, time.perf_counter() - begun, started.pid)
        finally:
            os.killpg(started.pid, signal.SIGTERM)
            try:
                started.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(started.pid, signal.SIGKILL)
                started.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url + READ.format("Few", 3), timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def kept_of_ours(server: Server) -> dict[str, bytes]:
    """Ask the emulator for what all tools are to answer."""
    return {name: server.ask("GET", READ.format(name, size))[1] for name, size in (SIZES | {"Written": 3}).items()}


def answers(server: Server) -> tuple[str, ...]:
    """Tell what becomes of a body and of a parameter that break the contract, and of an event that is written."""
    body, _ = server.ask("POST", WRITE, [{"Time": LATER, "Level": "high"}])
    parameter, _ = server.ask("GET", READ.format("Few", "many"))
    server.ask("POST", WRITE, [{"Time": LATER, "Level": 1}])
    _, found = server.ask("GET", f"{WRITE}?startIndex={LATER}&count=1")
    refused = (f"refused, {status}" if status >= 400 else f"taken, {status}" for status in (body, parameter))
    return *refused, "found" if LATER.encode() in found else "lost"


def requests(servers: tuple[Server, Server], sides: tuple[Side, Side], name: str, given: argparse.Namespace) -> None:
    """Measure the three requests at one connection and at sixteen."""
    one, other = servers
    sent = [post(WRITE, body) for body in bodies(100, int(MOST * given.seconds), 2050)]

    def read(server: Server, connections: int, seconds: float, stream: str) -> Figures:
        return run(server.url, repeat(get(READ.format(stream, SIZES[stream]))), connections, seconds, 200)

    def write(server: Server, connections: int, seconds: float) -> Figures:
        if server is other:
            return run(server.url, cycle(sent), connections, seconds, 204)
        server.ask("POST", "/_emulator/reset")  # it refuses events that are there already
        return run(server.url, iter(sent), connections, seconds, 204)

    def counted(ask: Ask, kind: str, connections: int, which: int, _round: int) -> Figures:
        server, begun = servers[which], time.perf_counter()
        before = server.spent()
        figures = ask(server, connections, given.seconds)
        lasted = time.perf_counter() - begun
        sides[which].costs[kind].append((server.spent() - before) / (figures.rate * lasted))
        return figures

    measured: dict[str, Ask] = {f"GET {size} events": partial(read, stream=stream) for stream, size in SIZES.items()}
    measured["POST 100 events"] = write
    for ask in measured.values():  # some tools are compiled while they run
        ask(one, 4, 1)
        ask(other, 4, given.warm)
    for title, ask in measured.items():
        for connections in (1, 16):
            kind = f"{title}, {connections}"
            both = (partial(counted, ask, kind, connections, which) for which in (0, 1))
            row(f"{title} ÷ {name}", connections, *side_by_side(*both, given.rounds))


def compared(mock: Mock, mine: Side, files: Path, given: argparse.Namespace) -> Side:
    """Measure one tool and the emulator by turns."""
    theirs = Side()
    commands = {"mine": partial(ours, given.tools, files), "theirs": partial(mock.command, given.tools, files)}
    commands["theirs"](0)  # which installs it
    sides = {"mine": mine, "theirs": theirs}
    for _ in range(given.rounds):
        for which, side in sides.items():
            with served(commands[which]) as server:
                side.starts.append(server.seconds)
                side.idle.append(server.memory())
    with served(commands["mine"]) as one, served(commands["theirs"]) as other:
        for server, side in ((one, mine), (other, theirs)):
            side.answers = answers(server)
            for stream, size in SIZES.items():
                found = json.loads(server.ask("GET", READ.format(stream, size))[1])
                if found != json.loads((files / f"{stream}.json").read_bytes()):
                    raise LeftOut(f"it answers something else for {stream}")
        requests((one, other), (mine, theirs), mock.name, given)
        mine.loaded.append(one.memory())
        theirs.loaded.append(other.memory())
    theirs.spent = theirs.cost(mock.name, mine)
    return theirs


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="for each run of requests")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--warm", type=float, default=8.0, help="seconds of requests of each kind beforehand")
    parser.add_argument("--tools", type=Path, default=Path(".venv", "peers"), help="where the tools are installed")
    parser.add_argument("names", nargs="*", help="beginnings of the tools' names; else all of them")
    given = parser.parse_args()
    given.tools = given.tools.resolve()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what was started ends, too
    chosen = [mock for mock in MOCKS if not given.names or mock.name.lower().startswith(tuple(given.names))]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    print("| request, ours ÷ another tool | c | ours/s | p50 ms | p99 ms | its/s | p50 ms | p99 ms | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    sides, left_out = {"Streamulator": Side()}, []
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        with served(partial(ours, given.tools, files)) as server:
            write_files(files, kept_of_ours(server))
        for mock in chosen:
            try:
                sides[mock.name] = compared(mock, sides["Streamulator"], files, given)
            except (LeftOut, RuntimeError) as why:
                left_out.append(f"{mock.name} is left out: {why}")
    print("\n| | first 200, ms | idle, MB | loaded, MB | a wrong body | a wrong parameter | what was written |")
    print("|---|---|---|---|---|---|---|")
    print(*(side.line(name) for name, side in sides.items() if side.starts), sep="\n")
    print("\n| the processor's µs a request, its : ours | " + " | ".join(sides["Streamulator"].costs) + " |")
    print("|---|---|---|---|---|---|---|")
    print(*(side.spent for side in sides.values() if side.spent), sep="\n")
    print(*left_out, sep="\n")


if __name__ == "__main__":
    main()
