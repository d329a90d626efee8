"""Roles, and streams that are shared in a community: how they are found, and who reads them."""

from __future__ import annotations

import pytest
from aveva_access import ELSEWHERE, OPERATORS, PLACE, WATER_WORKS, entries_of, entry, listing

BENCH = "/api/v1/Tenants/laboratory/Namespaces/bench"
FOUND = "/api/v1/Search/Communities/{}/Streams"
MEMBER = "f79a55da-7c76-4600-a809-0f62ca9971d9"  # the type of every community's role
JOIN = "/Bulk/Streams/Data/Joins?joinMode=Outer&startIndex=1&endIndex=9&streams="


@pytest.fixture
def roles(as_client):
    """Return the roles of a tenant."""
    return lambda tenant, name, query="": as_client(name, f"/api/v1/Tenants/{tenant}").get(f"/Roles?{query}").content


@pytest.fixture
def analyst(as_client):
    """The plant's namespace as a member from another tenant comes to it, by way of the community."""
    return as_client("analyst").having(Community_Id=WATER_WORKS.upper())


@pytest.fixture
def search(as_client):
    """Return a function that searches a community."""
    return lambda name, query="", community=WATER_WORKS: as_client(name, "").get(f"{FOUND.format(community)}?{query}")


def ids_of(answer):
    return [one["Id"] for one in answer.content]


class TestRoles:
    def test_a_tenant_has_its_built_in_roles_its_own_and_those_of_its_communities(self, roles):
        found = [(role["Name"], role["RoleScope"]) for role in roles("plant", "chief")]

        assert found == [
            ("Tenant Administrator", 1),
            ("Tenant Contributor", 1),
            ("Tenant Data Steward", 1),
            ("Tenant Member", 1),
            ("Tenant Viewer", 1),
            ("Operators", 1),
            ("Trainees", 1),
            ("Community Member", 2),
        ]

    def test_a_role_says_where_it_belongs(self, roles):
        *_, operators, _trainees, member = roles("plant", "chief")

        assert operators == {
            "Id": OPERATORS,
            "Name": "Operators",
            "Description": "Those on duty",
            "RoleScope": 1,
            "TenantId": "plant",
            "CommunityId": None,
            "RoleTypeId": None,
        }
        assert (member["TenantId"], member["CommunityId"], member["RoleTypeId"]) == (None, WATER_WORKS, MEMBER)

    def test_built_in_roles_of_two_tenants_have_one_type_and_two_ids(self, roles):
        plant, laboratory = roles("plant", "viewer")[:5], roles("laboratory", "intern")[:5]

        assert [role["RoleTypeId"] for role in plant] == [role["RoleTypeId"] for role in laboratory]
        assert len({role["Id"] for role in plant + laboratory}) == 10

    def test_a_community_has_one_role_for_all_its_tenants(self, roles):
        plant, laboratory = (
            {role["CommunityId"]: role["Id"] for role in roles(*who) if role["RoleScope"] == 2}
            for who in (("plant", "chief"), ("laboratory", "intern"))
        )

        assert plant == {WATER_WORKS: laboratory[WATER_WORKS]}
        assert laboratory.keys() == {WATER_WORKS, ELSEWHERE}

    def test_roles_are_paged(self, roles):
        assert [role["Name"] for role in roles("plant", "chief", "skip=4&count=2")] == ["Tenant Viewer", "Operators"]
        assert roles("plant", "chief", "skip=99") == []
        assert len(roles("plant", "chief", "query=Operators")) == 8, "which the page says is not supported"

    def test_roles_keep_their_ids_over_a_reset(self, roles, emulator, world):
        before = roles("plant", "chief")
        emulator.reset_world(world.name)

        assert roles("plant", "chief") == before


class TestSearching:
    def test_members_find_what_is_shared_with_its_address(self, search):
        for name in ("chief", "analyst"):
            (found,) = search(name).content
            assert found == {
                "Id": "Shared",
                "Name": "A shared one",
                "TypeId": "Numbered",
                "Description": None,
                "Self": f"http://emulator{PLACE}/Streams/Shared",
                "TenantId": "plant",
                "TenantName": "plant",
                "NamespaceId": "main",
                "CommunityId": WATER_WORKS,
            }

    def test_the_documented_path_names_the_tenant_besides(self, as_client, search):
        path = f"/search/communities/{WATER_WORKS}/streams"

        answer = as_client("analyst", "/api/v1-preview/tenants/laboratory").get(path)

        assert answer.content == search("analyst").content
        assert as_client("analyst", "/api/v1/Tenants/plant").get(path).status == 403, "that is not its tenant"

    def test_a_stream_is_found_as_soon_as_it_is_shared_and_no_longer_than_that(self, search, chief):
        shared = entries_of(chief.get("/Streams/Shared/AccessControl"))[1]
        add = [{"op": "add", "path": "/RoleTrusteeAccessControlEntries/-", "value": {**shared, "AccessRights": 1}}]
        assert chief.patch("/Streams/Plain/AccessControl", add).status == 204
        remove = [{"op": "remove", "path": "/RoleTrusteeAccessControlEntries/1"}]
        assert ids_of(search("analyst")) == ["Plain", "Shared"], "by name, and one has none"

        assert chief.patch("/Streams/Shared/AccessControl", remove).status == 204
        assert ids_of(search("analyst")) == ["Plain"]

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("query=Shared", 1),
            ("query=*shared*", 1),
            ("query=Plain", 0),
            ("skip=1", 0),
            ("count=0", 0),
            ("searchTenantId=PLANT", 1),
            ("searchTenantId=laboratory", 0),
            ("searchTenantId=00000000-0000-0000-0000-000000000000", 1),
            ("searchTenantId=", 1),
        ],
    )
    def test_what_is_found_is_searched_and_paged(self, search, query, count):
        assert len(search("analyst", query).content) == count

    def test_nobody_else_searches(self, search, api):
        assert search("intern").status == 403
        assert search("chief", community=ELSEWHERE).status == 403
        assert search("chief", community="nowhere").status == 404
        assert api.below("").get(FOUND.format(WATER_WORKS)).status == 401
        closed = api.below("/api/v1/Tenants/default").get(f"/Search/Communities/{WATER_WORKS}/Streams")
        assert (closed.status, closed.content["Parameters"]) == (403, {"CommunityId": WATER_WORKS})


class TestReading:
    @pytest.mark.parametrize(
        "target",
        [
            "/Streams/Shared",
            "/Streams/Shared/Type",
            "/Streams/Shared/Resolved",
            "/Streams/Shared/Metadata",
            "/Streams/Shared/Tags",
            "/Streams/Shared/Data/First",
            "/Streams/Shared/Data?startIndex=1",
            "/Streams/Shared/Data/Transform?startIndex=1",
            f"{JOIN}Shared",
            "/Streams",
        ],
    )
    def test_a_member_from_another_tenant_reads_what_is_shared(self, analyst, as_client, target):
        assert analyst.get(target).status == 200
        assert as_client("analyst").get(target).status == 403, "without the header it is a stranger"
        assert as_client("intern").having(Community_Id=WATER_WORKS).get(target).status == 403, "it is no member"

    def test_it_reads_the_events_that_are_there(self, analyst):
        assert analyst.get("/Streams/Shared/Data/Last").content == {"Order": 2, "Value": 5.0}

    def test_it_sees_only_what_is_shared(self, analyst):
        assert ids_of(analyst.get("/Streams")) == ["Shared"]
        assert analyst.get("/Streams/Plain").status == 403
        assert analyst.get("/Streams/Nowhere").status == 403
        assert analyst.get(f"{JOIN}Shared,Plain").status == 403
        answer = analyst.post("/Bulk/Streams/Resolved", ["Shared", "Plain"])
        assert [one["StatusCode"] for one in answer.content["ChildErrors"]] == [403]

    @pytest.mark.parametrize(
        ("method", "target", "content"),
        [
            ("POST", "/Streams/Shared/Data", [{"Order": 9}]),
            ("DELETE", "/Streams/Shared/Data?index=1", None),
            ("PUT", "/Streams/Shared/Metadata", {}),
            ("PUT", "/Streams/Shared", {"TypeId": "Numbered"}),
            ("DELETE", "/Streams/Shared", None),
            ("GET", "/Streams/Shared/AccessControl", None),
            ("GET", "/Streams/Shared/Owner", None),
            ("PUT", "/Streams/Shared/AccessControl", listing(entry(OPERATORS, 31))),
            ("GET", "/AccessControl/Streams", None),
            ("GET", "/Types", None),
            ("GET", "/Types/Numbered", None),
        ],
    )
    def test_a_member_changes_nothing_and_sees_nothing_else(self, analyst, method, target, content):
        """Even where the list grants more, as that of the stream `Shared` does."""
        assert analyst(method, target, content).status == 403

    def test_it_comes_as_a_member_into_its_own_tenant_too(self, as_client):
        own = as_client("analyst", BENCH)

        assert own.get("/Streams/Sample").status == 200
        assert own.having(Community_Id=WATER_WORKS).get("/Streams/Sample").status == 403, "it is not shared"

    @pytest.mark.parametrize("community", ["nowhere", ELSEWHERE, "%00", "a" * 9000])
    def test_other_communities_open_nothing(self, as_client, community):
        assert as_client("analyst").having(Community_Id=community).get("/Streams/Shared").status == 403

    def test_a_blank_header_is_none(self, as_client):
        assert as_client("chief").having(Community_Id=" ").get("/Streams/Plain").status == 200

    def test_an_open_tenant_does_not_ask(self, api):
        assert api.get("/Streams/S", Community_Id=WATER_WORKS).status == 200
