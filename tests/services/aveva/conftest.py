"""Emulators in process, and a fresh world of theirs for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from aveva_http import Api, in_process
from still_worlds import emulator_with

LOCKED = "/api/v1/Tenants/locked/Namespaces/main"


@pytest.fixture(scope="session")
def emulator():
    """The emulator with world.yaml."""
    return emulator_with(Path(__file__).with_name("world.yaml"))


@pytest.fixture(scope="session")
def strict_emulator():
    """The same, but it refuses what the vendor would silently ignore."""
    return emulator_with(Path(__file__).with_name("world.yaml"), strict=True)


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
