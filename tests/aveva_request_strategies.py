"""Hypothesis strategies for requests that change the types, streams and stream views of a small namespace."""

from __future__ import annotations

from aveva_event_strategies import FLOATS, POINT
from hypothesis import strategies as st

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
