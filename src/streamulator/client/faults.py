"""Faults as a test arms them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Unpack

from streamulator.client.calls import Caller, word
from streamulator.client.conditions import Conditions
from streamulator.client.records import Fault

Step = str | int | Mapping[str, Any]


class FaultRule(Conditions, total=False):
    """Which calls, when and how often."""

    id: str
    phase: Literal["before", "after"]
    skip: int
    every: int
    times: int
    probability: float
    seed: int
    undocumented: bool


class Faults:
    """The faults of one world."""

    def __init__(self, caller: Caller) -> None:
        """Arm and disarm by a caller."""
        self._call = caller

    def arm(self, effect: Step | Sequence[Step], **rule: Unpack[FaultRule]) -> Fault:
        """Arm an effect, such as `503`, `"latency=0.2"` or `{"kind": "cut", "bytes": 5}`; a list has them in turn."""
        return self.arm_rule({**rule, **_effects(effect)})

    def arm_rule(self, rule: Mapping[str, Any]) -> Fault:
        """Arm a rule as the control API describes it."""
        return Fault.of(self._call("POST", "/faults", rule))

    def all(self) -> list[Fault]:
        """Return the rules in the order they were armed, with their counts."""
        return [Fault.of(one) for one in self._call("GET", "/faults")]

    def find(self, id_: str) -> Fault:
        """Return one rule with its counts."""
        return Fault.of(self._call("GET", f"/faults/{word(id_)}"))

    def unfired(self) -> list[Fault]:
        """Return the rules that have struck no call."""
        return [fault for fault in self.all() if not fault.fired]

    def disarm(self, id_: str) -> None:
        """Disarm one rule."""
        self._call("DELETE", f"/faults/{word(id_)}")

    def clear(self) -> None:
        """Disarm all rules."""
        self._call("DELETE", "/faults")


def _effects(effect: Step | Sequence[Step]) -> dict[str, Any]:
    if isinstance(effect, str | int | Mapping):
        return {"effect": _step(effect)}
    return {"sequence": [_step(step) for step in effect]}


def _step(step: Step) -> str | Mapping[str, Any]:
    return str(step) if isinstance(step, int) else step
