"""Emulators with GroveStreams' fixtures, in process, and a fresh world of theirs for each test."""

from __future__ import annotations

import pytest
from aveva_http import Api, in_process
from grovestreams_samples import streams
from still_worlds import emulator_with, still_world

from streamulator import resources, services
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.fixtures import FixtureError

FIXTURE = resources.folder("fixtures") / "grovestreams.yaml"


@pytest.fixture(scope="session")
def emulator():
    """The emulator with the fixture that ships."""
    return emulator_with(FIXTURE)


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


@pytest.fixture(scope="session")
def blank():
    """An emulator without a fixture."""
    return Emulator(services.discover(), resources.folder("openapi"))


@pytest.fixture
def seeded(blank, tmp_path):
    """Return a function that loads a fixture, with files beside it, and gives the metadata of all its streams."""

    def load(text, **files):
        (tmp_path / "fixture.yaml").write_text(text)
        for name, content in files.items():
            (tmp_path / name.replace("__", ".")).write_text(content)
        blank.load([tmp_path / "fixture.yaml"])
        api = Api(in_process(blank, "default"), "/api", {"Cookie": "api_key=key"})
        return streams(api.get("/stream_metadata?itemsByFolderPath=/&streamId=&streamName=&includeSubs=1"))

    return load


@pytest.fixture
def complaint(seeded, tmp_path):
    """Return a function that loads a fixture and gives what is said against it, with the folder left out."""

    def load(text, **files):
        with pytest.raises(FixtureError) as caught:
            seeded(text, **files)
        return str(caught.value).replace(f"{tmp_path}/", "")

    return load
