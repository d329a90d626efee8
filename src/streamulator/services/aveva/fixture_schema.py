"""What a fixture may say about this service, as JSON Schema; types, stream views and streams are the contracts'."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.core.messages import Json
from streamulator.kernel.fixture_parts import GAPS, LENGTH, SIGNALS, closed

_COMPANION = "aveva-companion.yaml#/components/schemas"

_TEXT = {"type": "string"}
_TIME = {"type": "string", "format": "date-time"}
_COUNT = {"type": "integer", "minimum": 0}
_GUID = {"type": "string", "format": "uuid"}

_GENERATE = closed(
    ["start", "every", "count"],
    start={"type": ["string", "number"], "description": "The first index."},
    every=LENGTH,
    count={"type": "integer", "minimum": 0, "maximum": 20_000_000},
    gaps=GAPS,
    late=closed(["every", "by"], every={"type": "integer", "minimum": 1}, by=LENGTH),
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
        closed(["file"], file={"type": "string", "pattern": r"\.(csv|jsonl)$"}),
        closed(["generate"], generate=_GENERATE),
    ],
}

_RIGHTS = {
    "type": "array",
    "items": {"enum": ["Read", "Write", "Delete", "ManageAccessControl", "Share", "All"]},
}

_ENTRIES = "RoleTrusteeAccessControlEntries"
_LIST = "aveva-access.yaml#/components/schemas"

_GRANTS = {
    "type": "array",
    "items": closed(
        [],
        role={"description": "Its name.", "type": "string"},
        community={"description": "Its name.", "type": "string"},
        allow=_RIGHTS,
        deny=_RIGHTS,
    ),
}

_ACCESS = {
    "description": "Which roles of the tenant, and members of which communities, are allowed or denied what; "
    "or a list as the API shows it, and how often it was changed.",
    "if": {"type": "array"},
    "then": _GRANTS,
    "else": closed(
        [_ENTRIES],
        **{_ENTRIES: {"$ref": f"{_LIST}/AccessControlList/properties/{_ENTRIES}"}, "version": _COUNT},
    ),
}

_OWNER = {
    "description": "The id of a client; or a trustee as the API shows it.",
    "if": {"type": "object"},
    "then": {"$ref": f"{_LIST}/Trustee"},
    "else": {"type": "string"},
}

_GUARDED = {"owner": _OWNER, "access": _ACCESS}

_CREATED = {"description": "Without it, what `dated` says.", **_TIME}
_MODIFIED = {"description": "Without it, CreatedDate.", **_TIME}

_METADATA_VALUE = {
    "description": "A text; or a value with its change data as the API shows it.",
    "if": {"type": "object"},
    "then": closed(
        ["Value", "ChangeData"],
        Value=_TEXT,
        ChangeData=closed(
            ["Timestamp", "CreatorId", "CreatorType"],
            Timestamp=_TIME,
            CreatorId=_TEXT,
            CreatorType={"description": "Unknown, user, client or rule.", "enum": [0, 1, 2, 3]},
        ),
    ),
    "else": _TEXT,
}

_ID = {"$ref": f"{_COMPANION}/Id"}  # what a path can name

_STREAM_VIEW = {
    "allOf": [{"$ref": "aveva-stream-views.yaml#/components/schemas/NewSdsStreamView"}],
    "required": ["Id", "SourceTypeId", "TargetTypeId"],
    "properties": {"Id": _ID, "CreatedDate": _CREATED, "ModifiedDate": _MODIFIED, **_GUARDED},
}

_STREAM = {
    "allOf": [{"$ref": f"{_COMPANION}/NewSdsStream"}],
    "type": "object",
    "required": ["Id", "TypeId"],
    "properties": {
        "Id": _ID,
        "CreatedDate": _CREATED,
        "ModifiedDate": _MODIFIED,
        "tags": {"type": "array", "items": {"type": "string"}},
        "metadata": {"type": "object", "additionalProperties": _METADATA_VALUE},
        "metadataVersion": {"description": "How often they were written; without it, once, or not at all.", **_COUNT},
        "events": _EVENTS,
        **_GUARDED,
    },
}

_TYPE = {
    "allOf": [{"$ref": f"{_COMPANION}/NewSdsType"}],
    "required": ["Id"],
    "properties": {
        "Id": _ID,
        "CreatedDate": {"description": "Also of what stands in it and is new. Types are never modified.", **_TIME},
        **_GUARDED,
    },
}

_NAMESPACE = closed(
    ["id"],
    id={"type": "string", "minLength": 1, "maxLength": 100, "pattern": r"^[A-Za-z0-9_. -]+$"},
    description={"type": "string"},
    region=closed(["id", "name"], id={"type": "string"}, name={"type": "string"}),
    access={
        "description": "What new objects begin with, and who may list and make them.",
        **closed([], Types=_ACCESS, Streams=_ACCESS, StreamViews=_ACCESS),
    },
    types={"type": "array", "items": _TYPE},
    streamViews={"type": "array", "items": _STREAM_VIEW},
    streams={"type": "array", "items": _STREAM},
)

_CLIENT = closed(
    ["id", "secret", "roles"],
    id={"type": "string", "minLength": 1},
    secret={"type": "string"},
    roles={
        "description": "Administrator, Contributor, Data Steward, Member, Viewer, or a role of the tenant's own.",
        "type": "array",
        "items": {"type": "string"},
    },
    namespaces={"description": "The only ones it may enter.", "type": "array", "items": {"type": "string"}},
)

_ROLE = closed(
    ["name"],
    name={"type": "string", "minLength": 1, "maxLength": 100},
    description={"type": "string"},
    id={"description": "A GUID; without it, one that is made of the names of tenant and role.", **_GUID},
)

_COMMUNITY = closed(
    ["id", "name", "tenants"],
    id=_GUID,
    name={"type": "string", "minLength": 1},
    tenants={"description": "The ids of those in it.", "type": "array", "items": {"type": "string"}},
    members={"description": "The ids of clients that may read what is shared.", "type": "array", "items": _TEXT},
)

_TENANT = closed(
    ["id", "namespaces"],
    id={"type": "string", "minLength": 1, "maxLength": 250, "pattern": r"^[^/\s]+$"},
    open={"description": "Whether it can be entered without a token.", "type": "boolean"},
    tokenLifetime={"description": "Seconds.", "type": "integer", "minimum": 1, "maximum": 86_400},
    roles={"description": "Beside those that every tenant has.", "type": "array", "items": _ROLE},
    clients={"type": "array", "items": _CLIENT},
    namespaces={"type": "array", "items": _NAMESPACE},
)

SCHEMA: Mapping[str, Json] = closed(
    ["tenants"],
    tenants={"type": "array", "items": _TENANT},
    communities={"description": "In which tenants share streams.", "type": "array", "items": _COMMUNITY},
    dated={"description": "When what says no date was made; without it, when the fixture is loaded.", **_TIME},
    eventLimit={"description": "How many events one read may touch.", "type": "integer", "minimum": 1},
)
