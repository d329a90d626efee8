"""Measures reads and writes of many events in this process, by turns with plain loops over ready-made rows."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from tests.bench import loops
from tests.bench.bodies import SECOND, bodies

from streamulator import resources, services
from streamulator.core.messages import Request
from streamulator.core.ticks import format_time, parse_time
from streamulator.kernel.emulator import Emulator

FIXTURE = Path(__file__).with_name("bench.yaml")
STREAMS = "/api/v1/Tenants/default/Namespaces/default/Streams"
BEGIN = parse_time("2026-01-01T00:00:00Z")
LENGTHS = {"Thousand": 1_000, "TenThousand": 10_000, "HundredThousand": 100_000, "Million": 1_000_000}


class Measured(NamedTuple):
    """One line of the table: what is done to how many events, here and in a loop; each is told the round."""

    name: str
    events: int
    ours: Callable[[int], Any]
    loop: Callable[[int], Any]


class Whole:
    """The emulator with the fixture of the measurements, asked in process."""

    def __init__(self) -> None:
        self.emulator = Emulator(services.discover(), resources.folder("openapi"))
        self.emulator.load([FIXTURE])
        store = self.emulator.world("default").stores["aveva"]
        store.event_limit = 2_500_000  # as of 2025; by default it is the limit of the pages before
        million = self.series("Million")
        for name, length in LENGTHS.items():
            if name not in ("Thousand", "Million"):
                self.ask("POST", name, orjson.dumps({"Id": name, "TypeId": "Reading"}))
                self.series(name).load(million.keys_in(0, length), million.cut(0, length))
                self.series(name).pack()

    def ask(self, method: str, target: str, body: bytes = b"") -> bytes:
        """Ask for something that has to be served."""
        path, _, query = target.partition("?")
        pairs = tuple(tuple(pair.split("=", 1)) for pair in query.split("&") if pair)
        reply = self.emulator.answer(Request(method, f"{STREAMS}/{path}", pairs, {}, body, "http://bench"))
        if reply.status >= 300:
            raise RuntimeError(f"{method} {target}: {reply.status} {reply.body[:500]!r}")
        return reply.body

    def series(self, stream: str) -> Any:
        """Return the events of a stream as the emulator holds them."""
        return self.emulator.world("default").stores["aveva"].stream("default", "default", stream).series


def at(second: int) -> str:
    """Write the index of an event of the fixture's streams."""
    return format_time(BEGIN + second * SECOND)


def span(first: int, number: int) -> str:
    """Write a window of so many events."""
    return f"startIndex={at(first)}&endIndex={at(first + number - 1)}"


def tasks(whole: Whole) -> list[Measured]:
    """List what is measured."""
    million = whole.series("Million").rows
    ready = orjson.loads(whole.ask("GET", f"Million/Data?{span(500_000, 10_000)}"))
    part = million[300_000:400_000]
    sent = bodies(10_000, 40, 2700)
    kept: list[Any] = []
    return [
        Measured(
            "window of 10,000 of a million, another each time",
            10_000,
            lambda n: whole.ask("GET", f"Million/Data?{span(10_001 * n + 77, 10_000)}"),
            lambda _n: loops.window(ready),
        ),
        Measured(
            "window of 10,000 of a million, again and again",
            10_000,
            lambda _n: whole.ask("GET", f"Million/Data?{span(500_000, 10_000)}"),
            lambda _n: loops.window(ready),
        ),
        Measured(
            "filter over 100,000, one in a hundred fits",
            100_000,
            lambda _n: whole.ask("GET", f"Million/Data?{span(300_000, 100_000)}&filter=Level ge 4.999"),
            lambda _n: loops.filtered(part, 4.999),
        ),
        Measured(
            "summaries of a million, one interval",
            1_000_000,
            lambda _n: whole.ask("GET", f"Million/Data/Summaries?{span(0, 1_000_000)}"),
            lambda _n: loops.summaries(million, (1, 2, 3)),
        ),
        Measured(
            "summaries of a million, 100 intervals",
            1_000_000,
            lambda _n: whole.ask("GET", f"Million/Data/Summaries?{span(0, 1_000_000)}&count=100"),
            lambda _n: loops.summaries(million, (1, 2, 3)),
        ),
        Measured(
            "sampled of a million, 100 intervals",
            1_000_000,
            lambda _n: whole.ask("GET", f"Million/Data/Sampled?{span(0, 1_000_000)}&intervals=100&sampleBy=Level"),
            lambda _n: loops.sampled(million, 100),
        ),
        Measured(
            "insert of 10,000",
            10_000,
            lambda n: whole.ask("POST", "Empty/Data", sent[n]),
            lambda n: loops.inserted(sent[n], kept),
        ),
    ]


def taken(work: Callable[[int], Any], number: int) -> float:
    """Return the seconds of the processor that one piece of work takes; whoever else is busy disturbs these least."""
    begun = time.process_time()
    work(number)
    return time.process_time() - begun


def events_table(whole: Whole, rounds: int) -> None:
    """Measure what reads and writes of many events cost, taking turns with the loops."""
    print("| many events at once, in process | events/s | a plain loop, events/s | ratio |")
    print("|---|---|---|---|")
    for task in tasks(whole):
        repeats = rounds if task.events > 100_000 else 3 * rounds
        pairs = [(taken(task.ours, number), taken(task.loop, number)) for number in range(repeats + 1)][1:]
        ours, theirs = (task.events / statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(loop / own for own, loop in pairs)
        print(f"| {task.name:48} | {ours:11,.0f} | {theirs:11,.0f} | {ratio:5.2f} |", flush=True)


def lengths_table(whole: Whole, rounds: int) -> None:
    """Measure windows of 100 and single events in streams of different lengths, taking turns with the shortest."""
    print("| a stream of … events | a window of 100, µs | ratio to 1,000 | one event, µs | ratio to 1,000 |")
    print("|---|---|---|---|---|")

    def reads(stream: str, length: int) -> tuple[Callable[[int], Any], ...]:
        middle = length // 2
        return (
            lambda n: whole.ask("GET", f"{stream}/Data?{span(middle + n % 300, 100)}"),
            lambda n: whole.ask("GET", f"{stream}/Data?index={at(middle + n % 300)}"),
        )

    for stream, length in LENGTHS.items():
        cells = []
        for ours, shortest in zip(reads(stream, length), reads("Thousand", 1_000), strict=True):
            pairs = [(taken(ours, n), taken(shortest, n)) for n in range(150 * rounds)][50:]
            own = statistics.median(one for one, _ in pairs)
            ratio = own / statistics.median(other for _, other in pairs)
            cells += [f"{own * 1e6:6,.0f}", f"{ratio:5.2f}"]
        print(f"| {length:9,} | {' | '.join(cells)} |", flush=True)


def main(rounds: int) -> None:
    """Measure everything and print it."""
    whole = Whole()
    events_table(whole, rounds)
    print()
    lengths_table(whole, rounds)
