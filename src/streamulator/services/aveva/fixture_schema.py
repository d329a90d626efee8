"""What a fixture may say about this service, as JSON Schema; types, stream views and streams are the contracts'."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.core.messages import Json
from streamulator.kernel.fixture_parts import GAPS, LENGTH, SIGNALS
from streamulator.kernel.fixture_parts import closed as _object

_COMPANION = "aveva-companion.yaml#/components/schemas"

_GENERATE = _object(
    ["start", "every", "count"],
    start={"type": ["string", "number"], "description": "The first index."},
    every=LENGTH,
    count={"type": "integer", "minimum": 0, "maximum": 20_000_000},
    gaps=GAPS,
    late=_object(["every", "by"], every={"type": "integer", "minimum": 1}, by=LENGTH),
    values={
        "description": "For each member one signal, or several that are added up.",
        "type": "object",
        "additionalProperties": SIGNALS,
    },
)

_EVENTS = {
    "description": "Listed, in a data file beside the fixture, or generated.",
    "oneOf": [
        {"type": "array", "items": {"type": "object"}},
        _object(["file"], file={"type": "string", "pattern": r"\.(csv|jsonl)$"}),
        _object(["generate"], generate=_GENERATE),
    ],
}

_ID = {"$ref": f"{_COMPANION}/Id"}  # what a path can name

_STREAM_VIEW = {
    "allOf": [{"$ref": "aveva-stream-views.yaml#/components/schemas/NewSdsStreamView"}],
    "required": ["Id", "SourceTypeId", "TargetTypeId"],
    "properties": {"Id": _ID},
}

_STREAM = {
    "allOf": [{"$ref": f"{_COMPANION}/NewSdsStream"}],
    "type": "object",
    "required": ["Id", "TypeId"],
    "properties": {
        "Id": _ID,
        "tags": {"type": "array", "items": {"type": "string"}},
        "metadata": {"type": "object", "additionalProperties": {"type": "string"}},
        "events": _EVENTS,
    },
}

_NAMESPACE = _object(
    ["id"],
    id={"type": "string", "minLength": 1, "maxLength": 100, "pattern": r"^[A-Za-z0-9_. -]+$"},
    description={"type": "string"},
    region=_object(["id", "name"], id={"type": "string"}, name={"type": "string"}),
    types={
        "type": "array",
        "items": {"allOf": [{"$ref": f"{_COMPANION}/NewSdsType"}], "required": ["Id"], "properties": {"Id": _ID}},
    },
    streamViews={"type": "array", "items": _STREAM_VIEW},
    streams={"type": "array", "items": _STREAM},
)

_CLIENT = _object(
    ["id", "secret", "roles"],
    id={"type": "string", "minLength": 1},
    secret={"type": "string"},
    roles={"type": "array", "items": {"enum": ["Administrator", "Contributor", "Viewer"]}},
    namespaces={"description": "The only ones it may enter.", "type": "array", "items": {"type": "string"}},
)

_TENANT = _object(
    ["id", "namespaces"],
    id={"type": "string", "minLength": 1, "maxLength": 250, "pattern": r"^[^/\s]+$"},
    open={"description": "Whether it can be entered without a token.", "type": "boolean"},
    tokenLifetime={"description": "Seconds.", "type": "integer", "minimum": 1, "maximum": 86_400},
    clients={"type": "array", "items": _CLIENT},
    namespaces={"type": "array", "items": _NAMESPACE},
)

SCHEMA: Mapping[str, Json] = _object(
    ["tenants"],
    tenants={"type": "array", "items": _TENANT},
    eventLimit={"description": "How many events one read may touch.", "type": "integer", "minimum": 1},
)
