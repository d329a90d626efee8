"""Which form of List Values a request asks for, and events shown as a table."""

from __future__ import annotations

import pytest

DATA = "/Streams/Simple/Data"


def at(hour):
    return f"2017-11-23T{hour}:00:00Z"


class TestWhichFormItIs:
    @pytest.mark.parametrize(
        "query", ["", "count=3", "skip=1", "searchMode=Next", f"endIndex={at(16)}", "reversed=true"]
    )
    def test_a_request_that_names_no_events_is_refused(self, api, query):
        answer = api.get(f"{DATA}?{query}")

        assert answer.status == 400
        assert "ask for no events" in answer.content["Reason"]

    @pytest.mark.parametrize("form", [f"index={at(15)}", f"startIndex={at(15)}", "filter=Measurement ge 30"])
    @pytest.mark.parametrize("more", ["startBoundaryType=Exact", "endBoundaryType=0", f"continuationToken={at(15)}"])
    def test_half_a_pair_of_boundaries_and_a_token_without_pages_are_refused_in_every_form(self, api, form, more):
        assert api.get(f"{DATA}?{form}&{more}").status == 400

    def test_an_empty_value_is_as_good_as_none(self, api):
        query = f"index=&filter=&startIndex={at(15)}&endIndex=&count=&boundaryType=&searchMode=&form=&reversed="

        assert [event["Measurement"] for event in api.get(f"{DATA}?{query}").content] == [30, 40]


class TestTables:
    @pytest.mark.parametrize(
        "query",
        [f"startIndex={at(15)}", f"startIndex={at(15)}&endIndex={at(16)}", "filter=Measurement ge 30"],
    )
    def test_every_form_can_be_a_table(self, api, query):
        table = api.get(f"{DATA}?{query}&form=table").content

        assert table == {
            "Name": "Simple",
            "Columns": [
                {"Name": "Time", "Type": "DateTime"},
                {"Name": "State", "Type": "Int32Enum"},
                {"Name": "Measurement", "Type": "Double"},
            ],
            "Rows": [[at(15), 0, 30], [at(16), 0, 40]],
        }

    def test_tableh_has_a_row_of_names_first(self, api):
        rows = api.get(f"{DATA}?index={at(15)}&form=TableH").content["Rows"]

        assert rows == [["Time", "State", "Measurement"], [at(15), 0, 30]]

    def test_no_event_is_a_table_without_rows(self, api):
        assert api.get(f"/Streams/Empty/Data?startIndex={at(15)}&form=table").content["Rows"] == []

    def test_another_form_is_refused(self, api):
        assert api.get(f"{DATA}?startIndex={at(15)}&form=csv").status == 400
