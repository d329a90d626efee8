"""What was wrong in a world: requests that break the contract, replies that do, and clients that err harmlessly."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from typing import Literal

MOST = 2_000  # findings kept
LONGEST = 2_000  # characters of a complaint that are kept

Kind = Literal["violation", "broken", "warning"]
KINDS: tuple[Kind, ...] = ("violation", "broken", "warning")


@dataclass(frozen=True, slots=True)
class Finding:
    """One wrong: `entry` is the number of the journal's entry it belongs to."""

    number: int
    kind: Kind
    operation: str | None
    complaint: str
    entry: int


class Ledger:
    """The findings of one world; bounded, while the totals go on counting. Guarded by the world's lock."""

    def __init__(self, most: int = MOST) -> None:
        self._findings: deque[Finding] = deque(maxlen=most)
        self.totals: Counter[Kind] = Counter(dict.fromkeys(KINDS, 0))

    @property
    def dropped(self) -> int:
        """Return how many findings are gone."""
        return self.totals.total() - len(self._findings)

    def add(self, kind: Kind, operation: str | None, complaint: str, entry: int) -> None:
        """Write one finding down."""
        self.totals[kind] += 1
        self._findings.append(Finding(self.totals.total(), kind, operation, complaint[:LONGEST], entry))

    def findings(self, kind: Kind | None = None) -> list[Finding]:
        """Return the findings, of one kind or of all, oldest first."""
        return [finding for finding in self._findings if kind is None or finding.kind == kind]
