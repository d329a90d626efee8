"""Types: made, shown, listed, counted and deleted."""

from __future__ import annotations

import pytest

PROBE = {
    "Id": "Probe",
    "Properties": [
        {"Id": "Time", "IsKey": True, "SdsType": {"SdsTypeCode": "DateTime"}},
        {"Id": "Value", "SdsType": {"SdsTypeCode": 14}},
    ],
}
ALL = ["Keyless", "Named", "Numbered", "Paired", "Simple", "State"]


def ids(answer):
    assert answer.status == 200, answer.body
    return [one["Id"] for one in answer.content]


class TestGetOrCreateType:
    def test_a_new_one_is_created_and_dated_by_the_worlds_clock(self, api):
        answer = api.post("/Types/Probe", PROBE)

        assert answer.status == 201
        assert answer.content["CreatedDate"] == answer.content["ModifiedDate"] == "2020-05-01T10:00:00Z"
        assert [part["Id"] for part in answer.content["Properties"]] == ["Time", "Value"]
        assert [part["SdsType"]["SdsTypeCode"] for part in answer.content["Properties"]] == [16, 14]

    def test_the_same_one_is_shown(self, api, clock):
        first = api.post("/Types/Probe", PROBE).content
        clock.pass_hours(1)

        for again in (PROBE, first, {**PROBE, "SdsTypeCode": "object", "Name": None, "InterpolationMode": 0}):
            answer = api.post("/Types/Probe", again)
            assert (answer.status, answer.content) == (200, first)

    def test_its_id_has_no_case_and_keeps_its_spelling(self, api):
        api.post("/Types/Probe", PROBE)

        assert api.post("/Types/PROBE", {**PROBE, "Id": "probe"}).status == 200
        assert api.get("/Types/pRoBe").content["Id"] == "Probe"

    def test_without_an_id_in_the_body_that_of_the_path_counts(self, api):
        assert api.post("/Types/Probe", {**PROBE, "Id": None}).content["Id"] == "Probe"

    def test_a_different_one_under_the_same_id_is_a_conflict(self, api):
        answer = api.post("/Types/Simple", PROBE | {"Id": "Simple"})

        assert answer.status == 409
        assert answer.content["Parameters"] == {"TypeId": "Simple"}

    @pytest.mark.parametrize(
        ("wrong", "word"),
        [
            ({"Id": "Other"}, "Probe"),
            ({"SdsTypeCode": "Objekt"}, "Objekt"),
            ({"SdsTypeCode": 17}, "SdsTypeCode"),
            ({"InterpolationMode": 6}, "InterpolationMode"),
            ({"Properties": [{"SdsType": {"SdsTypeCode": 14}}]}, "Properties[0]"),
            ({"Properties": [{"Id": "Value"}]}, "Value"),
            ({"Properties": [*PROBE["Properties"], PROBE["Properties"][1] | {"Id": "VALUE"}]}, "2 times"),
            ({"Properties": [{"Id": "Value", "SdsType": {"Id": "Unknown"}}]}, "Unknown"),
            ({"BaseType": {"Id": "Unknown"}}, "Unknown"),
            ({"Properties": "none"}, "Properties"),
        ],
    )
    def test_one_that_makes_no_sense_is_refused(self, api, wrong, word):
        answer = api.post("/Types/Probe", PROBE | wrong)

        assert answer.status == 400
        assert word in answer.content["Reason"]
        assert api.get("/Types/Probe").status == 404

    def test_a_base_type_may_be_given_by_its_id(self, api):
        child = {
            "Id": "Child",
            "BaseType": {"Id": "simple"},
            "Properties": [{"Id": "Extra", "SdsType": {"SdsTypeCode": 9}}],
        }
        api.post("/Types/Child", child)
        api.post("/Streams/Child", {"Id": "Child", "TypeId": "Child"})
        api.post("/Streams/Child/Data", [{"Extra": 1, "Measurement": 2, "Time": "2020-01-01"}])

        found = api.get("/Streams/Child/Data/First", Accept_Verbosity="verbose")

        assert found.body == b'{"Time":"2020-01-01T00:00:00Z","State":0,"Measurement":2.0,"Extra":1}'


class TestGetType:
    def test_it_is_shown_without_defaults(self, api):
        shown = api.get("/Types/Simple").content

        assert shown.keys() == {"Id", "Name", "SdsTypeCode", "Properties", "CreatedDate", "ModifiedDate"}
        assert shown["Properties"][0].keys() == {"Id", "Name", "IsKey", "SdsType"}
        assert shown["Properties"][1]["SdsType"]["Properties"][0] == {"Id": "Ok", "Value": 0}

    def test_verbose_shows_all(self, api):
        shown = api.get("/Types/Simple", Accept_Verbosity="verbose").content

        assert (shown["Description"], shown["IsGenericType"], shown["ExtrapolationMode"]) == (None, False, 0)
        assert shown["Properties"][0]["Uom"] is None

    def test_one_that_is_not_there_is_not_found(self, api):
        assert api.get("/Types/Nothing").content["Parameters"] == {"TypeId": "Nothing"}


class TestListTypes:
    def test_all_are_listed_by_id(self, api):
        assert ids(api.get("/Types")) == ALL

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("query=simple", ["Simple"]),
            ("query=N*", ["Named", "Numbered"]),
            ("query=", ALL),
            ("query=*", ALL),
            ("skip=3", ["Paired", "Simple", "State"]),
            ("skip=1&count=2", ["Named", "Numbered"]),
            ("count=0", []),
            ("orderby=Id desc&count=2", ["State", "Simple"]),
            ("filter=Id eq 'simple'", ["Simple"]),
        ],
    )
    def test_a_list_can_be_searched_filtered_ordered_and_paged(self, api, query, found):
        assert ids(api.get(f"/Types?{query}")) == found

    @pytest.mark.parametrize(
        "query", ["skip=-1", "count=-1", "orderby=Size", "orderby=Id up", "filter=Id", "filter=Size eq 1"]
    )
    def test_what_makes_no_sense_is_refused(self, api, query):
        assert api.get(f"/Types?{query}").status == 400


class TestDeleteType:
    def test_one_that_nothing_refers_to_goes(self, api):
        assert api.delete("/Types/Keyless").status == 204
        assert api.get("/Types/Keyless").status == 404
        assert api.delete("/Types/Keyless").status == 404

    def test_one_that_a_stream_refers_to_stays(self, api):
        answer = api.delete("/Types/Paired")

        assert answer.status == 409
        assert answer.content["Parameters"] == {"TypeId": "Paired"}
        assert api.get("/Types/Paired").status == 200

    def test_one_that_another_type_refers_to_stays(self, api):
        api.post("/Types/Child", {"Id": "Child", "BaseType": {"Id": "Keyless"}, "Properties": []})

        assert api.delete("/Types/Keyless").status == 409


class TestGetTypeReferenceCount:
    def test_it_counts_what_refers_to_the_type(self, api):
        api.post("/Types/Child", {"Id": "Child", "BaseType": {"Id": "Simple"}, "Properties": []})

        assert api.get("/Types/Simple/ReferenceCount").content == {"SdsStream": 3, "SdsStreamView": 0, "SdsType": 1}
        assert api.get("/Types/Keyless/ReferenceCount").content == {"SdsStream": 0, "SdsStreamView": 0, "SdsType": 0}

    def test_a_type_that_is_not_there_is_not_found(self, api):
        assert api.get("/Types/Nothing/ReferenceCount").status == 404
