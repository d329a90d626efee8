"""The emulator in a process of its own, a fresh world in it for each test, and AVEVA's two clients in that world."""

from __future__ import annotations

import itertools

import pytest
import requests
from clients.entrances import ENTRANCES, Wire
from serving import started


@pytest.fixture(scope="session")
def served_url():
    """Serve the built-in fixtures on a port that is free, for as long as the tests run."""
    with started("--log-level", "error") as server:
        yield server.url


@pytest.fixture(scope="session")
def world_names():
    """Return names that no other test has had."""
    return (f"clients-{number}" for number in itertools.count(1))


@pytest.fixture
def world_url(served_url, world_names):
    """Open a world for one test; at its end no answer of the emulator may have broken a contract."""
    name = next(world_names)
    requests.post(f"{served_url}/_emulator/worlds", json={"name": name}, timeout=10).raise_for_status()

    yield f"{served_url}/_worlds/{name}"

    ledger = requests.get(f"{served_url}/_worlds/{name}/_emulator/ledger", {"kind": "broken"}, timeout=10).json()
    requests.delete(f"{served_url}/_emulator/worlds/{name}", timeout=10).raise_for_status()
    assert ledger["entries"] == []


@pytest.fixture(params=ENTRANCES)
def entrance(request, world_url):
    """Come in as each of the two clients."""
    return ENTRANCES[request.param](world_url)


@pytest.fixture
def adh(world_url):
    """Come in with a token."""
    return ENTRANCES["ADHClient"](world_url)


@pytest.fixture
def wire(world_url):
    """Send bytes to the world, without a client library."""
    return Wire(world_url)
