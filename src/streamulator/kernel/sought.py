"""Looking for calls in a journal: which fit some conditions, and why those do not that come near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from streamulator.core.messages import NOTHING, Json, Request
from streamulator.core.problems import Conflict
from streamulator.faults.where import Subject, Where, matches
from streamulator.kernel.arming import content_of, where_of
from streamulator.kernel.journal import LONGEST_BODY, Entry, Journal

_NEAR = 3  # calls that are shown where none fits


@dataclass(frozen=True, slots=True)
class Sought:
    """Conditions on a call and on what became of it; only calls with a number above `after` are looked at."""

    where: Where
    statuses: frozenset[int] = frozenset()
    fault: str | None = None
    after: int = 0

    def fits(self, entry: Entry) -> bool:
        """Tell whether a call fits; Conflict where that hangs on what the journal did not keep of it."""
        known, doubts = self._known(entry)
        if known.differences(entry):
            return False
        if doubts:
            raise Conflict(
                f"Of call {entry.number} the journal keeps a part only: {', '.join(doubts)} cannot be judged.",
                "Look for something else, or only at calls after it, with 'after'.",
            )
        return True

    def differences(self, entry: Entry) -> list[str]:
        """Say in what a call differs from what is sought; empty when it fits."""
        where, found = self.where, []
        if where.service not in (None, entry.service):
            found.append(f"service: found '{entry.service}', expected '{where.service}'")
        if where.operations and entry.operation not in where.operations:
            found.append(f"operation: found '{entry.operation}', expected '{', '.join(sorted(where.operations))}'")
        if where.method not in (None, entry.method):
            found.append(f"method: found '{entry.method}', expected '{where.method}'")
        if self.statuses and entry.status not in self.statuses:
            found.append(f"status: found {entry.status}, expected {', '.join(map(str, sorted(self.statuses)))}")
        if self.fault is not None and not any(matches(self.fault, rule) for rule in entry.faults):
            found.append(f"fault: found {', '.join(entry.faults) or 'none'}, expected '{self.fault}'")
        return [*found, *where.differences(_subject(entry))]

    def _known(self, entry: Entry) -> tuple[Sought, list[str]]:
        """Return the conditions that can be judged by what is kept of a call, and what the others look at."""
        where, lost, doubts = self.where, entry.shortened, []
        if "path" in lost and where.path is not None:
            where, doubts = replace(where, path=None), ["path"]
        for kind in ("query", "headers"):
            patterns: Mapping[str, str] = getattr(where, kind)
            unsure = [name for name in patterns if kind in lost or f"{kind}.{name.lower()}" in lost]
            if unsure:
                sure: Json = {kind: {name: one for name, one in patterns.items() if name not in unsure}}
                where, doubts = replace(where, **sure), doubts + [f"{kind}.{name}" for name in unsure]
        if entry.sent_bytes > LONGEST_BODY and (where.body is not None or where.json is not NOTHING):
            where, doubts = replace(where, body=None, json=NOTHING), [*doubts, "body"]
        return (replace(self, where=where) if doubts else self), doubts


class Verdict(NamedTuple):
    """Whether what was claimed holds, how many calls fitted, why, and the calls that came near."""

    holds: bool
    found: int
    reason: str
    near: Sequence[tuple[int, list[str]]] = ()


def sought_of(content: Mapping[str, Json]) -> Sought:
    """Make conditions of their JSON, whose shape has been checked."""
    statuses = content.get("status", [])
    numbers = statuses if isinstance(statuses, list) else [statuses]
    return Sought(where_of(content), frozenset(map(int, numbers)), content.get("fault"), int(content.get("after", 0)))


def found_in(journal: Journal, sought: Sought) -> list[Entry]:
    """Return the calls that fit; Conflict when calls that might were dropped, or what matters of them."""
    _refuse_gaps(journal, sought)
    return [entry for entry in journal.entries(sought.after) if sought.fits(entry)]


def verified(journal: Journal, claim: Mapping[str, Json]) -> Verdict:
    """Hold a claim against what happened; Conflict where that can no longer be told."""
    if "sequence" in claim:
        return _in_sequence(journal, [sought_of(one) for one in claim["sequence"]])
    never = "never" in claim
    sought = sought_of(claim["never"] if never else claim["count"])
    least, most = (0, 0) if never else _bounds(claim)
    found = len(found_in(journal, sought))
    holds = least <= found and (most is None or found <= most)
    expected = f"{least} or more" if most is None else f"{most}" if least == most else f"{least} to {most}"
    return Verdict(
        holds, found, f"Calls that fit: {found}; expected: {expected}.", () if holds else _near(journal, sought)
    )


def _bounds(claim: Mapping[str, Json]) -> tuple[int, int | None]:
    if "exactly" in claim:
        return int(claim["exactly"]), int(claim["exactly"])
    most = int(claim["atMost"]) if "atMost" in claim else None
    return int(claim.get("atLeast", 1 if most is None else 0)), most


def _in_sequence(journal: Journal, steps: Sequence[Sought]) -> Verdict:
    """Look for calls that fit the steps one after the other; others may lie between."""
    for step in steps:
        _refuse_gaps(journal, step)
    found, last = 0, 0
    for entry in journal.entries():
        if found < len(steps) and entry.number > steps[found].after and steps[found].fits(entry):
            found, last = found + 1, entry.number
    if found == len(steps):
        return Verdict(holds=True, found=found, reason=f"All {found} steps happened in this order.")
    reason = f"Step {found + 1} of {len(steps)} did not happen" + (f" after call {last}." if last else ".")
    return Verdict(holds=False, found=found, reason=reason, near=_near(journal, steps[found], last))


def _near(journal: Journal, sought: Sought, after: int = 0) -> list[tuple[int, list[str]]]:
    """Return the calls that differ least from what is sought, with what differs; the latest of equals first."""
    entries = reversed(journal.entries(max(after, sought.after)))
    differing = [(entry.number, found) for entry in entries if (found := sought.differences(entry))]
    return sorted(differing, key=lambda pair: len(pair[1]))[:_NEAR]


def _refuse_gaps(journal: Journal, sought: Sought) -> None:
    if journal.misses(sought.after):
        raise Conflict(
            f"{journal.dropped} calls were dropped from the journal, so that what happened cannot be told.",
            "Look only at calls after those, with 'after', or clear the journal before you begin.",
        )


def _subject(entry: Entry) -> Subject:
    request = Request(entry.method, entry.path, entry.query, entry.headers, entry.body)
    return Subject(entry.service or "", entry.operation or "", request, lambda: content_of(request))
