"""GroveStreams: the metadata of streams, and what its clients need to get that far."""

from __future__ import annotations

from streamulator.kernel.service import Service
from streamulator.services.grovestreams.auth import authenticate
from streamulator.services.grovestreams.export import export
from streamulator.services.grovestreams.fixture_schema import SCHEMA
from streamulator.services.grovestreams.handlers import HANDLERS
from streamulator.services.grovestreams.seed import seed
from streamulator.services.grovestreams.wire.numbers import spell_number
from streamulator.services.grovestreams.wire.problems import render

service = Service(
    name="grovestreams",
    contracts=("grovestreams-stream-metadata.yaml", "grovestreams-companion.yaml"),
    seed=seed,
    handlers=HANDLERS,
    authenticate=authenticate,
    render=render,
    fixture_schema=SCHEMA,
    export=export,
    clients={"grovestreams": {"ApiBase": "{url}/api", "ApiKey": "demo-key"}},
    spell=spell_number,
)
