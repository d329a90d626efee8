"""What is exported seeds the like of it: the same hash, the same answers, and the same text when exported again."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from aveva_event_strategies import EVENTS, EVERY
from aveva_http import OPEN, Api, in_process
from aveva_request_strategies import REQUESTS
from hypothesis import given, settings
from hypothesis import strategies as st

from streamulator import control, resources, services
from streamulator.contract.yaml_text import Loader
from streamulator.control import wire
from streamulator.core.clock import TICKS_PER_SECOND, WorldClock
from streamulator.core.ticks import parse_time
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.fixtures import FixtureError
from streamulator.kernel.world import World

HERE = Path(__file__).parent
LOCKED = "/api/v1/Tenants/locked/Namespaces/main"
WINDOW = "startIndex=0001-01-01&endIndex=9999-12-31T23:59:59.9999999Z"


def loaded(*fixtures):
    emulator = Emulator(services.discover(), resources.folder("openapi"))
    control.mount(emulator, resources.folder("openapi"))
    emulator.load(fixtures)
    return emulator


@pytest.fixture(scope="module")
def again():
    """An emulator that is loaded over and over."""
    return loaded(HERE / "world.yaml")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("export") / "export.yaml"


@pytest.fixture
def reloaded(again, file):
    """Return a function that exports a world, loads that, and sees to it that state, hash and text are the same."""
    return lambda emulator, world="default": reload(again, file, emulator, world)


def reload(again, file, emulator, world):
    state = emulator.export(world)
    text = wire.fixture(state)
    file.write_text(text, encoding="utf-8")
    again.load([file])
    assert wire.fixture(again.export("default")) == text
    assert wire.state_hash(again.export("default")) == wire.state_hash(state)
    return again


def answers(emulator, world):
    """Return all that lists and things answer, with their entity tags."""
    store = emulator.worlds[world].stores["aveva"]
    found = {}
    for tenant in store.tenants():
        base = f"/api/v1/Tenants/{tenant.id}"
        for place in [base, *(f"{base}/Namespaces/{namespace.id}" for namespace in tenant.namespaces())]:
            api = Api(in_process(emulator, world), place)
            if tenant.clients:
                client = next(iter(tenant.clients.values()))
                api = api.having(Authorization=api.token(client.id, client.secret))
            for target in ("/Namespaces", "/Roles") if place == base else targets(tenant, place):
                for verbosity in ("verbose", "non-verbose"):
                    answer = api.get(target, Accept_Verbosity=verbosity)
                    body = answer.body if answer.status < 400 else b""
                    found[place, target, verbosity] = answer.status, answer.headers.get("etag"), body
    return found


def targets(tenant, place):
    namespace = tenant.namespace(place.rpartition("/")[2])
    yield from ("/Types?count=1000", "/Streams?count=1000&orderby=Id desc", "/StreamViews")
    yield from (f"/AccessControl/{name}" for name in ("Types", "Streams", "StreamViews"))
    for type_ in namespace.types():
        yield from below(f"/Types/{quote(type_.id)}", "", "ReferenceCount", "AccessControl", "Owner", "AccessRights")
    for view in namespace.views.all():
        yield from below(f"/StreamViews/{view.id}", "", "Map", "AccessControl", "Owner", "AccessRights")
    for stream in namespace.streams():
        metadata = ("Metadata", "ChangeData/Metadata", "Tags")
        things = ("", "Type", "Resolved", "AccessControl", "Owner", "AccessRights", *metadata)
        yield from below(f"/Streams/{stream.id}", *things)
        if stream.series:
            first, last = (stream.layout.index_text(stream.series.keys[at]) for at in (0, -1))
            yield f"/Streams/{stream.id}/Data?startIndex={first}&endIndex={last}"


def below(place, *names):
    return [f"{place}/{name}".rstrip("/") for name in names]


@pytest.mark.parametrize(
    "fixture", [resources.folder("fixtures"), HERE / "world.yaml", HERE / "access" / "world.yaml"], ids=str
)
def test_fixtures_come_back_as_they_are(reloaded, fixture):
    emulator = loaded(fixture)
    before = answers(emulator, "default")

    after = answers(reloaded(emulator), "default")

    assert after == before
    assert {status for status, _etag, _body in before.values()} <= {200, 403}


def test_the_export_is_yaml_too(file, reloaded):
    emulator = loaded(HERE / "world.yaml")
    api = Api(in_process(emulator, "default"))
    odd = "\0\x7f\x85\u2028\ufeff\uffff\N{GRINNING FACE} '\"\\\n - # :"
    api.put("/Streams/Simple/Metadata", {"odd": odd, "1e5": "1e5", "no": "no", "2020-01-01": "2020-01-01"})
    api.put("/Streams/Simple/Tags", [odd])
    reloaded(emulator)
    text = file.read_text(encoding="utf-8")

    assert yaml.load(text, Loader) == json.loads(text)  # noqa: S506  a safe one
    assert odd in Api(in_process(emulator, "default")).get("/Streams/Simple/Metadata").content.values()


SMALL = """\
x-namespace: &namespace
  types:
    - Id: Simple
      Properties:
        - {Id: Time, IsKey: true, SdsType: {SdsTypeCode: DateTime}}
        - {Id: Measurement, SdsType: {SdsTypeCode: Double}}
  streamViews: [{Id: Copied, SourceTypeId: Simple, TargetTypeId: Simple}]
  streams:
    - {Id: Simple, TypeId: Simple, tags: [a], metadata: {Site: North}, events: [{Time: 2020-01-01, Measurement: 1}]}
    - {Id: Steady, TypeId: Simple, InterpolationMode: Discrete}
aveva:
  tenants:
    - {id: default, open: true, namespaces: [{id: default, <<: *namespace}]}
    - id: locked
      clients: [{id: owner, secret: "owner's secret", roles: [Administrator]}]
      namespaces: [{id: main, <<: *namespace}]
"""


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    fixture = tmp_path_factory.mktemp("small") / "small.yaml"
    fixture.write_text(SMALL)
    return loaded(fixture)


@given(events=EVENTS)
@settings(max_examples=25)
def test_values_of_every_kind_come_back_to_their_last_digit(origin, again, file, events):
    origin.reset_world("default")
    api = Api(in_process(origin, "default"))
    assert api.post("/Types/Every", EVERY).status == 201
    assert api.post("/Streams/Every", {"TypeId": "Every"}).status == 201
    answer = api.post("/Streams/Every/Data", events)
    assert answer.status == 204, answer.body
    target = f"/Streams/Every/Data?{WINDOW}"
    before = api.get(target, Accept_Verbosity="verbose")

    other = reload(again, file, origin, "default")

    after = Api(in_process(other, "default")).get(target, Accept_Verbosity="verbose")
    assert (after.status, after.body) == (200, before.body)


class Passing(WorldClock):
    """A clock on which a little time passes whenever it is looked at."""

    def __init__(self):
        super().__init__(frozen=parse_time("2020-05-01T10:00:00.1234567Z"))

    def ticks(self):
        now = super().ticks()
        self.advance(TICKS_PER_SECOND // 7)
        return now


@given(requests=st.lists(st.tuples(st.sampled_from([OPEN, LOCKED]), REQUESTS), max_size=25))
@settings(max_examples=40)
def test_whatever_was_requested_comes_back(origin, again, file, requests):
    world = origin.worlds["test"] = World("test", clock=Passing())
    world.begin(origin._origin)
    api = Api(in_process(origin, "test"))
    api = api.having(Authorization=api.token("owner", "owner's secret"))
    for place, (method, target, content) in requests:
        answer = api.below(place)(method, target, *(() if content is None else (content,)))
        assert answer.status < 500, answer.body
    before = answers(origin, "test")

    after = answers(reload(again, file, origin, "test"), "default")

    assert after == before


def test_texts_that_are_too_long_for_a_new_type_and_generated_singles_come_back(emulator_of, again, file):
    text = """
aveva:
  dated: "2026-01-01T00:00:00.1234567Z"
  tenants:
    - id: default
      open: true
      namespaces:
        - id: default
          types:
            - &long
              Id: Long
              Properties:
                - {Id: At, IsKey: true, SdsType: {SdsTypeCode: Int32}}
                - {Id: Note, SdsType: {SdsTypeCode: String}}
                - {Id: Part, SdsType: {SdsTypeCode: Single}}
            - Id: Short
              Properties:
                - {Id: At, IsKey: true, SdsType: {SdsTypeCode: Int32}}
                - {Id: Note, FixedSize: 3, SdsType: {SdsTypeCode: String}}
                - {Id: Part, SdsType: {SdsTypeCode: Single}}
          streamViews: [{Id: Cut, SourceTypeId: Long, TargetTypeId: Short}]
          streams:
            - {Id: L, TypeId: Long, events: [{At: 1, Note: abc}, {At: 2, Note: abcd}]}
            - Id: G
              TypeId: Long
              events: {generate: {start: 0, every: 1, count: 9, values: {Part: {sine: {period: 7}}}}}
"""
    emulator = emulator_of(text)
    api = Api(in_process(emulator, "default"))
    assert api.get("/Streams/L").content["CreatedDate"] == "2026-01-01T00:00:00.1234567Z"
    assert api("PUT", "/Streams/L/Type?streamViewId=Cut").status == 204
    assert [event.get("Note") for event in api.get("/Streams/L/Data?startIndex=1&endIndex=2").content] == ["abc", None]

    before = answers(emulator, "default")

    assert answers(reload(again, file, emulator, "default"), "default") == before


def test_fixtures_that_say_when_they_are_dated_have_the_same_hash_whenever_they_are_loaded(emulator_of):
    text = SMALL.replace("aveva:\n", 'aveva:\n  dated: "2026-01-01T00:00:00Z"\n')

    one, other = (wire.state_hash(emulator_of(text).export("default")) for _ in range(2))

    assert one == other


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("tags: [a]", "CreatedDate: noon", 'streams[0].CreatedDate: found "noon", expected'),
        ("tags: [a]", "ModifiedDate: 2020-02-30T00:00:00Z", "streams[0].ModifiedDate: "),
        ("{Site: North}", "{Site: {Value: North}}", "metadata.Site: found no 'ChangeData'"),
        ("{Site: North}", "{Site: 1}", "metadata.Site: found 1, expected a string"),
        ("tags: [a]", "metadataVersion: -1", "streams[0].metadataVersion: found -1"),
        ("tags: [a]", "owner: {Type: 3, ObjectId: a}", "streams[0].owner: owner.Type: found a role"),
        ("tags: [a]", "owner: {ObjectId: a}", "streams[0].owner: found no 'Type'"),
        (
            "tags: [a]",
            "access: {RoleTrusteeAccessControlEntries: []}",
            "streams[0].access: The access list allows no role",
        ),
        ("aveva:", "aveva:\n  dated: 1", "aveva.dated: found 1"),
    ],
)
def test_what_only_exports_say_is_checked_too(emulator_of, old, new, words):
    with pytest.raises(FixtureError) as mistake:
        emulator_of(SMALL.replace(old, new, 1))

    assert words in str(mistake.value)
