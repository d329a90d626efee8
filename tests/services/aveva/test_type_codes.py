"""Every SdsTypeCode as a member of events: what it takes, what it refuses, its default, and how reads show it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from streamulator.services.aveva.model.shape.codes import SdsTypeCode

GUID = "1f0e5a2e-9c1c-4f3a-8f3e-0c7d5a3b1d2e"
BORN = "0001-01-01T00:00:00Z"
STATES = [{"Id": "Ok", "Value": 0}, {"Id": "High", "Value": 100}]
DOUBLE, STRING, INT32 = ({"SdsTypeCode": code} for code in ("Double", "String", "Int32"))
POINT = {
    "Id": "Point",
    "SdsTypeCode": "Object",
    "Properties": [{"Id": "X", "SdsType": DOUBLE}, {"Id": "Note", "SdsType": STRING}],
}


class Row(NamedTuple):
    """A good value and how it is shown, a bad one and a word of its refusal, the default, and more of the type."""

    sent: Any
    shown: Any
    bad: Any
    complaint: str
    default: Any = None
    more: dict[str, Any] = {}  # noqa: RUF012  nobody changes it
    brief: Any = ...  # how the good value is shown without defaults, where that is another way


def enumeration(sent, shown, bad, complaint, default=0):
    return Row(sent, shown, bad, complaint, default, {"Properties": STATES})


TABLE = {
    "Empty": Row({"any": [1]}, {"any": [1]}, ..., ""),
    "Object": Row(
        {"x": "1.5", "Strange": 1},
        {"X": 1.5, "Note": None},
        {"X": "far"},
        "Member 'X' (Double): Expected a number, found 'far'.",
        more=POINT,
        brief={"X": 1.5},
    ),
    "DBNull": Row(None, None, ..., ""),
    "Boolean": Row("TRUE", shown=True, bad="yes", complaint="Expected true or false", default=False),
    "Char": Row("x", "x", "xy", "one character", "\0"),
    "SByte": Row(-128, -128, 128, "from -128 to 127", 0),
    "Byte": Row("255", 255, 256, "from 0 to 255", 0),
    "Int16": Row(-32768, -32768, 32768, "from -32768 to 32767", 0),
    "UInt16": Row(65535, 65535, -1, "from 0 to 65535", 0),
    "Int32": Row(5.0, 5, 5.5, "an integer", 0),
    "UInt32": Row(4294967295, 4294967295, 4294967296, "from 0 to 4294967295", 0),
    "Int64": Row(2**63 - 1, 2**63 - 1, [], "found an array", 0),
    "UInt64": Row(2**64 - 1, 2**64 - 1, None, "found null", 0),
    "Single": Row(0.1, 0.1, 1e39, "range of a Single", 0.0),
    "Double": Row("NaN", "NaN", None, "found null", 0.0),
    "Decimal": Row("12.50", 12.5, "NaN", "decimal number", 0.0),
    "DateTime": Row("2020-01-01T01:00:00+01:00", "2020-01-01T00:00:00Z", "noon", "ISO 8601", BORN),
    "String": Row("", "", 5, "Expected text, found 5"),
    "Guid": Row(f"{{{GUID.upper()}}}", GUID, "5", "Expected a GUID", "00000000-0000-0000-0000-000000000000"),
    "DateTimeOffset": Row(
        "2020-01-01T01:00:00.5+01:00", "2020-01-01T01:00:00.5+01:00", 5, "ISO 8601", "0001-01-01T00:00:00+00:00"
    ),
    "TimeSpan": Row("P1DT2H", "1.02:00:00", 3600, "time span", "00:00:00"),
    "Version": Row("1.02.3", "1.2.3", "1", "two to four numbers"),
    "NullableBoolean": Row(None, None, 0, "Expected true or false"),
    "NullableChar": Row("x", "x", "xy", "one character"),
    "NullableSByte": Row(0, 0, 128, "from -128 to 127"),
    "NullableByte": Row(0, 0, -1, "from 0 to 255"),
    "NullableInt16": Row(0, 0, 32768, "from -32768 to 32767"),
    "NullableUInt16": Row(0, 0, -1, "from 0 to 65535"),
    "NullableInt32": Row("", None, "x", "an integer"),
    "NullableUInt32": Row(0, 0, -1, "from 0 to 4294967295"),
    "NullableInt64": Row(0, 0, 2**63, "an integer"),
    "NullableUInt64": Row(0, 0, -1, "an integer"),
    "NullableSingle": Row(0, 0.0, 1e39, "range of a Single"),
    "NullableDouble": Row(0, 0.0, "x", "Expected a number"),
    "NullableDecimal": Row(0, 0.0, "x", "decimal number"),
    "NullableDateTime": Row(BORN, BORN, "noon", "ISO 8601"),
    "NullableGuid": Row(GUID, GUID, 5, "Expected a GUID"),
    "NullableDateTimeOffset": Row("2020-01-01", "2020-01-01T00:00:00+00:00", 5, "ISO 8601"),
    "NullableTimeSpan": Row("00:00:00", "00:00:00", 5, "time span"),
    "BooleanArray": Row([True, "false"], [True, False], [1], "Element 0: Expected true or false, found 1."),
    "CharArray": Row(["a", "b"], ["a", "b"], ["ab"], "Element 0: Expected text of one character"),
    "SByteArray": Row([0, -1], [0, -1], [0, 128], "Element 1: Expected SByte"),
    "ByteArray": Row([0, 255], "AP8=", "A", "Expected base64 text or an array of bytes, found 'A'."),
    "Int16Array": Row([0], [0], 0, "Expected an array or null, found 0."),
    "UInt16Array": Row([], [], [-1], "Element 0: Expected UInt16"),
    "Int32Array": Row(["7"], [7], [[7]], "Element 0: Expected Int32, an integer"),
    "UInt32Array": Row([1], [1], [None], "Element 0: Expected UInt32"),
    "Int64Array": Row([2**62], [2**62], {}, "Expected an array or null, found an object."),
    "UInt64Array": Row([2**64 - 1], [2**64 - 1], "1,2", "Expected an array or null, found '1,2'."),
    "SingleArray": Row([0.1], [0.1], [1e39], "Element 0: Expected a number within the range of a Single"),
    "DoubleArray": Row([1, "Infinity"], [1.0, "Infinity"], [1, None], "Element 1: Expected a number, found null."),
    "DecimalArray": Row(["1.5"], [1.5], ["NaN"], "Element 0: Expected a decimal number"),
    "DateTimeArray": Row(["2020-01-01"], ["2020-01-01T00:00:00Z"], ["noon"], "Element 0: 'noon' is not an ISO 8601"),
    "StringArray": Row(["a", None], ["a", None], [5], "Element 0: Expected text, found 5."),
    "GuidArray": Row([GUID.upper()], [GUID], ["5"], "Element 0: Expected a GUID"),
    "DateTimeOffsetArray": Row(["2020-01-01"], ["2020-01-01T00:00:00+00:00"], [5], "Element 0: Expected an ISO 8601"),
    "TimeSpanArray": Row(["PT1S"], ["00:00:01"], [5], "Element 0: Expected a time span"),
    "VersionArray": Row(["1.2"], ["1.2"], ["1"], "Element 0: Expected a version"),
    "Array": Row([1, "1.5"], [1.0, 1.5], ["x"], "Element 0: Expected a number", more={"GenericArguments": [DOUBLE]}),
    "IList": Row(
        [{"X": 1}, None, {}],
        [{"X": 1.0, "Note": None}, None, {"X": 0.0, "Note": None}],
        [{"X": 1}, {"X": "x"}],
        "Element 1: Member 'X' (Double): Expected a number, found 'x'.",
        more={"GenericArguments": [POINT]},
        brief=[{"X": 1.0}, None, {}],
    ),
    "IDictionary": Row(
        {"1": 1, "2": 0},
        {"1": 1.0, "2": 0.0},
        {"1": "x"},
        "Under '1': Expected a number, found 'x'.",
        more={"GenericArguments": [INT32, DOUBLE]},
    ),
    "IEnumerable": Row([1, "a", {}], [1, "a", {}], {}, "Expected an array or null, found an object."),
    **{
        code.name: Row({"Id": "a"}, {"Id": "a"}, 5, "Expected an object or null, found 5.")
        for code in SdsTypeCode
        if 500 < code < 600
    },
    "SByteEnum": enumeration("high", 100, 128, "from -128 to 127"),
    "ByteEnum": enumeration(" HIGH ", 100, -1, "from 0 to 255"),
    "Int16Enum": enumeration("100", 100, "Low", "Expected a member's name (Ok, High) or number, found 'Low'."),
    "UInt16Enum": enumeration(7, 7, -1, "from 0 to 65535"),
    "Int32Enum": enumeration("High", 100, None, "found null"),
    "UInt32Enum": enumeration(100.0, 100, 1.5, "found 1.5"),
    "Int64Enum": enumeration(-1, -1, [], "found an array"),
    "UInt64Enum": enumeration(2**64 - 1, 2**64 - 1, -1, "an integer"),
    "NullableSByteEnum": enumeration("Ok", 0, 128, "from -128 to 127", None),
    "NullableByteEnum": enumeration(0, 0, -1, "from 0 to 255", None),
    "NullableInt16Enum": enumeration("", None, "Low", "a member's name", None),
    "NullableUInt16Enum": enumeration(0, 0, -1, "from 0 to 65535", None),
    "NullableInt32Enum": enumeration(None, None, 2**31, "an integer", None),
    "NullableUInt32Enum": enumeration(0, 0, -1, "from 0 to 4294967295", None),
    "NullableInt64Enum": enumeration(0, 0, {}, "found an object", None),
    "NullableUInt64Enum": enumeration(0, 0, -1, "an integer", None),
}
CODES = pytest.mark.parametrize("code", TABLE)


def test_the_table_has_every_code():
    assert list(TABLE) == [code.name for code in SdsTypeCode]


@pytest.fixture
def kind(api):
    """Return a function that makes a stream whose events have a member of a type code."""

    def make(code):
        type_ = TABLE[code].more | {"SdsTypeCode": code}
        properties = [
            {"Id": "Key", "IsKey": True, "SdsType": {"SdsTypeCode": "Int32"}},
            {"Id": "Value", "SdsType": type_},
        ]
        assert api.post("/Types/Kind", {"Properties": properties}).status == 201
        assert api.post("/Streams/Kind", {"TypeId": "Kind"}).status == 201

    return make


def shown(api, verbosity, read="/Data/First"):
    answer = api.get(f"/Streams/Kind{read}", Accept_Verbosity=verbosity)
    assert answer.status == 200, answer.body
    return answer.content


def spelt(value):
    """Tell 1 from 1.0 and true."""
    return repr(value)


@CODES
def test_a_good_value_is_shown_as_its_type_wants(api, kind, code):
    row = TABLE[code]
    kind(code)

    assert api.post("/Streams/Kind/Data", [{"Key": 1, "Value": row.sent}]).status == 204

    brief = row.shown if row.brief is ... else row.brief
    expected = {"Key": 1} if spelt(row.shown) == spelt(row.default) else {"Key": 1, "Value": brief}
    assert spelt(shown(api, "verbose")) == spelt({"Key": 1, "Value": row.shown})
    assert spelt(shown(api, "non-verbose")) == spelt(expected)


@CODES
def test_what_is_shown_can_be_written_back(api, kind, code):
    kind(code)
    api.post("/Streams/Kind/Data", [{"Key": 1, "Value": TABLE[code].sent}])
    event = shown(api, "verbose")

    for verbosity in ("verbose", "non-verbose"):
        assert api.put("/Streams/Kind/Data", [shown(api, verbosity)]).status == 204
        assert spelt(shown(api, "verbose")) == spelt(event)


@pytest.mark.parametrize("code", [code for code, row in TABLE.items() if row.bad is not ...])
def test_a_bad_value_is_refused_by_name_with_what_was_expected_and_found(api, kind, code):
    kind(code)

    answer = api.post("/Streams/Kind/Data", [{"Key": 1}, {"Key": 2, "Value": TABLE[code].bad}])

    assert answer.status == 400
    assert f"Member 'Value' ({code})" in answer.content["Reason"]
    assert TABLE[code].complaint in answer.content["Reason"]
    assert answer.content["Parameters"] == {"StreamId": "Kind", "Index": "2", "Member": "Value"}
    assert shown(api, "verbose") is None


@CODES
def test_a_value_that_is_not_sent_is_the_default_which_only_verbose_reads_show(api, kind, code):
    kind(code)
    api.post("/Streams/Kind/Data", [{"Key": 1}])

    assert spelt(shown(api, "verbose")) == spelt({"Key": 1, "Value": TABLE[code].default})
    assert shown(api, "non-verbose") == {"Key": 1}


@CODES
def test_a_table_has_the_value_whatever_the_verbosity(api, kind, code):
    kind(code)
    api.post("/Streams/Kind/Data", [{"Key": 1, "Value": TABLE[code].sent}, {"Key": 2}])

    for verbosity in ("verbose", "non-verbose"):
        table = shown(api, verbosity, "/Data?startIndex=1&form=table")
        assert table["Columns"][1] == {"Name": "Value", "Type": code}
        assert spelt(table["Rows"]) == spelt([[1, TABLE[code].shown], [2, TABLE[code].default]])
