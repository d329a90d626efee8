"""Roles, owners, access lists and communities in fixtures, and what is said where they make no sense."""

from __future__ import annotations

import pytest
import yaml
from aveva_http import Api, in_process

from streamulator import resources, services
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.fixtures import FixtureError

# The numbers of the lines count.
FIXTURE = """\
aveva:
  communities:
    - {id: 0a1b2c3d-0000-4000-8000-000000000001, name: Works, tenants: [Plant], members: [chief]}
  tenants:
    - id: plant
      roles: [{name: Operators}]
      clients:
        - {id: chief, secret: s, roles: [Administrator]}
        - {id: operator, secret: s, roles: [Operators, Member]}
      namespaces:
        - id: main
          access: {Types: [{role: Operators, allow: [All]}]}
          types:
            - Id: T
              owner: operator
              access: [{role: Operators, allow: [All]}]
              Properties: [{Id: K, IsKey: true, SdsType: {SdsTypeCode: Int32}}]
          streamViews:
            - {Id: V, SourceTypeId: T, TargetTypeId: T, owner: chief}
          streams:
            - Id: S
              TypeId: T
              owner: chief
              access:
                - {role: Administrator, allow: [All]}
                - {role: Operators, allow: [Read, Write, Share], deny: [Delete]}
                - {community: Works, allow: [Read]}
"""


@pytest.fixture(scope="module")
def emulator():
    return Emulator(services.discover(), resources.folder("openapi"))


@pytest.fixture
def loaded(emulator, tmp_path):
    """Return a function that loads fixtures and gives the namespace as its administrator comes to it."""

    def load(*texts):
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.yaml").write_text(text)
        emulator.load([tmp_path])
        api = Api(in_process(emulator, "default"), "/api/v1/Tenants/plant/Namespaces/main")
        return api.having(Authorization=api.token("chief", "s"))

    return load


@pytest.fixture
def complaint(loaded, tmp_path):
    """Return a function that loads fixtures and gives what is said against them, with the folder left out."""

    def load(*texts):
        with pytest.raises(FixtureError) as caught:
            loaded(*texts)
        return str(caught.value).replace(f"{tmp_path}/", "")

    return load


def shown(answer, names):
    return [
        (names[one["Trustee"]["ObjectId"]], one["AccessType"], one["AccessRights"])
        for one in answer.content["RoleTrusteeAccessControlEntries"]
    ]


def test_what_a_fixture_grants_is_what_the_lists_say(loaded):
    chief = loaded(FIXTURE)
    names = {role["Id"]: role["Name"] for role in chief.below("/api/v1/Tenants/plant").get("/Roles").content}

    operators = [("Operators", 0, 31)]
    assert shown(chief.get("/Streams/S/AccessControl"), names) == [
        ("Tenant Administrator", 0, 31),
        ("Operators", 0, 19),
        ("Operators", 1, 4),
        ("Community Member", 0, 1),
    ]
    held = chief.having(Authorization=chief.token("operator", "s"))
    assert shown(held.get("/Types/T/AccessControl"), names) == operators
    assert shown(held.get("/AccessControl/Types"), names) == operators
    assert held.get("/Types/T/Owner").content == {"Type": 2, "ObjectId": "operator", "TenantId": "plant"}
    assert chief.get("/StreamViews/V/Owner").content["ObjectId"] == "chief"
    assert chief.get("/Streams/S/Owner").content["ObjectId"] == "chief"
    assert chief.get("/Types").status == 403
    assert "owner" not in chief.get("/Streams/S", Accept_Verbosity="verbose").content


def test_a_community_may_stand_in_another_file_than_its_tenants(loaded):
    content = yaml.safe_load(FIXTURE)
    other = {"aveva": {"tenants": [], "communities": content["aveva"].pop("communities")}}

    chief = loaded(yaml.safe_dump(content), yaml.safe_dump(other))

    assert len(chief.get("/Streams/S/AccessControl").content["RoleTrusteeAccessControlEntries"]) == 4


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (
            "role: Operators, allow: [Read,",
            "role: Operator, allow: [Read,",
            26,
            "access[1].role: found 'Operator', expected",
        ),
        ("community: Works", "community: Work", 27, "access[2].community: found 'Work', expected one of Works."),
        ("community: Works", "community: Works, role: Member", 27, "expected either a role or a community"),
        ("{community: Works, allow: [Read]}", "{allow: [Read]}", 27, "expected either a role or a community"),
        ("{community: Works, allow: [Read]}", "{community: Works}", 27, "expected rights to allow, to deny, or both"),
        ("{community: Works, allow: [Read]}", "{community: Works, allow: [Look]}", 27, 'found "Look", expected one of'),
        ("{community: Works, allow: [Read]}", "{community: Works, permit: []}", 27, "found the member 'permit'"),
        ("{role: Administrator, allow: [All]}", "{role: Member, allow: [Read]}", 24, "nobody could change it again"),
        ("Types: [{role: Operators, allow: [All]}]", "Types: []", 12, "access.Types: The access list allows no role"),
        ("Types: [{role: Operators, allow: [All]}]", "Tags: []", 12, "found the member 'Tags'"),
        (
            "owner: operator",
            "owner: nobody",
            15,
            "types[0].owner: found 'nobody', expected a client of the tenant: chief",
        ),
        ("TargetTypeId: T, owner: chief", "TargetTypeId: T, owner: 7", 19, "streamViews[0].owner: found 7"),
        ("roles: [Operators, Member]", "roles: [Operators, Guest]", 9, "roles[1]: found 'Guest', expected one of"),
        ("[{name: Operators}]", "[{name: Operators}, {name: member}]", 6, "roles[1].name: found 'member', expected"),
        ("[{name: Operators}]", "[{name: Operators}, {name: operators}]", 6, "found 'operators', expected a name that"),
        ("[{name: Operators}]", "[{name: Operators, id: 7}]", 6, "roles[0].id: found 7"),
        ("[{name: Operators}]", "[{name: Operators, id: abc}]", 6, 'roles[0].id: found "abc", expected text in the'),
        ("tenants: [Plant]", "tenants: [plant, lab]", 3, "tenants[1]: found 'lab', expected one of the tenants plant"),
        ("members: [chief]", "members: [thief]", 3, "members[0]: found 'thief', expected a client of a tenant in"),
        ("tenants: [Plant], members", "tenants: [], members", 3, "members[0]: found 'chief', expected a client"),
        ("id: 0a1b2c3d-0000-4000-8000-000000000001", "id: works", 3, 'communities[0].id: found "works", expected'),
    ],
)
def test_a_mistake_is_told_with_its_line(complaint, old, new, line, words):
    assert FIXTURE.count(old) == 1, old

    said = complaint(FIXTURE.replace(old, new))

    assert said.startswith(f"0.yaml:{line}: "), said
    assert words in said


@pytest.mark.parametrize(("member", "value"), [("id", "0A1B2C3D-0000-4000-8000-000000000001"), ("name", "Works")])
def test_communities_have_ids_and_names_of_their_own(complaint, member, value):
    other = {"id": "0a1b2c3d-0000-4000-8000-000000000009", "name": "Other", "tenants": [], member: value}

    said = complaint(FIXTURE, yaml.safe_dump({"aveva": {"tenants": [], "communities": [other]}}))

    assert said.startswith("1.yaml:")
    assert f"communities[0].{member}: found '{value}', expected a {member} that no other community has" in said


def test_the_fixtures_that_ship_show_a_little_of_all(emulator):
    emulator.load([resources.folder("fixtures")])
    root = Api(in_process(emulator, "default"), "")
    partner = root.having(Authorization=root.token("partner-client", "partner-secret"))
    (found,) = partner.get("/api/v1/Search/Communities/5d7f1a52-3c0e-4a6b-9b7e-2f4c8d1e6a90/Streams").content
    place = "/api/v1/Tenants/demo/Namespaces/guarded"

    assert found["Self"] == f"http://emulator{place}/Streams/Reservoir"
    shared = partner.having(Community_Id=found["CommunityId"]).below(place)
    assert shared.get("/Streams/Reservoir/Data/Last").content["Level"] == 12.5
    assert shared.get("/Streams/Laboratory").status == 403
    rights = {
        name: root.below(place)
        .having(Authorization=root.token(f"demo-{name}", f"{name}-secret"))
        .get("/Streams/Reservoir/AccessRights")
        .content
        for name in ("viewer", "operator", "outsider")
    }
    assert (rights["viewer"], len(rights["operator"]), rights["outsider"]) == (["Read"], 5, [])
