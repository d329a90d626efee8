"""Streams together with their types."""

from __future__ import annotations

import pytest

ALL = "/Bulk/Streams/Resolved"
MODES = {"InterpolationMode": "Default", "ExtrapolationMode": "All"}


def resolved(api, stream, **headers):
    answer = api.get(f"/Streams/{stream}/Resolved", **headers)
    assert answer.status == 200, answer.body
    return answer.content


class TestGetResolvedStream:
    def test_it_is_the_stream_with_its_type_and_names_for_numbers(self, api):
        expected = {**api.get("/Types/Simple").content, "SdsTypeCode": "Object", **MODES}
        for part, code in zip(expected["Properties"], ("DateTime", "Int32Enum", "Double"), strict=True):
            part["SdsType"] |= {"SdsTypeCode": code, **MODES}

        found = resolved(api, "Simple")

        assert found == {**api.get("/Streams/Simple").content, "Resolved": True, "Type": expected}
        assert [member["Value"] for member in found["Type"]["Properties"][1]["SdsType"]["Properties"]] == [0, 1, 2]

    def test_verbose_also_shows_what_is_empty(self, api):
        terse, verbose = resolved(api, "Simple"), resolved(api, "Simple", Accept_Verbosity="verbose")

        assert terse.keys() < verbose.keys()
        assert verbose["InterpolationMode"] is None
        assert verbose["Type"]["BaseType"] is None
        assert verbose["Type"]["Properties"][0]["InterpolationMode"] is None
        assert "BaseType" not in terse["Type"]

    @pytest.mark.parametrize(
        ("modes", "names"),
        [
            ((0, 0), ("Default", "All")),
            ((1, 1), ("StepwiseContinuousLeading", "None")),
            ((3, 2), ("Discrete", "Forward")),
            ((5, 3), ("ContinuousNullableTrailing", "Backward")),
        ],
    )
    def test_modes_have_their_names_on_streams_and_on_types(self, api, modes, names):
        own = dict(zip(("InterpolationMode", "ExtrapolationMode"), modes, strict=True))
        key = {"Id": "Key", "IsKey": True, "SdsType": {"SdsTypeCode": 9}}
        api.post("/Types/Moded", {"SdsTypeCode": 1, "Properties": [key], **own})
        api.post("/Streams/Moded", {"TypeId": "Moded", **own})

        found = resolved(api, "Moded")

        assert (found["InterpolationMode"], found["ExtrapolationMode"]) == names
        assert (found["Type"]["InterpolationMode"], found["Type"]["ExtrapolationMode"]) == names

    def test_so_have_those_of_properties_but_overrides_keep_numbers(self, api):
        key = {"Id": "Key", "IsKey": True, "SdsType": {"SdsTypeCode": 9}}
        value = {"Id": "Value", "InterpolationMode": 1, "SdsType": {"SdsTypeCode": 14}}
        api.post("/Types/Moded", {"SdsTypeCode": 1, "Properties": [key, value]})
        override = {"SdsTypePropertyId": "Value", "InterpolationMode": 2}
        api.post("/Streams/Moded", {"TypeId": "Moded", "PropertyOverrides": [override]})

        found = resolved(api, "Moded")

        assert found["Type"]["Properties"][1]["InterpolationMode"] == "StepwiseContinuousLeading"
        assert found["PropertyOverrides"] == [override]

    def test_a_base_type_is_shown_as_elsewhere(self, api):
        base = {
            "Id": "Base",
            "SdsTypeCode": 1,
            "Properties": [{"Id": "K", "IsKey": True, "SdsType": {"SdsTypeCode": 9}}],
        }
        api.post("/Types/Derived", {"SdsTypeCode": 1, "BaseType": base})
        api.post("/Streams/Derived", {"TypeId": "Derived"})

        found = resolved(api, "Derived")["Type"]

        assert found["BaseType"] == api.get("/Types/Derived").content["BaseType"]
        assert found["BaseType"]["SdsTypeCode"] == 1

    def test_secondary_indexes_are_there(self, api):
        api.post("/Streams/Indexed", {"TypeId": "Simple", "Indexes": [{"SdsTypePropertyId": "Measurement"}]})

        assert resolved(api, "Indexed")["Indexes"] == [{"SdsTypePropertyId": "Measurement"}]

    def test_a_stream_that_is_not_there_is_not_found(self, api):
        assert api.get("/Streams/Nowhere/Resolved").status == 404


class TestListResolvedStreams:
    def test_each_stream_is_as_it_is_alone_and_in_the_order_asked_for(self, api):
        answer = api.post(ALL, ["Numbered", "simple"])

        assert answer.status == 207
        assert answer.content == {"Data": [resolved(api, "Numbered"), resolved(api, "Simple")], "ChildErrors": []}

    def test_for_each_that_is_not_there_is_an_error(self, api):
        answer = api.post(ALL, ["Nowhere", "Simple", ""])
        first, second = answer.content["ChildErrors"]

        assert answer.status == 207
        assert [stream["Id"] for stream in answer.content["Data"]] == ["Simple"]
        assert (first["StreamId"], first["StatusCode"]) == ("Nowhere", 404)
        assert first["Error"] == "The specified resource was not found."
        assert first["Parameters"] == {"StreamId": "Nowhere"}
        assert "'Nowhere'" in first["Reason"]
        assert (second["StreamId"], second["StatusCode"]) == ("", 404)
        assert first["OperationId"] != second["OperationId"]

    @pytest.mark.parametrize("ids", [[], ["Nowhere"]])
    def test_the_status_is_the_same_when_there_is_none(self, api, ids):
        answer = api.post(ALL, ids)

        assert (answer.status, answer.content["Data"], len(answer.content["ChildErrors"])) == (207, [], len(ids))

    @pytest.mark.parametrize("body", [{}, "Simple", [1], [None], ["Simple"] * 1001, ["x" * 251]])
    def test_what_is_no_list_of_ids_is_refused(self, api, body):
        assert api.post(ALL, body).status == 400

    def test_verbosity_acts_on_each(self, api):
        data = api.post(ALL, ["Simple"], Accept_Verbosity="verbose").content["Data"]

        assert data == [resolved(api, "Simple", Accept_Verbosity="verbose")]

    def test_who_may_only_read_may_ask(self, api, locked):
        viewer = locked.having(Authorization=api.token("viewer", "viewer-secret"))

        assert viewer.post(ALL, ["Simple"]).status == 207

    def test_a_namespace_that_is_not_there_is_not_found(self, api):
        assert api.below("/api/v1/Tenants/default/Namespaces/Nowhere").post(ALL, ["Simple"]).status == 404

    @pytest.mark.parametrize("path", ["/Streams/Bulk/Streams/Resolved", "/streams/bulk/streams/resolved/"])
    def test_the_other_path_that_the_vendor_prints_leads_here_too(self, api, path):
        assert api.post(path, ["Simple"]).body == api.post(ALL, ["Simple"]).body
        assert api.get(path).status == 405

    def test_a_stream_may_still_be_called_bulk(self, api):
        assert api.post("/Streams/Bulk", {"TypeId": "Simple"}).status == 201
        assert resolved(api, "Bulk")["Id"] == "Bulk"
