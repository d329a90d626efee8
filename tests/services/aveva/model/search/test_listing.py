"""Lists of types, streams and stream views: what is looked at, in which order, how much of it."""

from __future__ import annotations

import pytest
from aveva_samples import SIMPLE, key, member, type_of

from streamulator.core.problems import Refused
from streamulator.core.ticks import parse_time
from streamulator.services.aveva.model.search.listing import (
    Listing,
    View,
    listed,
    view_of_stream,
    view_of_stream_view,
    view_of_type,
)
from streamulator.services.aveva.model.search.search import Fields
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.types import SdsType
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.model.views.view import SdsStreamView, SdsStreamViewProperty

# id, name, created
TANKS = [
    SdsType("b", name="Zebra", description="second", created=3, modified=1),
    SdsType("A", name="yak", created=1, modified=3),
    SdsType("c", description="First", created=2, modified=2),
]


def ids(**wanted):
    return "".join(one.id for one in listed(TANKS, view_of_type, Listing(**wanted)))


@pytest.mark.parametrize(
    ("orderby", "expected"),
    [
        (None, "Abc"),
        ("", "Abc"),
        ("id", "Abc"),
        ("Id asc", "Abc"),
        ("Id desc", "cbA"),
        (" ID   DESC ", "cbA"),
        ("Name", "cAb"),  # a missing one comes first, and case does not count
        ("Name desc", "bAc"),
        ("Description", "Acb"),
        ("CreatedDate", "Acb"),
        ("ModifiedDate", "bcA"),
        ("ModifiedDate desc", "Acb"),
    ],
)
def test_one_field_gives_the_order(orderby, expected):
    assert ids(orderby=orderby) == expected


def test_of_equals_the_first_in_the_store_comes_first():
    twins = [SdsType(name, name="same") for name in "cab"]

    assert "".join(one.id for one in listed(twins, view_of_type, Listing(orderby="Name"))) == "cab"
    assert "".join(one.id for one in listed(twins, view_of_type, Listing(orderby="Name desc"))) == "cab"


def test_a_missing_name_comes_before_an_empty_one_and_signs_before_letters_of_either_case():
    names = ["a", "", "B", None, "_"]
    things = [SdsType(str(place), name=name) for place, name in enumerate(names)]

    assert [one.name for one in listed(things, view_of_type, Listing(orderby="Name"))] == [None, "", "_", "a", "B"]


@pytest.mark.parametrize("orderby", ["Speed", "Id up", "Id asc desc", "TypeId", "Id,Name", "desc"])
def test_an_order_that_makes_no_sense_is_refused(orderby):
    with pytest.raises(Refused) as refusal:
        ids(orderby=orderby)

    assert refusal.value.reason == (
        f"orderby: found '{orderby}', expected one of Id, Name, Description, CreatedDate, ModifiedDate, "
        "and asc or desc."
    )
    assert refusal.value.resolution == "Order by one field, such as 'Name desc'."


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"skip": 1}, "bc"),
        ({"count": 2}, "Ab"),
        ({"skip": 1, "count": 1}, "b"),
        ({"skip": 3}, ""),
        ({"count": 0}, ""),
        ({"skip": 1, "orderby": "Id desc"}, "bA"),
        ({"query": "yak OR first"}, "Ac"),
        ({"query": ""}, "Abc"),
        ({"filter": "CreatedDate gt 0001-01-01T00:00:00.0000001Z"}, "bc"),
        ({"filter": ""}, "Abc"),
        ({"query": "yak OR zebra", "filter": "Id eq 'B'"}, "b"),
        ({"query": "first", "filter": "Id eq 'B'"}, ""),
    ],
)
def test_what_is_searched_and_filtered_is_ordered_then_skipped_then_counted(wanted, expected):
    assert ids(**wanted) == expected


def test_a_list_has_a_hundred_entries_unless_more_are_asked_for():
    many = [SdsType(str(number)) for number in range(150)]

    assert len(listed(many, view_of_type, Listing())) == 100
    assert len(listed(many, view_of_type, Listing(count=1000))) == 150


CREATED, MODIFIED = parse_time("2020-01-01"), parse_time("2021-01-01")
RECORD = {"Id": "i", "Name": "n", "Description": "d", "CreatedDate": CREATED, "ModifiedDate": MODIFIED}
SAID = {"name": "n", "description": "d", "created": CREATED, "modified": MODIFIED}


def test_a_type_is_found_by_its_properties_and_those_within():
    inner = type_of(member("Depth", SdsTypeCode.Double, name="how deep"), id="Inner")
    base = type_of(key("Time", SdsTypeCode.DateTime), id="Base")
    outer = type_of(member("Inside", inner), base_type=base, **SAID | {"id": "i"})

    fields = Fields("i", "n", "d", properties=["Time", "Inside", "Depth", "how deep"])
    assert view_of_type(outer) == View(fields, RECORD)


def test_a_member_of_an_enumeration_has_no_type_to_look_into():
    state = type_of(member("State", SdsType("E", SdsTypeCode.Int32Enum)), id="i", **SAID)

    assert view_of_type(state).fields.properties == ["State"]


def test_a_stream_is_found_by_its_type_its_tags_and_its_metadata():
    stream = Stream("i", Layout(SIMPLE), tags=["red"], **SAID)
    stream.metadata.replace({"k": "v"}, None, 1)

    fields = Fields("i", "n", "d", type_id="Simple", tags=["red"], metadata={"k": "v"})
    assert view_of_stream(stream) == View(fields, {**RECORD, "TypeId": "Simple"})


def test_a_stream_view_is_found_by_the_types_of_all_views_within():
    inner = SdsStreamView("", "S2", "T2")
    outer = SdsStreamView("i", "S1", "T1", properties=(SdsStreamViewProperty("a", "b", inner),), **SAID)

    fields = Fields("i", "n", "d", sources=["S1", "S2"], targets=["T1", "T2"])
    assert view_of_stream_view(outer) == View(fields, RECORD)
