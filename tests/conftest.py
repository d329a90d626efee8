"""What most tests of the emulator as a whole need: one in this process, a client of it, and one behind a socket."""

from __future__ import annotations

import pytest
from serving import served
from toy_emulator import toy_emulator

from streamulator.web.app import Application


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
