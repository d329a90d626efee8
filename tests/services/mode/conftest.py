"""Emulators in process with MODE's test fixture, and a fresh world of theirs for each test."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from aveva_http import Api, in_process
from still_worlds import emulator_with

STREAMS = "/homes/12/smartModules/cardata/streams"
LIVE = "/homes/12/smartModules/live/streams"


@pytest.fixture(scope="session")
def emulator():
    """The emulator with world.yaml."""
    return emulator_with(Path(__file__).with_name("world.yaml"))


@pytest.fixture(scope="session")
def emulator_of(tmp_path_factory):
    """Return a function that makes an emulator from the text of a fixture, out of the one it made before if it can."""
    numbers = count()
    spare = emulator_with(Path(__file__).with_name("world.yaml"))

    def make(text, **conduct):
        file = tmp_path_factory.mktemp("fixture") / f"{next(numbers)}.yaml"
        file.write_text(text, encoding="utf-8")
        if conduct:
            return emulator_with(file, **conduct)
        spare.load([file])
        return spare

    return make


@pytest.fixture
def bare(emulator, world):
    """The whole API without a key."""
    return Api(in_process(emulator, world.name), "")


@pytest.fixture
def having(bare):
    """Return a function that gives the whole API to whoever has a key."""
    return lambda key: bare.having(Authorization=f"ModeCloud {key}")


@pytest.fixture
def api(having):
    """The whole API for a project that may read and write."""
    return having("v1.writer")


@pytest.fixture
def streams(api):
    """The streams of the module that keeps everything."""
    return api.below(STREAMS)


@pytest.fixture
def live(api):
    """The streams of the module that forgets."""
    return api.below(LIVE)


@pytest.fixture
def device(bare):
    """What devices do to the streams of the module that forgets."""
    return bare.below(f"/_emulator/mode{LIVE}")


@pytest.fixture
def warnings(world):
    """Return a function that tells what the ledger has to say against requests that were served."""
    return lambda: [finding.complaint for finding in world.ledger.findings("warning")]
