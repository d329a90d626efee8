"""A client that does whatever comes to mind, in a few worlds of its own, and knows what may go wrong."""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from random import Random
from urllib.parse import urlsplit

STREAMS = "/api/v1/Tenants/default/Namespaces/default/Streams"
WORLDS = 3  # at most, of each visitor
PATIENCE = 20
EFFECTS = (
    "500", "503", "403", "404;reason=soak", "503;retryAfter=0", "latency=0.01", "latency=0.02;clock=wall", "reset",
    "empty", "cut=0.5", "cut=3", "length=7", "length=-2", "malformed", "stall=0.02", "stall=0.02;bytes=9",
    "drip=9;seconds=0.001",
)  # fmt: skip
BREAKING = {"reset", "empty", "cut", "length", "stall", "malformed", "drip"}


def kind(effect: str) -> str:
    """Return what kind an effect in short is of."""
    head = effect.partition(";")[0].partition("=")[0]
    return "status" if head.isdigit() else head


class Visitor:
    """One of several that visit at once; each reaches its own worlds only, so it knows what is armed there."""

    def __init__(self, url: str, name: str, seed: int) -> None:
        self._netloc = urlsplit(url).netloc
        self._connection = HTTPConnection(self._netloc, timeout=PATIENCE)
        self._chance = Random(f"{seed} {name}")  # noqa: S311  the same in each run, and no secret
        self.name = name
        self.worlds: dict[str, set[str]] = {}  # and the kinds of effects that may strike there
        self._snapshots: set[str] = set()
        self._made = 0
        self.requests = 0
        self.statuses: Counter[int] = Counter()
        self.struck: Counter[str] = Counter()
        self.complaints: list[str] = []

    def visit(self) -> None:
        """Do one thing."""
        if not self.worlds:
            self._make_world()
        world = self._chance.choice(sorted(self.worlds))
        actions: list[tuple[int, Callable[[str], object]]] = [
            (30, self._read), (20, self._write), (10, self._order_a_fault), (8, self._arm), (6, self._steer_time),
            (6, self._look), (4, self._keep), (4, self._go_back), (3, self._disarm), (2, self._hang_up),
            (2, self._nonsense), (2, self._start_over), (1, self._make_world), (1, self._leave),
        ]  # fmt: skip
        (action,) = self._chance.choices([one for _, one in actions], [weight for weight, _ in actions])
        action(world)

    def go(self) -> None:
        """Leave nothing behind."""
        for world in list(self.worlds):
            self._leave(world)
        for snapshot in list(self._snapshots):
            self._ask("DELETE", f"/_emulator/snapshots/{snapshot}")
        self._snapshots.clear()
        self._connection.close()

    def _ask(
        self,
        method: str,
        path: str,
        content: object = None,
        *,
        ordered: str = "",
        may_break: bool = False,
        **headers: str,
    ) -> tuple[int, bytes]:
        """Send a request; a connection that breaks off, or a 500, is a complaint unless a fault may have had it so."""
        body = None if content is None else json.dumps(content)
        sent = {"Content-Type": "application/json"} if body else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.requests += 1
        try:
            self._connection.request(method, path, body, sent)
            with self._connection.getresponse() as response:
                found, faults = response.status, response.getheader("X-Emulator-Fault", "")
                text = response.read()
        except (HTTPException, OSError) as error:
            self._connection.close()
            self.statuses[0] += 1
            if not may_break:
                self.complaints.append(f"{method} {path}: {type(error).__name__}: {error}")
            return 0, b""
        self.statuses[found] += 1
        if faults:
            self._connection.close()  # what follows on it may be anything
        if found == 500 and "500" not in faults and ordered != "500":
            self.complaints.append(f"{method} {path}: 500 that nobody ordered: {text[:500]!r}")
        return found, text

    def _call(self, world: str, method: str, path: str, content: object = None) -> tuple[int, bytes]:
        may_break = bool(self.worlds[world] & BREAKING)
        return self._ask(method, f"/_worlds/{world}{STREAMS}{path}", content, may_break=may_break)

    def _control(self, world: str, method: str, path: str, content: object = None) -> tuple[int, bytes]:
        return self._ask(method, f"/_worlds/{world}/_emulator/{path}", content)

    def _make_world(self, _world: str = "") -> None:
        if len(self.worlds) >= WORLDS:
            return
        self._made += 1
        name = f"{self.name}-{self._made}"
        wanted: dict[str, object] = {"name": name, "seed": self._made}
        if self._chance.random() < 0.3:
            wanted["frozenAt"] = "2030-01-01T00:00:00Z"
        self._ask("POST", "/_emulator/worlds", wanted)
        self.worlds[name] = set()

    def _leave(self, world: str) -> None:
        self._tally(world)
        self._ask("DELETE", f"/_emulator/worlds/{world}")
        del self.worlds[world]

    def _start_over(self, world: str) -> None:
        self._tally(world)
        self._control(world, "POST", "reset")
        self.worlds[world] = set()

    def _disarm(self, world: str) -> None:
        self._tally(world)
        self._control(world, "DELETE", "faults")
        self.worlds[world] = set()

    def _tally(self, world: str) -> None:
        """Count what has struck, before that is forgotten, and see that no reply has broken its contract."""
        for fault in json.loads(self._control(world, "GET", "faults")[1] or b"[]"):
            self.struck[fault["id"].partition("-")[0]] += fault["fired"]
        ledger = json.loads(self._control(world, "GET", "ledger?kind=broken")[1] or b"{}")
        if ledger.get("totals", {}).get("broken"):
            self.complaints.append(f"replies that break the contract in {world}: {ledger['entries'][:3]}")

    def _arm(self, world: str) -> None:
        effect = self._chance.choice(EFFECTS)
        self._made += 1
        # The id has the kind for the tally, and the status for whoever meets a 500.
        rule = {"id": f"{kind(effect)}-{self._made}-{effect[:3] if effect[:3].isdigit() else 0}", "effect": effect}
        rule |= {"times": self._chance.randint(1, 4), "every": self._chance.randint(1, 3), "seed": self._made}
        if self._chance.random() < 0.3:
            rule["phase"] = "after"
        if self._chance.random() < 0.3:
            rule["probability"] = 0.5
        status, _ = self._control(world, "POST", "faults", rule)
        if status == 201:
            self.worlds[world].add(kind(effect))

    def _order_a_fault(self, world: str) -> None:
        effect = self._chance.choice(EFFECTS)
        breaking = kind(effect) in BREAKING
        path = f"/_worlds/{world}{STREAMS}/Tank/Data/Last"
        status, _ = self._ask("GET", path, ordered=effect[:3], may_break=breaking, X_Emulator_Fault=effect)
        if status != 400:
            self.struck[kind(effect)] += 1

    def _read(self, world: str) -> None:
        stream = self._chance.choice(("Tank", "Wave", "Weather", "Nowhere"))
        read = self._chance.choice(("/Data/First", "/Data/Last", "/Metadata", "", "/Type", "/Tags", "/Data?count=5"))
        self._call(world, "GET", f"/{stream}{read}")
        if self._chance.random() < 0.1:
            self._call(world, "GET", "/Tank/Data?startIndex=2026-01-01&endIndex=2026-01-02&count=2000")

    def _write(self, world: str) -> None:
        first = self._chance.randint(0, 5000)
        events = [{"Order": order, "Sine": self._chance.random()} for order in range(first, first + 20)]
        what = self._chance.randint(0, 5)
        if what == 0:
            self._call(world, "DELETE", f"/Wave/Data?startIndex={first}&endIndex={first + 100}")
        elif what == 1:
            self._call(world, "PUT", "/Tank/Metadata", {f"k{first % 50}": "v" * (first % 200)})
        elif what == 2:
            self._call(world, "POST", f"/S{first % 9}", {"Id": f"S{first % 9}", "TypeId": "Wave"})
        elif what == 3:
            self._call(world, "DELETE", f"/S{first % 9}")
        else:
            self._call(world, self._chance.choice(("POST", "PUT")), "/Wave/Data", events)

    def _steer_time(self, world: str) -> None:
        mode = self._chance.choice(("frozen", "running", "real", "advance"))
        if mode == "advance":
            self._control(world, "POST", "clock/advance", {"seconds": self._chance.random() * 3600})
        else:
            at = {} if mode == "real" else {"at": f"2030-01-01T00:00:{self._chance.randint(10, 59)}Z"}
            self._control(world, "PUT", "clock", {"mode": mode, **at})

    def _look(self, world: str) -> None:
        what = ("journal?limit=20", "ledger", "state", "state/hash", "clock", "faults", "journal/har", "state/fixture")
        self._control(world, "GET", self._chance.choice(what))
        self._control(world, "POST", "journal/count", {"status": [200, 204]})

    def _keep(self, world: str) -> None:
        name = f"{self.name}-kept-{self._chance.randint(1, 2)}"
        if self._control(world, "PUT", f"snapshots/{name}")[0] == 200:
            self._snapshots.add(name)

    def _go_back(self, world: str) -> None:
        if not self._snapshots:
            return
        self._tally(world)
        self._control(world, "POST", f"snapshots/{self._chance.choice(sorted(self._snapshots))}/restore")
        self.worlds[world] = set(map(kind, EFFECTS))  # whatever was armed when it was taken
        self._disarm(world)

    def _nonsense(self, world: str) -> None:
        self._call(world, "POST", "/Wave/Data", self._chance.choice(({}, [1], "x", [{"Order": "y"}], None)))
        self._call(world, "GET", f"/{'%2F' * self._chance.randint(1, 50)}")
        self._control(world, "POST", "faults", {"effect": "teapot"})

    def _hang_up(self, world: str) -> None:
        """Begin a request, or order a slow reply, and go away."""
        host, _, port = self._netloc.partition(":")
        order = self._chance.choice(("", "X-Emulator-Fault: drip=1;seconds=0.01\r\n\r\n"))
        with suppress(OSError), socket.create_connection((host, int(port)), PATIENCE) as client:
            client.sendall(f"GET /_worlds/{world}{STREAMS}/Tank HTTP/1.1\r\nHost: a\r\n{order}".encode())
