"""Secondary indexes: defined with a stream, kept, and obeyed by filtered reads."""

from __future__ import annotations

import pytest

STREAM = "/Streams/Indexed"
DATA = f"{STREAM}/Data"
INDEXES = [{"SdsTypePropertyId": "Measurement"}]


def at(second):
    return f"2017-01-20T00:00:{second:02}Z"


@pytest.fixture(autouse=True)
def indexed(api):
    """A stream with an index on Measurement, which falls while time goes on."""
    assert api.post(STREAM, {"TypeId": "Simple", "Indexes": INDEXES}).status == 201
    events = [{"Time": at(second), "State": second % 2, "Measurement": 5 - second} for second in range(5)]
    assert api.post(DATA, events).status == 204


def measured(answer):
    assert answer.status == 200, answer.body
    return [event.get("Measurement", 0) for event in answer.content]


@pytest.mark.parametrize("path", [DATA, f"{DATA}/Transform"])
class TestFilteredReads:
    @pytest.mark.parametrize(
        ("expression", "expected"),
        [
            ("Measurement gt 0 and Measurement lt 6", [1, 2, 3, 4, 5]),
            ("measurement ne 3", [1, 2, 4, 5]),
            ("Measurement gt 0 and State eq 0", [1, 3, 5]),
            ("State eq 0", [5, 3, 1]),
            (f"Measurement gt 0 and Time ge {at(0)}", [5, 4, 3, 2, 1]),
        ],
    )
    def test_stand_in_the_order_of_the_one_index_they_name(self, api, path, expression, expected):
        assert measured(api.get(f"{path}?filter={expression}")) == expected

    def test_take_skip_count_and_reversed_in_that_order(self, api, path):
        assert measured(api.get(f"{path}?filter=Measurement gt 0&skip=1&count=2")) == [2, 3]
        assert measured(api.get(f"{path}?filter=Measurement gt 0&reversed=true&count=2")) == [5, 4]

    def test_see_what_was_written_since(self, api, path):
        assert measured(api.get(f"{path}?filter=Measurement gt 3")) == [4, 5]

        api.patch(f"{DATA}?selectExpression=Measurement", [{"Time": at(4), "Measurement": 4.5}])

        assert measured(api.get(f"{path}?filter=Measurement gt 3")) == [4, 4.5, 5]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (f"startIndex={at(0)}", [5, 4, 3, 2]),
            (f"startIndex={at(0)}&endIndex={at(9)}", [5, 4, 3, 2]),
            (f"startIndex={at(9)}&reversed=true", [2, 3, 4, 5]),
        ],
    )
    def test_leave_ranges_and_windows_in_the_order_of_the_key(self, api, path, query, expected):
        assert measured(api.get(f"{path}?{query}&filter=Measurement gt 1")) == expected

    def test_as_a_table_are_in_the_same_order(self, api, path):
        rows = api.get(f"{path}?filter=Measurement gt 3&form=table").content["Rows"]

        assert [row[2] for row in rows] == [4, 5]


class TestDefinitions:
    def test_indexes_are_shown(self, api):
        assert api.get(STREAM).content["Indexes"] == INDEXES

    def test_an_update_that_names_them_keeps_them_and_their_order(self, api):
        assert api.put(STREAM, {"TypeId": "Simple", "Name": "Renamed", "Indexes": INDEXES}).status == 204

        assert api.get(STREAM).content["Indexes"] == INDEXES
        assert measured(api.get(f"{DATA}?filter=Measurement gt 0")) == [1, 2, 3, 4, 5]

    def test_an_update_can_take_them_away_and_bring_them_back(self, api):
        api.put(STREAM, {"TypeId": "Simple"})
        without = measured(api.get(f"{DATA}?filter=Measurement gt 0"))
        api.put(STREAM, {"TypeId": "Simple", "Indexes": INDEXES})

        assert without == [5, 4, 3, 2, 1]
        assert measured(api.get(f"{DATA}?filter=Measurement gt 0")) == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize("name", ["Nothing", "State"])
    def test_what_events_cannot_be_ordered_by_is_refused(self, api, name):
        answer = api.put(STREAM, {"TypeId": "Simple", "Indexes": [{"SdsTypePropertyId": name}]})

        assert answer.status == 400
        assert name in answer.content["Reason"]
        assert api.get(STREAM).content["Indexes"] == INDEXES
