"""Emulators with GroveStreams' fixtures, in process, and a fresh world of theirs for each test."""

from __future__ import annotations

from itertools import count

import pytest
from aveva_http import Api, in_process

from streamulator import control, resources, services
from streamulator.core.clock import TICKS_PER_SECOND
from streamulator.core.ticks import parse_time
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.pipeline import Conduct
from streamulator.kernel.world import World

FIXTURE = resources.folder("fixtures") / "grovestreams.yaml"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = parse_time("2026-02-01T10:00:00Z")

    def ticks(self):
        return self.now

    def pass_seconds(self, seconds):
        self.now += round(seconds * TICKS_PER_SECOND)


def _emulator(fixture, **conduct):
    emulator = Emulator(services.discover(), resources.folder("openapi"), Conduct(**conduct))
    control.mount(emulator, resources.folder("openapi"))
    emulator.load([fixture])
    return emulator


@pytest.fixture(scope="session")
def emulator():
    """The emulator with the fixture that ships."""
    return _emulator(FIXTURE)


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
    """A world of its own on a clock that stands still; at its end no reply of ours may have broken a contract."""
    world = World("test", clock=clock)
    world.populate(emulator._templates)
    emulator.worlds["test"] = world
    yield world
    del emulator.worlds["test"]
    assert world.ledger.findings("broken") == []


@pytest.fixture
def nobody(emulator, world):
    """The API without a token."""
    return Api(in_process(emulator, world.name), "/api")


@pytest.fixture
def api(nobody):
    """The API with a key that may do everything in organization Home."""
    return nobody.having(Cookie="api_key=demo-key")


@pytest.fixture
def warnings(world):
    """Return a function that tells what the ledger has to say against requests that were served."""
    return lambda: [finding.complaint for finding in world.ledger.findings("warning")]
