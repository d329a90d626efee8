"""What a fixture may say about this service, as JSON Schema; words for sizes, styles and types are the contract's."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.core.messages import Json
from streamulator.kernel.fixture_parts import GAPS, LENGTH, SIGNALS, closed
from streamulator.services.grovestreams.model.access import ROLES

_CONTRACT = "grovestreams-stream-metadata.yaml#/components/schemas"

_TEXT = {"type": "string", "maxLength": 1000}
_NAME = {"type": "string", "minLength": 1, "maxLength": 512}
_UID = {"$ref": f"{_CONTRACT}/Uid", "description": "Left out, it is made from the names."}
_NUMBER = {"type": "number"}
_FLAG = {"type": "boolean"}
_MOMENT = {
    "description": "A time between 1970 and 2999: milliseconds since 1970, or as in 2012-03-12T14:45:00Z.",
    "type": ["integer", "string"],
    "minimum": 0,
    "maximum": 32_503_679_999_999,
    "pattern": r"^(19[7-9]|2\d\d)\d-\d\d-\d\dT",
}
# What a world's clock shows, and where an interval begins, lies as far as the calendar goes.
_STAMP = {
    "description": "Milliseconds since 1970, or as in 2012-03-12T14:45:00Z.",
    **{name: _MOMENT[name] for name in ("type", "pattern")},
    "minimum": -62_135_596_800_000,
    "maximum": 253_402_300_799_999,
}
_REFERENCE = {"type": "string", "pattern": r"^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d$"}
_PATH = {"type": "string", "maxLength": 1000, "pattern": r"^/$|^(/[^/]+)+$"}


def _word(name: str) -> Json:
    return {"$ref": f"{_CONTRACT}/{name}"}


def _list(items: Json, **more: Json) -> Json:
    return {"type": "array", "items": items, **more}


_UNIT = closed(
    ["name"],
    uid=_UID,
    id=_NAME,
    name=_NAME,
    symbol=_TEXT,
    numberFormat=_TEXT,
    booleanStyle=_word("BooleanStyle"),
    symbolLocation=_word("SymbolLocation"),
)

_CYCLE = closed(
    ["name", "intvlSizeType", "numSizeTypesPerIntvl"],
    uid=_UID,
    name=_NAME,
    description=_TEXT,
    intvlSizeType={"allOf": [_word("IntervalSizeType")], "not": {"const": "CUSTOM"}},
    numSizeTypesPerIntvl={"type": "integer", "minimum": 1, "maximum": 1_000_000},
    referenceDate=_REFERENCE,
    timeZoneId=_NAME,
)

_CALENDAR = closed(["name", "cycle"], uid=_UID, name=_NAME, description=_TEXT, cycle=_list(_NAME, minItems=1))

_FOLDER = closed(["path"], uid=_UID, path=_PATH, created=_STAMP)

_GENERATE = closed(
    ["start", "every", "count", "data"],
    start=_MOMENT,
    every=LENGTH,
    count={"type": "integer", "minimum": 0, "maximum": 20_000_000},
    gaps=GAPS,
    late=closed(["every", "by"], every={"type": "integer", "minimum": 1}, by=LENGTH),
    data=SIGNALS,
)

_SAMPLES = {
    "description": "Listed, in a data file beside the fixture (columns time and data), or generated.",
    "oneOf": [
        _list(closed(["time", "data"], time=_STAMP, data={"type": ["boolean", "number", "string", "null"]})),
        closed(["file"], file={"type": "string", "pattern": r"\.(csv|jsonl)$"}),
        closed(["generate"], generate=_GENERATE),
    ],
}

_DERIVATION = {
    "description": "The sum of streams (named by id, name or uid), each times a factor, and a constant.",
    **closed(
        ["of"],
        type={"enum": ["FROM_EXPRESSION", "FROM_AGGREGATION"]},
        of=_list(closed(["stream"], component=_NAME, stream=_NAME, times=_NUMBER), minItems=1),
        plus=_NUMBER,
    ),
}

_STREAM = {
    "not": {"required": ["samples", "derivation"]},
    **closed(
        ["name", "streamType", "valueType"],
        uid=_UID,
        id=_NAME,
        name=_NAME,
        description=_TEXT,
        streamType=_word("StreamType"),
        valueType=_word("ValueType"),
        unit={**_NAME, "description": "Without one, the values are plain numbers."},
        baseCycle=_NAME,
        rollup_calendar=_NAME,
        rollupMethod=_word("RollupMethod"),
        devicePermType=_word("DevicePermission"),
        constraints=closed(
            [],
            min=_NUMBER,
            max=_NUMBER,
            minMaxHandlerType=_word("MinMaxHandler"),
            rollupPercentSetToGap={"type": "integer", "minimum": 0, "maximum": 100},
        ),
        gap_filling=closed([], maxGapsToFill={"type": "integer", "minimum": 0}, gapFillType=_word("GapFilling")),
        visuals=closed(
            [],
            defaultChartType=_word("ChartType"),
            hasAxisMinMax=_FLAG,
            chartAxisMax=_NUMBER,
            chartAxisMin=_NUMBER,
            offset=_NUMBER,
            multiplier=_NUMBER,
        ),
        samples=_SAMPLES,
        updated=_STAMP,
        derivation=_DERIVATION,
    ),
}

_COMPONENT = closed(
    ["name", "timeZoneId"],
    uid=_UID,
    id=_NAME,
    name=_NAME,
    description=_TEXT,
    timeZoneId=_NAME,
    folder=_PATH,
    created=_STAMP,
    stream=_list(_STREAM),
)

_USER = closed(["email", "password"], uid=_UID, email=_NAME, password=_TEXT, firstName=_TEXT, lastName=_TEXT)

_MEMBER = closed(
    ["user"],
    user={**_NAME, "description": "An email."},
    isOwner=_FLAG,
    affiliation=_TEXT,
    role={"enum": list(ROLES)},
)

_API_KEY = closed(
    ["secret", "rights"],
    secret=_NAME,
    name=_NAME,
    rights=_list(
        closed(
            ["resource", "actions"],
            resource={
                "type": "string",
                "description": "As in component/*/feed; * is all.",
                "minLength": 1,
            },
            actions=_list({"enum": ["GET", "PUT", "POST", "DELETE"]}),
        )
    ),
)

_ORGANIZATION = closed(
    ["name"],
    uid=_UID,
    name=_NAME,
    public={**_FLAG, "description": "Whether guests may log in."},
    rateLimits={**_FLAG, "description": "Whether calls into this organization are counted."},
    signupDate=_STAMP,
    address={"type": "object", "additionalProperties": _TEXT},
    members=_list(_MEMBER),
    apiKeys=_list(_API_KEY),
    units=_list(_UNIT),
    cycles=_list(_CYCLE),
    rollupCalendars=_list(_CALENDAR),
    folders=_list(_FOLDER),
    components=_list(_COMPONENT),
)

_GRANT = closed(["code", "client", "user"], code=_NAME, client=_NAME, secret=_TEXT, user=_NAME)

SCHEMA: Mapping[str, Json] = closed(
    ["organizations"],
    dated={**_STAMP, "description": "When what says no date was made; without it, when the fixture is loaded."},
    users=_list(_USER),
    organizations=_list(_ORGANIZATION),
    grants=_list(_GRANT, description="OAuth grant codes, each good for one access token."),
    rateLimits={**_FLAG, "description": "Whether calls are counted, but where an organization says otherwise."},
    sessionTimeout={"description": "Seconds without a call.", "type": "integer", "minimum": 1},
)
