"""Windows read page by page: every page of every kind of window, to the end."""

from __future__ import annotations

from itertools import product

import pytest

DATA = "/Streams/Simple/Data"
BOUNDS = ["Exact", "Inside", "Outside", "ExactOrCalculated"]
WINDOWS = [
    ("2017-11-23T13:00:00Z", "2017-11-23T15:00:00Z"),
    ("2017-11-23T12:30:00Z", "2017-11-23T15:30:00Z"),
    ("2017-11-23T10:00:00Z", "2017-11-23T18:00:00Z"),
    ("2017-11-23T12:10:00Z", "2017-11-23T12:50:00Z"),
    ("2017-11-23T14:00:00Z", "2017-11-23T14:00:00Z"),
    ("2017-11-23T17:00:00Z", "2017-11-23T18:00:00Z"),
]


def pages(api, query, count):
    """Follow the tokens to the last page; each page as a list of events."""
    token, found = "", []
    while token is not None:
        answer = api.get(f"{DATA}?{query}&count={count}&continuationToken={token}")
        assert answer.status == 200, answer.body
        found.append(answer.content["Results"])
        token = answer.content.get("ContinuationToken")
        assert len(found) < 20
    return found


@pytest.mark.parametrize(("start", "end"), WINDOWS)
@pytest.mark.parametrize("extra", ["", "&reversed=true", "&filter=Measurement ne 20"])
def test_the_pages_together_are_the_window(api, start, end, extra):
    for first, last in product(BOUNDS, BOUNDS):
        query = f"startIndex={start}&endIndex={end}&startBoundaryType={first}&endBoundaryType={last}{extra}"
        whole = api.get(f"{DATA}?{query}").content
        for count in (1, 2, 3, 100):
            found = pages(api, query, count)

            assert [event for page in found for event in page] == whole, (query, count)
            assert [len(page) for page in found[:-1]] == [count] * (len(found) - 1)
            assert found[-1] or not whole, "a last page with nothing on it"


def test_the_last_page_has_no_token(api):
    query = "startIndex=2017-11-23T12:00:00Z&endIndex=2017-11-23T16:00:00Z&count=5&continuationToken="

    assert api.get(f"{DATA}?{query}").content.keys() == {"Results"}
    assert api.get(f"{DATA}?{query}", Accept_Verbosity="verbose").content["ContinuationToken"] is None


def test_the_token_is_the_last_index_in_seven_digits(api):
    query = "startIndex=2017-11-23T12:00:00Z&endIndex=2017-11-23T16:00:00Z&count=2&continuationToken="

    assert api.get(f"{DATA}?{query}").content["ContinuationToken"] == "2017-11-23T13:00:00.0000000Z"


def test_a_token_without_a_count_makes_pages_of_a_hundred(api):
    api.put("/Streams/Numbered/Data", [{"Order": n} for n in range(1, 151)])
    answer = api.get("/Streams/Numbered/Data?startIndex=1&endIndex=150&continuationToken=").content

    assert (len(answer["Results"]), answer["ContinuationToken"]) == (100, "100")


def test_the_count_may_change_from_page_to_page(api):
    query = "startIndex=2017-11-23T12:00:00Z&endIndex=2017-11-23T16:00:00Z"
    token = api.get(f"{DATA}?{query}&count=1&continuationToken=").content["ContinuationToken"]

    assert len(api.get(f"{DATA}?{query}&count=4&continuationToken={token}").content["Results"]) == 4


def test_skip_acts_on_the_first_page_only(api):
    query = "startIndex=2017-11-23T12:00:00Z&endIndex=2017-11-23T16:00:00Z&skip=1"

    assert [len(page) for page in pages(api, query, 2)] == [2, 2]


def test_what_is_inserted_behind_the_token_is_on_the_next_page(api):
    query = "startIndex=2017-11-23T12:00:00Z&endIndex=2017-11-23T16:00:00Z&count=2&continuationToken="
    token = api.get(f"{DATA}?{query}").content["ContinuationToken"]
    api.post(DATA, [{"Time": "2017-11-23T12:30:00Z"}, {"Time": "2017-11-23T13:30:00Z"}])

    times = [event["Time"] for event in api.get(f"{DATA}?{query}{token}").content["Results"]]

    assert times == ["2017-11-23T13:30:00Z", "2017-11-23T14:00:00Z"]


def test_a_compound_token_has_all_parts(api):
    query = "startIndex=2017-01-20T00:00:00Z|0&endIndex=2017-01-21T00:00:00Z|0&count=2&continuationToken="
    token = api.get(f"/Streams/Paired/Data?{query}").content["ContinuationToken"]

    assert token == "2017-01-20T01:00:00.0000000Z|2"
    assert len(api.get(f"/Streams/Paired/Data?{query}{token}").content["Results"]) == 1
