"""Interpolated values, summaries and samples, each at both of its paths."""

from __future__ import annotations

import pytest

DATA = "/Streams/Simple/Data"


def at(hour, minute=0):
    return f"2017-11-23T{hour}:{minute:02}:00Z"


@pytest.fixture(params=["", "/Transform"])
def data(request):
    return f"{DATA}{request.param}"


class TestListInterpolatedValues:
    def test_indexes_are_answered_in_the_order_asked(self, api, data):
        answer = api.get(f"{data}/Interpolated?index={at(14)}&index={at(12, 30)}&index={at(14)}")

        assert answer.content == [
            {"Time": at(14), "Measurement": 20},
            {"Time": at(12, 30), "Measurement": 5},
            {"Time": at(14), "Measurement": 20},
        ]

    def test_an_interval_has_both_its_ends(self, api, data):
        answer = api.get(f"{data}/Interpolated?startIndex={at(13)}&endIndex={at(14)}&count=3")

        assert answer.content == [
            {"Time": at(13), "Measurement": 10},
            {"Time": at(13, 30), "Measurement": 15},
            {"Time": at(14), "Measurement": 20},
        ]

    def test_an_interval_has_a_hundred_events_unless_told_otherwise(self, api, data):
        assert len(api.get(f"{data}/Interpolated?startIndex={at(12)}&endIndex={at(16)}").content) == 100

    @pytest.mark.parametrize(("count", "times"), [(0, []), (1, [at(13)])])
    def test_an_interval_may_be_short(self, api, data, count, times):
        answer = api.get(f"{data}/Interpolated?startIndex={at(13)}&endIndex={at(14)}&count={count}")

        assert [event["Time"] for event in answer.content] == times

    def test_values_are_held_before_and_after_all_data(self, api, data):
        answer = api.get(f"{data}/Interpolated?index={at(11)}&index={at(17)}", Accept_Verbosity="verbose")

        assert [event["Measurement"] for event in answer.content] == [0, 40]

    def test_an_enumeration_between_two_events_is_its_member_0(self, api, data):
        api.put(DATA, [{"Time": at(12), "State": 2}, {"Time": at(13), "State": 2}])

        answer = api.get(f"{data}/Interpolated?index={at(12, 30)}", Accept_Verbosity="verbose")

        assert answer.content[0]["State"] == 0

    def test_where_nothing_can_be_calculated_there_is_nothing(self, api, data):
        assert api.get(f"{data.replace('Simple', 'Empty')}/Interpolated?index={at(13)}").content == []

        api.post("/Streams/Steady/Data", [{"Time": at(13), "Measurement": 1}])
        answer = api.get(f"/Streams/Steady/Data/Interpolated?index={at(12)}&index={at(13)}&index={at(14)}")
        assert answer.content == [{"Time": at(13), "Measurement": 1}]

    @pytest.mark.parametrize(
        "query",
        [
            "",
            f"startIndex={at(12)}",
            f"endIndex={at(12)}",
            "count=3",
            f"index={at(12)}&startIndex={at(12)}&endIndex={at(13)}",
            f"startIndex={at(14)}&endIndex={at(13)}",
            f"startIndex={at(12)}&endIndex={at(13)}&count=-1",
            f"startIndex={at(12)}&endIndex={at(13)}&count=250001",
            "index=noon",
        ],
    )
    def test_what_makes_no_sense_is_refused(self, api, data, query):
        assert api.get(f"{data}/Interpolated?{query}").status == 400

    @pytest.mark.parametrize(
        ("stream", "start", "end"),
        [("Named", "ant", "bee"), ("Paired", "2017-01-20T01:00:00Z|1", "2017-01-20T02:00:00Z|1")],
    )
    def test_keys_that_cannot_be_interpolated_along_have_no_intervals(self, api, stream, start, end):
        assert api.get(f"/Streams/{stream}/Data/Interpolated?startIndex={start}&endIndex={end}").status == 400

    def test_more_indexes_than_documented_are_refused(self, api):
        assert api.get(f"{DATA}/Interpolated?{'&'.join([f'index={at(12)}'] * 250)}").status == 200
        assert api.get(f"{DATA}/Interpolated?{'&'.join([f'index={at(12)}'] * 251)}").status == 400


class TestListSummaries:
    def test_one_interval_is_the_default(self, api, data):
        (interval,) = api.get(f"{data}/Summaries?startIndex={at(12)}&endIndex={at(14)}").content

        assert interval["Start"] == {"Time": at(12)}
        assert interval["End"] == {"Time": at(14), "Measurement": 20}
        figures = {name: of["Measurement"] for name, of in interval["Summaries"].items()}
        assert figures == pytest.approx(
            {
                "Count": 3,
                "Minimum": 0,
                "Maximum": 20,
                "Range": 20,
                "Total": 20,
                "Mean": 10,
                "StandardDeviation": 7.0710678118654755,
                "PopulationStandardDeviation": 5,
                "WeightedMean": 10,
                "WeightedStandardDeviation": 7.0710678118654755,
                "WeightedPopulationStandardDeviation": 5,
                "Skewness": 0,
                "Kurtosis": -2,
            }
        )

    def test_intervals_are_even_and_meet(self, api, data):
        intervals = api.get(f"{data}/Summaries?startIndex={at(12)}&endIndex={at(16)}&count=4").content

        bounds = [(interval["Start"]["Time"], interval["End"]["Time"]) for interval in intervals]
        assert bounds == [(at(hour), at(hour + 1)) for hour in range(12, 16)]
        assert [interval["Summaries"]["Count"]["Time"] for interval in intervals] == [2, 1, 1, 1]

    def test_a_filter_picks_the_events_first(self, api, data):
        query = f"startIndex={at(12)}&endIndex={at(16)}&filter=Measurement ge 20"

        assert api.get(f"{data}/Summaries?{query}").content[0]["Summaries"]["Count"]["Measurement"] == 3

    def test_verbose_has_nulls_where_terse_has_nothing(self, api, data):
        query = f"{data.replace('Simple', 'Empty')}/Summaries?startIndex={at(12)}&endIndex={at(16)}"

        assert api.get(query).content[0].keys() == {"Summaries"}
        assert api.get(query, Accept_Verbosity="verbose").content[0] | {"Summaries": {}} == {
            "Start": None,
            "End": None,
            "Summaries": {},
        }

    @pytest.mark.parametrize(
        "query",
        [
            "",
            f"startIndex={at(12)}",
            f"endIndex={at(12)}",
            f"startIndex={at(13)}&endIndex={at(12)}",
            f"startIndex={at(12)}&endIndex={at(13)}&count=0",
            f"startIndex={at(12)}&endIndex={at(13)}&count=10001",
            f"startIndex={at(12)}&endIndex={at(13)}&filter=Measurement",
            f"startIndex=noon&endIndex={at(13)}",
        ],
    )
    def test_what_makes_no_sense_is_refused(self, api, data, query):
        assert api.get(f"{data}/Summaries?{query}").status == 400

    @pytest.mark.parametrize(
        ("stream", "start", "end"),
        [("Named", "ant", "bee"), ("Paired", "2017-01-20T01:00:00Z|1", "2017-01-20T02:00:00Z|1")],
    )
    def test_keys_that_cannot_be_interpolated_along_have_none(self, api, stream, start, end):
        assert api.get(f"/Streams/{stream}/Data/Summaries?startIndex={start}&endIndex={end}").status == 400


class TestListSampledValues:
    def test_each_part_gives_its_first_last_smallest_and_largest_event(self, api, data):
        api.put(DATA, [{"Time": at(13), "Measurement": 70}, {"Time": at(14), "Measurement": -70}])

        answer = api.get(f"{data}/Sampled?startIndex={at(12)}&endIndex={at(16)}&intervals=1&sampleBy=Measurement")

        assert [event["Time"] for event in answer.content] == [at(12), at(13), at(14), at(16)]

    @pytest.mark.parametrize(
        "by", ["sampleBy=measurement", "sampleBy=Measurement,Time", "sampleBy=Time&sampleBy=Measurement"]
    )
    def test_members_are_named_in_any_case_repeated_or_listed(self, api, data, by):
        answer = api.get(f"{data}/Sampled?startIndex={at(12)}&endIndex={at(16)}&intervals=1&{by}")

        assert [event["Time"] for event in answer.content] == [at(12), at(16)]

    def test_boundaries_and_filter_act_on_it(self, api, data):
        query = f"startIndex={at(12, 30)}&endIndex={at(13, 30)}&intervals=1&sampleBy=Measurement"

        outside = api.get(f"{data}/Sampled?{query}&boundaryType=Outside&filter=Measurement lt 20").content

        assert [event["Time"] for event in outside] == [at(12), at(13)]

    @pytest.mark.parametrize("left_out", ["startIndex", "endIndex", "intervals", "sampleBy"])
    def test_a_missing_parameter_is_refused_by_name(self, api, data, left_out):
        given = {"startIndex": at(12), "endIndex": at(16), "intervals": 2, "sampleBy": "Measurement"}
        del given[left_out]

        answer = api.get(f"{data}/Sampled?" + "&".join(f"{name}={value}" for name, value in given.items()))

        assert answer.status == 400
        assert f"'{left_out}': missing" in answer.content["Reason"]

    @pytest.mark.parametrize(
        "wrong",
        [
            "sampleBy=State",
            "intervals=0",
            "intervals=some",
            "sampleBy=Nothing",
            "startIndex=noon",
            "startBoundaryType=1",
            "filter=x",
        ],
    )
    def test_what_makes_no_sense_is_refused(self, api, data, wrong):
        given = {"startIndex": at(12), "endIndex": at(16), "intervals": 2, "sampleBy": "Measurement"}
        given |= dict([wrong.split("=")])

        answer = api.get(f"{data}/Sampled?" + "&".join(f"{name}={value}" for name, value in given.items()))

        assert answer.status == 400

    def test_text_cannot_be_sampled_by(self, api):
        query = "startIndex=1&endIndex=9&intervals=2&sampleBy=Note"

        assert api.get(f"/Streams/Numbered/Data/Sampled?{query}").status == 400


@pytest.mark.parametrize("read", ["", "/First", "/Last", "/Interpolated", "/Summaries", "/Sampled"])
def test_a_stream_view_that_is_not_there_is_not_found(api, read):
    query = f"startIndex={at(12)}&endIndex={at(16)}&intervals=1&sampleBy=State"
    if read in ("/First", "/Last"):
        query = ""
    answer = api.get(f"{DATA}/Transform{read}?{query}&streamViewId=AsCelsius")

    assert answer.status == 404
    assert answer.content["Parameters"] == {"StreamViewId": "AsCelsius"}
    assert api.get(f"{DATA}/Transform{read}?{query}&streamViewId=").status in (200, 400)
