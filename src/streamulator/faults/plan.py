"""The rules that are armed in one world; striking is one atomic step."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from streamulator.core.problems import Conflict, Missing, some_of
from streamulator.faults.effects import Effect, Latency, Phase
from streamulator.faults.rule import Armed, Rule
from streamulator.faults.where import Subject

MOST = 1_000  # rules armed at once


@dataclass(frozen=True, slots=True)
class Blow:
    """What one rule does to one call, and what chance depends on in it."""

    rule: str
    effect: Effect
    phase: Phase
    chance: tuple[object, ...] = ()
    undocumented: bool = False


class Plan:
    """Rules in the order they were armed. Of those that fit a call latencies add up, anything else ends the search."""

    def __init__(self, world: str) -> None:
        self._world = world
        self._armed: dict[str, Armed] = {}
        self._lock = Lock()
        self._named = 0

    def __len__(self) -> int:
        return len(self._armed)

    def arm(self, rule: Rule, targets: frozenset[tuple[str, str]]) -> Armed:
        """Put a rule to work on some operations, each a service's name and an operationId; Conflict for a taken id."""
        with self._lock:
            if rule.id in self._armed:
                raise Conflict(f"There is a fault '{rule.id}' already.", "Choose another id, or remove that one.")
            if len(self._armed) >= MOST:
                raise Conflict(f"{MOST} faults are armed, which is the most.", "Remove some.")
            self._armed[rule.id] = armed = Armed(rule, targets, self._world)
        return armed

    def name(self) -> str:
        """Return an id that no rule has."""
        with self._lock:
            while True:
                self._named += 1
                if f"f{self._named}" not in self._armed:
                    return f"f{self._named}"

    def strike(self, subject: Subject) -> tuple[Blow, ...]:
        """Count a call with every rule that it fits, and return what is to happen to it."""
        target = (subject.service, subject.operation)
        with self._lock:
            fitting = [one for one in self._armed.values() if target in one.targets and one.rule.where.fits(subject)]
            blows: list[Blow] = []
            for one in fitting:
                effect = one.meet(self._world)
                if effect is not None:
                    rule = one.rule
                    blows.append(Blow(rule.id, effect, rule.phase, one.chance(self._world), rule.undocumented))
                    if not isinstance(effect, Latency):
                        break
        return tuple(blows)

    def all(self) -> list[Armed]:
        """Return the rules with their counts as they are now."""
        with self._lock:
            return [one.fork() for one in self._armed.values()]

    def unfired(self) -> list[str]:
        """Return the ids of the rules that never struck, of those that were armed in this world itself."""
        with self._lock:
            return [id_ for id_, one in self._armed.items() if not one.fired and one.home == self._world]

    def find(self, id_: str) -> Armed:
        """Return one rule with its counts as they are now; Missing when there is none of that id."""
        with self._lock:
            return self._known(id_).fork()

    def remove(self, id_: str) -> None:
        """Disarm one rule; Missing when there is none of that id."""
        with self._lock:
            self._known(id_)
            del self._armed[id_]

    def clear(self) -> None:
        """Disarm all rules."""
        with self._lock:
            self._armed.clear()

    def fork(self, world: str) -> Plan:
        """Return the same rules, with the same counts, for another world."""
        copy = Plan(world)
        with self._lock:
            copy._armed = {id_: one.fork() for id_, one in self._armed.items()}
            copy._named = self._named
        return copy

    def _known(self, id_: str) -> Armed:
        try:
            return self._armed[id_]
        except KeyError:
            known = some_of(list(self._armed))
            raise Missing(f"There is no fault '{id_}'; there are: {known}.", "Arm it first.") from None
