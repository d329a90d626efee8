"""From fixtures to a store: listed events, data files, generated series, and the fixtures that ship."""

from __future__ import annotations

from time import perf_counter

import pytest
from aveva_http import OPEN, Api, in_process

from streamulator import resources, services
from streamulator.kernel.emulator import Emulator

HEAD = """
aveva:
  tenants:
    - id: default
      open: true
      namespaces:
        - id: default
          types:
            - Id: Timed
              Properties:
                - {Id: Time, IsKey: true, SdsType: {SdsTypeCode: DateTime}}
                - {Id: Value, SdsType: {SdsTypeCode: Double}}
                - {Id: Whole, SdsType: {SdsTypeCode: Int32}}
                - {Id: Perhaps, SdsType: {SdsTypeCode: NullableDouble}}
                - {Id: Word, SdsType: {SdsTypeCode: String}}
            - Id: Numbered
              Properties:
                - {Id: Order, IsKey: true, SdsType: {SdsTypeCode: Int32}}
                - {Id: Value, SdsType: {SdsTypeCode: Double}}
          streams:
"""


@pytest.fixture(scope="module")
def blank():
    return Emulator(services.discover(), resources.folder("openapi"))


@pytest.fixture
def seeded(blank, tmp_path):
    """Return a function that loads streams, and files beside the fixture, and gives the namespace."""

    def load(streams, **files):
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        (tmp_path / "fixture.yaml").write_text(HEAD + streams)
        blank.load([tmp_path / "fixture.yaml"])
        return Api(in_process(blank, "default"))

    return load


def every_event(api, stream="S"):
    events = api.get(f"/Streams/{stream}/Data?startIndex=0001-01-01&endIndex=9999-12-31", Accept_Verbosity="verbose")
    return [tuple(event.values()) for event in events.content]


class TestEvents:
    def test_they_can_be_listed_in_any_order_and_spelling(self, seeded):
        events = "[{time: 2020-01-02, WORD: b}, {Time: 2020-01-01, Value: '7'}]"
        api = seeded(f"            - {{Id: S, TypeId: timed, events: {events}}}")

        assert every_event(api) == [
            ("2020-01-01T00:00:00Z", 7, 0, None, None),
            ("2020-01-02T00:00:00Z", 0, 0, None, "b"),
        ]

    def test_they_can_stand_in_a_csv_whose_empty_cells_are_nothing(self, seeded):
        api = seeded(
            "            - {Id: S, TypeId: Timed, events: {file: d.csv}}",
            d__csv='\ufeffTime,Whole,Perhaps,Word\n2020-01-02,3,,"a, b"\n\n2020-01-01T01:00:00+01:00,,1e-3,\n',
        )

        assert every_event(api) == [
            ("2020-01-01T00:00:00Z", 0, 0, 0.001, None),
            ("2020-01-02T00:00:00Z", 0, 3, None, "a, b"),
        ]

    def test_they_can_stand_in_json_lines(self, seeded):
        api = seeded(
            "            - {Id: S, TypeId: Timed, events: {file: d.jsonl}}",
            d__jsonl='{"Time": "2020-01-01", "Perhaps": null}\n\n{"Time": "2020-01-02", "Word": "ü"}\n',
        )

        assert every_event(api) == [
            ("2020-01-01T00:00:00Z", 0, 0, None, None),
            ("2020-01-02T00:00:00Z", 0, 0, None, "ü"),
        ]

    def test_an_empty_list_and_no_list_are_an_empty_stream(self, seeded):
        api = seeded("            - {Id: S, TypeId: Timed, events: []}\n            - {Id: E, TypeId: Timed}")

        assert every_event(api) == every_event(api, "E") == []

    def test_they_can_be_generated_along_time(self, seeded):
        api = seeded(
            """
            - Id: S
              TypeId: Timed
              events:
                generate:
                  start: 2020-01-01T00:00:00Z
                  every: 30m
                  count: 5
                  values:
                    Value: {ramp: {from: 0, to: 8}}
                    Whole: [{ramp: {from: 0, to: 8}}, {steps: {values: [0, 10], every: 1h}}]
                    Word: {steps: {values: [low, high], every: 1h}}
            """
        )

        assert every_event(api) == [
            ("2020-01-01T00:00:00Z", 0, 0, None, "low"),
            ("2020-01-01T00:30:00Z", 2, 2, None, "low"),
            ("2020-01-01T01:00:00Z", 4, 14, None, "high"),
            ("2020-01-01T01:30:00Z", 6, 16, None, "high"),
            ("2020-01-01T02:00:00Z", 8, 8, None, "low"),
        ]

    def test_they_can_be_generated_along_numbers_with_gaps_and_late_ones(self, seeded):
        rule = "{start: 10, every: 2, count: 6, gaps: [{from: 4, for: 3}], late: {every: 4, by: 3}}"
        api = seeded(f"            - {{Id: S, TypeId: Numbered, events: {{generate: {rule}}}}}")

        orders = [event["Order"] for event in api.get("/Streams/S/Data?startIndex=0").content]

        assert orders == [10, 12, 18, 23]  # 14 and 16 fall into the gap, 20 comes three late

    def test_the_same_seed_makes_the_same_noise(self, seeded):
        rule = "{start: 0, every: 1, count: 50, values: {Value: {noise: {seed: %d}}}}"
        api = seeded(
            "\n".join(
                f"            - {{Id: S{at}, TypeId: Numbered, events: {{generate: {rule % seed}}}}}"
                for at, seed in enumerate((1, 1, 2))
            )
        )
        first, second, third = (api.get(f"/Streams/S{at}/Data?startIndex=0").content for at in range(3))

        assert first == second != third

    def test_a_million_of_them_are_loaded(self, seeded, record_property):
        started = perf_counter()
        api = seeded(
            "            - {Id: S, TypeId: Timed, events: {generate: {start: 2020-01-01, every: 1s, count: 1000000,"
            " values: {Value: {sine: {period: 1h}}}}}}"
        )
        record_property("seconds", perf_counter() - started)

        assert api.get("/Streams/S/Data/First").content["Time"] == "2020-01-01T00:00:00Z"
        assert api.get("/Streams/S/Data/Last").content["Time"] == "2020-01-12T13:46:39Z"
        summary = api.get(
            "/Streams/S/Data/Summaries?startIndex=2020-01-11&endIndex=2020-01-12T13:46:39Z&count=1"
        ).content
        assert summary[0]["Summaries"]["Count"]["Time"] == 136_000


class TestStreams:
    def test_tags_and_metadata_come_along_as_nobodys(self, seeded):
        api = seeded("            - {Id: S, TypeId: Timed, tags: [a, b], metadata: {Site: North}}")

        assert api.get("/Streams/S/Tags").content == ["a", "b"]
        assert api.get("/Streams/S/Metadata").content == {"Site": "North"}
        assert api.get("/Streams/S/ChangeData/Metadata").content["Site"]["ChangeData"]["CreatorType"] == 0

    def test_a_definition_may_say_all_that_the_api_takes(self, seeded):
        api = seeded(
            "            - {Id: S, TypeId: Timed, Name: N, InterpolationMode: Discrete, ExtrapolationMode: 2,"
            " Indexes: [{SdsTypePropertyId: Value}], PropertyOverrides: [{SdsTypePropertyId: Value, Uom: meter}]}"
        )
        shown = api.get("/Streams/S").content

        assert (shown["Name"], shown["InterpolationMode"], shown["ExtrapolationMode"]) == ("N", 3, 2)
        assert shown["Indexes"] == [{"SdsTypePropertyId": "Value"}]
        assert shown["PropertyOverrides"] == [{"SdsTypePropertyId": "Value", "Uom": "meter"}]

    def test_what_is_written_later_stays_out_of_the_next_world(self, seeded, blank):
        api = seeded("            - {Id: S, TypeId: Timed, events: [{Time: 2020-01-01}], metadata: {a: b}}")
        before = every_event(api), api.get("/Streams/S/Metadata").content

        api.post("/Streams/S/Data", [{"Time": "2020-01-02"}])
        api.put("/Streams/S/Metadata", {})
        blank.create_world("next")

        other = Api(in_process(blank, "next"))
        assert (every_event(other), other.get("/Streams/S/Metadata").content) == before


@pytest.fixture(scope="module")
def shipped():
    emulator = Emulator(services.discover(), resources.folder("openapi"))
    emulator.load([resources.folder("fixtures")])
    return emulator


SHIPPED = {
    "Tank": ("2026-01-01T00:00:00Z", "2026-01-01T23:59:00Z", "Level", 1440),
    "Weather": ("2026-01-01T00:00:00Z", "2026-01-07T23:00:00Z", "Humidity", 168),
    "Wave": ("0", "359", "Sine", 360),
}


class TestWhatShips:
    @pytest.mark.parametrize("verbosity", ["verbose", "non-verbose"])
    @pytest.mark.parametrize("stream", SHIPPED)
    @pytest.mark.parametrize("place", [OPEN, "/api/v1/Tenants/demo/Namespaces/demo"])
    def test_every_reply_keeps_its_contract_and_its_type(self, shipped, place, stream, verbosity):
        start, end, member, _count = SHIPPED[stream]
        api = Api(in_process(shipped, "default"), place)
        api = api.having(Authorization=api.token("demo-client", "demo-secret"), Accept_Verbosity=verbosity)
        window = f"startIndex={start}&endIndex={end}"
        data = f"/Streams/{stream}/Data"

        for target in [
            f"{data}/First",
            f"{data}/Last",
            f"{data}?index={start}",
            f"{data}?startIndex={start}&boundaryType=3",
            f"{data}?{window}",
            f"{data}?{window}&count=100&continuationToken=",
            f"{data}?{window}&form=tableh",
            f"{data}?filter={member} gt 0",
            f"{data}/Interpolated?{window}",
            f"{data}/Summaries?{window}&count=24",
            f"{data}/Sampled?{window}&intervals=24&sampleBy={member}",
            f"/Streams/{stream}",
            f"/Streams/{stream}/Type",
            f"/Streams/{stream}/Metadata",
            f"/Streams/{stream}/ChangeData/Metadata",
            f"/Streams/{stream}/Tags",
            f"/Types/{stream}",
            "/Streams",
            "/Types",
        ]:
            answer = api.get(target)
            assert answer.status == 200, (target, answer.body)
            assert answer.content or "Metadata" in target, target

    @pytest.mark.parametrize("stream", SHIPPED)
    def test_every_stream_holds_what_its_description_says(self, shipped, stream):
        start, end, _member, count = SHIPPED[stream]
        api = Api(in_process(shipped, "default"))

        assert len(api.get(f"/Streams/{stream}/Data?startIndex={start}&endIndex={end}").content) == count
        assert len(api.get(f"/Streams/{stream}/Data?startIndex={start}&count=10000").content) == count

    def test_there_is_room_for_ones_own(self, shipped):
        scratch = Api(in_process(shipped, "default"), "/api/v1/Tenants/default/Namespaces/scratch")

        assert scratch.get("/Streams").content == scratch.get("/Types").content == []

    def test_each_role_can_be_tried(self, shipped):
        demo = Api(in_process(shipped, "default"), "/api/v1/Tenants/demo/Namespaces/demo")
        viewer = demo.having(Authorization=demo.token("demo-viewer", "viewer-secret"))
        outsider = demo.having(Authorization=demo.token("demo-outsider", "outsider-secret"))

        statuses = [
            demo.get("/Streams"),
            viewer.get("/Streams"),
            viewer.delete("/Streams/Tank"),
            outsider.get("/Streams"),
        ]
        assert [answer.status for answer in statuses] == [401, 200, 403, 403]
