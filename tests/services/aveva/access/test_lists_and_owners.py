"""Access lists, owners and rights as they are read and changed."""

from __future__ import annotations

import pytest
from aveva_access import OPERATORS, PLACE, entries_of, entry, listing

TAGGED = "/Streams/Plain/AccessControl"


@pytest.fixture(params=["/Streams/Plain", "/Types/Numbered", "/StreamViews/Copied"])
def thing(request):
    return request.param


@pytest.fixture(params=["/AccessControl/Streams", "/AccessControl/Types", "/AccessControl/StreamViews"])
def collection(request):
    return request.param


class TestReading:
    def test_what_has_no_list_of_its_own_has_the_built_in_roles_rights(self, chief, thing):
        answer = chief.get(f"{thing}/AccessControl")

        assert answer.status == 200
        assert answer.headers["etag"].startswith('"0-')
        assert [one["AccessRights"] for one in entries_of(answer)] == [31, 7, 1, 1]
        assert {(one["AccessType"], one["Trustee"]["Type"]) for one in entries_of(answer)} == {(0, 3)}
        assert {one["Trustee"]["TenantId"] for one in entries_of(answer)} == {"plant"}

    def test_a_list_names_roles_by_the_ids_that_roles_have(self, chief):
        roles = {role["Id"]: role["Name"] for role in chief.below("/api/v1/Tenants/plant").get("/Roles").content}

        found = [
            (roles[one["Trustee"]["ObjectId"]], one["AccessType"], one["AccessRights"])
            for one in entries_of(chief.get("/Streams/Duty/AccessControl"))
        ]

        assert found == [("Tenant Administrator", 0, 31), ("Operators", 0, 3), ("Trainees", 1, 2)]

    def test_rights_are_the_callers_own_and_named_one_by_one(self, as_client, thing):
        rights = {name: as_client(name).get(f"{thing}/AccessRights").content for name in ("chief", "worker", "nobody")}

        assert rights == {
            "chief": ["Read", "Write", "Delete", "ManageAccessControl", "Share"],
            "worker": ["Read", "Write", "Delete"],
            "nobody": [],
        }

    def test_an_owner_has_all_rights(self, as_client):
        assert len(as_client("nobody").get("/Streams/Owned/AccessRights").content) == 5
        assert as_client("viewer").get("/Streams/Owned/AccessRights").content == []

    @pytest.mark.parametrize("what", ["AccessControl", "Owner", "AccessRights"])
    def test_what_is_not_there_has_none_of_it(self, chief, what):
        for place in ("Streams", "Types", "StreamViews"):
            assert chief.get(f"/{place}/Nowhere/{what}").status == 404

    def test_the_owner_of_what_came_with_a_fixture_is_nobody(self, chief, thing):
        assert chief.get(f"{thing}/Owner").content == {
            "Type": 2,
            "ObjectId": "00000000-0000-0000-0000-000000000000",
        }


class TestReplacing:
    def test_a_list_is_replaced_and_has_another_tag(self, chief, thing):
        before = chief.get(f"{thing}/AccessControl").headers["etag"]
        content = listing(entry(OPERATORS, 15), entry(OPERATORS, 2, kind=1))

        answer = chief.put(f"{thing}/AccessControl", content)

        assert (answer.status, answer.body) == (204, b"")
        chief = chief.having(Authorization=chief.token("operator", "operator-secret"))
        after = chief.get(f"{thing}/AccessControl")
        assert after.content == content
        assert after.headers["etag"] != before

    def test_members_are_taken_in_any_case_and_kinds_by_name(self, chief, warnings):
        spelt = {
            "roletrusteeaccesscontrolentries": [
                {"TRUSTEE": {"type": "role", "objectid": OPERATORS.upper(), "TenantId": None}, "accessrights": 31},
            ]
        }

        assert chief.put(TAGGED, spelt).status == 204
        assert chief.having(Authorization=chief.token("operator", "operator-secret")).get(TAGGED).content == listing(
            entry(OPERATORS.upper(), 31)
        )
        assert warnings() == []

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (listing(), "nobody could change it again"),
            ({}, "nobody could change it again"),
            ({"RoleTrusteeAccessControlEntries": None}, "nobody could change it again"),
            (listing(entry(OPERATORS, 23)), "nobody could change it again"),
            (listing(entry(OPERATORS, 31, kind=1)), "nobody could change it again"),
            (listing(entry("chief", 31, trustee=2)), "'chief' is a client"),
            (listing(entry(OPERATORS, 32)), "AccessRights"),
            (listing(entry(OPERATORS, -1)), "AccessRights"),
            (listing(entry(OPERATORS, 31, kind="Perhaps")), "expected one of ALLOWED, DENIED"),
            (listing(entry(OPERATORS, 31, trustee="Group")), "expected one of USER, CLIENT, ROLE"),
            (listing({"AccessRights": 31}), "Trustee"),
            (listing({"Trustee": {"ObjectId": OPERATORS}, "AccessRights": 31}), "Trustee.Type: missing"),
            (listing({"Trustee": {"Type": 3}, "AccessRights": 31}), "Trustee.ObjectId: missing"),
            ([], "body"),
        ],
    )
    def test_a_list_that_makes_no_sense_is_refused_and_changes_nothing(self, chief, content, words):
        before = chief.get(TAGGED)

        answer = chief.put(TAGGED, content)

        assert answer.status == 400
        assert words in answer.content["Reason"]
        assert chief.get(TAGGED) == before

    def test_a_role_that_nobody_has_is_taken_with_a_warning(self, chief, warnings):
        assert chief.put(TAGGED, listing(entry(OPERATORS, 31), entry("somebody", 1))).status == 204
        assert warnings() == ["The role 'somebody' is not one that the tenant knows."]

    def test_a_strict_emulator_refuses_such_a_role(self, strict_chief):
        assert strict_chief.put(TAGGED, listing(entry("somebody", 31))).status == 400


class TestPatching:
    def test_the_vendors_example_adds_an_entry_to_the_others(self, chief):
        before = entries_of(chief.get(TAGGED))
        value = {"Trustee": {"Type": 3, "ObjectId": OPERATORS}, "AccessType": 0, "AccessRights": 3}

        answer = chief.patch(TAGGED, [{"op": "add", "path": "/RoleTrusteeAccessControlEntries", "value": value}])

        assert answer.status == 204
        assert entries_of(chief.get(TAGGED)) == [*before, value]

    def test_operations_reach_single_members_whatever_the_case_of_their_names(self, chief, thing):
        patch = [
            {"op": "test", "path": "/RoleTrusteeAccessControlEntries/1/AccessRights", "value": 7},
            {"op": "replace", "path": "/roletrusteeaccesscontrolentries/1/accessRIGHTS", "value": 3},
            {"op": "remove", "path": "/RoleTrusteeAccessControlEntries/3"},
        ]

        assert chief.patch(f"{thing}/AccessControl", patch).status == 204
        assert [one["AccessRights"] for one in entries_of(chief.get(f"{thing}/AccessControl"))] == [31, 3, 1]

    def test_an_array_takes_the_place_of_all_entries(self, chief):
        patch = [{"op": "add", "path": "/RoleTrusteeAccessControlEntries", "value": [entry(OPERATORS, 31)]}]

        assert chief.patch(TAGGED, patch).status == 204
        assert chief.get("/Streams/Plain/AccessRights").content == []

    @pytest.mark.parametrize(
        ("operation", "status"),
        [
            ({"op": "remove", "path": "/RoleTrusteeAccessControlEntries/9"}, 409),
            ({"op": "replace", "path": "/RoleTrusteeAccessControlEntries/0/Nothing", "value": 1}, 409),
            ({"op": "test", "path": "/RoleTrusteeAccessControlEntries/0/AccessRights", "value": 30}, 412),
            ({"op": "test", "path": "/RoleTrusteeAccessControlEntries/9/AccessRights", "value": 30}, 412),
            ({"op": "replace", "path": "/RoleTrusteeAccessControlEntries/0/AccessRights", "value": 1}, 400),
            ({"op": "replace", "path": "/RoleTrusteeAccessControlEntries/0/AccessRights", "value": "much"}, 400),
            ({"op": "replace", "path": "/RoleTrusteeAccessControlEntries/0/Trustee", "value": None}, 400),
            ({"op": "remove", "path": "/RoleTrusteeAccessControlEntries"}, 400),
            ({"op": "add", "path": "/RoleTrusteeAccessControlEntries", "value": None}, 400),
            ({"op": "add", "path": "/RoleTrusteeAccessControlEntries/-"}, 400),
            ({"op": "replace", "path": "", "value": {}}, 400),
            ({"op": "grant", "path": "/RoleTrusteeAccessControlEntries/0"}, 400),
        ],
    )
    def test_a_patch_that_cannot_be_changes_nothing_at_all(self, chief, operation, status):
        before = chief.get(TAGGED)
        good = {"op": "remove", "path": "/RoleTrusteeAccessControlEntries/3"}

        assert chief.patch(TAGGED, [good, operation]).status == status
        assert chief.get(TAGGED) == before


class TestConditions:
    def change(self, chief, place, method, tag):
        if method == "PUT":
            return chief.put(place, listing(entry(OPERATORS, 31)), If_Match=tag)
        return chief.patch(place, [{"op": "remove", "path": "/RoleTrusteeAccessControlEntries/1"}], If_Match=tag)

    @pytest.mark.parametrize("method", ["PUT", "PATCH"])
    def test_the_tag_that_was_read_lets_a_change_pass_once(self, chief, thing, method):
        place = f"{thing}/AccessControl"
        tag = chief.get(place).headers["etag"]
        first = chief.patch(place, [{"op": "remove", "path": "/RoleTrusteeAccessControlEntries/2"}], If_Match=tag)

        answer = self.change(chief, place, method, tag)

        assert (first.status, answer.status) == (204, 412)
        assert tag in answer.content["Reason"]
        assert self.change(chief, place, "PUT", chief.get(place).headers["etag"]).status == 204

    @pytest.mark.parametrize("tag", ["*", '"other", {}'])
    def test_any_tag_and_one_of_several_will_do(self, chief, collection, tag):
        tag = tag.format(chief.get(collection).headers["etag"])

        assert self.change(chief, collection, "PATCH", tag).status == 204

    def test_what_is_wrong_anyway_is_told_before_the_condition(self, chief):
        assert chief.put(TAGGED, listing(), If_Match='"stale"').status == 400
        patch = [{"op": "remove", "path": "/RoleTrusteeAccessControlEntries/9"}]
        assert chief.patch(TAGGED, patch, If_Match='"stale"').status == 409

    def test_there_and_back_is_another_state(self, chief):
        tag, content = chief.get(TAGGED).headers["etag"], chief.get(TAGGED).content

        chief.put(TAGGED, content)

        assert chief.get(TAGGED).content == content
        assert chief.put(TAGGED, content, If_Match=tag).status == 412

    def test_a_change_of_the_owner_leaves_the_lists_tag_alone(self, chief):
        tag = chief.get(TAGGED).headers["etag"]

        chief.put("/Streams/Plain/Owner", {"Type": 2, "ObjectId": "worker"})

        assert chief.get(TAGGED).headers["etag"] == tag


class TestOwners:
    @pytest.mark.parametrize("kind", [2, "Client", "client", 1, "User"])
    def test_an_owner_is_replaced(self, chief, thing, kind):
        answer = chief.put(f"{thing}/Owner", {"Type": kind, "ObjectId": "worker"})

        assert (answer.status, answer.body) == (204, b"")
        number = 1 if kind in (1, "User") else 2
        assert chief.get(f"{thing}/Owner").content == {"Type": number, "ObjectId": "worker", "TenantId": "plant"}

    def test_the_new_owner_may_do_all_and_the_old_one_as_before(self, as_client):
        trusted = {"Type": 2, "ObjectId": "viewer", "TenantId": "plant"}
        assert as_client("nobody").put("/Streams/Owned/Owner", trusted).status == 204

        assert as_client("viewer").put("/Streams/Owned/Tags", ["mine"]).status == 200
        assert as_client("nobody").get("/Streams/Owned").status == 403

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ({"Type": 3, "ObjectId": OPERATORS}, "expected a user or a client"),
            ({"Type": 4, "ObjectId": "worker"}, "Type"),
            ({"ObjectId": "worker"}, "owner.Type: missing"),
            ({"Type": 2}, "owner.ObjectId: missing"),
            ({}, "owner.Type: missing"),
        ],
    )
    def test_an_owner_that_cannot_be_is_refused(self, chief, thing, content, words):
        before = chief.get(f"{thing}/Owner")

        answer = chief.put(f"{thing}/Owner", content)

        assert answer.status == 400
        assert words in answer.content["Reason"]
        assert chief.get(f"{thing}/Owner").content == before.content

    def test_a_client_that_the_tenant_does_not_know_is_taken_with_a_warning(self, chief, warnings):
        assert chief.put("/Streams/Plain/Owner", {"Type": 2, "ObjectId": "analyst"}).status == 204
        assert chief.put("/Streams/Plain/Owner", {"Type": 1, "ObjectId": "somebody"}).status == 204
        assert warnings() == ["The client 'analyst' is not one that the tenant knows."]


def test_the_paths_are_found_in_any_case_and_under_the_preview_version(chief):
    preview = chief.below(PLACE.replace("/api/v1/", "/api/v1-preview/").lower())

    assert preview.get("/streams/plain/accesscontrol").content == chief.get(TAGGED).content
    assert preview.get("/accesscontrol/streamviews").status == 200
