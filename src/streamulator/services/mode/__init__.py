"""MODE's Stream Data Store, and as much of the platform around it as its clients need."""

from __future__ import annotations

from streamulator.kernel.service import Levers, Service
from streamulator.services.mode.auth import authenticate
from streamulator.services.mode.export import export
from streamulator.services.mode.fixture_schema import SCHEMA
from streamulator.services.mode.handlers import HANDLERS, LEVERS
from streamulator.services.mode.seed import seed
from streamulator.services.mode.wire.problems import render

service = Service(
    name="mode",
    contracts=("mode-stream-data-store.yaml", "mode-companion.yaml"),
    seed=seed,
    handlers=HANDLERS,
    authenticate=authenticate,
    render=render,
    fixture_schema=SCHEMA,
    export=export,
    clients={"mode": {"BaseUrl": "{url}/", "AuthToken": "v1.demo-project"}},
    levers=Levers(("control-mode.yaml",), LEVERS),
)
