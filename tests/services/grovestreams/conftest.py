"""Emulators with GroveStreams' fixtures, in process, and a fresh world of theirs for each test."""

from __future__ import annotations

from itertools import count

import pytest
from aveva_http import Api, in_process
from still_worlds import Clock, emulator_with, still_world

from streamulator import resources

FIXTURE = resources.folder("fixtures") / "grovestreams.yaml"


@pytest.fixture(scope="session")
def emulator():
    """The emulator with the fixture that ships."""
    return emulator_with(FIXTURE)


@pytest.fixture(scope="session")
def emulator_of(tmp_path_factory):
    """Return a function that makes an emulator from the text of a fixture."""
    numbers = count()

    def make(text, **conduct):
        file = tmp_path_factory.mktemp("fixture") / f"{next(numbers)}.yaml"
        file.write_text(text)
        return emulator_with(file, **conduct)

    return make


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def world(emulator, clock):
    """A world of its own on a clock that stands still; at its end no reply of ours may have broken a contract."""
    with still_world(emulator, clock) as world:
        yield world
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
