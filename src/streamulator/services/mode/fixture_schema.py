"""What a fixture may say about this service, as JSON Schema; who did something is spelled as the contract has it."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.core.messages import Json
from streamulator.kernel.fixture_parts import GAPS, SIGNALS
from streamulator.kernel.fixture_parts import closed as _object
from streamulator.services.mode.model.packets import MOST_INDEX

_CONTRACT = "mode-stream-data-store.yaml#/components/schemas"

_TEXT = {"type": "string"}
_ID = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
_NAME = {"$ref": f"{_CONTRACT}/Name"}
_ENTITY = {"$ref": f"{_CONTRACT}/Entity"}
_INDEX = {"type": "integer", "minimum": 0, "maximum": MOST_INDEX}
_TIME = {**_TEXT, "description": "2026-01-01T00:00:00Z; what `dated` says, where it is left out"}
_LENGTH = {**_TEXT, "description": "500ms, 90s, 15m, 2h, 1d"}
_PLACES = {"type": "integer", "minimum": 1, "description": "So many indexes."}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


_BYTES = {
    "text": {**_TEXT, "description": "The bytes as text in UTF-8."},
    "hex": {**_TEXT, "pattern": "^([0-9a-fA-F]{2})*$"},
    "base64": {**_TEXT, "description": "The bytes in Base64."},
}

_GENERATE = {
    "oneOf": [{"required": ["size"]}, {"required": ["samples"]}],
    **_object(
        ["count"],
        start={**_INDEX, "description": "The first index, 0 where it is left out."},
        every=_PLACES,
        count={"type": "integer", "minimum": 1, "maximum": 10_000_000},
        gaps=GAPS,
        received={**_TIME, "description": "When the first came; without it, the last comes when `dated` says."},
        interval={**_LENGTH, "description": "What lies between two packets; nothing where it is left out."},
        size={"type": "integer", "minimum": 0, "maximum": 2**20, "description": "So many bytes of noise each."},
        seed={"type": "integer", "minimum": 0},
        samples=_object(
            ["each", "signal"],
            each={"type": "integer", "minimum": 1, "maximum": 10_000, "description": "Floats of 32 bits, low first."},
            signal=SIGNALS,
        ),
    ),
}

_PACKETS = {
    "description": "Listed, in a data file beside the fixture, or generated.",
    "oneOf": [
        _list(_object([], index=_INDEX, received=_TIME, **_BYTES)),
        _object(["file"], file={**_TEXT, "pattern": r"\.(csv|jsonl)$"}),
        _object(["generate"], generate=_GENERATE),
    ],
}

_STREAM = _object(
    ["module", "name"],
    module=_NAME,
    name=_NAME,
    packets=_PACKETS,
    highest={**_INDEX, "description": "The highest index ever, where its packet is gone."},
    lastReceived={**_TIME, "description": "When the last packet came, where that one is gone."},
    metadata=_list(
        _object(
            ["packetIndex", "content"],
            packetIndex=_INDEX,
            content={"type": "object"},
            received=_TIME,
            updated=_TIME,
            source=_ENTITY,
        )
    ),
    sessions=_list(
        _object(
            ["id", "start", "stop"],
            id=_NAME,
            start=_INDEX,
            stop=_INDEX,
            author=_ENTITY,
            inUse={"description": "Whether another part of the system keeps it from being deleted.", "type": "boolean"},
        )
    ),
    openSession=_object(
        [],
        id=_NAME,
        start={**_INDEX, "description": "Left out, nothing has been sent in the session."},
        stop={**_INDEX, "description": "Left out, the highest of the stream, which then has a packet at the start."},
        owner=_ENTITY,
        lastActivity=_TIME,
    ),
)

_HOME = _object(
    ["id", "name"],
    id=_ID,
    name=_TEXT,
    creationTime=_TIME,
    deactivated={"type": "boolean"},
    members=_list(_object(["user"], user=_ID, role={"enum": ["owner", "member"]}, creationTime=_TIME)),
    streams=_list(_STREAM),
    timeSeries=_list(_object(["module", "id"], module=_NAME, id=_NAME, timeZone=_TEXT, collection={"type": "boolean"})),
)

_MODULE = _object(
    ["id", "type"],
    id={**_TEXT, "maxLength": 250, "pattern": r"^[a-z0-9]([a-z0-9]|[-_](?=[a-z0-9])){2,}$"},
    type={"enum": ["sds", "tsdb", "webhooks", "google_analytics", "video"]},
    description=_TEXT,
    version=_TEXT,
    suspended={"type": "boolean"},
    creationTime=_TIME,
    streamTimeout=_LENGTH,
    dataRetention=_LENGTH,
)

_KEY = {"type": "string", "pattern": r"^\S+$", "maxLength": 1000}
_PERMISSIONS = _list({"enum": ["read", "write"]})

_USER = _object(
    ["id", "name"],
    id=_ID,
    name=_TEXT,
    email=_TEXT,
    phoneNumber=_TEXT,
    password=_TEXT,
    verified={"type": "boolean"},
    keys=_list(_object(["key"], key=_KEY, app=_TEXT, permissions=_PERMISSIONS, creationTime=_TIME)),
)

_PROJECT = _object(
    ["id"],
    id=_ID,
    apps=_list(_TEXT),
    loginLasts={**_LENGTH, "description": "How long a login is good for; for ever where it is left out."},
    users=_list(_USER),
    keys=_list(_object(["name", "key"], name=_TEXT, key=_KEY, permissions=_PERMISSIONS)),
    devices=_list(_object(["id"], id=_ID, key=_KEY, home=_ID)),
    smartModules=_list(_MODULE),
    homes=_list(_HOME),
)

SCHEMA: Mapping[str, Json] = _object(
    ["projects"],
    dated={**_TEXT, "description": "When what says no date was made; without it, when the fixture is loaded."},
    projects=_list(_PROJECT),
    downloadLasts={**_LENGTH, "description": "How long the address of a download is good for."},
)
