"""What the control API tells, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from streamulator.core.messages import Json


@dataclass(frozen=True, slots=True)
class Health:
    """That the emulator lives, and for how long."""

    status: str
    version: str
    uptime_seconds: float

    @classmethod
    def of(cls, content: Json) -> Self:
        """Read it from JSON."""
        return cls(content["status"], content["version"], content["uptimeSeconds"])


@dataclass(frozen=True, slots=True)
class Info:
    """What runs: `services` as they describe themselves, and the options it was started with."""

    version: str
    python: str
    services: tuple[Mapping[str, Any], ...]
    worlds: int
    options: Mapping[str, Any]

    @classmethod
    def of(cls, content: Json) -> Self:
        """Read it from JSON."""
        services = tuple(content["services"])
        return cls(content["version"], content["python"], services, content["worlds"], content["options"])


@dataclass(frozen=True, slots=True)
class World:
    """A world, and how many requests it has seen."""

    name: str
    created: str
    requests: int

    @classmethod
    def of(cls, content: Json) -> Self:
        """Read it from JSON."""
        return cls(content["name"], content["created"], content["requests"])


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot, and when it was taken."""

    name: str
    taken: str

    @classmethod
    def of(cls, content: Json) -> Self:
        """Read it from JSON."""
        return cls(content["name"], content["taken"])


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is armed: the operations it may strike, how many calls fitted, and how many of them it struck."""

    id: str
    rule: Mapping[str, Any]
    operations: tuple[str, ...]
    matched: int
    fired: int
    exhausted: bool

    @classmethod
    def of(cls, content: Json) -> Self:
        """Read it from JSON."""
        counts = content["matched"], content["fired"], content["exhausted"]
        return cls(content["id"], content["rule"], tuple(content["operations"]), *counts)

    def __str__(self) -> str:
        effect = self.rule["effect"] if "effect" in self.rule else self.rule["sequence"]
        where = ", ".join(self.operations) if len(self.operations) < 5 else f"{len(self.operations)} operations"  # noqa: PLR2004  what fits a line
        return f"{self.id}: {effect} on {where}: {self.matched} calls fitted, {self.fired} struck"


@dataclass(frozen=True, slots=True)
class ClockState:
    """A world's time, and whether it is `real`, `running` at a distance, or `frozen`."""

    now: str
    mode: str
    offset_seconds: float | None

    @classmethod
    def of(cls, content: Json) -> Self:
        """Read it from JSON."""
        return cls(content["now"], content["mode"], content["offsetSeconds"])


@dataclass(frozen=True, slots=True)
class Entry:
    """One call and what became of it; headers and bodies are there where they were asked for, without credentials."""

    number: int
    time: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    operation: str | None
    status: int
    milliseconds: float
    problem: str | None
    faults: tuple[str, ...] = ()
    service: str | None = None
    request_headers: Mapping[str, str] = field(default_factory=dict)
    request_body: str | None = None
    reply_headers: Mapping[str, str] = field(default_factory=dict)
    reply_body: str | None = None

    @classmethod
    def of(cls, content: Json) -> Self:
        """Read it from JSON."""
        return cls(
            content["number"],
            content["time"],
            content["method"],
            content["path"],
            tuple((name, value) for name, value in content["query"]),
            content["operation"],
            content["status"],
            content["milliseconds"],
            content["problem"],
            tuple(content.get("faults", ())),
            content.get("service"),
            content.get("requestHeaders", {}),
            content.get("requestBody"),
            content.get("replyHeaders", {}),
            content.get("replyBody"),
        )

    def __str__(self) -> str:
        query = "&".join(f"{name}={value}" for name, value in self.query)
        target = f"{self.path}?{query}" if query else self.path
        struck = f" [{', '.join(self.faults)}]" if self.faults else ""
        why = f": {self.problem}" if self.problem else ""
        status = self.status or "no answer"
        return f"{self.number} {self.method} {target} {status} {self.operation or '-'}{struck}{why}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One wrong: of which kind, and the number of the journal's entry it belongs to."""

    number: int
    kind: str
    operation: str | None
    complaint: str
    entry: int | None

    @classmethod
    def of(cls, content: Json) -> Self:
        """Read it from JSON."""
        return cls(content["number"], content["kind"], content["operation"], content["complaint"], content["entry"])

    def __str__(self) -> str:
        return f"{self.kind} in call {self.entry}, {self.operation or 'no operation'}: {self.complaint}"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was wrong in a world; the totals, by kind, count what is no longer kept too."""

    entries: tuple[Finding, ...]
    totals: Mapping[str, int]
    dropped: int

    @classmethod
    def of(cls, content: Json) -> Self:
        """Read it from JSON."""
        return cls(tuple(Finding.of(one) for one in content["entries"]), content["totals"], content["dropped"])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a world has come to: its ledger, and the ids of the faults that were armed in it and struck nothing."""

    ledger: Ledger
    unfired: tuple[str, ...]

    @classmethod
    def of(cls, content: Json) -> Self:
        """Read it from JSON."""
        return cls(Ledger.of(content["ledger"]), tuple(content["unfired"]))


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A call that nearly fitted: its number in the journal, and in what it differs."""

    entry: int
    differs: tuple[str, ...]

    @classmethod
    def of(cls, content: Json) -> Self:
        """Read it from JSON."""
        return cls(content["entry"], tuple(content["differs"]))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim holds, which is also what it is worth in an `assert`, and why not."""

    holds: bool
    found: int
    reason: str
    near_misses: tuple[NearMiss, ...] = ()

    @classmethod
    def of(cls, content: Json) -> Self:
        """Read it from JSON."""
        near = tuple(NearMiss.of(one) for one in content["nearMisses"])
        return cls(content["holds"], content["found"], content["reason"], near)

    def __bool__(self) -> bool:
        return self.holds
