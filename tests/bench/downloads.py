"""Measures downloads of data packets: how fast they come, and how much memory they take at most: `make bench`."""

from __future__ import annotations

import socket
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.run import emulator

COUNT, SIZE = 100_000, 1024
STREAM = "/homes/1/smartModules/sds/streams/s"
RULE = f"{{generate: {{count: {COUNT}, size: {SIZE}}}}}"
PROJECT = f"""
id: 1
keys: [{{name: bench, key: bench}}]
smartModules: [{{id: sds, type: sds}}]
homes: [{{id: 1, name: Bench, streams: [{{module: sds, name: s, packets: {RULE}}}]}}]
"""


class _Unfollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: object) -> None:
        return None


def address(url: str) -> str:
    """Return where all packets can be downloaded."""
    request = urllib.request.Request(f"{url}{STREAM}/data?start=0&stop={COUNT}")
    request.add_header("Authorization", "ModeCloud bench")
    try:
        urllib.request.build_opener(_Unfollowed).open(request)
    except urllib.error.HTTPError as answer:
        return str(answer.headers["Location"])
    raise RuntimeError("the fetch was not redirected")


def begun(place: str) -> socket.socket:
    """Ask for a download and read nothing of it."""
    target = urlsplit(place)
    connection = socket.create_connection((target.hostname, target.port))
    connection.sendall(f"GET {target.path} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n".encode())
    return connection


def drained(connection: socket.socket) -> int:
    """Read a download to its end and forget it; return its bytes, head included."""
    taken = 0
    with connection:
        while part := connection.recv(1 << 20):
            taken += len(part)
    return taken


def memory(pid: int, kind: str) -> float:
    """Return a process's resident memory in MB: `VmRSS` now, `VmHWM` at its highest."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(kind)) / 1000


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        fixture = Path(folder, "downloads.yaml")
        fixture.write_text("mode:\n  projects:\n    - " + PROJECT.strip().replace("\n", "\n      "))
        with emulator(str(fixture)) as (process, ready):
            place = address(ready.read_text())
            loaded = memory(process.pid, "VmRSS")
            started = time.perf_counter()
            taken = drained(begun(place))
            seconds = time.perf_counter() - started
            one = memory(process.pid, "VmHWM")
            with ThreadPoolExecutor(16) as pool:
                assert set(pool.map(drained, [begun(place) for _ in range(16)])) == {taken}
            many = memory(process.pid, "VmHWM")
            idle = [begun(place) for _ in range(100)]
            time.sleep(3)
            held = memory(process.pid, "VmHWM")
            for connection in idle:
                connection.close()
    print(f"download of {COUNT:,} packets of {SIZE:,} bytes: {seconds:.2f} s, {taken / seconds / 1e6:,.0f} MB/s")
    print(f"memory with the packets loaded: {loaded:.0f} MB")
    print(f"memory at its highest, of {taken / 1e6:.0f} MB downloaded by one client: {one:.0f} MB")
    print(f"memory at its highest, downloaded by 16 clients at once: {many:.0f} MB")
    print(f"memory at its highest, with 100 clients that do not read: {held:.0f} MB")


if __name__ == "__main__":
    main()
