"""Reads by POST below Transform, whose body says which properties are wanted in which units."""

from __future__ import annotations

import pytest
from aveva_http import Api, in_process

FIXTURE = """
aveva:
  tenants:
    - id: default
      open: true
      namespaces:
        - id: default
          types:
            - Id: Pipe
              Properties:
                - {Id: Time, IsKey: true, SdsType: {SdsTypeCode: DateTime}}
                - {Id: Length, Uom: meter, SdsType: {SdsTypeCode: Double}}
                - {Id: Heat, Uom: degree Celsius, SdsType: {SdsTypeCode: Double}}
                - {Id: Bends, SdsType: {SdsTypeCode: Int32}}
            - Id: Seen
              Properties:
                - {Id: When, IsKey: true, SdsType: {SdsTypeCode: DateTime}}
                - {Id: Size, SdsType: {SdsTypeCode: Double}}
                - {Id: Warmth, Uom: kelvin, SdsType: {SdsTypeCode: Double}}
            - Id: Depth
              Properties:
                - {Id: Below, IsKey: true, Uom: foot, SdsType: {SdsTypeCode: Double}}
                - {Id: Value, SdsType: {SdsTypeCode: Double}}
          streamViews:
            - Id: View
              SourceTypeId: Pipe
              TargetTypeId: Seen
              Properties:
                - {SourceId: Time, TargetId: When}
                - {SourceId: Length, TargetId: Size}
                - {SourceId: Bends, TargetId: Warmth}
          streams:
            - Id: Pipe
              TypeId: Pipe
              events: &events
                - {Time: 2026-01-01T12:00:00Z, Length: 0, Heat: 0, Bends: 0}
                - {Time: 2026-01-01T13:00:00Z, Length: 10, Heat: 10, Bends: 1}
                - {Time: 2026-01-01T14:00:00Z, Length: 20, Heat: 20, Bends: 2}
                - {Time: 2026-01-01T15:00:00Z, Length: 30, Heat: 30, Bends: 3}
                - {Time: 2026-01-01T16:00:00Z, Length: 40, Heat: 40, Bends: 4}
            - Id: Feet
              TypeId: Pipe
              PropertyOverrides: [{SdsTypePropertyId: length, Uom: ft}]
              events: *events
            - {Id: Empty, TypeId: Pipe}
            - Id: Depth
              TypeId: Depth
              events: [{Below: 0, Value: 1}, {Below: 10, Value: 2}, {Below: 20, Value: 3}]
"""
READ = "/Streams/Pipe/Data/Transform"
CM = [{"SdsTypePropertyId": "Length", "Uom": "centimeter"}]
KELVIN = [{"SdsTypePropertyId": "Heat", "Uom": "K"}]


def at(hour, minute=0):
    return f"2026-01-01T{hour}:{minute:02}:00Z"


WINDOW = f"startIndex={at(12)}&endIndex={at(16)}"


@pytest.fixture(scope="module")
def pipes(emulator_of):
    return emulator_of(FIXTURE)


@pytest.fixture
def piped(pipes):
    pipes.reset_world("default")
    return Api(in_process(pipes, "default"))


def lengths(answer, name="Length"):
    assert answer.status == 200, answer.body
    return [event.get(name, 0) for event in answer.content]


class TestEveryRead:
    @pytest.mark.parametrize(
        ("read", "expected"),
        [
            (f"?index={at(13)}", [1000]),
            (f"?index={at(13)}&searchMode=Next", [2000]),
            (f"?startIndex={at(13)}", [1000, 2000, 3000, 4000]),
            (f"?startIndex={at(13)}&reversed=true", [1000, 0]),
            (f"?{WINDOW}", [0, 1000, 2000, 3000, 4000]),
            (f"?startIndex={at(12, 30)}&endIndex={at(13, 15)}&boundaryType=3", [500, 1000, 1250]),
            (f"/Interpolated?index={at(12, 30)}&index={at(14)}", [500, 2000]),
            (f"/Interpolated?{WINDOW}&count=3", [0, 2000, 4000]),
            (f"/Sampled?{WINDOW}&intervals=1&sampleBy=Length", [0, 4000]),
        ],
    )
    def test_of_many_events_converts_each(self, piped, read, expected):
        assert lengths(piped.post(f"{READ}{read}", CM)) == expected

    @pytest.mark.parametrize(("read", "expected"), [("/First", 0), ("/Last", 4000)])
    def test_of_one_event_converts_it(self, piped, read, expected):
        event = piped.post(f"{READ}{read}", CM).content

        assert event.get("Length", 0) == expected
        assert event["Time"] in (at(12), at(16))

    @pytest.mark.parametrize("read", ["/First", "/Last"])
    def test_of_no_event_is_null_all_the_same(self, piped, read):
        assert piped.post(f"/Streams/Empty/Data/Transform{read}", CM).content is None

    @pytest.mark.parametrize("body", [[], [{"SdsTypePropertyId": "Length", "Uom": "m"}]])
    @pytest.mark.parametrize(
        "read", ["/First", f"?{WINDOW}", f"/Interpolated?{WINDOW}", f"/Summaries?{WINDOW}", f"?{WINDOW}&form=table"]
    )
    def test_that_asks_for_nothing_new_is_the_same_as_by_get(self, piped, read, body):
        assert piped.post(f"{READ}{read}", body).body == piped.get(f"{READ}{read}").body

    def test_leaves_other_properties_alone(self, piped):
        event = {"Time": at(16), "Length": 4000, "Heat": 40, "Bends": 4}

        assert piped.post(f"{READ}/Last", CM).content == event

    def test_leaves_out_what_has_become_a_default_and_shows_what_no_longer_is(self, piped):
        cold = [{"SdsTypePropertyId": "Heat", "Uom": "K"}]

        assert piped.post(f"{READ}/First", cold).content == {"Time": at(12), "Heat": 273.15}
        assert piped.post(f"{READ}/First", cold, Accept_Verbosity="verbose").content["Length"] == 0

    def test_can_be_a_table(self, piped):
        table = piped.post(f"{READ}?{WINDOW}&form=tableh", CM).content

        assert table["Rows"][0] == ["Time", "Length", "Heat", "Bends"]
        assert [row[1] for row in table["Rows"][1:]] == [0, 1000, 2000, 3000, 4000]

    def test_goes_on_where_a_page_ended(self, piped):
        read = f"{READ}?{WINDOW}&count=3&continuationToken="
        first = piped.post(read, CM).content
        last = piped.post(read + first["ContinuationToken"], CM).content

        assert [event.get("Length", 0) for event in first["Results"] + last["Results"]] == [0, 1000, 2000, 3000, 4000]
        assert "ContinuationToken" not in last

    def test_changes_nothing_that_is_stored(self, piped):
        before = piped.get(f"/Streams/Pipe/Data?{WINDOW}").body
        piped.post(f"{READ}?{WINDOW}", CM)

        assert piped.get(f"/Streams/Pipe/Data?{WINDOW}").body == before

    def test_of_a_thousand_events_is_converted_too(self, piped):
        times = [f"2026-02-01T{n // 60:02}:{n % 60:02}:00Z" for n in range(1200)]
        piped.post("/Streams/Empty/Data", [{"Time": time, "Length": n} for n, time in enumerate(times)])
        read = "/Streams/Empty/Data/Transform?startIndex=2026-02-01&endIndex=2026-02-02"
        assert len(piped.get(read).content) == 1200

        assert lengths(piped.post(read, CM)) == [100 * n for n in range(1200)]


class TestFilters:
    @pytest.mark.parametrize("read", [f"?{WINDOW}&", "?", f"/Sampled?{WINDOW}&intervals=9&sampleBy=Length&"])
    def test_are_in_the_unit_that_is_stored(self, piped, read):
        assert lengths(piped.post(f"{READ}{read}filter=Length gt 10", CM)) == [2000, 3000, 4000]


class TestUnits:
    def test_a_streams_own_goes_before_its_types(self, piped):
        event = piped.post("/Streams/Feet/Data/Transform/Last", CM).content

        assert event["Length"] == pytest.approx(40 * 30.48)

    def test_a_name_does_as_well_as_an_abbreviation(self, piped):
        by_name = [{"SdsTypePropertyId": "heat", "Uom": "degree Fahrenheit"}]
        by_abbreviation = [{"sdstypepropertyid": "HEAT", "uom": "°F"}]

        one, other = (piped.post(f"{READ}/Last", body).content for body in (by_name, by_abbreviation))

        assert one == other
        assert one["Heat"] == pytest.approx(104)

    def test_a_key_can_have_one_and_keeps_its_place(self, piped):
        meters = [{"SdsTypePropertyId": "Below", "Uom": "m"}]
        read = "/Streams/Depth/Data/Transform"

        assert lengths(piped.post(f"{read}?startIndex=10", meters), "Below") == pytest.approx([3.048, 6.096])
        assert lengths(piped.post(f"{read}/Interpolated?index=5", meters), "Below") == pytest.approx([1.524])
        summary = piped.post(f"{read}/Summaries?startIndex=0&endIndex=20", meters).content[0]
        assert summary["End"]["Below"] == pytest.approx(6.096)
        assert summary["Summaries"]["Mean"] == {"Value": 2}


class TestSummaries:
    def test_are_of_converted_values(self, piped):
        (plain,) = piped.get(f"{READ}/Summaries?{WINDOW}").content
        (summary,) = piped.post(f"{READ}/Summaries?{WINDOW}", CM).content

        assert summary["End"]["Length"] == 4000
        for name, figures in summary["Summaries"].items():
            factor = 1 if name in ("Count", "Skewness", "Kurtosis") else 100
            assert figures["Length"] == pytest.approx(factor * plain["Summaries"][name]["Length"]), name
            assert figures.get("Heat") == plain["Summaries"][name].get("Heat")

    def test_shift_where_units_do_but_not_in_how_values_are_spread(self, piped):
        figures = piped.post(f"{READ}/Summaries?{WINDOW}", KELVIN).content[0]["Summaries"]

        assert figures["Minimum"]["Heat"] == 273.15
        assert figures["Range"]["Heat"] == pytest.approx(40)
        assert figures["Mean"]["Heat"] == pytest.approx(293.15)
        assert figures["Total"]["Heat"] == pytest.approx(4 * 293.15)
        assert figures["PopulationStandardDeviation"]["Heat"] == pytest.approx(11.180339887)
        assert figures["WeightedMean"]["Heat"] == pytest.approx(293.15)
        assert figures["Kurtosis"]["Heat"] == pytest.approx(-1.36)

    def test_filter_before_they_convert(self, piped):
        figures = piped.post(f"{READ}/Summaries?{WINDOW}&filter=Length gt 10", CM).content[0]["Summaries"]

        assert (figures["Count"]["Length"], figures["Minimum"]["Length"]) == (3, 2000)

    def test_can_be_a_table(self, piped):
        table = piped.post(f"{READ}/Summaries?{WINDOW}&form=table", CM).content
        names = [column["Name"] for column in table["Columns"]]

        assert table["Rows"][0][names.index("End.Length")] == table["Rows"][0][names.index("Maximum.Length")] == 4000


class TestStreamViews:
    def test_a_property_has_the_unit_of_the_one_it_comes_from(self, piped):
        view = "streamViewId=View"
        size = [{"SdsTypePropertyId": "Size", "Uom": "cm"}]

        assert piped.post(f"{READ}/Last?{view}", size).content == {"When": at(16), "Size": 4000, "Warmth": 4}
        assert lengths(piped.post(f"{READ}?{WINDOW}&{view}", size), "Size") == [0, 1000, 2000, 3000, 4000]
        feet = piped.post(f"/Streams/Feet/Data/Transform/Last?{view}", size).content
        assert feet["Size"] == pytest.approx(40 * 30.48)

    def test_or_else_that_of_the_target_type(self, piped):
        celsius = [{"SdsTypePropertyId": "Warmth", "Uom": "°C"}]

        assert piped.post(f"{READ}/Last?streamViewId=View", celsius).content["Warmth"] == pytest.approx(4 - 273.15)

    def test_properties_of_the_source_are_not_there(self, piped):
        answer = piped.post(f"{READ}/Last?streamViewId=View", CM)

        assert answer.status == 400
        assert "Type 'Seen' has no property 'Length'" in answer.content["Reason"]

    def test_a_view_that_is_not_there_is_not_found(self, piped):
        assert piped.post(f"{READ}/Last?streamViewId=Nothing", CM).status == 404

    def test_without_units_a_view_reads_as_by_get(self, piped):
        read = f"{READ}?{WINDOW}&streamViewId=View"

        assert piped.post(read, []).body == piped.get(read).body


class TestRefusals:
    @pytest.mark.parametrize("read", ["/First", "/Last", f"?{WINDOW}", f"/Summaries?{WINDOW}", "/Interpolated?index=x"])
    def test_every_read_is_refused_a_unit_of_another_quantity(self, piped, read):
        read = read.replace("index=x", f"index={at(13)}")
        answer = piped.post(f"{READ}{read}", [{"SdsTypePropertyId": "Length", "Uom": "gram"}])

        assert answer.status == 400
        assert answer.content["Error"] == "The request is not valid."
        assert "a unit of Length, and 'gram' is one of Mass" in answer.content["Reason"]
        assert answer.content["Parameters"] == {"StreamId": "Pipe", "SdsTypePropertyId": "Length"}

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ([{"SdsTypePropertyId": "Bends", "Uom": "m"}], "'Bends' has no unit"),
            ([{"SdsTypePropertyId": "Width", "Uom": "m"}], "no property 'Width'"),
            ([{"SdsTypePropertyId": "Length", "Uom": "Centimeter"}], "there is 'centimeter'"),
            ([*CM, *CM], "more than once"),
            ([{"SdsTypePropertyId": "Length"}], "body[0].Uom: missing"),
            ([*CM, {"Uom": "m"}], "body[1].SdsTypePropertyId: missing"),
            ([{"SdsTypePropertyId": "Length", "Uom": ""}], "body[0].Uom: missing"),
            ([{"SdsTypePropertyId": "Length", "uom": 3}], "body[0].Uom: expected text"),
            ({}, "body"),
            ([3], "body"),
            (CM * 1001, "body"),
        ],
    )
    def test_a_body_that_makes_no_sense_is_refused(self, piped, body, words):
        answer = piped.post(f"{READ}/First", body)

        assert answer.status == 400
        assert words in answer.content["Reason"]

    def test_a_body_is_needed(self, piped):
        assert piped("POST", f"{READ}/First").status == 400

    def test_what_get_refuses_is_refused(self, piped):
        assert piped.post(f"{READ}?{WINDOW}&count=2", CM).status == 400
        assert piped.post("/Streams/Nothing/Data/Transform/First", CM).status == 404

    def test_a_mode_is_warned_of(self, pipes, piped):
        body = [{**CM[0], "InterpolationMode": 1, "Scale": 2}]

        assert piped.post(f"{READ}/Last", body).content["Length"] == 4000
        warnings = [finding.complaint for finding in pipes.worlds["default"].ledger.findings("warning")]
        assert warnings == [
            "body[0]: InterpolationMode is not supported in reads.",
            "body[0]: the member 'Scale' is unknown.",
        ]


def test_who_may_only_read_may_convert(locked):
    viewer = locked.having(Authorization=locked.token("viewer", "viewer-secret"))

    for read in ("/First", "/Last", "?startIndex=2017-11-23", "/Interpolated?index=2017-11-23"):
        assert viewer.post(f"/Streams/Simple/Data/Transform{read}", []).status == 200
    for read in ("/Summaries?", "/Sampled?intervals=1&sampleBy=Measurement&"):
        window = "startIndex=2017-11-23&endIndex=2017-11-24"
        assert viewer.post(f"/Streams/Simple/Data/Transform{read}{window}", []).status == 200
