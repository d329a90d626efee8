"""Measures GroveStreams' metadata of a thousand streams against a bare route that dumps them; run it as a module."""

from __future__ import annotations

import argparse
import tempfile
import time
import urllib.request
from itertools import repeat
from pathlib import Path

import yaml
from tests.bench.load import run
from tests.bench.run import emulator, get, process, row, side_by_side

STREAMS = 1_000
FOLDER = "itemsByFolderPath=/&streamId=&streamName=&includeSubs=true&api_key=bench"
ONE = 'itemsById=[{"compId":"C0","streamId":"S0"}]&api_key=bench'.replace('"', "%22")
DEFINITIONS = """
units: [{name: Celsius, symbol: C}]
cycles:
  - {name: 5 Minutes, intvlSizeType: MINUTE, numSizeTypesPerIntvl: 5}
  - {name: Hours, intvlSizeType: HOUR, numSizeTypesPerIntvl: 1}
  - {name: Days, intvlSizeType: DAY, numSizeTypesPerIntvl: 1}
  - {name: Months, intvlSizeType: MONTH, numSizeTypesPerIntvl: 1}
  - {name: Quarters, intvlSizeType: MONTH, numSizeTypesPerIntvl: 3}
  - {name: Years, intvlSizeType: YEAR, numSizeTypesPerIntvl: 1}
rollupCalendars: [{name: All, cycle: [5 Minutes, Hours, Days, Months, Quarters, Years]}]
apiKeys: [{secret: bench, rights: [{resource: "*", actions: [GET]}]}]
"""


def stream(number: int) -> dict[str, object]:
    """Define a stream as the vendor's example has them, with a hundred samples."""
    rule = {"start": "2026-01-01T00:00:00Z", "every": "5m", "count": 100, "data": {"noise": {"seed": number}}}
    return {
        "id": f"S{number}",
        "name": f"Stream {number}",
        "streamType": "intvl_stream",
        "valueType": "FLOAT",
        "unit": "Celsius",
        "baseCycle": "5 Minutes",
        "rollup_calendar": "All",
        "constraints": {"min": 1, "max": 1.7976931348623157e308},
        "samples": {"generate": rule},
    }


def fixture(place: Path) -> str:
    """Write a fixture of a thousand streams in a hundred components; return where it is."""
    components = [
        {
            "id": f"C{one}",
            "name": f"Component {one}",
            "timeZoneId": "US/Central",
            "stream": [stream(n) for n in range(10)],
        }
        for one in range(STREAMS // 10)
    ]
    organization = {"name": "Bench", **yaml.safe_load(DEFINITIONS), "components": components}
    file = place / "bench.yaml"
    file.write_text(yaml.safe_dump({"grovestreams": {"organizations": [organization]}}), encoding="utf-8")
    return str(file)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="for each run of requests")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = fixture(folder)
        begun = time.perf_counter()
        with emulator(path) as (_ours, ready):
            url = ready.read_text()
            print(f"start with {STREAMS:,} streams of 100 samples: {time.perf_counter() - begun:.2f} s")
            paths = {size: f"/api/stream_metadata?{query}" for size, query in ((1, ONE), (STREAMS, FOLDER))}
            for size, target in paths.items():
                body = urllib.request.urlopen(url + target).read()
                (folder / f"{size}.json").write_bytes(body)
                print(f"{size:,} streams: {len(body):,} bytes")
            with process("tests.bench.bare", name) as (_theirs, other):
                bare = other.read_text()
                print(
                    "| request, ours ÷ a bare route | c | ours/s | p50 ms | p99 ms | bare/s | p50 ms | p99 ms | ratio |"
                )
                print("|---|---|---|---|---|---|---|---|---|")
                for size, how in ((1, "ready"), (STREAMS, "dumped")):
                    for connections in (1, 16):
                        figures = side_by_side(
                            lambda _n, t=paths[size], c=connections: run(url, repeat(get(t)), c, given.seconds, 200),
                            lambda _n, t=f"/{how}/{size}", c=connections: run(
                                bare, repeat(get(t)), c, given.seconds, 200
                            ),
                            given.rounds,
                        )
                        row(f"GET metadata of {size:,} streams", connections, *figures)


if __name__ == "__main__":
    main()
