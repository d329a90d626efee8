"""Accept-Verbosity on every operation that knows it: what non-verbose answers leave out, and that they lack no more."""

from __future__ import annotations

import pytest
from conformance.documents import load, operations

from streamulator.services.aveva import service

TIME = {"Id": "Time", "IsKey": True, "SdsType": {"SdsTypeCode": "DateTime"}}
NUMBER = {"Id": "Number", "SdsType": {"SdsTypeCode": "Double"}, "Uom": "meter"}
INNER = {"Id": "Inner", "SdsType": {"Id": "Inner", "SdsTypeCode": "Object", "Properties": [NUMBER]}}
WHOLE = {"Id": "Whole", "Properties": [TIME, NUMBER, INNER, {"Id": "Note", "SdsType": {"SdsTypeCode": "String"}}]}
PART = {"Id": "Part", "Properties": [TIME, INNER, {"Id": "New", "SdsType": {"SdsTypeCode": "Boolean"}}]}
VIEW = {"Id": "Some", "SourceTypeId": "Whole", "TargetTypeId": "Part"}
EVENTS = [{"Time": f"2020-01-01T0{hour}:00:00Z", "Number": hour, "Inner": {}} for hour in range(4)]
AT, START, END = (f"2020-01-01T{time}:00Z" for time in ("01:30", "00:00", "03:00"))
WINDOW = f"startIndex={START}&endIndex={END}"
WANTED = {"StreamId": "S", "Options": {"StartIndex": START, "EndIndex": END}}
DEFAULTS = (None, False, 0, "0001-01-01T00:00:00Z")
DATA, SEEN = "/Streams/S/Data", "/Streams/S/Data/Transform"
IN_FEET = [{"SdsTypePropertyId": "Number", "Uom": "foot"}]

# By operationId: method, target and content of requests whose answers have members at their defaults.
TRIES = {
    "getFirstValue": [("GET", f"{DATA}/First")],
    "getLastValue": [("GET", f"{DATA}/Last")],
    "listValues": [
        ("GET", f"{DATA}?index={START}"),
        ("GET", f"{DATA}?{WINDOW}"),
        ("GET", f"{DATA}?startIndex={START}"),
        ("GET", f"{DATA}?filter=Number ge 0"),
        ("GET", f"{DATA}?{WINDOW}&count=9&continuationToken="),
    ],
    "listInterpolatedValues": [
        ("GET", f"{DATA}/Interpolated?index={START}&index={AT}"),
        ("GET", f"{DATA}/Interpolated?{WINDOW}&count=7"),
    ],
    "listSummaries": [("GET", f"{DATA}/Summaries?{WINDOW}&count=2")],
    "listSampledValues": [("GET", f"{DATA}/Sampled?{WINDOW}&intervals=2&sampleBy=Number")],
    "getTransformedFirstValue": [("GET", f"{SEEN}/First"), ("GET", f"{SEEN}/First?streamViewId=Some")],
    "getTransformedLastValue": [("GET", f"{SEEN}/Last"), ("GET", f"{SEEN}/Last?streamViewId=Some")],
    "listTransformedValues": [
        ("GET", f"{SEEN}?{WINDOW}"),
        ("GET", f"{SEEN}?{WINDOW}&streamViewId=Some"),
        ("GET", f"{SEEN}?{WINDOW}&count=9&continuationToken="),
    ],
    "listTransformedInterpolatedValues": [("GET", f"{SEEN}/Interpolated?index={AT}&streamViewId=Some")],
    "listTransformedSummaries": [("GET", f"{SEEN}/Summaries?{WINDOW}"), ("GET", f"{SEEN}/Summaries?{WINDOW}&count=3")],
    "listTransformedSampledValues": [("GET", f"{SEEN}/Sampled?{WINDOW}&intervals=2&sampleBy=Number")],
    "getConvertedFirstValue": [("POST", f"{SEEN}/First", IN_FEET)],
    "getConvertedLastValue": [("POST", f"{SEEN}/Last", IN_FEET)],
    "listConvertedValues": [("POST", f"{SEEN}?{WINDOW}", IN_FEET)],
    "listConvertedInterpolatedValues": [("POST", f"{SEEN}/Interpolated?index={AT}", IN_FEET)],
    "listConvertedSummaries": [("POST", f"{SEEN}/Summaries?{WINDOW}", IN_FEET)],
    "listConvertedSampledValues": [("POST", f"{SEEN}/Sampled?{WINDOW}&intervals=2&sampleBy=Number", IN_FEET)],
    "listUnits": [("GET", "/Units")],
    "getUnit": [("GET", "/Units/meter")],
    "listQuantities": [("GET", "/Quantities")],
    "getQuantity": [("GET", "/Quantities/Length")],
    "listQuantityUnits": [("GET", "/Quantities/Length/Units")],
    "getQuantityUnit": [("GET", "/Quantities/Length/Units/meter")],
    "listJoinedValues": [
        ("GET", f"/Bulk/Streams/Data/Joins?streams=S,S&{WINDOW}&joinMode={mode}")
        for mode in ("Inner", "Outer", "Interpolated", "MergeLeft", "MergeRight")
    ],
    "joinValues": [("POST", "/Bulk/Streams/Data/Joins?joinMode=Outer", [WANTED, WANTED])],
    "listResolvedStreams": [("POST", "/Bulk/Streams/Resolved", ["S"])],
    "getResolvedStream": [("GET", "/Streams/S/Resolved")],
    "listTypes": [("GET", "/Types"), ("GET", "/Types?query=Inner")],
    "getType": [("GET", "/Types/Whole"), ("GET", "/Types/Inner")],
    "getOrCreateType": [("POST", "/Types/Whole", WHOLE)],
    "listStreams": [("GET", "/Streams")],
    "getStream": [("GET", "/Streams/S")],
    "getStreamType": [("GET", "/Streams/S/Type")],
    "getOrCreateStream": [("POST", "/Streams/S", {"TypeId": "Whole"})],
    "createOrUpdateStream": [("PUT", "/Streams/New", {"TypeId": "Whole"})],
    "listStreamViews": [("GET", "/StreamViews")],
    "getStreamView": [("GET", "/StreamViews/Some")],
    "getOrCreateStreamView": [("POST", "/StreamViews/Some", VIEW)],
    "createOrUpdateStreamView": [("PUT", "/StreamViews/Some", VIEW)],
    "getStreamViewMap": [("GET", "/StreamViews/Some/Map")],
}
ALL = [
    pytest.param(*one, *([None] * (3 - len(one))), id=f"{name} {at}")
    for name, some in TRIES.items()
    for at, one in enumerate(some)
]


@pytest.fixture
def ask(api):
    """Make types, a stream and a view, and return a function that asks with a verbosity."""
    for type_ in (WHOLE, PART):
        assert api.post(f"/Types/{type_['Id']}", type_).status == 201
    assert api.post("/Streams/S", {"TypeId": "Whole"}).status == 201
    assert api.post(DATA, EVENTS).status == 204
    assert api.post("/StreamViews/Some", VIEW).status == 201

    def ask(method, target, content, **headers):
        answer = api(method, target, *([] if content is None else [content]), headers=headers)
        if method == "PUT":
            api.delete("/Streams/New")
        return answer

    return ask


def test_every_operation_that_knows_verbosity_is_tried():
    everything = [operation for name in service.contracts for operation in operations(load(name))]

    assert {one.id for one in everything if ("header", "Accept-Verbosity") in one.parameters} == set(TRIES)


def left_out(terse, verbose, place="body"):
    """Yield the places and values of what a terse answer leaves out; what it has has to be the same."""
    if isinstance(verbose, dict):
        assert terse.keys() <= verbose.keys(), place
        for name, value in verbose.items():
            if name in terse:
                yield from left_out(terse[name], value, f"{place}.{name}")
            else:
                yield f"{place}.{name}", value
    elif isinstance(verbose, list):
        assert len(terse) == len(verbose), place
        for at, pair in enumerate(zip(terse, verbose, strict=True)):
            yield from left_out(*pair, f"{place}[{at}]")
    else:
        assert (terse, type(terse)) == (verbose, type(verbose)), place


@pytest.mark.parametrize(("method", "target", "content"), ALL)
def test_members_at_their_defaults_are_left_out_unless_asked_for(ask, method, target, content):
    verbose = ask(method, target, content, **{"Accept-Verbosity": "Verbose"})
    terse = ask(method, target, content, **{"Accept-Verbosity": "non-verbose"})

    assert verbose.status == terse.status < 300, verbose.body
    missing = dict(left_out(terse.content, verbose.content))
    assert missing
    assert {place: value for place, value in missing.items() if value not in DEFAULTS} == {}


@pytest.mark.parametrize(("method", "target", "content"), ALL)
def test_without_a_word_about_it_answers_are_not_verbose(ask, method, target, content):
    said = ask(method, target, content, **{"Accept-Verbosity": "NON-VERBOSE"})

    assert ask(method, target, content).content == said.content


@pytest.mark.parametrize(("method", "target", "content"), ALL)
def test_another_word_is_refused(ask, method, target, content):
    assert ask(method, target, content, **{"Accept-Verbosity": "chatty"}).status == 400


@pytest.mark.parametrize(
    "target", [f"{DATA}?{WINDOW}", f"{DATA}/Summaries?{WINDOW}", f"{SEEN}?{WINDOW}&streamViewId=Some"]
)
@pytest.mark.parametrize("form", ["table", "tableh"])
def test_tables_have_every_cell_either_way(ask, target, form):
    answers = [
        ask("GET", f"{target}&form={form}", None, **{"Accept-Verbosity": word}) for word in ("verbose", "non-verbose")
    ]

    assert answers[0].content == answers[1].content
    assert {len(row) for row in answers[0].content["Rows"]} == {len(answers[0].content["Columns"])}
