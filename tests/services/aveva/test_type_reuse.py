"""Types that stand in the definitions of others: by Id, in full, without an Id; listed, shared, deleted."""

from __future__ import annotations

import json

import pytest

TIME = {"Id": "Time", "IsKey": True, "SdsType": {"SdsTypeCode": "DateTime"}}
MODE = {
    "Id": "Mode",
    "SdsTypeCode": "ByteEnum",
    "Properties": [{"Id": "Off", "Value": 0}, {"Id": "On", "Value": 1}],
}
POINT = {
    "Id": "Point",
    "SdsTypeCode": "Object",
    "Properties": [{"Id": "X", "SdsType": {"SdsTypeCode": "Double"}}, {"Id": "Mode", "SdsType": MODE}],
}
BASE = {"Id": "Base", "SdsTypeCode": "Object", "Properties": [TIME]}
NAMELESS = {**MODE, "Id": None}
WHOLE = {"BaseType": BASE, "Properties": [{"Id": "At", "SdsType": POINT}]}
OF_WORLD = ["Keyless", "Named", "Numbered", "Paired", "Simple", "State"]


@pytest.fixture
def types(api):
    """Return a function that gives the ids of the types beside those of world.yaml."""
    return lambda: [one["Id"] for one in api.get("/Types").content if one["Id"] not in OF_WORLD]


def member(type_, id_="Value"):
    return {"Properties": [TIME, {"Id": id_, "SdsType": type_}]}


def refusal(answer, status=400):
    assert answer.status == status, answer.body
    return answer.content["Reason"]


class TestInFull:
    def test_what_stands_in_it_is_listed_and_shown_on_its_own(self, api, types):
        made = api.post("/Types/Whole", WHOLE)

        assert made.status == 201
        assert types() == ["Base", "Mode", "Point", "Whole"]
        for id_, within in (("Base", made.content["BaseType"]), ("Point", made.content["Properties"][0]["SdsType"])):
            own = api.get(f"/Types/{id_}").content
            dates = {name: own.pop(name) for name in ("CreatedDate", "ModifiedDate")}
            assert own == within
            assert dates == {"CreatedDate": "2020-05-01T10:00:00Z", "ModifiedDate": "2020-05-01T10:00:00Z"}

    def test_each_may_be_posted_again_as_it_is_shown(self, api, types):
        api.post("/Types/Whole", WHOLE)

        for id_ in types():
            for verbosity in ("verbose", "non-verbose"):
                shown = api.get(f"/Types/{id_}", Accept_Verbosity=verbosity).content
                again = api.post(f"/Types/{id_}", shown, Accept_Verbosity=verbosity)
                assert (again.status, again.content) == (200, shown)

    def test_one_that_has_a_key_can_be_that_of_a_stream(self, api):
        api.post("/Types/Whole", WHOLE)

        assert api.post("/Streams/New", {"TypeId": "Base"}).status == 201
        assert "IsKey" in refusal(api.post("/Streams/Other", {"TypeId": "Point"}))

    def test_one_that_differs_from_the_stored_one_is_a_conflict_and_nothing_is_done(self, api, types):
        api.post("/Types/Mode", MODE)
        other = {**MODE, "Properties": [*MODE["Properties"], {"Id": "Hot", "Value": 2}]}
        content = {"Properties": [TIME, {"Id": "A", "SdsType": POINT}, {"Id": "B", "SdsType": {**other, "Id": "MODE"}}]}

        answer = api.post("/Types/Whole", content)

        assert "Type 'Mode' exists with another definition" in refusal(answer, 409)
        assert answer.content["Parameters"] == {"TypeId": "Mode"}
        assert types() == ["Mode"]

    @pytest.mark.parametrize(
        "changed",
        [
            {"BaseType": {**BASE, "Properties": []}},
            {"BaseType": {**BASE, "Id": "Other"}},
            {"BaseType": None},
            {"Properties": [{"Id": "At", "SdsType": {**POINT, "Description": "Another"}}]},
            {"Properties": [{"Id": "At", "SdsType": {**POINT, "Id": "Other"}}]},
            {"Properties": [{"Id": "At", "SdsType": {"Id": "Mode"}}]},
        ],
    )
    def test_a_type_with_other_ones_in_it_is_another(self, api, types, changed):
        api.post("/Types/Whole", WHOLE)

        assert api.post("/Types/Whole", WHOLE | changed).status == 409
        assert types() == ["Base", "Mode", "Point", "Whole"]

    @pytest.mark.parametrize(
        "spelling",
        [
            lambda text: text.replace('"ByteEnum"', "606").replace('"Double"', '"dOUBLE"'),
            lambda text: text.replace('"SdsTypeCode"', '"sdsTypeCode"').replace('"Properties"', '"PROPERTIES"'),
            lambda text: text.replace('"Id": "At"', '"Name": "At", "Id": "AT"').replace('"Value": 1', '"Value": "1"'),
            lambda text: text.replace('"Id": "Mode", ', '"Id": "mODE", "Description": "", '),
            lambda text: text.replace('"Id": "Point"', '"Id": "point", "Name": "POINT", "ExtrapolationMode": "All"'),
            lambda text: text.replace('"SdsTypeCode": "DateTime"', '"Id": "time", "SdsTypeCode": 16, "Name": "Date"'),
            lambda text: json.dumps({"Properties": json.loads(text)["Properties"], "BaseType": {"Id": "BASE"}}),
        ],
    )
    def test_the_same_in_another_spelling_is_the_same(self, api, types, spelling):
        text = json.dumps(WHOLE)
        made = api("POST", "/Types/Whole", body=text.encode())
        assert spelling(text) != text

        again = api("POST", "/Types/Whole", body=spelling(text).encode())

        assert (again.status, again.content) == (200, made.content)
        assert types() == ["Base", "Mode", "Point", "Whole"]


class TestByItsId:
    def test_it_is_the_stored_one(self, api):
        api.post("/Types/Point", POINT)

        made = api.post(
            "/Types/Whole", {"BaseType": {"Id": "SIMPLE"}, "Properties": [{"Id": "At", "SdsType": {"Id": "point"}}]}
        )

        assert made.status == 201
        assert made.content["BaseType"]["Id"] == "Simple"
        assert made.content["Properties"][0]["SdsType"]["Properties"] == api.get("/Types/Point").content["Properties"]

    def test_it_may_be_one_that_came_earlier_in_the_definition(self, api, types):
        content = {"Properties": [TIME, {"Id": "A", "SdsType": MODE}, {"Id": "B", "SdsType": {"Id": "mode"}}]}

        assert api.post("/Types/Whole", content).status == 201
        assert types() == ["Mode", "Whole"]

    def test_a_name_beside_it_is_no_definition(self, api, warnings):
        assert api.post("/Types/Whole", member({"Id": "State", "Name": "State", "Properties": []})).status == 201
        assert warnings() == []

    def test_what_is_unknown_beside_it_is_warned_of(self, api, warnings):
        assert api.post("/Types/Whole", member({"Id": "State", "Colour": "red"})).status == 201
        assert warnings() == ["type.Properties[1].SdsType: the member 'Colour' is unknown."]

    @pytest.mark.parametrize(
        ("content", "place"),
        [
            (member({"Id": "Nothing"}), "type.Properties[1].SdsType: there is no type 'Nothing'"),
            ({"BaseType": {"Id": "Nothing"}}, "type.BaseType: there is no type 'Nothing'"),
            (
                member({"SdsTypeCode": "IList", "GenericArguments": [{"Id": "Nothing"}]}),
                "GenericArguments[0]: there is no",
            ),
            ({"DerivedTypes": [{"Id": "Nothing"}]}, "type.DerivedTypes[0]: there is no type 'Nothing'"),
            (member({"Id": "x" * 250}), "there is no type 'xxx"),
        ],
    )
    def test_one_that_is_not_there_is_refused_with_its_place(self, api, types, content, place):
        assert place in refusal(api.post("/Types/Whole", content))
        assert types() == []


class TestWithoutAnId:
    def test_the_same_script_twice_makes_the_same(self, api, types, world, emulator):
        first = api.post("/Types/Whole", member(NAMELESS)).content
        listed = types()
        world.begin(emulator._origin)

        assert types() == []
        assert api.post("/Types/Whole", member(NAMELESS)).content == first
        assert types() == listed
        assert first["Properties"][1]["SdsType"]["Id"] in listed

    def test_types_share_it(self, api, types):
        made = [api.post(f"/Types/{id_}", member(NAMELESS)).content for id_ in ("A", "B")]

        assert made[0]["Properties"][1]["SdsType"] == made[1]["Properties"][1]["SdsType"]
        assert len(types()) == 3

    def test_it_may_be_posted_with_the_id_it_got_and_still_without(self, api):
        made = api.post("/Types/Whole", member(NAMELESS)).content

        assert api.post("/Types/Whole", made).status == 200
        assert (
            api.post("/Types/Whole", member({name: value for name, value in MODE.items() if name != "Id"})).status
            == 200
        )

    def test_atomic_types_get_one_and_a_name_and_are_not_listed(self, api, types):
        made = api.post("/Types/Whole", member({"SdsTypeCode": 18})).content

        assert [part["SdsType"]["Name"] for part in made["Properties"]] == ["DateTime", "String"]
        assert made["Properties"][0]["SdsType"]["Id"] == "19a87a76-614a-385b-ba48-6f8b30ff6ab2"
        assert types() == ["Whole"]


class TestDerivedTypes:
    def test_events_have_the_members_of_the_base_type_first(self, api):
        api.post("/Types/Child", {"BaseType": {"Id": "Paired"}, "Properties": [{"Id": "More", "SdsType": MODE}]})
        api.post(
            "/Types/Grandchild", {"BaseType": {"Id": "Child"}, "Properties": [TIME | {"Id": "Seen", "IsKey": False}]}
        )
        api.post("/Streams/New", {"TypeId": "Grandchild"})
        event = {"Seen": "2020-01-02", "More": "on", "Value": 1, "Recorded": 5, "Time": "2020-01-01"}
        assert api.post("/Streams/New/Data", [event]).status == 204

        assert list(api.get("/Streams/New/Data/First").content.items()) == [
            ("Recorded", 5),
            ("Time", "2020-01-01T00:00:00Z"),
            ("Value", 1.0),
            ("More", 1),
            ("Seen", "2020-01-02T00:00:00Z"),
        ]
        assert api.get("/Streams/New/Data?index=2020-01-01|5").content[0]["More"] == 1

    @pytest.mark.parametrize(
        ("content", "complaint"),
        [
            ({"BaseType": {"Id": "Simple"}, "Properties": [TIME | {"Id": "TIME"}]}, "'Time' is defined 2 times"),
            ({"BaseType": {"Id": "State"}}, "is not an Object but Int32Enum"),
            ({**MODE, "Id": None, "BaseType": {"Id": "Simple"}}, "Only an Object has a base type"),
        ],
    )
    def test_what_does_not_go_with_the_base_type_is_refused(self, api, content, complaint):
        assert complaint in refusal(api.post("/Types/Child", content))

    def test_derived_types_are_kept_and_are_types_of_their_own(self, api, types):
        made = api.post("/Types/Parent", {"Properties": [TIME], "DerivedTypes": [{**POINT, "BaseType": BASE}]})

        assert made.content["DerivedTypes"][0]["BaseType"]["Id"] == "Base"
        assert types() == ["Base", "Mode", "Parent", "Point"]


class TestReferences:
    def test_types_streams_and_views_are_counted(self, api):
        api.post("/Types/Whole", WHOLE)
        api.post(
            "/Types/Other", {"BaseType": {"Id": "Whole"}, "Properties": [{"Id": "Also", "SdsType": {"Id": "Point"}}]}
        )
        api.post("/Streams/New", {"TypeId": "Whole"})
        api.post("/StreamViews/New", {"SourceTypeId": "Whole", "TargetTypeId": "Other"})

        def counts(id_):
            answer = api.get(f"/Types/{id_}/ReferenceCount")
            return tuple(answer.content[name] for name in ("SdsStream", "SdsStreamView", "SdsType"))

        assert {id_: counts(id_) for id_ in ("Whole", "Other", "Point", "Mode", "Base")} == {
            "Whole": (1, 1, 1),
            "Other": (0, 1, 0),
            "Point": (0, 0, 2),
            "Mode": (0, 0, 1),
            "Base": (0, 0, 1),
        }

    def test_they_are_counted_as_the_documents_print_it(self, api):
        for id_ in ("A", "B", "C"):
            api.post(f"/Streams/{id_}", {"TypeId": "Named"})
        api.delete("/Streams/Named")
        api.post("/Types/Whole", {"BaseType": {"Id": "Named"}})
        for id_ in ("One", "Two"):
            api.post(f"/StreamViews/{id_}", {"SourceTypeId": "Named", "TargetTypeId": "Named"})

        assert api.get("/Types/Named/ReferenceCount").content == {"SdsStream": 3, "SdsStreamView": 2, "SdsType": 1}

    def test_one_that_another_refers_to_stays_until_that_goes(self, api, types):
        api.post("/Types/Whole", WHOLE)

        for id_ in ("Mode", "Point", "Base"):
            assert "1 SdsType refer to it" in refusal(api.delete(f"/Types/{id_}"), 409)
        for id_ in ("Whole", "Point", "Mode", "Base"):
            assert api.delete(f"/Types/{id_}").status == 204
        assert types() == []

    def test_after_it_is_gone_its_id_may_mean_something_else(self, api):
        api.post("/Types/Whole", WHOLE)
        for id_ in ("Whole", "Point"):
            api.delete(f"/Types/{id_}")

        assert api.post("/Types/Whole", member({**POINT, "Properties": []}, "At")).status == 201


class TestFilter:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("CreatedDate lt 2020-05-01T11:30:00Z", ["Base", "Mode", "Point", "Whole"]),
            (
                "ModifiedDate gt 2020-05-01T10:30:00Z and CreatedDate lt 2021-01-01T00:00:00Z",
                ["Base", "Point", "Whole"],
            ),
            ("ModifiedDate lt 2021-01-01T00:00:00Z and not (Id eq 'whole')", ["Base", "Mode", "Point"]),
            ("CreatedDate lt 2020-05-01T10:00:00Z", []),
        ],
    )
    def test_types_can_be_listed_by_their_dates(self, api, clock, query, found):
        api.post("/Types/Mode", MODE)  # those of world.yaml are younger than these
        clock.pass_hours(1)
        api.post("/Types/Whole", WHOLE)

        assert [one["Id"] for one in api.get(f"/Types?filter={query}").content] == found
