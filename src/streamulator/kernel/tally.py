"""What worlds come to in the end: what was wrong in them, and which armed faults never struck."""

from __future__ import annotations

from collections import Counter
from threading import Lock

from streamulator.faults.rule import Armed, Rule
from streamulator.kernel.coverage import Coverage
from streamulator.kernel.ledger import KINDS, Finding, Kind
from streamulator.kernel.world import World

MOST = 10_000  # rules and findings that are remembered of worlds that are gone


class Tally:
    """Sums over worlds, each with its name.

    A rule that worlds took from one another, or from the fixtures, is one rule: it struck if it did in any of them.
    """

    def __init__(self) -> None:
        self.totals: Counter[Kind] = Counter(dict.fromkeys(KINDS, 0))
        self.findings: list[tuple[str, Finding]] = []
        self._rules: dict[int, tuple[str, Rule, int]] = {}

    @property
    def unfired(self) -> list[tuple[str, str]]:
        """Return the rules that struck nowhere: the world where each was met first, and its id."""
        return [(world, rule.id) for world, rule, fired in self._rules.values() if not fired]

    def add(self, world: World) -> None:
        """Add what a world has come to so far."""
        with world.lock:
            totals, findings = dict(world.ledger.totals), world.ledger.findings()
        self.totals.update(totals)
        self._keep([(world.name, finding) for finding in findings])
        for armed in world.plan.all():
            self._count(world.name, armed)

    def take(self, other: Tally) -> None:
        """Add another tally."""
        self.totals.update(other.totals)
        self._keep(other.findings)
        for key, (world, rule, fired) in other._rules.items():
            self._note(key, world, rule, fired)

    def _keep(self, findings: list[tuple[str, Finding]]) -> None:
        self.findings += findings[: max(0, MOST - len(self.findings))]

    def _count(self, world: str, armed: Armed) -> None:
        self._note(id(armed.rule), world, armed.rule, armed.fired)

    def _note(self, key: int, world: str, rule: Rule, fired: int) -> None:
        if key in self._rules:
            world, rule, before = self._rules[key]
            self._rules[key] = (world, rule, before + fired)
        elif len(self._rules) < MOST:
            self._rules[key] = (world, rule, fired)


class Past:
    """What is kept of worlds that are gone or have started over."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tally = Tally()
        self._coverage = Coverage()

    def settle(self, world: World) -> None:
        """Keep what a world has come to so far."""
        with self._lock:
            self._tally.add(world)

    def retire(self, reached: Coverage) -> None:
        """Keep what a world had reached."""
        with self._lock:
            self._coverage.take(reached)

    def tally(self) -> Tally:
        """Return what they have all come to, to be added to."""
        whole = Tally()
        with self._lock:
            whole.take(self._tally)
        return whole

    def coverage(self) -> Coverage:
        """Return what they had all reached, to be added to."""
        whole = Coverage()
        with self._lock:
            whole.take(self._coverage)
        return whole

    def clear_coverage(self) -> None:
        """Forget what they had reached."""
        with self._lock:
            self._coverage = Coverage()
