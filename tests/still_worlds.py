"""Emulators in process from a fixture, and worlds of theirs whose clock stands still until it is moved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from streamulator import control, resources, services
from streamulator.core.ticks import TICKS_PER_HOUR, parse_time
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.pipeline import Conduct
from streamulator.kernel.world import World

START = "2020-05-01T10:00:00Z"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = parse_time(START)

    def ticks(self) -> int:
        """Return now."""
        return self.now

    def pass_hours(self, hours: float) -> None:
        """Move on."""
        self.now += round(hours * TICKS_PER_HOUR)


def emulator_with(fixture: Path, **conduct: Any) -> Emulator:
    """Return an emulator with all services, seeded from one fixture."""
    emulator = Emulator(services.discover(), resources.folder("openapi"), Conduct(**conduct))
    control.mount(emulator, resources.folder("openapi"))
    emulator.load([fixture])
    return emulator


@contextmanager
def still_world(emulator: Emulator, clock: Clock, name: str = "test") -> Iterator[World]:
    """Open a world on a clock that stands still, and forget it at the end."""
    world = World(name, clock=clock)
    world.populate(emulator._templates)
    emulator.worlds[name] = world
    try:
        yield world
    finally:
        del emulator.worlds[name]
