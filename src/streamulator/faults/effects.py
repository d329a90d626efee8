"""What a fault does: one record a kind, as JSON and as short text.

| kind | attributes | what the client meets |
|---|---|---|
| `status` | `status`, `retryAfter`, `reason` | an error in the vendor's own body |
| `latency` | `seconds`, or `between`, or `median` and `sigma`; `clock` | a slow reply |
| `reset` | | the connection breaks off (TCP RST) |
| `empty` | | the connection is closed without a byte |
| `cut` | `bytes` or `fraction` | the body ends early, and the connection with it |
| `length` | `by` | a Content-Length that is wrong by so many bytes |
| `malformed` | | a body that cannot be parsed |
| `stall` | `seconds`, `bytes` | so many bytes of the body, and then silence |
| `drip` | `bytes`, `seconds` | a body that comes a few bytes at a time |
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import ClassVar, Literal, Protocol

from streamulator.core.ids import draw
from streamulator.core.messages import Json, Mishap

Phase = Literal["before", "after"]
_PATIENCE = 1  # seconds that a client is asked to wait where a rule does not say
_ASKS_FOR_PATIENCE = (429, 503)


@dataclass(frozen=True, slots=True)
class Status:
    """Fail with a status, in the vendor's own error body."""

    kind: ClassVar[str] = "status"
    phases: ClassVar[tuple[Phase, ...]] = ("before", "after")
    status: int
    retry_after: int | None = None
    reason: str = ""

    @property
    def patience(self) -> int | None:
        """Return the seconds of the Retry-After header, None where there is none."""
        if self.retry_after is None and self.status in _ASKS_FOR_PATIENCE:
            return _PATIENCE
        return self.retry_after


@dataclass(frozen=True, slots=True)
class Latency:
    """Take longer: `seconds`, or evenly `between` two bounds, or lognormal around a `median` with a spread `sigma`."""

    kind: ClassVar[str] = "latency"
    phases: ClassVar[tuple[Phase, ...]] = ("before", "after")
    seconds: float = 0.0
    between: tuple[float, float] | None = None
    median: float | None = None
    sigma: float = 0.5
    clock: Literal["world", "wall"] = "world"

    def length(self, *chance: object) -> float:
        """Return how long this time, in seconds; the same for the same chance."""
        if self.between is not None:
            low, high = self.between
            return low + (high - low) * draw(*chance, "latency")
        if self.median is not None:
            from statistics import NormalDist  # noqa: PLC0415  only who waits like this pays for it

            return self.median * exp(self.sigma * NormalDist().inv_cdf(max(draw(*chance, "latency"), 1e-12)))
        return self.seconds


class Spoiling(Protocol):
    """An effect that lets a reply go wrong on the wire."""

    kind: ClassVar[str]

    @property
    def phases(self) -> tuple[Phase, ...]:
        """Return when it can strike."""
        ...

    def mishap(self, phase: Phase, /) -> Mishap:
        """Say what befalls a call that was not even served (before), or its reply (after)."""
        ...


@dataclass(frozen=True, slots=True)
class Reset:
    """Break the connection off."""

    kind: ClassVar[str] = "reset"
    phases: ClassVar[tuple[Phase, ...]] = ("before", "after")

    def mishap(self, _phase: Phase, /) -> Mishap:
        """Send nothing but the reset."""
        return Mishap("reset", bare=True)


@dataclass(frozen=True, slots=True)
class Empty:
    """Close the connection without a byte."""

    kind: ClassVar[str] = "empty"
    phases: ClassVar[tuple[Phase, ...]] = ("before", "after")

    def mishap(self, _phase: Phase, /) -> Mishap:
        """Send nothing but the end."""
        return Mishap("close", bare=True)


@dataclass(frozen=True, slots=True)
class Cut:
    """End the body early, after some bytes or a fraction of them."""

    kind: ClassVar[str] = "cut"
    phases: ClassVar[tuple[Phase, ...]] = ("after",)
    bytes: int | None = None
    fraction: float = 0.5

    def mishap(self, _phase: Phase, /) -> Mishap:
        """Send the beginning, then the end."""
        return Mishap("close", arrives=self.bytes, share=self.fraction)


@dataclass(frozen=True, slots=True)
class Length:
    """Announce a length that is wrong by so many bytes."""

    kind: ClassVar[str] = "length"
    phases: ClassVar[tuple[Phase, ...]] = ("after",)
    by: int = 1

    def mishap(self, _phase: Phase, /) -> Mishap:
        """Send the whole body under a wrong header."""
        return Mishap("length", size=self.by)


@dataclass(frozen=True, slots=True)
class Malformed:
    """Send a body that is no JSON."""

    kind: ClassVar[str] = "malformed"
    phases: ClassVar[tuple[Phase, ...]] = ("after",)

    def spoil(self, body: bytes, media_type: str) -> bytes:
        """Return the body with an object, or a text, that never ends; where there is none, nothing can be spoilt.

        What is no JSON begins with a byte that neither MessagePack nor UTF-8 has.
        """
        if not body:
            return body
        return body[:-1] + b"{" if "json" in media_type else b"\xc1" + body[1:]


@dataclass(frozen=True, slots=True)
class Stall:
    """Fall silent, after some bytes of the body where there is one."""

    kind: ClassVar[str] = "stall"
    seconds: float = 30.0
    bytes: int = 0

    @property
    def phases(self) -> tuple[Phase, ...]:
        """Return when it can strike: there are bytes only of a call that was served."""
        return ("after",) if self.bytes else ("before", "after")

    def mishap(self, phase: Phase, /) -> Mishap:
        """Send what there is to be sent, then wait, then close."""
        if phase == "before":
            return Mishap("stall", bare=True, seconds=self.seconds)
        return Mishap("stall", arrives=self.bytes, seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class Drip:
    """Send the body a few bytes at a time."""

    kind: ClassVar[str] = "drip"
    phases: ClassVar[tuple[Phase, ...]] = ("after",)
    bytes: int = 16
    seconds: float = 0.05

    def mishap(self, _phase: Phase, /) -> Mishap:
        """Send all of it, slowly."""
        return Mishap("drip", size=self.bytes, seconds=self.seconds)


Effect = Status | Latency | Reset | Empty | Cut | Length | Malformed | Stall | Drip

KINDS: Mapping[str, type[Effect]] = {
    kind.kind: kind for kind in (Status, Latency, Reset, Empty, Cut, Length, Malformed, Stall, Drip)
}
_CHIEF = {"latency": "seconds", "length": "by", "stall": "seconds", "drip": "bytes"}
_FIELDS = {"retryAfter": "retry_after"}
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?(?=\.?[0-9])[0-9]{0,18}(?:\.[0-9]{0,18})?(?:[eE][+-]?[0-9]{1,2})?")


def effect_of(content: Mapping[str, Json]) -> Effect:
    """Make an effect of its JSON, which its schema has checked."""
    members = {_FIELDS.get(name, name): value for name, value in content.items() if name != "kind"}
    if "between" in members:
        members["between"] = tuple(members["between"])
    for name in ("status", "retry_after", "bytes", "by"):  # JSON knows no difference between 5 and 5.0
        if name in members:
            members[name] = int(members[name])
    return KINDS[content["kind"]](**members)


def effect_in_short(text: str) -> dict[str, Json]:
    """Read an effect in short, as `503`, `503;retryAfter=5`, `latency=0.2`, `cut=0.5` or `reset`, into its JSON.

    What the names and values have to be is the schema's business.
    """
    head, *rest = (part.strip() for part in text.split(";"))
    kind, equals, chief = head.partition("=")
    content: dict[str, Json] = {"kind": kind}
    if isinstance(_value(kind), int):
        content = {"kind": "status", "status": _value(kind)}
    elif equals and kind == "cut":
        content["fraction" if "." in chief else "bytes"] = _value(chief)
    elif equals:
        content[_CHIEF.get(kind, kind)] = _value(chief)
    for part in rest:
        name, _, value = part.partition("=")
        content[name.strip()] = _value(value)
    return content


def _value(text: str) -> Json:
    """Read a number as JSON has them, so neither endless nor in other digits; anything else is text."""
    text = text.strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text
