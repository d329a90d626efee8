"""Streams, their types and tags, and the namespaces they are in."""

from __future__ import annotations

import pytest
from aveva_http import OPEN

SIMPLE = {"Id": "Simple", "TypeId": "Simple", "Name": "Five hours"}


def ids(answer):
    assert answer.status == 200, answer.body
    return [one["Id"] for one in answer.content]


class TestGetOrCreateStream:
    def test_a_new_one_is_created(self, api):
        answer = api.post("/Streams/New", {"Id": "New", "TypeId": "simple", "InterpolationMode": "discrete"})

        assert (answer.status, answer.content) == (
            201,
            {
                "Id": "New",
                "TypeId": "Simple",
                "InterpolationMode": 3,
                "CreatedDate": "2020-05-01T10:00:00Z",
                "ModifiedDate": "2020-05-01T10:00:00Z",
            },
        )
        assert api.get("/Streams/New").content == answer.content

    def test_the_same_one_is_shown(self, api):
        assert api.post("/Streams/Simple", SIMPLE).content == api.get("/Streams/Simple").content
        assert api.post("/Streams/simple", SIMPLE).status == 200
        assert api.post("/Streams/EMPTY", {"TypeId": "SIMPLE"}).content["Id"] == "Empty"

    @pytest.mark.parametrize("id_", ["%ff", "%FE", "a%C3%28"])
    def test_an_id_that_is_no_text_is_refused_before_two_of_them_are_one(self, api, id_):
        for answer in (api.post(f"/Streams/{id_}", {"TypeId": "Simple"}), api.get(f"/Streams/{id_}")):
            assert answer.status == 400
            assert "no text in UTF-8" in answer.content["Reason"]
        assert api.get("/Streams/%EF%BF%BD").status == 404

    def test_a_different_one_under_the_same_id_is_a_conflict(self, api):
        answer = api.post("/Streams/Simple", {**SIMPLE, "Name": "Six hours"})

        assert (answer.status, answer.content["Parameters"]) == (409, {"StreamId": "Simple"})

    def test_a_type_that_is_not_there_is_not_found(self, api):
        answer = api.post("/Streams/New", {"Id": "New", "TypeId": "Nothing"})

        assert (answer.status, answer.content["Parameters"]) == (404, {"TypeId": "Nothing"})

    @pytest.mark.parametrize("method", ["POST", "PUT"])
    @pytest.mark.parametrize(
        ("content", "word"),
        [
            ({"Id": "New"}, "TypeId"),
            ({"Id": "Old", "TypeId": "Simple"}, "Old"),
            ({"TypeId": "Keyless"}, "IsKey"),
            ({"TypeId": "Simple", "InterpolationMode": "Smooth"}, "Smooth"),
            ({"TypeId": "Simple", "ExtrapolationMode": 4}, "ExtrapolationMode"),
            ({"TypeId": "Simple", "PropertyOverrides": [{}]}, "SdsTypePropertyId"),
            ({"TypeId": "Simple", "PropertyOverrides": [{"SdsTypePropertyId": "Nothing"}]}, "Nothing"),
            (
                {"TypeId": "Simple", "PropertyOverrides": [{"SdsTypePropertyId": "Time", "InterpolationMode": 1}]},
                "Time",
            ),
            ({"TypeId": "Simple", "Indexes": [{"SdsTypePropertyId": "Nothing"}]}, "Nothing"),
            ({"TypeId": 5}, "TypeId"),
            ([], "body"),
        ],
    )
    def test_one_that_makes_no_sense_is_refused(self, api, method, content, word):
        answer = api(method, "/Streams/New", content)

        assert answer.status == 400
        assert word in answer.content["Reason"]
        assert api.get("/Streams/New").status == 404


class TestCreateOrUpdateStream:
    def test_a_new_one_is_created_and_shown(self, api):
        answer = api.put("/Streams/New", {"Id": "New", "TypeId": "Simple"})

        assert (answer.status, answer.content["Id"]) == (201, "New")

    def test_a_stored_one_is_changed_and_keeps_what_it_holds(self, api, clock):
        created = api.get("/Streams/Simple").content["CreatedDate"]
        clock.pass_hours(2)
        answer = api.put("/Streams/Simple", {"TypeId": "Simple", "Description": "new", "ExtrapolationMode": "none"})

        assert (answer.status, answer.body) == (204, b"")
        assert api.get("/Streams/Simple").content == {
            "Id": "Simple",
            "TypeId": "Simple",
            "Description": "new",
            "ExtrapolationMode": 1,
            "CreatedDate": created,
            "ModifiedDate": "2020-05-01T12:00:00Z",
        }
        assert api.get("/Streams/Simple/Data/Last").content["Measurement"] == 40
        assert api.get("/Streams/Simple/Metadata/Site").content == "North"
        assert api.get("/Streams/Simple/Tags").content == ["hourly", "small"]

    def test_a_changed_stream_reads_by_its_new_rules(self, api):
        api.put("/Streams/Simple", {"TypeId": "Simple", "InterpolationMode": 1})

        answer = api.get("/Streams/Simple/Data/Interpolated?index=2017-11-23T13:30:00Z")
        assert answer.content == [{"Time": "2017-11-23T13:30:00Z", "Measurement": 10}]

    def test_the_type_of_a_stored_one_cannot_change(self, api):
        answer = api.put("/Streams/Simple", {"TypeId": "Numbered"})

        assert (answer.status, answer.content["Parameters"]) == (400, {"StreamId": "Simple"})


class TestDeleteStream:
    def test_it_goes_with_all_it_holds(self, api):
        assert api.delete("/Streams/Simple").status == 204
        assert api.get("/Streams/Simple/Data/First").status == 404
        assert api.delete("/Streams/Simple").status == 404

        api.post("/Streams/Simple", SIMPLE)
        assert api.get("/Streams/Simple/Data/First").content is None
        assert api.get("/Streams/Simple/Metadata").content == {}
        assert api.get("/Streams/Simple/Tags").content == []


class TestGetStreamAndItsType:
    def test_verbose_shows_nulls(self, api):
        shown = api.get("/Streams/Simple", Accept_Verbosity="VERBOSE").content

        assert [name for name, value in shown.items() if value is None] == [
            "Description",
            "Indexes",
            "InterpolationMode",
            "ExtrapolationMode",
            "PropertyOverrides",
        ]

    def test_the_type_is_shown(self, api):
        assert api.get("/Streams/Simple/Type").content == api.get("/Types/Simple").content

    @pytest.mark.parametrize("rest", ["", "/Type"])
    def test_a_stream_that_is_not_there_is_not_found(self, api, rest):
        assert api.get(f"/Streams/Nowhere{rest}").content["Parameters"] == {"StreamId": "Nowhere"}


class TestListStreams:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["Empty", "Named", "Numbered", "Paired", "Simple", "Steady"]),
            ("query=hourly", ["Simple"]),
            ("query=Site:north", ["Simple"]),
            ("query=typeid:simple", ["Empty", "Simple", "Steady"]),
            ("query=e* OR n*&count=2", ["Empty", "Named"]),
            ("skip=2&count=2", ["Numbered", "Paired"]),
            ("skip=100", []),
            ("orderby=id DESC&count=1", ["Steady"]),
            ("orderby=Name desc&count=1", ["Simple"]),
            ("filter=contains(Name, 'hours')", ["Simple"]),
        ],
    )
    def test_a_list_can_be_searched_filtered_ordered_and_paged(self, api, query, found):
        assert ids(api.get(f"/Streams?{query}")) == found

    def test_a_list_can_be_read_page_by_page_to_the_end(self, api):
        for number in range(250):
            api.post(f"/Streams/S{number:03}", {"TypeId": "Simple"})

        found = []
        while page := ids(api.get(f"/Streams?skip={len(found)}&count=100")):
            found += page

        assert len(found) == 256
        assert len(set(found)) == 256

    @pytest.mark.parametrize("query", ["skip=-1", "count=x", "orderby=Size", "filter=(", "query=a*b*c"])
    def test_what_makes_no_sense_is_refused(self, api, query):
        assert api.get(f"/Streams?{query}").status == 400


class TestTags:
    def test_they_are_shown_in_the_order_given(self, api):
        assert api.put("/Streams/Empty/Tags", ["b", "a", "b"]).content == ["b", "a"]
        assert api.get("/Streams/Empty/Tags").content == ["b", "a"]

    def test_they_replace_all_there_were(self, api):
        api.put("/Streams/Simple/Tags", ["new"])

        assert api.get("/Streams/Simple/Tags").content == ["new"]

    def test_they_can_be_taken_off(self, api):
        answer = api.delete("/Streams/Simple/Tags")

        assert (answer.status, answer.body) == (204, b"")
        assert api.get("/Streams/Simple/Tags").content == []

    @pytest.mark.parametrize("content", [{}, "tag", [5], [None], None])
    def test_anything_but_an_array_of_texts_is_refused(self, api, content):
        assert api.put("/Streams/Simple/Tags", content).status == 400
        assert api.get("/Streams/Simple/Tags").content == ["hourly", "small"]

    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
    def test_a_stream_that_is_not_there_is_not_found(self, api, method):
        assert api(method, "/Streams/Nowhere/Tags", []).status == 404


class TestNamespaces:
    def test_all_are_listed_with_their_own_address(self, api):
        found = api.below("/api/v1/Tenants/default").get("/Namespaces").content

        assert [(one["Id"], one["Self"]) for one in found] == [
            ("default", f"http://emulator{OPEN}"),
            ("Second", "http://emulator/api/v1/Tenants/default/Namespaces/Second"),
        ]

    @pytest.mark.parametrize(
        ("region", "found"),
        [("euno", ["Second"]), ("NORTHERN europe", ["Second"]), ("", ["default", "Second"]), ("moon", [])],
    )
    def test_a_list_can_be_of_one_region(self, api, region, found):
        assert ids(api.below("/api/v1/Tenants/default").get(f"/Namespaces?region={region}")) == found

    def test_one_is_shown_by_its_id_in_any_case(self, api):
        shown = api.below("/api/v1/Tenants/DEFAULT").get("/Namespaces/second").content

        assert (shown["Id"], shown["RegionId"], shown["Region"]) == ("Second", "euno", "Northern Europe")
        assert shown["Self"] == "http://emulator/api/v1/Tenants/default/Namespaces/Second"

    def test_what_is_not_there_is_not_found_and_named(self, api):
        there = api.below("/api/v1/Tenants")

        assert there.get("/default/Namespaces/Third").content["Parameters"] == {"NamespaceId": "Third"}
        assert there.get("/nobody/Namespaces").content["Parameters"] == {"TenantId": "nobody"}
        assert there.get("/default/Namespaces/Third/Streams/Simple/Data/First").status == 404
        assert there.get("/nobody/Namespaces/default/Streams/Simple/Data/First").status == 404
