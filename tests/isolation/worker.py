"""Plays tests against a running emulator, each in a world of its own, and writes down every answer."""

from __future__ import annotations

import argparse
import json
import sys
from http.client import HTTPConnection
from random import Random
from urllib.parse import urlsplit

PLACE = "/api/v1/Tenants/default/Namespaces/default/Streams"
OWN = f"{PLACE}/Own/Data"
PASSING = {"connection", "keep-alive", "server"}  # what a proxy answers for itself
SERVICE = "aveva"
READS = 6  # of which some are struck, as chance has it


class Player:
    """One test: what it does depends on its number alone, and all tests use the same names."""

    def __init__(self, connection: HTTPConnection, number: int, way: str) -> None:
        self._connection = connection
        self.number = number
        self.world = f"test-{number}"
        self._prefix = f"/_worlds/{self.world}" if way == "prefix" else ""
        self._headers = {"X-Emulator-World": self.world} if way == "header" else {}
        self._others: dict[str, str] = {}  # the hashes of services that nothing is written to, as they were first
        self.answers: list[tuple[int, list[tuple[str, str]], str]] = []

    def ask(self, method: str, path: str, content: object = None, **headers: str) -> str:
        """Send a request, keep the answer, and return its body."""
        body = None if content is None else json.dumps(content)
        sent = {"Content-Type": "application/json"} if body else {}
        sent |= self._headers | {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(method, self._prefix + path, body, sent)
        with self._connection.getresponse() as response:
            kept = sorted((name.lower(), value) for name, value in response.getheaders())
            text = response.read().decode()
            self.answers.append((response.status, [pair for pair in kept if pair[0] not in PASSING], text))
        return text

    def control(self, method: str, path: str, content: object = None) -> str:
        """Steer the world; these answers alone are dated by the machine's clock."""
        text = self.ask(method, f"/_emulator/{path}", content)
        status, headers, _text = self.answers[-1]
        self.answers[-1] = (status, [pair for pair in headers if pair[0] != "date"], text)
        return text

    def play(self) -> None:
        """Make the world, disturb everything in it that can be disturbed, and forget it."""
        chance = Random(self.number)  # noqa: S311  the same in each run, and no secret
        second = f"2030-01-01T{self.number // 3600 % 24:02}:{self.number // 60 % 60:02}:{self.number % 60:02}Z"
        self.control("POST", "worlds", {"name": self.world, "seed": self.number, "frozenAt": second})
        self._hash()
        busy = {
            "id": "busy",
            "operation": "insertValues",
            "effect": f"503;retryAfter={self.number % 9 + 1}",
            "times": 1,
        }
        shaky = {"id": "shaky", "operation": "getLastValue", "effect": chance.choice(["403", "404", "latency=5"])}
        self.control("POST", "faults", busy)
        self.control("POST", "faults", {**shaky, "probability": 0.5, "seed": self.number})
        self._write(chance)
        self.control("PUT", f"snapshots/{self.world}")
        self._spoil_and_restore()
        self._tell()
        self.control("DELETE", f"snapshots/{self.world}")
        self.control("DELETE", f"worlds/{self.world}")

    def _write(self, chance: Random) -> None:
        self.ask("POST", f"{PLACE}/Own", {"Id": "Own", "TypeId": "Wave"})
        events = [{"Order": order, "Sine": self.number + chance.random()} for order in range(1, 6)]
        self.ask("POST", OWN, events)
        self.ask("POST", OWN, events)
        for _ in range(READS):
            self.ask("GET", f"{OWN}/Last")
        self.ask("PUT", f"{PLACE}/Own/Metadata", {"Test": str(self.number)})

    def _spoil_and_restore(self) -> None:
        self.ask("DELETE", f"{OWN}?startIndex=1&endIndex=3")
        self.ask("PATCH", f"{PLACE}/Own/Metadata", [{"op": "replace", "path": "/Test", "value": "x"}], If_Match='"no"')
        self.control("POST", "clock/advance", {"seconds": self.number})
        self._hash()
        self.control("POST", f"snapshots/{self.world}/restore")

    def _tell(self) -> None:
        self.ask("GET", f"{OWN}?startIndex=0&endIndex=10")
        self.ask("GET", f"{PLACE}/Own/Metadata")
        self.control("GET", "clock")
        self.control("GET", "faults")
        self.control("GET", "ledger")
        self._hash()
        self.control("POST", "journal/count", {"fault": "*"})
        journal = json.loads(self.control("GET", "journal"))
        entries = [{**entry, "milliseconds": 0} for entry in journal["entries"]]
        self._amend(json.dumps({**journal, "entries": entries}))

    def _hash(self) -> None:
        """Keep the hash of what is written to; whatever else there is may depend on when the emulator was started."""
        services = json.loads(self.control("GET", "state/hash"))["services"]
        own = services.pop(SERVICE)
        self._others = self._others or services
        self._amend(json.dumps({SERVICE: own, "others": "untouched" if services == self._others else "changed"}))

    def _amend(self, text: str) -> None:
        """Put a text without what the machine's clock has left in it into the last answer."""
        status, headers, _text = self.answers[-1]
        self.answers[-1] = (status, [pair for pair in headers if pair[0] != "content-length"], text)


def main() -> None:
    """Play the numbers from FIRST on, and print a line of JSON for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("first", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("way", choices=["prefix", "header"])
    given = parser.parse_args()
    connection = HTTPConnection(urlsplit(given.url).netloc, timeout=60)
    for number in range(given.first, given.first + given.count):
        player = Player(connection, number, given.way)
        player.play()
        sys.stdout.write(json.dumps([number, player.answers]) + "\n")


if __name__ == "__main__":
    main()
