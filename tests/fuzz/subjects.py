"""The streams of the default fixtures as the fuzzer sees them: what their indexes and events may look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

Draw = Callable[[Random], Any]

_TIME = re.compile(r"20[0-9]{2}-0[1-9]-[0-2][1-8]T[01][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,7})?Z", re.ASCII)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Subject:
    """A stream: its key, how to draw an index and the other members of an event, and filters that its type can read."""

    key: str
    index: Draw
    text: re.Pattern[str]
    members: Mapping[str, Draw]
    filters: Sequence[str]
    sampled: Sequence[str]
    units: Mapping[str, Sequence[str]]

    def reads(self, text: object) -> bool:
        """Tell whether a text is an index that the key can read; not all such texts are found, only plain ones."""
        return isinstance(text, str) and self.text.fullmatch(text) is not None

    def ordered(self, start: str, end: str) -> bool:
        """Tell whether one index comes before another, or is the same."""
        return int(start) <= int(end) if self.text is _NUMBER else start.rstrip("Z") <= end.rstrip("Z")

    def event(self, chance: Random) -> dict[str, Any]:
        """Draw an event with a key and some of the members."""
        index = self.index(chance)
        key = int(index) if self.text is _NUMBER else index
        some = {name: draw(chance) for name, draw in self.members.items() if chance.random() < 0.7}
        return {self.key: key, **some}


def _number(chance: Random) -> float:
    return chance.choice((0, -0.0, 1, 2.5, -1e-300, 1e308, 12345678901234567890, chance.uniform(-10, 10)))


def _small(chance: Random) -> int:
    return chance.choice((0, 1, -1, 100, 2**31 - 1, -(2**31), chance.randint(0, 100)))


def _minute(chance: Random) -> str:
    time = f"2026-01-0{chance.choice((1, 1, 1, 1, 2))}T{chance.randint(0, 19):02}:{chance.randint(0, 59):02}"
    return f"{time}:{chance.choice(('00', '00', '00', '30', '59.9999999'))}Z"


def _hour(chance: Random) -> str:
    return f"2026-01-0{chance.randint(1, 8)}T{chance.randint(0, 19):02}:{chance.choice(('00', '00', '00', '30'))}:00Z"


def _degree(chance: Random) -> str:
    return str(chance.randint(0, 400))


SUBJECTS: Mapping[str, Subject] = {
    "Tank": Subject(
        "Time",
        _minute,
        _TIME,
        {
            "Level": _number,
            "Temperature": _number,
            "Status": lambda chance: chance.choice((0, 1, 2, 3, "Normal", "alarm")),
        },
        ("Level gt 3", "Level lt 2 or Temperature ge 18.5", "Status eq 1", "Time ge 2026-01-01T12:00:00Z"),
        ("Level", "Temperature"),
        {"Level": ("cm", "foot", "mil", "meter"), "Temperature": ("K", "°F", "degree Rankine")},
    ),
    "Weather": Subject(
        "Time",
        _hour,
        _TIME,
        {
            "Temperature": _number,
            "Humidity": _small,
            "Rain": lambda chance: None if chance.random() < 0.3 else _number(chance),
            "Sky": lambda chance: chance.choice(("", "clear", "\u2601 \U0001f327", "a" * 1000, None)),
        },
        ("Humidity ge 50", "Rain gt 0 and Temperature lt 10", "Sky eq 'clear'", "not (Humidity eq 60)"),
        ("Temperature", "Humidity"),
        {"Temperature": ("kelvin",), "Humidity": ("ppm", "decimal"), "Rain": ("in", "nanometer")},
    ),
    "Wave": Subject(
        "Order",
        _degree,
        _NUMBER,
        {"Sine": _number, "Cosine": _number},
        ("Sine gt 0.5", "Order lt 90", "Sine add Cosine ge 1", "Order eq 17"),
        ("Sine", "Cosine"),
        {},
    ),
}

# The stream views of the default fixtures: source type, target type, and the key that both have.
VIEWS: Mapping[str, tuple[str, str, str]] = {"LevelOnly": ("Tank", "TankLevel", "Time")}
