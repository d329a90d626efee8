"""What most tests of the emulator as a whole need: one in this process, a client of it, and one behind a socket."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from serving import served
from toy_emulator import toy_emulator

from streamulator import resources
from streamulator.web.app import Application

# Copies of contracts are kept in the checkout: whoever runs the tests finds nothing new at home.
os.environ[resources.CACHE] = str(Path(__file__).resolve().parent.parent / "build" / "copies")

# A slow machine is no failure, and where a change is judged the same examples are drawn each time.
settings.register_profile("here", deadline=None, derandomize="CI" in os.environ)
# For `make mutants`: the same few examples each time, and no search for a simpler one once a test has failed.
settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=50,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("here")


@pytest.fixture
def emulator():
    """Return an emulator with the toy service and the control API, freshly seeded."""
    return toy_emulator()


@pytest.fixture
def client(emulator):
    """Return a client that calls the emulator's application without a socket."""
    return Application(emulator).test_client()


@pytest.fixture
def live(emulator):
    """Serve the emulator on a free port of 127.0.0.1; `live.url` is where."""
    with served(Application(emulator)) as server:
        yield server
