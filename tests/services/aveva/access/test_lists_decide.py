"""Who is served and who is refused, by the lists of what a request names."""

from __future__ import annotations

import pytest
from aveva_access import OPERATORS, PLACE, entry, listing

from streamulator import resources, services
from streamulator.contract.contract import Contract

EVENTS = [{"Order": 9, "Value": 9}]
JOIN = "/Bulk/Streams/Data/Joins?joinMode=Outer&startIndex=1&endIndex=9&streams="
NEW = {"TypeId": "Numbered"}
VIEW = {"SourceTypeId": "Numbered", "TargetTypeId": "Numbered"}
READS = [
    "",
    "/Type",
    "/Resolved",
    "/Tags",
    "/Metadata",
    "/Metadata/Site",
    "/ChangeData/Metadata",
    "/Data/First",
    "/Data/Last",
    "/Data?startIndex=1",
    "/Data/Summaries?startIndex=1&endIndex=2",
    "/Data/Transform?startIndex=1",
    "/AccessControl",
    "/Owner",
]
WRITES = [
    ("POST", "", NEW),
    ("PUT", "", NEW),
    ("POST", "/Data", EVENTS),
    ("PUT", "/Data", EVENTS),
    ("PATCH", "/Data", [{"Order": 1, "Value": 9}]),
    ("PUT", "/Tags", ["a"]),
    ("PUT", "/Metadata", {"a": "b"}),
    ("PATCH", "/Metadata", [{"op": "add", "path": "/a", "value": "b"}]),
]
DELETIONS = ["/Data?index=1", "/Tags", "/Metadata", ""]


def ids_of(answer):
    return [one["Id"] for one in answer.content]


class TestRights:
    @pytest.mark.parametrize("target", READS)
    def test_who_may_not_read_a_stream_reads_nothing_of_it(self, as_client, target):
        answer = as_client("viewer").get(f"/Streams/Closed{target}")

        assert answer.status == 403
        assert answer.content["Parameters"] == {"ClientId": "viewer", "StreamId": "Closed"}
        assert as_client("chief").get(f"/Streams/Closed{target}").status == 200

    @pytest.mark.parametrize(("method", "target", "content"), WRITES)
    def test_who_may_not_write_writes_nothing(self, as_client, method, target, content):
        for name, status in (("viewer", {403}), ("trainee", {403}), ("operator", {200, 204})):
            assert as_client(name)(method, f"/Streams/Duty{target}", content).status in status, name

    @pytest.mark.parametrize("target", DELETIONS)
    def test_who_may_write_may_not_delete_by_that(self, as_client, target):
        assert as_client("operator").delete(f"/Streams/Duty{target}").status == 403
        assert as_client("chief").delete(f"/Streams/Duty{target}").status == 204

    @pytest.mark.parametrize("target", ["AccessControl", "Owner"])
    def test_who_may_delete_may_not_manage_by_that(self, as_client, target):
        content = {"Type": 2, "ObjectId": "worker"} if target == "Owner" else listing(entry(OPERATORS, 31))

        for name, status in (("worker", 403), ("operator", 403), ("chief", 204)):
            assert as_client(name).put(f"/Streams/Plain/{target}", content).status == status, name

    def test_who_may_manage_may_not_read_by_that(self, as_client, chief):
        manager = entry(OPERATORS, 8)
        assert chief.put("/Streams/Plain/AccessControl", listing(manager)).status == 204

        operator = as_client("operator")
        assert operator.get("/Streams/Plain").status == 403
        assert operator.get("/Streams/Plain/AccessControl").status == 403
        assert operator.get("/Streams/Plain/AccessRights").content == ["ManageAccessControl"]
        assert operator.put("/Streams/Plain/AccessControl", listing(entry(OPERATORS, 9))).status == 204
        assert operator.get("/Streams/Plain").status == 200

    def test_what_one_role_is_denied_another_does_not_give_back(self, as_client):
        assert as_client("trainee").get("/Streams/Duty/AccessRights").content == ["Read"]
        assert as_client("operator").get("/Streams/Duty/AccessRights").content == ["Read", "Write"]

    def test_a_change_of_a_list_holds_from_the_next_request_on(self, as_client, chief):
        viewer = as_client("viewer")
        assert viewer.get("/Streams/Plain/Data/Last").status == 200

        denied = entry(
            chief.get("/Streams/Plain/AccessControl").content["RoleTrusteeAccessControlEntries"][3]["Trustee"][
                "ObjectId"
            ],
            1,
            kind=1,
        )
        chief.patch(
            "/Streams/Plain/AccessControl",
            [{"op": "add", "path": "/RoleTrusteeAccessControlEntries/-", "value": denied}],
        )

        assert viewer.get("/Streams/Plain/Data/Last").status == 403
        assert as_client("worker").get("/Streams/Plain/Data/Last").status == 200

    def test_types_and_stream_views_are_guarded_as_streams_are(self, as_client, chief):
        for place in ("/Types/Numbered", "/StreamViews/Copied"):
            assert chief.put(f"{place}/AccessControl", listing(entry(OPERATORS, 9))).status == 204
            assert as_client("viewer").get(place).status == 403
            assert as_client("operator").get(place).status == 200
            assert as_client("operator").delete(place).status == 403
        assert as_client("viewer").get("/Streams/Plain/Data/Last").status == 200, "its type is not asked"

    def test_a_refusal_comes_before_all_that_may_be_wrong_with_the_request(self, as_client):
        assert as_client("viewer")("POST", "/Streams/Closed/Data", body=b"{").status == 403
        assert as_client("viewer").get("/Streams/Closed/Data?startIndex=never").status == 403

    def test_what_is_not_there_is_missing_to_those_who_could_read_it(self, as_client):
        assert as_client("viewer").get("/Streams/Nowhere").status == 404
        assert as_client("operator").get("/Streams/Nowhere").status == 403


class TestOwners:
    def test_an_owner_may_all_whatever_the_list_says(self, as_client):
        owner = as_client("nobody")

        assert owner.post("/Streams/Owned/Data", EVENTS).status == 204
        assert owner.get("/Streams/Owned/Data/Last").content == EVENTS[0]
        assert owner.delete("/Streams/Owned").status == 204
        assert owner.get("/Streams/Plain").status == 403

    @pytest.mark.parametrize(("method", "status"), [("POST", 201), ("PUT", 201)])
    def test_whoever_makes_a_stream_owns_it(self, as_client, chief, method, status):
        worker = as_client("worker")
        assert worker(method, "/Streams/Made", NEW).status == status

        assert worker.get("/Streams/Made/Owner").content == {"Type": 2, "ObjectId": "worker", "TenantId": "plant"}
        assert chief.put("/Streams/Made/AccessControl", listing(entry(OPERATORS, 31))).status == 204
        assert worker.get("/Streams/Made").status == 200
        assert chief.get("/Streams/Made").status == 403

    def test_whoever_makes_a_type_or_a_stream_view_owns_it(self, as_client):
        worker = as_client("worker")
        key = {"Id": "K", "IsKey": True, "SdsType": {"SdsTypeCode": "Int32"}}
        worker.post("/Types/Made", {"Properties": [key]})
        worker.post("/StreamViews/Made", VIEW)
        worker.put("/StreamViews/Put", VIEW)

        for place in ("/Types/Made", "/StreamViews/Made", "/StreamViews/Put"):
            assert worker.get(f"{place}/Owner").content["ObjectId"] == "worker", place

    def test_whoever_finds_or_updates_a_stream_does_not_own_it_by_that(self, as_client):
        for method in ("POST", "PUT"):
            as_client("worker")(method, "/Streams/Plain", NEW)

        assert as_client("worker").get("/Streams/Plain/Owner").content["ObjectId"] != "worker"

    def test_what_is_made_again_has_neither_the_old_list_nor_the_old_owner(self, as_client, chief):
        assert chief.delete("/Streams/Owned").status == 204
        assert as_client("worker").post("/Streams/Owned", NEW).status == 201

        assert as_client("viewer").get("/Streams/Owned").status == 200
        assert as_client("nobody").get("/Streams/Owned").status == 403
        assert chief.delete("/StreamViews/Hidden").status == 204
        assert as_client("worker").post("/StreamViews/Hidden", VIEW).status == 201
        assert as_client("viewer").get("/StreamViews/Hidden").status == 200


class TestCollections:
    STRICT = PLACE.replace("main", "strict")

    def test_a_collections_list_says_who_may_list_and_who_may_add(self, as_client):
        viewer, worker = as_client("viewer", self.STRICT), as_client("worker", self.STRICT)

        assert viewer.get("/Streams").status == 403
        assert viewer.post("/Streams/New", NEW).status == 201
        assert worker.post("/Streams/Other", NEW).status == 403
        assert worker.get("/Types").status == 200

    def test_what_is_made_begins_with_the_list_its_collection_has_then(self, as_client):
        chief, viewer = as_client("chief", self.STRICT), as_client("viewer", self.STRICT)
        content = chief.get("/AccessControl/Streams").content
        assert content == chief.get("/Streams/Late/AccessControl").content

        assert viewer.put("/AccessControl/Streams", listing(entry(OPERATORS, 31))).status == 204
        as_client("operator", self.STRICT).post("/Streams/New", NEW)

        operator = as_client("operator", self.STRICT)
        assert operator.get("/Streams/New/AccessControl").content == listing(entry(OPERATORS, 31))
        assert chief.get("/Streams/Late/AccessControl").content == content
        assert viewer.put("/AccessControl/Streams", content).status == 403

    def test_lists_show_what_the_caller_may_read_and_count_only_that(self, as_client):
        assert ids_of(as_client("chief").get("/Streams")) == ["Closed", "Duty", "Owned", "Plain", "Shared"]
        assert ids_of(as_client("viewer").get("/Streams")) == ["Plain"]
        assert ids_of(as_client("trainee").get("/Streams?count=1&skip=0")) == ["Duty"]
        assert ids_of(as_client("trainee").get("/Streams?count=1&skip=1")) == ["Plain"]
        assert ids_of(as_client("viewer").get("/Streams?query=Closed")) == []
        assert ids_of(as_client("viewer").get("/StreamViews")) == ["Copied"]
        assert ids_of(as_client("chief").get("/StreamViews")) == ["Copied", "Hidden"]
        assert as_client("chief").put("/Types/Numbered/AccessControl", listing(entry(OPERATORS, 9))).status == 204
        assert ids_of(as_client("viewer").get("/Types")) == []


class TestWhatIsNamedElsewhere:
    def test_a_join_needs_the_right_to_read_each_stream(self, as_client, chief):
        viewer = as_client("viewer")

        assert viewer.get(f"{JOIN}Plain").status == 200
        answer = viewer.get(f"{JOIN}Plain,Closed")
        assert (answer.status, answer.content["Parameters"]["StreamId"]) == (403, "Closed")
        assert chief.get(f"{JOIN}Plain, Closed").status == 200
        options = {"StartIndex": "1", "EndIndex": "2"}
        body = [{"StreamId": name, "Options": options} for name in ("Plain", "closed")]
        assert viewer.post("/Bulk/Streams/Data/Joins?joinMode=Inner", body).status == 403
        assert viewer.post("/Bulk/Streams/Data/Joins?joinMode=Inner", body[:1]).status == 200

    def test_of_several_resolved_streams_those_that_may_not_be_read_are_errors(self, as_client):
        answer = as_client("viewer").post("/Bulk/Streams/Resolved", ["Plain", "Closed", "Nowhere"])

        assert answer.status == 207
        assert ids_of_data(answer) == ["Plain"]
        errors = {one["StreamId"]: one["StatusCode"] for one in answer.content["ChildErrors"]}
        assert errors == {"Closed": 403, "Nowhere": 404}

    def test_a_read_through_a_stream_view_needs_the_right_to_read_that(self, as_client):
        target = "/Streams/Plain/Data/Transform/Last?streamViewId="

        assert as_client("viewer").get(f"{target}Copied").status == 200
        assert as_client("viewer").get(f"{target}Hidden").status == 403
        assert as_client("chief").get(f"{target}Hidden").status == 200

    def test_a_type_is_changed_through_a_stream_view_that_may_be_read(self, as_client):
        target = "/Streams/Plain/Type?streamViewId="

        assert as_client("worker")("PUT", f"{target}Hidden").status == 403
        assert as_client("worker")("PUT", f"{target}Copied").status == 204


class TestOpenTenants:
    def test_whoever_comes_without_a_token_may_all(self, api):
        assert api.put("/Streams/S/AccessControl", listing(entry("somebody", 8))).status == 204
        assert api.put("/AccessControl/Streams", listing(entry("somebody", 8))).status == 204
        assert len(api.get("/Streams/S/AccessRights").content) == 5
        assert api.get("/Streams/S/Data/Last").status == 200
        assert ids_of(api.get("/Streams")) == ["S"]
        assert api.put("/Streams/New", NEW).status == 201
        assert api.get("/Streams/New/Owner").content["ObjectId"].startswith("00000000")
        assert api.get(f"{JOIN}S").status == 200
        assert api.delete("/Streams/S").status == 204


def test_worlds_do_not_share_lists(emulator, as_client, chief, world):
    chief.put("/Streams/Plain/AccessControl", listing(entry(OPERATORS, 31)))
    emulator.reset_world(world.name)

    assert as_client("viewer").get("/Streams/Plain").status == 200


def test_no_operation_on_a_tenants_things_serves_a_client_without_roles(as_client):
    """Whatever operation is added: without a right to it in any list, nobody gets anywhere."""
    known = {"tenantId": "plant", "namespaceId": "main", "streamId": "Plain", "typeId": "Numbered", "key": "Site"}
    known |= {"streamViewId": "Copied", "communityId": "0a1b2c3d-0000-4000-8000-000000000001"}
    (aveva,) = [service for service in services.discover() if service.name == "aveva"]
    contracts = [Contract.load(resources.folder("openapi") / name) for name in aveva.contracts]
    served = {
        operation.id
        for contract in contracts
        for operation in contract.operations
        if "{tenantId}" in operation.path
        and all(name in known for name in operation.path_values([""] * operation.path.count("{")))
        and as_client("nobody", "")(operation.method, operation.path.format(**known)).status != 403
    }

    assert served == {"listStreamAccessRights", "listTypeAccessRights", "listStreamViewAccessRights"}


def ids_of_data(answer):
    return [one["Id"] for one in answer.content["Data"]]
