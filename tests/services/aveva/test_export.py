"""What is exported seeds the like of it: the same hash, the same answers, and the same text when exported again."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from aveva_http import OPEN, Api, in_process
from hypothesis import given, settings
from hypothesis import strategies as st

from streamulator import control, resources, services
from streamulator.contract.yaml_text import Loader
from streamulator.control import wire
from streamulator.core.clock import TICKS_PER_SECOND, WorldClock
from streamulator.core.ticks import LAST_TICK, format_moment, format_span, format_time, parse_time
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.fixtures import FixtureError
from streamulator.kernel.world import World
from streamulator.services.aveva.model.shape.codes import SdsTypeCode

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


# Events of every kind.

GUIDS = st.uuids().map(str)
TICKS = st.one_of(st.sampled_from([0, 1, LAST_TICK]), st.integers(0, LAST_TICK))
FLOATS = st.one_of(
    st.sampled_from(["NaN", "Infinity", "-Infinity", -0.0, 5e-324]), st.floats(allow_nan=False, allow_infinity=False)
)
JSON_VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**64 - 1),
        st.text(),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=5,
)
PLAIN = {
    "Boolean": st.booleans(),
    "Char": st.characters(max_codepoint=0xFFFF, exclude_categories=("Cs",)),
    **{
        f"{sign}Int{bits}": st.integers(*((0, 2**bits - 1) if sign else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)))
        for sign in ("", "U")
        for bits in (16, 32, 64)
    },
    "SByte": st.integers(-128, 127),
    "Byte": st.integers(0, 255),
    "Single": st.one_of(
        st.floats(width=32, allow_nan=False, allow_infinity=False), st.floats(-1e30, 1e30), st.just("NaN")
    ),
    "Double": FLOATS,
    "Decimal": st.floats(-7e28, 7e28),
    "DateTime": TICKS.map(format_time),
    "Guid": GUIDS,
    "DateTimeOffset": st.builds(format_moment, TICKS, st.integers(-840, 840)),
    "TimeSpan": st.integers(-(2**63), 2**63 - 1).map(format_span),
}
REFERENCES = {
    "String": st.one_of(st.none(), st.text()),
    "Version": st.one_of(
        st.none(),
        st.lists(st.integers(0, 2**31 - 1), min_size=2, max_size=4).map(lambda parts: ".".join(map(str, parts))),
    ),
}


def values_of(code):
    """Return what a member of a type code can be sent, None where the code says nothing of it."""
    name = code.name
    if name.endswith("Enum"):
        name = name.removesuffix("Enum")
    if name == "ByteArray":
        return st.one_of(st.none(), st.binary().map(lambda some: b64encode(some).decode()))
    if name.endswith("Array") and name != "Array":
        element = values_of(SdsTypeCode[name.removesuffix("Array")])
        return st.one_of(st.none(), st.lists(element, max_size=3))
    if name.startswith("Nullable"):
        return st.one_of(st.none(), PLAIN[name.removeprefix("Nullable")])
    if name in ("Array", "IList", "IEnumerable"):
        return st.one_of(st.none(), st.lists(JSON_VALUES, max_size=3))
    if name in ("Empty", "DBNull"):
        return JSON_VALUES
    known = (PLAIN | REFERENCES).get(name)
    return known if known is not None else st.one_of(st.none(), st.dictionaries(st.text(), JSON_VALUES, max_size=3))


POINT = {
    "Id": "Point",
    "SdsTypeCode": 1,
    "Properties": [{"Id": "X", "SdsType": {"SdsTypeCode": 14}}, {"Id": "Note", "SdsType": {"SdsTypeCode": 18}}],
}
POINTS = st.one_of(st.none(), st.fixed_dictionaries({}, optional={"X": FLOATS, "Note": st.text()}))
EVERY = {
    "Properties": [
        {"Id": "Key", "IsKey": True, "SdsType": {"SdsTypeCode": 16}},
        *({"Id": code.name, "SdsType": {"SdsTypeCode": int(code)}} for code in SdsTypeCode),
        {"Id": "Point", "SdsType": POINT},
        {"Id": "Points", "SdsType": {"SdsTypeCode": 401, "GenericArguments": [POINT]}},
        {"Id": "Named", "SdsType": {"SdsTypeCode": 402, "GenericArguments": [{"SdsTypeCode": 11}, POINT]}},
    ]
}
EVENTS = st.lists(
    st.fixed_dictionaries(
        {"Key": TICKS.map(format_time)},
        optional={
            **{code.name: values_of(code) for code in SdsTypeCode},
            "Point": POINTS,
            "Points": st.lists(POINTS, max_size=2),
            "Named": st.dictionaries(st.integers(-(2**63), 2**63 - 1).map(str), POINTS, max_size=2),
        },
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda event: event["Key"],
)


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


# Requests of all sorts, one after the other.

BASE = {"Id": "Base", "Properties": [{"Id": "Time", "IsKey": True, "SdsType": {"SdsTypeCode": 16}}]}
NAMED = {"Id": "Celsius", "SdsTypeCode": 14, "Description": "degrees"}
STATE = {"Id": "State", "SdsTypeCode": 609, "Properties": [{"Id": "Ok", "Value": 0}]}
MEASURED = {"Id": "Value", "SdsType": NAMED, "Uom": "meter", "InterpolationMode": 0}
TYPES = st.sampled_from(
    [
        ("Simple", {"Id": "Simple"}),
        ("Base", BASE),
        ("Celsius", {**NAMED, "Description": "other"}),
        ("celsius", NAMED),
        ("State", STATE),
        ("Made", {"BaseType": BASE, "Name": "", "Description": "", "Properties": [MEASURED]}),
        ("Other", {"BaseType": {"Id": "base"}, "Properties": [MEASURED, {"Id": "S", "SdsType": STATE}]}),
        ("Point", POINT),
        ("Deep", {"BaseType": BASE, "Properties": [{"Id": "P", "SdsType": {"SdsTypeCode": 1, "BaseType": POINT}}]}),
        ("Nothing", {"SdsTypeCode": 0}),
        ("Odd", {**BASE, "Id": None, "InterpolationMode": 3, "ExtrapolationMode": 1, "IsGenericType": True}),
    ]
)
TYPE_IDS = st.sampled_from(["Simple", "Made", "other", "Deep", "Base", "State", "Celsius", "Odd", "Point"])
STREAM_IDS = st.sampled_from(["Simple", "simple", "Steady", "New", "Newer"])
VIEW_IDS = st.sampled_from(["Copied", "View", "view"])
STREAMS = st.fixed_dictionaries(
    {"TypeId": TYPE_IDS},
    optional={
        "Name": st.sampled_from(["", "A name", None]),
        "Description": st.text(max_size=3),
        "InterpolationMode": st.sampled_from([0, 3, None]),
        "ExtrapolationMode": st.sampled_from([0, 1]),
        "Indexes": st.just([{"SdsTypePropertyId": "Value"}]),
        "PropertyOverrides": st.sampled_from(
            [
                [{"SdsTypePropertyId": "value", "Uom": "foot"}],
                [{"SdsTypePropertyId": "Measurement", "InterpolationMode": 0}],
            ]
        ),
    },
)
VIEWS = st.fixed_dictionaries(
    {"SourceTypeId": TYPE_IDS, "TargetTypeId": TYPE_IDS},
    optional={"Name": st.text(max_size=3), "Properties": st.just([{"SourceId": "Time", "TargetId": "Time"}])},
)
TIMES = st.sampled_from([f"2020-01-0{day}" for day in range(1, 6)])
WRITTEN = st.lists(
    st.fixed_dictionaries(
        {"Time": TIMES}, optional={"Value": FLOATS, "Measurement": FLOATS, "State": st.integers(0, 2)}
    ),
    max_size=3,
)
KEYS = st.sampled_from(["Site", "a b", "key"])
METADATA = st.dictionaries(KEYS, st.text(max_size=3), max_size=3)
PATCHES = st.lists(
    st.builds(lambda key, value: {"op": "add", "path": f"/{key}", "value": value}, KEYS, st.text(max_size=3)),
    min_size=1,
    max_size=2,
)
ROLES = st.sampled_from(["2dc742ab-39ea-4fc0-a39e-2bcb71c26a5f", "stranger"])
ENTRIES = st.builds(
    lambda role, rights, kind, tenant: {
        "Trustee": {"Type": 3, "ObjectId": role, **tenant},
        "AccessRights": rights,
        "AccessType": kind,
    },
    ROLES,
    st.integers(0, 31),
    st.sampled_from([0, 1]),
    st.sampled_from([{}, {"TenantId": "locked"}]),
)
LISTS = st.lists(ENTRIES, max_size=3).map(lambda entries: {"RoleTrusteeAccessControlEntries": entries})
OWNERS = st.sampled_from([{"Type": 2, "ObjectId": "worker"}, {"Type": 1, "ObjectId": "anna", "TenantId": "elsewhere"}])


def below_things(name, contents):
    places = [
        STREAM_IDS.map("/Streams/{}".format),
        TYPE_IDS.map("/Types/{}".format),
        VIEW_IDS.map("/StreamViews/{}".format),
    ]
    return st.tuples(st.just("PUT"), st.one_of(places).map(lambda place: f"{place}/{name}"), contents)


def on_streams(method, path, contents):
    return st.tuples(st.just(method), STREAM_IDS.map(lambda id_: f"/Streams/{id_}{path}"), contents)


NO_BODY = st.just(None)
REQUESTS = st.one_of(
    TYPES.map(lambda one: ("POST", f"/Types/{one[0]}", one[1])),
    st.tuples(st.just("DELETE"), TYPE_IDS.map("/Types/{}".format), NO_BODY),
    on_streams("POST", "", STREAMS),
    on_streams("PUT", "", STREAMS),
    on_streams("DELETE", "", NO_BODY),
    on_streams("POST", "/Data", WRITTEN),
    on_streams("PUT", "/Data", WRITTEN),
    st.tuples(st.just("DELETE"), st.builds("/Streams/{}/Data?index={}".format, STREAM_IDS, TIMES), NO_BODY),
    on_streams("PUT", "/Tags", st.lists(st.text(max_size=3), max_size=2)),
    on_streams("PUT", "/Metadata", METADATA),
    on_streams("PATCH", "/Metadata", PATCHES),
    on_streams("DELETE", "/Metadata", NO_BODY),
    st.tuples(st.sampled_from(["POST", "PUT"]), VIEW_IDS.map("/StreamViews/{}".format), VIEWS),
    st.tuples(st.just("DELETE"), VIEW_IDS.map("/StreamViews/{}".format), NO_BODY),
    st.tuples(st.just("PUT"), st.builds("/Streams/{}/Type?streamViewId={}".format, STREAM_IDS, VIEW_IDS), NO_BODY),
    below_things("AccessControl", LISTS),
    below_things("Owner", OWNERS),
    st.tuples(
        st.just("PUT"), st.sampled_from(["Types", "Streams", "StreamViews"]).map("/AccessControl/{}".format), LISTS
    ),
)


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
