"""Stream views: made, shown, listed, mapped, deleted, read through, and used to change a stream's type."""

from __future__ import annotations

import pytest
from aveva_http import Api, in_process

DATED = {"CreatedDate": "2020-05-01T10:00:00Z", "ModifiedDate": "2020-05-01T10:00:00Z"}
TIME = {"Id": "Time", "IsKey": True, "SdsType": {"SdsTypeCode": "DateTime"}}
HOURS = "startIndex=2017-11-23T13:00:00Z&endIndex=2017-11-23T15:00:00Z"


def prop(name, code, **more):
    return {"Id": name, "SdsType": {"SdsTypeCode": code}, **more}


def view(name="Whole", target="Whole", source="Simple", **more):
    return {"Id": name, "SourceTypeId": source, "TargetTypeId": target, **more}


def ids(answer):
    assert answer.status == 200, answer.body
    return [one["Id"] for one in answer.content]


@pytest.fixture
def whole(api):
    """Have a type with a whole number where Simple has a fraction, and a view between them."""
    assert api.post("/Types/Whole", {"Properties": [TIME, prop("Measurement", "Int32")]}).status == 201
    assert api.post("/StreamViews/Whole", view()).status == 201
    return api


class TestGetOrCreate:
    def test_a_new_one_is_created_and_dated_by_the_worlds_clock(self, api):
        answer = api.post("/StreamViews/New", view("New", "simple", Name=None, Description="As it is", Properties=[]))

        assert answer.status == 201
        assert answer.content == {**view("New", "simple"), "Description": "As it is", **DATED}
        assert api.get("/StreamViews/new").content == answer.content

    def test_the_same_one_is_shown(self, whole, clock):
        first = whole.get("/StreamViews/Whole").content
        clock.pass_hours(1)

        for again in (view(), view("WHOLE", "whole", "SIMPLE"), view(Name="Whole"), first):
            answer = whole.post("/StreamViews/Whole", again)
            assert (answer.status, answer.content) == (200, first)

    @pytest.mark.parametrize(
        "other",
        [
            view(target="Simple"),
            view(Description="Other"),
            view(Properties=[{"SourceId": "Time", "TargetId": "Time"}]),
        ],
    )
    def test_a_different_one_under_the_same_id_is_a_conflict(self, whole, other):
        answer = whole.post("/StreamViews/whole", {**other, "Id": "whole"})

        assert (answer.status, answer.content["Parameters"]) == (409, {"StreamViewId": "Whole"})

    def test_members_are_found_in_any_spelling_and_strangers_are_warned_of(self, api, warnings):
        properties = [{"sourceid": "Time", "TARGETID": "time", "Speed": 1}]
        answer = api.post(
            "/StreamViews/New", {"sourcetypeid": "Simple", "TARGETTYPEID": "Simple", "properties": properties}
        )

        assert answer.status == 201
        assert answer.content["Properties"] == [{"SourceId": "Time", "TargetId": "time"}]
        assert warnings() == ["stream view.Properties[0]: the member 'Speed' is unknown."]

    @pytest.mark.parametrize("method", ["POST", "PUT"])
    @pytest.mark.parametrize(
        ("content", "status", "word"),
        [
            (view("Other"), 400, "Other"),
            ({"SourceTypeId": "Simple"}, 400, "TargetTypeId"),
            ({"TargetTypeId": "Simple"}, 400, "SourceTypeId"),
            (view("New", "Nothing"), 404, "Nothing"),
            (view("New", "Simple", "Nothing"), 404, "Nothing"),
            (view("New", "Keyless"), 400, "IsKey"),
            (view("New", "Numbered"), 400, "The key 'Order' of the target type has no counterpart"),
            (view("New", "Simple", Properties=[{"SourceId": "Time"}]), 400, "Properties[0].TargetId"),
            (view("New", "Simple", Properties=[{"SourceId": "Time", "TargetId": "Tim"}]), 400, "no property 'Tim'"),
            (view("New", "Simple", Properties=[3]), 400, "Properties[0]"),
            ([], 400, "object"),
        ],
    )
    def test_what_makes_no_sense_is_refused_and_leaves_nothing(self, api, method, content, status, word):
        answer = api(method, "/StreamViews/New", content)

        assert answer.status == status
        assert word in answer.content["Reason"]
        assert api.get("/StreamViews/New").status == 404

    def test_views_within_views_have_an_end(self, api):
        content = view("New", "Simple")
        for _ in range(30):
            content = view("New", "Simple", Properties=[{"SourceId": "a", "TargetId": "a", "SdsStreamView": content}])

        answer = api.post("/StreamViews/New", content)

        assert answer.status == 400
        assert "nested more than 20 levels deep" in answer.content["Reason"]


class TestCreateOrUpdate:
    def test_a_new_one_is_created(self, api):
        answer = api.put("/StreamViews/New", view("New", "Simple"))

        assert (answer.status, answer.content) == (200, {**view("New", "Simple"), **DATED})

    def test_a_stored_one_is_changed_but_for_its_id_and_its_date_of_birth(self, whole, clock):
        clock.pass_hours(1)
        answer = whole.put("/StreamViews/WHOLE", view("WHOLE", "Simple", Name="Other"))

        expected = {**view(target="Simple"), "Name": "Other", **DATED, "ModifiedDate": "2020-05-01T11:00:00Z"}
        assert (answer.status, answer.content) == (200, expected)
        assert whole.get("/Streams/Simple/Data/Transform/Last?streamViewId=Whole").content["Measurement"] == 40.0

    def test_a_refused_change_leaves_the_old_one(self, whole):
        assert whole.put("/StreamViews/Whole", view(target="Numbered")).status == 400
        assert whole.get("/StreamViews/Whole").content["TargetTypeId"] == "Whole"


class TestListing:
    @pytest.fixture
    def three(self, whole):
        whole.post("/StreamViews/Second", view("Second", "Simple", Name="b", Description="Of hourly things"))
        return whole

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", ["Copied", "Second", "Whole"]),
            ("query=&skip=0&count=100", ["Copied", "Second", "Whole"]),
            ("skip=1", ["Second", "Whole"]),
            ("skip=1&count=1", ["Second"]),
            ("count=0", []),
            ("orderby=id desc", ["Whole", "Second", "Copied"]),
            ("query=hourly", ["Second"]),
            ("query=Numbered", ["Copied"]),
            ("query=SourceTypeId:simple AND TargetTypeId:who*", ["Whole"]),
            ("query=whole", ["Whole"]),
            ("filter=Name eq 'b'", ["Second"]),
        ],
    )
    def test_they_are_searched_filtered_ordered_and_paged(self, three, query, expected):
        assert ids(three.get(f"/StreamViews?{query}")) == expected

    @pytest.mark.parametrize("query", ["orderby=TypeId", "filter=x", "count=-1", "query=a*b*c*"])
    def test_what_makes_no_sense_is_refused(self, three, query):
        assert three.get(f"/StreamViews?{query}").status == 400

    def test_a_namespace_without_any_lists_none(self, api):
        assert ids(api.below("/api/v1/Tenants/default/Namespaces/Second").get("/StreamViews")) == []


class TestVerbosity:
    def test_a_view_has_all_its_members(self, whole):
        answer = whole.get("/StreamViews/Whole", Accept_Verbosity="verbose")

        assert answer.content == {**view(), "Name": None, "Description": None, "Properties": None, **DATED}

    def test_a_map_has_all_its_members(self, whole):
        answer = whole.get("/StreamViews/Whole/Map", Accept_Verbosity="verbose")

        nothing = {"SourceId": None, "TargetId": None, "Mode": 0, "StreamViewMap": None}
        assert answer.content["Properties"] == [
            {**nothing, "SourceId": "Time", "TargetId": "Time"},
            {**nothing, "SourceId": "Measurement", "TargetId": "Measurement", "Mode": 16},
            {**nothing, "SourceId": "State", "Mode": 2},
        ]


class TestMap:
    def test_it_is_shown_as_the_vendor_prints_it(self, whole):
        answer = whole.get("/StreamViews/whole/map")

        assert answer.content == {
            "SourceTypeId": "Simple",
            "TargetTypeId": "Whole",
            "Properties": [
                {"SourceId": "Time", "TargetId": "Time"},
                {"SourceId": "Measurement", "TargetId": "Measurement", "Mode": 16},
                {"SourceId": "State", "Mode": 2},
            ],
        }

    def test_that_of_objects_within_events_is_shown_too(self, api):
        for name, code in (("Point", "Double"), ("Place", "Int32")):
            inner = {"Id": name, "SdsTypeCode": "Object", "Properties": [prop("X", code)]}
            content = {"Properties": [TIME, {"Id": "At", "SdsType": inner}]}
            assert api.post(f"/Types/Of{name}", content).status == 201
        nested = {"Id": "Inner", "SourceTypeId": "Point", "TargetTypeId": "Place"}
        pairs = [
            {"SourceId": "Time", "TargetId": "Time"},
            {"SourceId": "At", "TargetId": "At", "SdsStreamView": nested},
        ]
        made = api.post("/StreamViews/New", view("New", "OfPlace", "OfPoint", Properties=pairs))
        api.post("/Streams/New", {"TypeId": "OfPoint"})
        api.post("/Streams/New/Data", [{"Time": "2020-01-01", "At": {"x": 2.6}}])

        assert (made.status, made.content["Properties"]) == (201, pairs)
        assert api.get("/StreamViews/New/Map").content["Properties"][1] == {
            "SourceId": "At",
            "TargetId": "At",
            "Mode": 16,
            "StreamViewMap": {
                "SourceTypeId": "Point",
                "TargetTypeId": "Place",
                "Properties": [{"SourceId": "X", "TargetId": "X", "Mode": 16}],
            },
        }
        assert api.get("/Streams/New/Data/Transform/First?streamViewId=New").content["At"] == {"X": 3}
        assert ids(api.get("/StreamViews?query=SourceTypeId:Point")) == ["New"]

    def test_of_a_view_that_is_not_there_it_is_not_found(self, api):
        answer = api.get("/StreamViews/Nothing/Map")

        assert (answer.status, answer.content["Parameters"]) == (404, {"StreamViewId": "Nothing"})


class TestAViewWithinAView:
    """A view of objects within events, which the outer view has by its Id alone."""

    PAIRS = ({"SourceId": "Time", "TargetId": "Time"}, {"SourceId": "At", "TargetId": "At"})
    INNER = view("Inner", "Place", "Point", Properties=[{"SourceId": "X", "TargetId": "Y"}])

    @pytest.fixture
    def points(self, api):
        """Have types with objects within, a view between those, and a stream of the one type."""
        key = {"Id": "Key", "IsKey": True, "SdsType": {"SdsTypeCode": "Int32"}}
        for name, member in (("Point", "X"), ("Place", "Y")):
            inner = {"Id": name, "SdsTypeCode": "Object", "Properties": [key, prop(member, "Double")]}
            assert api.post(f"/Types/{name}", inner).status == 201
            assert api.post(f"/Types/Of{name}", {"Properties": [TIME, {"Id": "At", "SdsType": inner}]}).status == 201
        inner = {**self.INNER, "Properties": [{"SourceId": "Key", "TargetId": "Key"}, *self.INNER["Properties"]]}
        assert api.post("/StreamViews/Inner", inner).status == 201
        api.post("/Streams/New", {"TypeId": "OfPoint"})
        api.post("/Streams/New/Data", [{"Time": "2020-01-01", "At": {"Key": 1, "X": 2.5}}])
        return api

    def outer(self, **nested):
        time, place = self.PAIRS
        return view("Outer", "OfPlace", "OfPoint", Properties=[time, {**place, "SdsStreamView": nested}])

    def read(self, api):
        return api.get("/Streams/New/Data/Transform/First?streamViewId=Outer").content["At"]

    @pytest.mark.parametrize("method", ["POST", "PUT"])
    def test_is_the_view_of_that_id(self, points, method):
        answer = points(method, "/StreamViews/Outer", self.outer(Id="INNER"))

        assert answer.status < 300
        nested = answer.content["Properties"][1]["SdsStreamView"]
        assert (nested["Id"], nested["SourceTypeId"], nested["TargetTypeId"]) == ("Inner", "Point", "Place")
        assert nested["Properties"][1] == {"SourceId": "X", "TargetId": "Y"}
        assert self.read(points) == {"Key": 1, "Y": 2.5}
        assert points.get("/StreamViews/Outer").content == answer.content

    def test_is_the_same_when_it_is_sent_again(self, points):
        points.post("/StreamViews/Outer", self.outer(Id="Inner"))

        assert points.post("/StreamViews/Outer", self.outer(Id="Inner")).status == 200

    def test_stays_as_it_was_whatever_becomes_of_the_view_of_that_id(self, points):
        points.post("/StreamViews/Outer", self.outer(Id="Inner"))
        assert points.delete("/StreamViews/Inner").status == 204

        assert self.read(points) == {"Key": 1, "Y": 2.5}

    def test_is_what_its_other_members_say_where_it_has_some(self, points):
        pair = {"SourceId": "Key", "TargetId": "Key"}
        points.post("/StreamViews/Outer", self.outer(Id="Inner", Properties=[pair]))

        assert self.read(points) == {"Key": 1}  # Y has its default, which is left out

    @pytest.mark.parametrize("method", ["POST", "PUT"])
    def test_is_not_found_where_there_is_none(self, points, method):
        answer = points(method, "/StreamViews/Outer", self.outer(Id="Nothing"))

        assert (answer.status, answer.content["Parameters"]) == (404, {"StreamViewId": "Nothing"})
        assert points.get("/StreamViews/Outer").status == 404

    def test_has_to_be_for_the_types_of_the_property(self, points):
        points.post("/StreamViews/Copy", view("Copy", "Point", "Point"))

        answer = points.post("/StreamViews/Outer", self.outer(Id="Copy"))

        assert answer.status == 400
        assert "is for type 'Point', and the property has 'Place'" in answer.content["Reason"]


class TestDeletion:
    def test_a_view_goes_and_no_stream_changes(self, whole):
        assert whole.delete("/StreamViews/WHOLE").status == 204

        assert whole.get("/StreamViews/Whole").status == whole.delete("/StreamViews/Whole").status == 404
        assert whole.get("/Streams/Simple/Data/Transform/Last?streamViewId=Whole").status == 404
        assert whole.get("/Streams/Simple").content["TypeId"] == "Simple"

    def test_a_type_stays_while_a_view_names_it(self, whole):
        answer = whole.delete("/Types/Whole")

        assert answer.status == 409
        assert "1 SdsStreamView" in answer.content["Reason"]
        assert whole.get("/Types/Whole/ReferenceCount").content == {"SdsStream": 0, "SdsStreamView": 1, "SdsType": 0}
        assert whole.get("/Types/Simple/ReferenceCount").content["SdsStreamView"] == 1
        assert whole.delete("/StreamViews/Whole").status == 204
        assert whole.delete("/Types/Whole").status == 204


class TestReading:
    @pytest.mark.parametrize(
        ("read", "expected"),
        [
            ("/First", {"Time": "2017-11-23T12:00:00Z"}),
            ("/Last", {"Time": "2017-11-23T16:00:00Z", "Measurement": 40}),
            ("?index=2017-11-23T13:00:00Z", [{"Time": "2017-11-23T13:00:00Z", "Measurement": 10}]),
            ("?startIndex=2017-11-23T15:30:00Z", [{"Time": "2017-11-23T16:00:00Z", "Measurement": 40}]),
            ("?filter=Measurement gt 30", [{"Time": "2017-11-23T16:00:00Z", "Measurement": 40}]),
            ("/Interpolated?index=2017-11-23T12:15:00Z", [{"Time": "2017-11-23T12:15:00Z", "Measurement": 2}]),
            (
                f"/Sampled?{HOURS}&intervals=1&sampleBy=measurement",
                [
                    {"Time": "2017-11-23T13:00:00Z", "Measurement": 10},
                    {"Time": "2017-11-23T15:00:00Z", "Measurement": 30},
                ],
            ),
        ],
    )
    def test_every_read_shows_the_shape_of_the_target(self, whole, read, expected):
        joint = "&" if "?" in read else "?"

        answer = whole.get(f"/Streams/Simple/Data/Transform{read}{joint}streamViewId=whole")

        assert (answer.status, answer.content) == (200, expected)

    def test_summaries_are_of_the_targets_properties(self, whole):
        answer = whole.get(f"/Streams/Simple/Data/Transform/Summaries?{HOURS}&streamViewId=Whole")

        assert answer.content[0]["Summaries"]["Maximum"] == {"Measurement": 30}
        assert answer.content[0]["End"] == {"Time": "2017-11-23T15:00:00Z", "Measurement": 30}

    def test_pages_go_on_where_they_ended(self, whole):
        read = f"/Streams/Simple/Data/Transform?{HOURS}&count=2&streamViewId=Whole&continuationToken="
        first = whole.get(read).content
        last = whole.get(read + first["ContinuationToken"]).content

        assert [event["Measurement"] for event in first["Results"] + last["Results"]] == [10, 20, 30]
        assert "ContinuationToken" not in last

    def test_tables_have_the_targets_columns(self, whole):
        table = whole.get(f"/Streams/Simple/Data/Transform?{HOURS}&form=tableh&streamViewId=Whole").content

        assert table["Columns"] == [{"Name": "Time", "Type": "DateTime"}, {"Name": "Measurement", "Type": "Int32"}]
        assert table["Rows"][0] == ["Time", "Measurement"]
        assert table["Rows"][3] == ["2017-11-23T15:00:00Z", 30]

    def test_what_is_written_is_seen_at_once(self, whole):
        last = "/Streams/Simple/Data/Transform/Last?streamViewId=Whole"
        assert whole.get(last).content["Measurement"] == 40
        whole.post("/Streams/Simple/Data", [{"Time": "2017-11-23T17:00:00Z", "Measurement": 50.6}])

        assert whole.get(last).content["Measurement"] == 51
        assert whole.get("/Streams/Simple/Data/Last").content["Measurement"] == 50.6

    def test_many_events_are_shown_in_the_targets_shape_again_and_again(self, whole):
        minutes = [f"2018-01-01T{n // 60:02}:{n % 60:02}:00Z" for n in range(1200)]
        whole.post("/Streams/Empty/Data", [{"Time": time, "Measurement": n + 0.25} for n, time in enumerate(minutes)])
        read = "/Streams/Empty/Data{}?startIndex=2018-01-01&endIndex=2018-01-02{}"

        for _ in range(2):
            plain = whole.get(read.format("", "")).content
            seen = whole.get(read.format("/Transform", "&streamViewId=Whole")).content
            assert [event.get("Measurement", 0) for event in seen] == [int(event["Measurement"]) for event in plain]
            assert len(seen) == 1200

    def test_a_stream_of_another_type_than_the_source_is_refused(self, whole):
        answer = whole.get("/Streams/Numbered/Data/Transform/First?streamViewId=Whole")

        assert answer.status == 400
        assert answer.content["Parameters"] == {"StreamId": "Numbered", "StreamViewId": "Whole"}

    def test_plain_paths_know_no_views(self, whole, warnings):
        answer = whole.get("/Streams/Simple/Data/Last?streamViewId=Whole")

        assert answer.content["Measurement"] == 40.0
        assert any("streamViewId" in warning for warning in warnings())


class TestUpdateStreamType:
    CHANGE = "/Streams/Simple/Type?streamViewId=whole"

    def test_the_stream_has_the_new_type_and_its_events_the_new_shape(self, whole, clock):
        clock.pass_hours(1)
        answer = whole("PUT", self.CHANGE)

        assert (answer.status, answer.body) == (204, b"")
        stream = whole.get("/Streams/Simple").content
        assert (stream["TypeId"], stream["ModifiedDate"]) == ("Whole", "2020-05-01T11:00:00Z")
        assert whole.get("/Streams/Simple/Type").content["Id"] == "Whole"
        last = {"Time": "2017-11-23T16:00:00Z", "Measurement": 40}
        assert whole.get("/Streams/Simple/Data/Last").content == last
        assert whole.post("/Streams/Simple/Data", [{"Time": "2018-01-01", "Measurement": 1.5}]).status == 400

    def test_tags_and_metadata_stay_and_indexes_and_overrides_go(self, whole):
        indexes = [{"SdsTypePropertyId": "Measurement"}]
        overrides = [{"SdsTypePropertyId": "Measurement", "InterpolationMode": "Discrete"}]
        whole.put(
            "/Streams/Simple", {"TypeId": "Simple", "Name": "S", "Indexes": indexes, "PropertyOverrides": overrides}
        )

        assert whole("PUT", self.CHANGE).status == 204

        stream = whole.get("/Streams/Simple").content
        assert stream["Name"] == "S"
        assert not stream.keys() & {"Indexes", "PropertyOverrides"}
        assert whole.get("/Streams/Simple/Tags").content == ["hourly", "small"]
        assert whole.get("/Streams/Simple/Metadata").content == {"Site": "North", "Area": "Pump house"}

    def test_a_stream_that_is_of_another_type_already_is_a_conflict(self, whole):
        whole("PUT", self.CHANGE)
        answer = whole("PUT", self.CHANGE)

        assert answer.status == 409
        assert answer.content["Parameters"] == {"StreamId": "Simple", "StreamViewId": "Whole"}

    @pytest.mark.parametrize(
        ("target", "status", "parameters"),
        [
            ("/Streams/Simple/Type", 400, None),
            ("/Streams/Simple/Type?streamViewId=", 400, None),
            ("/Streams/Simple/Type?streamViewId=Nothing", 404, {"StreamViewId": "Nothing"}),
            ("/Streams/Nothing/Type?streamViewId=Whole", 404, {"StreamId": "Nothing"}),
        ],
    )
    def test_what_is_missing_is_told(self, whole, target, status, parameters):
        answer = whole("PUT", target)

        assert (answer.status, answer.content["Parameters"]) == (status, parameters)

    def test_a_mode_that_the_new_type_does_not_allow_is_refused_and_changes_nothing(self, whole):
        whole.post(
            "/Types/Fixed", {"InterpolationMode": "Discrete", "Properties": [TIME, prop("Measurement", "Double")]}
        )
        whole.post("/StreamViews/Fixed", view("Fixed", "Fixed"))
        whole.put("/Streams/Simple", {"TypeId": "Simple", "InterpolationMode": "Continuous"})
        before = whole.get("/Streams/Simple").content

        answer = whole("PUT", "/Streams/Simple/Type?streamViewId=Fixed")

        assert answer.status == 400
        assert whole.get("/Streams/Simple").content == before
        assert whole.get("/Streams/Simple/Data/Last").content["Measurement"] == 40.0

    def test_it_needs_the_right_to_write(self, locked):
        viewer = locked.having(Authorization=locked.token("viewer", "viewer-secret"))

        assert viewer("PUT", "/Streams/Numbered/Type?streamViewId=Copied").status == 403
        assert viewer.get("/Streams/Numbered/Data/Transform/First?streamViewId=Copied").status == 200


def test_a_world_keeps_its_views_and_types_to_itself(emulator_of):
    emulator = emulator_of(
        "aveva: {tenants: [{id: default, open: true, namespaces: [{id: default, types: ["
        "{Id: A, Properties: [{Id: N, IsKey: true, SdsType: {SdsTypeCode: Int32}}]},"
        "{Id: B, Properties: [{Id: M, IsKey: true, SdsType: {SdsTypeCode: Int64}}]}],"
        "streamViews: [{Id: V, SourceTypeId: A, TargetTypeId: B, Properties: [{SourceId: N, TargetId: M}]}],"
        "streams: [{Id: S, TypeId: A, events: [{N: 1}, {N: 2}]}]}]}]}"
    )
    emulator.create_world("other")
    one, other = (Api(in_process(emulator, name)) for name in ("default", "other"))

    assert one("PUT", "/Streams/S/Type?streamViewId=V").status == 204
    assert one.delete("/StreamViews/V").status == 204

    assert one.get("/Streams/S/Data?startIndex=1").content == [{"M": 1}, {"M": 2}]
    assert other.get("/Streams/S/Data?startIndex=1").content == [{"N": 1}, {"N": 2}]
    assert other.get("/Streams/S").content["TypeId"] == "A"
    assert ids(other.get("/StreamViews")) == ["V"]
    state = [emulator.worlds[name].stores["aveva"].describe() for name in ("default", "other")]
    assert [one["tenants"][0]["namespaces"][0]["streamViews"] for one in state] == [[], ["V"]]
