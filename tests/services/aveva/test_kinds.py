"""Every type that an index can have, through the API: written, found again, shown."""

from __future__ import annotations

import pytest

# By type of the index: three values in order, as they are sent and shown; and one more spelling of the second.
INDEXES = {
    "Boolean": ([False, True], "TRUE"),
    "Byte": ([0, 7, 255], "7"),
    "Char": (["A", "b", "ü"], "b"),
    "DateTime": (["2020-01-01T00:00:00Z", "2020-01-01T00:00:00.0000001Z", "2020-01-02T00:00:00Z"], None),
    "DateTimeOffset": (
        ["2020-01-01T01:00:00+01:00", "2020-01-01T00:00:01+00:00", "2019-12-31T17:00:02-07:00"],
        "2020-01-01T00:00:01Z",
    ),
    "Decimal": ([-1.5, 0.25, 10.0], "0.25"),
    "Double": ([-1.5, 0.25, 1e300], "0.25"),
    "Guid": (
        [
            "00000000-0000-0000-0000-000000000001",
            "1f0e5a2e-9c1c-4f3a-8f3e-0c7d5a3b1d2e",
            "ffffffff-0000-0000-0000-000000000000",
        ],
        "{1F0E5A2E-9C1C-4F3A-8F3E-0C7D5A3B1D2E}",
    ),
    "Int16": ([-32768, 7, 32767], "7"),
    "Int32": ([-5, 7, 2**31 - 1], "7"),
    "Int64": ([-(2**63), 7, 2**63 - 1], "7"),
    "SByte": ([-128, 7, 127], "7"),
    "Single": ([-1.5, 0.1, 3e38], "0.1"),
    "String": (["Ant", "ant hill", "bee"], "ant hill"),
    "TimeSpan": (["-00:00:01", "00:00:01.0000001", "1.00:00:00"], "PT1.0000001S"),
    "UInt16": ([1, 7, 65535], "7"),
    "UInt32": ([1, 7, 2**32 - 1], "7"),
    "UInt64": ([1, 7, 2**64 - 1], "7"),
}


def make(api, key):
    properties = [
        {"Id": "Key", "IsKey": True, "SdsType": {"SdsTypeCode": key}},
        {"Id": "Value", "SdsType": {"SdsTypeCode": "Double"}},
    ]
    assert api.post("/Types/Kind", {"Properties": properties}).status == 201
    assert api.post("/Streams/Kind", {"TypeId": "Kind"}).status == 201


@pytest.mark.parametrize("kind", INDEXES)
class TestIndexes:
    def test_events_are_ordered_and_found_by_it(self, api, kind):
        values, spelling = INDEXES[kind]
        make(api, kind)
        assert api.post("/Streams/Kind/Data", [{"Key": value} for value in reversed(values)]).status == 204

        def shown(target):
            answer = api.get(f"/Streams/Kind/Data{target}", Accept_Verbosity="verbose")
            assert answer.status == 200, answer.body
            return answer.content

        first, second = (str(value).replace("+", "%2B") for value in values[:2])
        assert [event["Key"] for event in shown(f"?startIndex={first}")] == values
        assert [event["Key"] for event in shown(f"?index={second}")] == [values[1]]
        assert [event["Key"] for event in shown(f"?index={spelling or second}&searchMode=Previous")] == [values[0]]
        assert shown("/Last")["Key"] == values[-1]

    def test_a_token_of_it_leads_on(self, api, kind):
        values, _spelling = INDEXES[kind]
        make(api, kind)
        api.post("/Streams/Kind/Data", [{"Key": value} for value in values])
        start, end = (str(value).replace("+", "%2B") for value in (values[0], values[-1]))
        found, token = [], ""
        while token is not None and len(found) < 9:
            page = api.get(
                f"/Streams/Kind/Data?startIndex={start}&endIndex={end}&count=1&continuationToken={token}",
                Accept_Verbosity="verbose",
            ).content
            found += [event["Key"] for event in page["Results"]]
            token = page["ContinuationToken"] and page["ContinuationToken"].replace("+", "%2B")

        assert found == values

    def test_it_names_an_event_that_is_there_already_and_one_that_goes(self, api, kind):
        values, _spelling = INDEXES[kind]
        make(api, kind)
        api.post("/Streams/Kind/Data", [{"Key": values[1]}])

        index = api.post("/Streams/Kind/Data", [{"Key": values[1]}]).content["Parameters"]["Index"]

        assert api.delete(f"/Streams/Kind/Data?index={index.replace('+', '%2B')}").status == 204
        assert api.get("/Streams/Kind/Data/First").content is None

    def test_one_of_another_type_is_refused(self, api, kind):
        make(api, kind)

        wrong = "two" if kind != "String" else None
        if wrong:
            assert api.get(f"/Streams/Kind/Data?index={wrong}").status == 400
        assert api.post("/Streams/Kind/Data", [{"Key": {"a": 1}}]).status == 400
