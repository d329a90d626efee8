"""Emulators in process, and a fresh world of theirs for each test."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from aveva_http import Api, in_process

from streamulator import control, resources, services
from streamulator.core.clock import TICKS_PER_SECOND, WorldClock
from streamulator.core.ticks import TICKS_PER_HOUR, parse_time
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.pipeline import Conduct
from streamulator.kernel.world import World

LOCKED = "/api/v1/Tenants/locked/Namespaces/main"


class Clock(WorldClock):
    """A clock that stands still until it is moved, unless `seconds` are to pass whenever it is looked at."""

    def __init__(self):
        super().__init__(frozen=parse_time("2020-05-01T10:00:00Z"))
        self.seconds = 0

    def ticks(self):
        now = super().ticks()
        self.advance(self.seconds * TICKS_PER_SECOND)
        return now

    def pass_hours(self, hours):
        self.advance(round(hours * TICKS_PER_HOUR))


def _emulator(fixture, **conduct):
    emulator = Emulator(services.discover(), resources.folder("openapi"), Conduct(**conduct))
    control.mount(emulator, resources.folder("openapi"))
    emulator.load([fixture])
    return emulator


@pytest.fixture(scope="session")
def emulator():
    """The emulator with world.yaml."""
    return _emulator(Path(__file__).with_name("world.yaml"))


@pytest.fixture(scope="session")
def strict_emulator():
    """The same, but it refuses what the vendor would silently ignore."""
    return _emulator(Path(__file__).with_name("world.yaml"), strict=True)


@pytest.fixture(scope="session")
def emulator_of(tmp_path_factory):
    """Return a function that makes an emulator from the text of a fixture."""
    numbers = count()

    def make(text, **conduct):
        file = tmp_path_factory.mktemp("fixture") / f"{next(numbers)}.yaml"
        file.write_text(text)
        return _emulator(file, **conduct)

    return make


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def world(emulator, clock):
    """A world of its own on a clock that stands still."""
    world = World("test", clock=clock)
    world.begin(emulator._origin)
    emulator.worlds["test"] = world
    yield world
    del emulator.worlds["test"]


@pytest.fixture
def api(emulator, world):
    """The open namespace."""
    return Api(in_process(emulator, world.name))


@pytest.fixture
def locked(api):
    """The namespace behind a token, without one."""
    return api.below(LOCKED)


@pytest.fixture
def strict(strict_emulator):
    """The open namespace of an emulator that is strict."""
    strict_emulator.reset_world("default")
    return Api(in_process(strict_emulator, "default"))


@pytest.fixture
def warnings(world):
    """Return a function that tells what the ledger has to say against requests that were served."""
    return lambda: [finding.complaint for finding in world.ledger.findings("warning")]
