"""What the tests of every service need: emulators from a fixture's text, and a world on a clock that stands still."""

from __future__ import annotations

from itertools import count

import pytest
from still_worlds import Clock, emulator_with, still_world


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
    """A world of its own on a clock that stands still."""
    with still_world(emulator, clock) as world:
        yield world
