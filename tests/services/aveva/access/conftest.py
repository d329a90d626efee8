"""A world with access lists, owners and communities in the place of the usual one."""

from __future__ import annotations

from pathlib import Path

import pytest
from aveva_access import PLACE

FIXTURE = Path(__file__).with_name("world.yaml")


@pytest.fixture(scope="session")
def emulator(emulator_of):
    """The emulator with the world.yaml of this folder."""
    return emulator_of(FIXTURE.read_text())


@pytest.fixture(scope="session")
def strict_emulator(emulator_of):
    """The same, but it refuses what the vendor would silently ignore."""
    return emulator_of(FIXTURE.read_text(), strict=True)


@pytest.fixture
def as_client(api):
    """Return a function that makes the namespace `main` as a client comes to it."""

    def make(name, place=PLACE):
        return api.below(place).having(Authorization=api.token(name, f"{name}-secret"))

    return make


@pytest.fixture
def chief(as_client):
    """The namespace `main` as its administrator comes to it."""
    return as_client("chief")


@pytest.fixture
def strict_chief(strict):
    """The same in an emulator that is strict."""
    return strict.below(PLACE).having(Authorization=strict.token("chief", "chief-secret"))
