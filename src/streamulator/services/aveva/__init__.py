"""AVEVA CONNECT data services: the Sequential Data Store's stream data and stream metadata."""

from __future__ import annotations

from streamulator.kernel.service import Service
from streamulator.services.aveva.auth import authenticate
from streamulator.services.aveva.export import export
from streamulator.services.aveva.fixture_schema import SCHEMA
from streamulator.services.aveva.handlers import HANDLERS
from streamulator.services.aveva.seed import seed
from streamulator.services.aveva.wire.problems import render

service = Service(
    name="aveva",
    contracts=(
        "aveva-stream-data.yaml",
        "aveva-streams-metadata.yaml",
        "aveva-companion.yaml",
        "aveva-bulk.yaml",
        "aveva-stream-views.yaml",
        "aveva-units.yaml",
        "aveva-access.yaml",
    ),
    seed=seed,
    handlers=HANDLERS,
    authenticate=authenticate,
    render=render,
    fixture_schema=SCHEMA,
    export=export,
    clients={
        "adh": {
            "ApiVersion": "v1",
            "Resource": "{url}",
            "TenantId": "demo",
            "NamespaceId": "demo",
            "ClientId": "demo-client",
            "ClientSecret": "demo-secret",
        },
        "eds": {"ApiVersion": "v1", "Resource": "{url}", "TenantId": "default", "NamespaceId": "default"},
    },
)
