"""The search language of stream and type lists: the vendor's printed rows, then the rules in words."""

from __future__ import annotations

import pytest

from streamulator.services.aveva.model.search.search import Fields, compile_search

DEVICES = [
    Fields("stream1", name="tempA", description="Temperature from DeviceA", type_id="Simple"),
    Fields("stream2", name="pressureA", description="Pressure from DeviceA", type_id="Simple"),
    Fields("stream3", name="calcA", description="Calculation from DeviceA values", type_id="Simple"),
]
METADATA = [
    Fields("stream1", metadata={"manufacturer": "company", "serial": "abc"}),
    Fields("stream2", metadata={"serial": "a1"}),
    Fields("stream3", metadata={"status": "active", "second key": "second value"}),
]


def found(query, things):
    search = compile_search(query)
    return [thing.id for thing in things if search(thing)]


def described(*texts):
    return [Fields(f"x{place}", description=text) for place, text in enumerate(texts)]


def matching(query, *texts):
    """Return the texts that a query finds when each is the description of one stream."""
    return [texts[int(thing_id[1:])] for thing_id in found(query, described(*texts))]


@pytest.mark.parametrize(
    ("query", "streams"),
    [
        ("temperature", ["stream1"]),
        ("calc*", ["stream3"]),
        ("simple", ["stream1", "stream2", "stream3"]),
        ("tempA", ["stream1"]),
        ("DeviceA*", ["stream1", "stream2", "stream3"]),
        ("humidity*", []),
    ],
)
def test_words_find_streams_by_any_field(query, streams):
    assert found(query, DEVICES) == streams


@pytest.mark.parametrize(
    ("query", "streams"),
    [
        ("manufacturer:company", ["stream1"]),
        ("company", ["stream1"]),
        ("a*", ["stream1", "stream2", "stream3"]),
        ("manufa*turer:compan*", ["stream1"]),
        ("ser*al:a*", ["stream1", "stream2"]),
        ("s*:a*", ["stream1", "stream2", "stream3"]),
        ("Id:stream*", ["stream1", "stream2", "stream3"]),
        ("Id*:stream*", []),
        # keys are found only together with their values
        ("manufacturer", []),
        ("serial:company", []),
        ("serial:*", ["stream1", "stream2"]),
        ("SERIAL:ABC", ["stream1"]),
        ("Metadata/serial:a1", ["stream2"]),
        (r"metadata\/serial:a1", ["stream2"]),
        (r"second\ key:value", ["stream3"]),
        ('"second key":va*', ["stream3"]),
        ('"second key":"second value"', ["stream3"]),
        ("*:second", ["stream3"]),
    ],
)
def test_metadata_are_found_by_value_and_by_key_with_value(query, streams):
    assert found(query, METADATA) == streams


@pytest.mark.parametrize(
    ("query", "matches", "others"),
    [
        ("mud AND log", ["log mud", "mud log"], ["mud", "log"]),
        ("mud OR log", ["log mud", "mud", "log"], ["mutt", "look"]),
        ("mud AND (NOT log)", ["mud"], ["mud log"]),
        ("mud AND (log OR pump*)", ["mud log", "mud pumps"], ["mud bath"]),
        ("log*", ["log", "logger"], ["analog"]),
        ("*log", ["analog", "alog"], ["logg"]),
        ("*log*", ["analog", "alogger"], ["lop"]),
        ("l*g", ["log", "logg"], ["lake swimming"]),
        ('"pump pressure"', ["pump pressure"], ["pressure", "pressure pump", "pump pressure gauge"]),
        (
            '"pump pressure"*',
            ["pump pressure", "pump pressure gauge"],
            ["pressure", "pressure pump", "the pump pressure gauge"],
        ),
        (
            '*"pump pressure"',
            ["pump pressure", "the pump pressure"],
            ["pressure", "pressure pump", "the pump pressure gauge"],
        ),
        (
            '*"pump pressure"*',
            ["pump pressure", "pump pressure gauge", "the pump pressure gauge"],
            ["pressure", "pressure pump"],
        ),
        ('"pump*pressure"', ["pump*pressure"], ["pump pressure", "the pump pressure gauge"]),
        ('"unit five"', [], ["Pump three on unit five"]),
        ('*"unit five"', ["Pump three on unit five"], []),
        ('"dog food*"', ["dog food*"], ["dog food", "dog foods"]),
    ],
)
def test_the_printed_rows_hold(query, matches, others):
    assert matching(query, *matches, *others) == matches


@pytest.mark.parametrize(
    ("query", "matches", "others"),
    [
        # words side by side are alternatives, and so is a word before NOT
        ("cat dog", ["cat", "dog", "a dog"], ["bird"]),
        ("cat NOT dog", ["cat", "cat dog", "bird"], ["dog"]),
        ("NOT dog", ["cat"], ["dog"]),
        ("NOT NOT dog", ["dog"], ["cat"]),
        # NOT before AND before OR
        ("a OR b AND c", ["a", "b c", "a b"], ["b", "c"]),
        ("a b AND c", ["a", "b c"], ["b", "c"]),
        ("(NOT a OR b) AND c", ["c", "b c", "a b c"], ["a c", "b"]),
        ("(a OR b) AND c", ["a c", "b c"], ["a", "b", "c"]),
        ("NOT a AND b", ["b"], ["a b", "c"]),
        ("NOT (a AND b)", ["a", "b", "c"], ["a b"]),
        ("a AND NOT b", ["a"], ["a b", "b", "c"]),
        ("a (b AND c)", ["a", "b c"], ["b", "c"]),
        # operators are written in capitals and bare; otherwise they are words
        ("cat and dog", ["cat", "dog", "and"], ["bird"]),
        ('cat AND "AND"', [], ["cat", "cat and"]),
        (r"\AND", ["and"], ["cat"]),
        # case does not matter, accents do
        ("MUD", ["mud", "Mud"], ["müd"]),
        ("STRASSE", ["Straße"], []),
        # whole tokens, blanks of any kind between them
        ("temperature", ["temperature", "a\ttemperature\nb"], ["temperatures"]),
        # punctuation inside of a token belongs to it, at its end it does not
        ("Device.1", ["Device.1", "my device.1 here"], ["Device", "Device 1"]),
        ("Device!!1", ["Device!!1"], ["Device"]),
        ("Device. ", ["Device", "Device.", "Device!! two"], ["Device.1"]),
        ("Device!! ", ["Device"], ["Device!!1"]),
        (r"Device\.!", ["Device.!"], ["Device"]),
        ("Device!*", ["Device", "Device!1"], ["Device1", "Devices"]),
        ('"Device!"*', ["Device!", "Device! one", "Device!1"], ["Device", "a Device!"]),
        ("- ", ["a - b"], ["a-b"]),
        ("-- ", ["--"], ["-"]),
        ("X", ["x"], ["y"]),
        (":pump", [":pump"], ["pump"]),
        ('"a"!', ["a!"], ["a"]),
        ("a", ["a", "a!", "a!!", "(b) a?!"], ["!a", "!!"]),
        ("a! ", ["a", "a!"], ["!", "b"]),
        ("ca*", ["cat"], ["!!"]),
        ("*!", ["now!"], ["now"]),
        # what the escape character makes literal
        (r"1\:100", ["1:100"], ["1", "100"]),
        (r"Austin\\Dallas", ["Austin\\Dallas"], ["Austin", "AustinDallas"]),
        (r"http\:\/\/www.aveva.com", ["http://www.aveva.com"], ["www.aveva.com"]),
        (r"2\*3", ["2*3"], ["2x3"]),
        (r"2\*", ["2*"], ["2", "25"]),
        (r"\(a\)", ["(a)"], ["a"]),
        (r"say\"hi\"", ['say"hi"'], ["say"]),
        (r'"a \"b\" c"', ['a "b" c'], ["b"]),
        ("a\\", ["a\\"], ["b"]),
        # wildcards
        ("*", ["anything"], []),
        ("description:*", ["anything", ""], []),
        ("te*ure", ["temperature", "teure"], ["teur", "te ure"]),
        ("aba*aba", ["abaaba", "abaxaba"], ["aba", "ababa"]),
        ("*a*", ["bat"], ["bit"]),
    ],
)
def test_the_rules_hold(query, matches, others):
    assert matching(query, *matches, *others) == matches


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("name:pump", True),
        ("NAME:PUMP", True),
        ("name:tank", False),
        ("description:tank", True),
        ("name:tank name:pump", True),
        ("name:p* AND (description:tank OR description:well)", True),
        ("id:p1", True),
        ("typeid:Machine", True),
        ("typeid:p1", False),
        ("tags:red", True),
        ('tags:"dark red"', True),
        ('tags:"dark"', False),
        ("tags:green", False),
        ("properties:Flow", True),
        ("Flow", True),
        ("colour:red", False),
        ('name:"pump"*', True),
        ("name:pump:on", False),
        ("level:7:30", True),
        ("name:level", False),
        ("name:p-101", True),
        ("id:p-101", False),
        (":pump", False),
        ("name:", False),
        ("name: tank", True),
        ("id:*", True),
        ("other:*", False),
    ],
)
def test_a_field_is_named_before_a_colon(query, matches):
    pump = Fields(
        "p1",
        name="pump",
        description="beside the tank",
        type_id="Machine",
        tags=["red", "dark red"],
        metadata={"level": "7:30", "Name": "P-101"},
        properties=["Time", "Flow"],
    )

    assert compile_search(query)(pump) is matches


def test_a_name_that_is_missing_is_not_found_by_a_wildcard():
    assert found("name:*", [Fields("a"), Fields("b", name="")]) == ["b"]


@pytest.mark.parametrize(
    ("query", "streams"),
    [
        ("Id:*Target*", ["WaveDataTarget"]),
        ("e2etest_for_* AND *_conversion", ["e2etest_for_type_conversion"]),
        ("TimeIndexed.* AND NOT *.OpcUaQuality", ["TimeIndexed.Double"]),
        ('"SLTCSensorUnit1"', ["SLTCSensorUnit1"]),
        ("", ["WaveDataTarget", "e2etest_for_type_conversion", "TimeIndexed.Double", "SLTCSensorUnit1", "x"]),
    ],
)
def test_what_published_clients_ask_is_found(query, streams):
    things = [
        Fields(name)
        for name in (
            "WaveDataTarget",
            "e2etest_for_type_conversion",
            "TimeIndexed.Double",
            "SLTCSensorUnit1",
            "x",
        )
    ]

    assert found(query, things) == streams
