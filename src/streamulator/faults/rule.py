"""A rule: which calls it is for, what it does to them, when, and how often."""

from __future__ import annotations

from dataclasses import dataclass

from streamulator.core.ids import draw
from streamulator.core.messages import Json
from streamulator.faults.effects import Effect, Phase
from streamulator.faults.where import Where


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often: after `skip` calls every `every`-th one, with a probability, at most `times` (None: no end)."""

    skip: int = 0
    every: int = 1
    times: int | None = None
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `steps` are its effects in turn (None: let the call pass), or a single one that is always the same.

    `undocumented` allows statuses that the contract does not know. `seed` decides where chance does. `described` is the
    rule as it was given.
    """

    id: str
    where: Where
    steps: tuple[Effect | None, ...]
    phase: Phase
    schedule: Schedule = Schedule()
    seed: int = 0
    in_turn: bool = False
    undocumented: bool = False
    described: Json = None

    @property
    def effects(self) -> list[Effect]:
        """Return what the rule may do."""
        return [step for step in self.steps if step is not None]


@dataclass(slots=True)
class Armed:
    """A rule at work: the operations it may strike, the world it was armed in, and how often it was met and struck."""

    rule: Rule
    targets: frozenset[tuple[str, str]]
    home: str
    matched: int = 0
    taken: int = 0
    fired: int = 0

    @property
    def exhausted(self) -> bool:
        """Tell whether the rule has done all it will ever do."""
        times = self.rule.schedule.times
        return (times is not None and self.fired >= times) or (self.rule.in_turn and self.taken >= len(self.rule.steps))

    def meet(self, world: str) -> Effect | None:
        """Count a call that fits, and return what the rule does to it: a matter of its number and the seed alone."""
        self.matched += 1
        schedule = self.rule.schedule
        turn = self.matched - schedule.skip
        if turn <= 0 or turn % schedule.every or self.exhausted:
            return None
        if schedule.probability < 1 and draw(*self.chance(world)) >= schedule.probability:
            return None
        effect = self.rule.steps[self.taken if self.rule.in_turn else 0]
        self.taken += 1
        self.fired += effect is not None
        return effect

    def chance(self, world: str) -> tuple[object, ...]:
        """Return what chance depends on."""
        return (self.rule.seed, world, self.rule.id, self.matched)

    def fork(self) -> Armed:
        """Return a copy that counts on its own."""
        return Armed(self.rule, self.targets, self.home, self.matched, self.taken, self.fired)
