"""AVEVA's Python client shares a stream in a community, as the waveform sample does, and changes who may do what."""

from __future__ import annotations

import pytest
from adh_sample_library_preview import (
    AccessControlEntry,
    AccessType,
    ADHClient,
    BaseClient,
    CommonAccessRightsEnum,
    RoleScope,
    SdsError,
    Trustee,
    TrusteeType,
)
from clients.readings import FIVE, STREAM, Reading, boiler
from jsonpatch import JsonPatch

COMMUNITY = "5d7f1a52-3c0e-4a6b-9b7e-2f4c8d1e6a90"
EVERY_RIGHT = ["Read", "Write", "Delete", "ManageAccessControl", "Share"]


@pytest.fixture
def stream(adh):
    """Have a stream with events, and return the library's calls for streams."""
    boiler(adh)
    return adh.client.Streams


@pytest.fixture
def partner(world_url):
    """Come in from the other tenant of the community."""
    return ADHClient("v1", "partner", world_url, "partner-client", "partner-secret")


@pytest.fixture
def operator(world_url):
    """Come in with a role of the tenant's own, which no list names by itself."""
    return ADHClient("v1", "demo", world_url, "demo-operator", "operator-secret")


def member_role(client):
    """Find the community's role as the sample does."""
    return next(
        role
        for role in client.Roles.getRoles()
        if role.RoleTypeId == client.Roles.CommunityMemberRoleTypeId and role.CommunityId == COMMUNITY
    )


def share(adh, role):
    patch = JsonPatch(
        [
            {
                "op": "add",
                "path": "/RoleTrusteeAccessControlEntries/-",
                "value": {
                    "AccessRights": 1,
                    "AccessType": 0,
                    "Trustee": {"ObjectId": role.Id, "TenantId": None, "Type": "Role"},
                },
            }
        ]
    )
    adh.client.Streams.patchAccessControl(adh.namespace, STREAM, patch)


class TestTheWaveformSamplesCommunityMode:
    def test_a_stream_is_shared_found_and_read(self, adh, stream, world_url):
        share(adh, member_role(adh.client))

        found = adh.client.Communities.getCommunityStreams(COMMUNITY, f'"{STREAM}"')
        last = stream.getLastValueUrl(
            found[0].Self, Reading, additional_headers=BaseClient.getCommunityIdHeader(found[0].CommunityId)
        )

        assert [one.Id for one in found] == [STREAM]
        assert found[0].Self.startswith(f"{world_url}/api/")
        assert (found[0].TenantId, found[0].NamespaceId, found[0].CommunityId) == ("demo", "demo", COMMUNITY)
        assert last == FIVE[-1]
        assert stream.getLastValueUrl(found[0].Self, Reading) == last, "the sample's older version sends no header"

    def test_a_partner_reads_the_shared_stream_and_no_other(self, adh, partner):
        boiler(adh)
        with pytest.raises(SdsError) as refused:
            partner.SharedStreams.getLastValue("demo", "demo", COMMUNITY, STREAM)
        assert refused.value.StatusCode == 403

        share(adh, member_role(partner))

        shared = partner.SharedStreams
        assert shared.getLastValue("demo", "demo", COMMUNITY, STREAM, Reading) == FIVE[-1]
        assert shared.getFirstValue("demo", "demo", COMMUNITY, STREAM, Reading) == FIVE[0]
        assert shared.getStream("demo", "demo", COMMUNITY, STREAM).Id == STREAM
        assert [one.Id for one in shared.getStreams("demo", "demo", COMMUNITY)] == [STREAM]
        assert shared.getResolvedStream("demo", "demo", COMMUNITY, STREAM).Type.Id
        assert [one.Id for one in partner.Communities.getCommunityStreams(COMMUNITY)] == [STREAM, "Reservoir"]

    def test_roles_have_scopes_that_the_client_can_read(self, adh):
        scopes = {role.Name: role.RoleScope for role in adh.client.Roles.getRoles()}

        assert scopes["Tenant Administrator"] is RoleScope.Tenant
        assert scopes["Operators"] is RoleScope.Tenant
        assert scopes["Community Member"] is RoleScope.Community


class TestTheSecuritySample:
    """Its steps on lists and owners; it also makes a role and a user, which is none of this API's business."""

    @pytest.fixture
    def custom(self, adh):
        return next(role for role in adh.client.Roles.getRoles() if role.Name == "Operators")

    @pytest.mark.parametrize("collection", ["Streams", "Types"])
    def test_a_role_is_let_in_with_a_new_list(self, adh, stream, operator, custom, collection):
        calls = getattr(adh.client, collection)
        thing = STREAM if collection == "Streams" else stream.getStream("demo", STREAM).TypeId
        entry = AccessControlEntry(
            Trustee(TrusteeType.Role, "demo", custom.Id),
            AccessType.Allowed,
            CommonAccessRightsEnum.Read | CommonAccessRightsEnum.Write,
        )
        access = calls.getAccessControl("demo", thing)
        access.RoleTrusteeAccessControlEntries.append(entry)
        assert getattr(operator, collection).getAccessRights("demo", thing) == [CommonAccessRightsEnum.none]

        calls.updateAccessControl("demo", thing, access)

        rights = getattr(operator, collection).getAccessRights("demo", thing)
        assert [right.name for right in rights] == ["Read", "Write"]
        assert calls.getAccessControl("demo", thing).toDictionary() == access.toDictionary()

    def test_the_owner_is_changed(self, stream, operator):
        owner = stream.getOwner("demo", STREAM)
        assert (owner.Type, owner.ObjectId, owner.TenantId) == (TrusteeType.Client, "demo-client", "demo")
        owner.ObjectId = "demo-operator"

        stream.updateOwner("demo", STREAM, owner)

        assert [right.name for right in operator.Streams.getAccessRights("demo", STREAM)] == EVERY_RIGHT
        operator.Streams.deleteStream("demo", STREAM)

    def test_the_default_list_is_what_new_streams_begin_with(self, adh, custom):
        streams = adh.client.Streams
        entry = AccessControlEntry(
            Trustee(TrusteeType.Role, "demo", custom.Id), AccessType.Allowed, CommonAccessRightsEnum.All
        )
        access = streams.getDefaultAccessControl("demo")
        assert len(access.RoleTrusteeAccessControlEntries) == 4
        access.RoleTrusteeAccessControlEntries.append(entry)

        streams.updateDefaultAccessControl("demo", access)
        boiler(adh)

        assert streams.getAccessControl("demo", STREAM).toDictionary() == access.toDictionary()
        assert len(streams.getAccessControl("demo", "Tank").RoleTrusteeAccessControlEntries) == 4
