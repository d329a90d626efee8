"""Joins, by GET and by POST."""

from __future__ import annotations

import pytest
from aveva_http import Api, in_process

JOINS = "/Bulk/Streams/Data/Joins"
MODES = ["Inner", "Outer", "Interpolated", "MergeLeft", "MergeRight"]


def at(hour, minute=0):
    return f"2017-11-23T{hour}:{minute:02}:00Z"


WINDOW = f"startIndex={at(12)}&endIndex={at(16)}"
BOTH = f"{JOINS}?streams=Simple,Other&{WINDOW}"


@pytest.fixture
def other(api):
    """A second stream, whose events lie half an hour off but for one."""
    api.post("/Streams/Other", {"TypeId": "Simple"})
    events = [{"Time": at(12, 30), "Measurement": 1}, {"Time": at(14), "State": 2, "Measurement": 2}]
    assert api.post("/Streams/Other/Data", events).status == 204


FIRST, LAST = at(12), at(16)


def options(stream, start=FIRST, end=LAST, **more):
    return {"StreamId": stream, "Options": {"StartIndex": start, "EndIndex": end, **more}}


def measured(answer):
    """Tell of each index what the streams have there."""
    assert answer.status == 200, answer.body
    return [[event and event.get("Measurement", 0) for event in slots] for slots in answer.content]


OUTER = [[0, None], [None, 1], [10, None], [20, 2], [30, None], [40, None]]
INTERPOLATED = [[0, 1], [5, 1], [10, 1 + 1 / 3], [20, 2], [30, 2], [40, 2]]


@pytest.mark.usefixtures("other")
class TestModes:
    @pytest.mark.parametrize(("mode", "expected"), [(0, [[20, 2]]), (1, OUTER), (2, INTERPOLATED)])
    @pytest.mark.parametrize("spelt", [int, MODES.__getitem__, lambda mode: MODES[mode].lower()])
    def test_streams_stand_side_by_side(self, api, mode, expected, spelt):
        assert measured(api.get(f"{BOTH}&joinMode={spelt(mode)}")) == [pytest.approx(row) for row in expected]

    @pytest.mark.parametrize(("mode", "both"), [("MergeLeft", 20), ("4", 2)])
    def test_or_are_merged(self, api, mode, both):
        events = api.get(f"{BOTH}&joinMode={mode}").content

        assert [event.get("Measurement", 0) for event in events] == [0, 1, 10, both, 30, 40]

    def test_members_with_default_values_are_shown_when_asked_for(self, api):
        url = f"{BOTH}&joinMode=Inner"

        assert api.get(url).content == [
            [{"Time": at(14), "Measurement": 20}, {"Time": at(14), "State": 2, "Measurement": 2}]
        ]
        assert api.get(url, Accept_Verbosity="verbose").content[0][0] == {"Time": at(14), "State": 0, "Measurement": 20}

    @pytest.mark.parametrize("mode", MODES)
    def test_a_post_of_the_same_windows_gives_the_same(self, api, mode):
        by_post = api.post(f"{JOINS}?joinMode={mode}", [options("Simple"), options("Other")])

        assert by_post.status == 200
        assert by_post.content == api.get(f"{BOTH}&joinMode={mode}").content


@pytest.mark.usefixtures("other")
class TestGet:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("count=1", [[0, None], [None, 1]]),
            ("count=0", []),
            ("filter=Measurement ge 2", [[10, None], [20, 2], [30, None], [40, None]]),
            ("filter=", OUTER),
            ("boundaryType=Inside", OUTER[1:-1]),
            ("startBoundaryType=1&endBoundaryType=0", OUTER[1:]),
        ],
    )
    def test_it_takes_what_windows_take(self, api, query, expected):
        assert measured(api.get(f"{BOTH}&joinMode=1&{query}")) == expected

    def test_a_hundred_events_of_each_stream_are_the_default(self, api):
        api.put("/Streams/Numbered/Data", [{"Order": n, "Value": n} for n in range(1, 151)])
        url = f"{JOINS}?streams=Numbered&startIndex=1&endIndex=150&joinMode=Outer"

        assert len(api.get(url).content) == 100
        assert len(api.get(f"{url}&count=150").content) == 150

    def test_ids_are_found_in_any_case_and_with_blanks_around_them(self, api):
        assert measured(api.get(f"{JOINS}?streams=simple, OTHER&joinMode=0&{WINDOW}")) == [[20, 2]]

    @pytest.mark.parametrize(
        "query",
        [
            f"streams=Simple,Other&{WINDOW}",
            f"joinMode=1&{WINDOW}",
            f"streams=Simple&joinMode=1&startIndex={at(12)}",
            f"streams=Simple&joinMode=1&endIndex={at(12)}",
            f"streams=Simple&joinMode=5&{WINDOW}",
            f"streams=Simple&joinMode=Left&{WINDOW}",
            f"streams=Simple,,Other&joinMode=1&{WINDOW}",
            f"streams={'Simple,' * 100}Simple&joinMode=1&{WINDOW}",
            f"streams=Simple&joinMode=1&startIndex={at(16)}&endIndex={at(12)}",
            "streams=Simple&joinMode=1&startIndex=1&endIndex=2",
            f"streams=Simple&joinMode=1&{WINDOW}&startBoundaryType=1",
            f"streams=Simple&joinMode=1&{WINDOW}&filter=Nothing eq 1",
            f"streams=Simple&joinMode=1&{WINDOW}&count=-1",
            f"streams=Simple,Numbered&joinMode=1&{WINDOW}",
            "streams=Paired&joinMode=2&startIndex=2017-01-20T01:00:00Z|1&endIndex=2017-01-20T02:00:00Z|1",
        ],
    )
    def test_what_makes_no_sense_is_refused(self, api, query):
        assert api.get(f"{JOINS}?{query}").status == 400

    def test_a_hundred_streams_can_be_joined(self, api):
        answer = api.get(f"{JOINS}?streams={'Simple,' * 99}Other&joinMode=0&{WINDOW}")

        assert measured(answer) == [[20] * 99 + [2]]

    def test_streams_of_two_types_are_told_apart_by_name(self, api):
        answer = api.get(f"{JOINS}?streams=Simple,Numbered&joinMode=1&{WINDOW}")

        assert answer.content["Parameters"] == {"StreamId": "Numbered"}
        assert "'Simple'" in answer.content["Reason"]

    @pytest.mark.parametrize("ids", ["Nowhere", "Simple,Nowhere", "Nowhere,Simple"])
    def test_a_stream_that_is_not_there_is_not_found(self, api, ids):
        answer = api.get(f"{JOINS}?streams={ids}&joinMode=1&{WINDOW}")

        assert (answer.status, answer.content["Parameters"]) == (404, {"StreamId": "Nowhere"})


@pytest.mark.usefixtures("other")
class TestPost:
    def test_every_stream_has_a_window_of_its_own(self, api):
        body = [options("Simple", at(15), at(16)), options("Other", at(12), at(13))]

        assert measured(api.post(f"{JOINS}?joinMode=Outer", body)) == [[None, 1], [30, None], [40, None]]

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            ({"Count": 2}, [0, 10]),
            ({"Count": None, "Filter": None, "StartBoundaryType": None}, [0, 10, 20, 30, 40]),
            ({"Filter": "Measurement gt 25"}, [30, 40]),
            ({"StartBoundaryType": 1, "EndBoundaryType": "inside"}, [10, 20, 30]),
        ],
    )
    def test_so_have_its_options(self, api, more, expected):
        body = [options("Simple", **more)]

        assert [event.get("Measurement", 0) for event in api.post(f"{JOINS}?joinMode=3", body).content] == expected

    def test_members_may_be_spelt_in_any_case(self, api):
        body = [{"streamId": "Simple", "options": {"startIndex": at(15), "ENDINDEX": at(15)}}]

        assert measured(api.post(f"{JOINS}?joinMode=0", body)) == [[30]]

    def test_an_unknown_member_is_warned_of(self, api, warnings):
        body = [{**options("Simple", Skip=3), "Stream": "Simple"}]

        assert api.post(f"{JOINS}?joinMode=0", body).status == 200
        assert warnings() == [
            "body[0]: the member 'Stream' is unknown.",
            "body[0].Options: the member 'Skip' is unknown.",
        ]

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ([], "body"),
            ({}, "body"),
            ([options("Simple")] * 101, "body"),
            ([{"Options": options("Simple")["Options"]}], "body[0].StreamId: missing"),
            ([{"StreamId": "Simple"}], "body[0].Options.StartIndex: missing"),
            ([options("Simple"), options("Simple", end=None)], "body[1].Options.EndIndex: missing"),
            ([options("Simple", StartBoundaryType=1)], "only good together"),
            ([options("Simple", StartBoundaryType=1, EndBoundaryType="Left")], "body[0].Options.EndBoundaryType"),
            ([options("Simple", Count=-1)], "Count"),
            ([options("Simple", count=-1)], "body[0].Options.Count: found -1"),
            ([options("Simple", Filter="Nothing eq 1")], "Nothing"),
            ([options("Simple", start="soon")], "soon"),
            ([options("Simple"), options("Numbered", "1", "2")], "one type"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, api, body, words):
        answer = api.post(f"{JOINS}?joinMode=1", body)

        assert answer.status == 400
        assert words in answer.content["Reason"]

    def test_a_stream_that_is_not_there_is_not_found(self, api):
        answer = api.post(f"{JOINS}?joinMode=1", [options("Simple"), options("Nowhere")])

        assert (answer.status, answer.content["Parameters"]) == (404, {"StreamId": "Nowhere"})

    def test_who_may_only_read_may_join(self, api, locked):
        viewer = locked.having(Authorization=api.token("viewer", "viewer-secret"))

        assert measured(viewer.post(f"{JOINS}?joinMode=0", [options("Simple", at(15), at(15))])) == [[30]]
        assert viewer.post("/Streams/Simple/Data", []).status == 403


class TestLimits:
    def test_too_many_events_are_refused(self, emulator_of):
        fixture = """
            aveva:
              eventLimit: 9
              tenants:
                - id: default
                  open: true
                  namespaces:
                    - id: default
                      types:
                        - {Id: T, Properties: [{Id: K, IsKey: true, SdsType: {SdsTypeCode: Int32}}]}
                      streams:
                        - {Id: S, TypeId: T, events: {generate: {start: 0, every: 1, count: 5}}}
        """
        api = Api(in_process(emulator_of(fixture), "default"))
        url = f"{JOINS}?streams=S,S&joinMode=Outer&startIndex=0&endIndex=9"

        assert api.get(f"{url}&count=4").status == 200
        assert "maximum return count of 9 events" in api.get(url).content["Reason"]
