"""AVEVA's Python clients make types and streams, describe and tag them, find them again and take them away."""

from __future__ import annotations

import pytest
from adh_sample_library_preview import (
    SdsError,
    SdsExtrapolationMode,
    SdsInterpolationMode,
    SdsStream,
    SdsStreamIndex,
    SdsStreamPropertyOverride,
    SdsType,
    SdsTypeCode,
    SdsTypeProperty,
)
from clients.readings import STREAM, TYPE, boiler, reading_type


def ids(found):
    return [one.Id for one in found]


@pytest.fixture
def types(entrance):
    """Return the library's calls for types."""
    return entrance.client.Types


@pytest.fixture
def streams(entrance):
    """Return the library's calls for streams, with the stream of the tests in place."""
    boiler(entrance)
    return entrance.client.Streams


@pytest.fixture
def namespace(entrance):
    """Return the namespace that the client works in."""
    return entrance.namespace


def test_a_type_comes_back_as_it_was_made(types, namespace):
    made = types.getOrCreateType(namespace, reading_type())
    read = types.getType(namespace, TYPE)

    assert made.toDictionary() == read.toDictionary()
    assert (read.Id, read.Name, read.Description) == (TYPE, "Reading", "A number with a note")
    assert [(part.Id, bool(part.IsKey), part.SdsType.SdsTypeCode, part.Uom) for part in read.Properties] == [
        ("Time", True, SdsTypeCode.DateTime, None),
        ("Value", False, SdsTypeCode.Double, "bar"),
        ("Note", False, SdsTypeCode.String, None),
    ]
    assert read.CreatedDate.tzinfo is not None


def test_making_a_type_again_gives_the_one_there_is(types, namespace):
    first = types.getOrCreateType(namespace, reading_type())
    second = types.getOrCreateType(namespace, reading_type())

    assert second.CreatedDate == first.CreatedDate


def test_a_type_that_was_read_can_be_sent_back(types, namespace):
    types.getOrCreateType(namespace, reading_type())
    read = types.getType(namespace, TYPE)

    assert types.getOrCreateType(namespace, read).toDictionary() == read.toDictionary()


def test_another_type_of_the_same_id_is_a_conflict(types, namespace):
    types.getOrCreateType(namespace, reading_type())
    other = reading_type()
    other.Properties = other.Properties[:2]

    with pytest.raises(SdsError) as refusal:
        types.getOrCreateType(namespace, other)

    assert refusal.value.StatusCode == 409
    assert len(types.getType(namespace, TYPE).Properties) == 3


def test_a_type_of_every_kind_of_member_comes_back(types, namespace):
    state = SdsType("State", SdsTypeCode.Int32Enum, [SdsTypeProperty("Off", value=0), SdsTypeProperty("On", value=1)])
    for part in state.Properties:
        part.SdsType = SdsType("StateNumber", SdsTypeCode.Int32)
    key = SdsTypeProperty("At", is_key=True, sds_type=SdsType(None, SdsTypeCode.DateTime), order=0)
    level = SdsTypeProperty(
        "Level",
        is_key=False,
        sds_type=SdsType(None, SdsTypeCode.NullableDouble),
        name="Level of the tank",
        uom="meter",
        interpolation_mode=SdsInterpolationMode.StepwiseContinuousTrailing,
    )
    type_ = SdsType(
        "Machine",
        SdsTypeCode.Object,
        [key, level, SdsTypeProperty("State", is_key=False, sds_type=state)],
        interpolation_mode=SdsInterpolationMode.StepwiseContinuousLeading,
        extrapolation_mode=SdsExtrapolationMode.none,
    )

    types.getOrCreateType(namespace, type_)
    read = types.getType(namespace, "Machine")

    assert (read.InterpolationMode, read.ExtrapolationMode) == (type_.InterpolationMode, type_.ExtrapolationMode)
    assert read.Properties[1].InterpolationMode is SdsInterpolationMode.StepwiseContinuousTrailing
    assert read.Properties[1].Name == "Level of the tank"
    assert [(part.Id, part.Value) for part in read.Properties[2].SdsType.Properties] == [("Off", 0), ("On", 1)]


def test_types_are_found_by_query_and_by_page(types, namespace):
    for letter in "ABC":
        types.getOrCreateType(namespace, reading_type(f"Reading{letter}"))

    assert ids(types.getTypes(namespace, query="Id:Reading*")) == ["ReadingA", "ReadingB", "ReadingC"]
    assert ids(types.getTypes(namespace, skip=1, count=1, query="Id:*Reading*")) == ["ReadingB"]
    assert {"ReadingA", "Tank", "Weather", "Wave"} <= set(ids(types.getTypes(namespace)))
    assert types.getTypes(namespace, query="NothingOfTheKind") == []


def test_a_type_in_use_stays_until_its_streams_are_gone(types, streams, namespace):
    with pytest.raises(SdsError) as refusal:
        types.deleteType(namespace, TYPE)
    counted = types.getTypeReferenceCount(namespace, TYPE)
    streams.deleteStream(namespace, STREAM)
    types.deleteType(namespace, TYPE)

    assert refusal.value.StatusCode == 409
    assert counted["SdsStream"] == 1
    with pytest.raises(SdsError, match=TYPE):
        types.getType(namespace, TYPE)


def test_a_stream_comes_back_as_it_was_made(streams, namespace):
    wanted = SdsStream(
        "Valve",
        TYPE,
        "Main valve",
        "Opens and closes",
        interpolation_mode=SdsInterpolationMode.StepwiseContinuousLeading,
        extrapolation_mode=SdsExtrapolationMode.none,
        property_overrides=[
            SdsStreamPropertyOverride("Value", uom="psi", interpolation_mode=SdsInterpolationMode.Discrete)
        ],
    )

    made = streams.getOrCreateStream(namespace, wanted)
    read = streams.getStream(namespace, "Valve")

    assert read.toDictionary() == made.toDictionary()
    assert wanted.toDictionary().items() <= read.toDictionary().items()


def test_a_stream_is_changed_in_all_but_its_type(streams, namespace):
    streams.createOrUpdateStream(
        namespace,
        SdsStream(STREAM, TYPE, "New name", property_overrides=[SdsStreamPropertyOverride("Value", uom="psi")]),
    )
    read = streams.getStream(namespace, STREAM)

    assert read.Name == "New name"
    assert read.PropertyOverrides[0].Uom == "psi"
    assert read.ModifiedDate >= read.CreatedDate
    assert streams.getFirstValue(namespace, STREAM) is not None


def test_secondary_indexes_are_set_and_cleared(streams, namespace):
    made = streams.getOrCreateStream(namespace, SdsStream("ByValue", TYPE, indexes=[SdsStreamIndex("Value")]))
    streams.createOrUpdateStream(namespace, SdsStream("ByValue", TYPE, indexes=[]))

    assert [index.SdsTypePropertyId for index in made.Indexes] == ["Value"]
    assert not streams.getStream(namespace, "ByValue").Indexes


def test_a_stream_of_no_type_is_refused(streams, namespace):
    with pytest.raises(SdsError) as refusal:
        streams.createOrUpdateStream(namespace, SdsStream("Lost", "NoSuchType"))

    assert refusal.value.StatusCode == 404
    assert "NoSuchType" in refusal.value.Reason


@pytest.mark.parametrize("stream_id", ["Line 7", "site:unit:7", "Kessel-ä", "100%", "a+b", "a&b=c", "a?b#c"])
def test_ids_may_hold_what_the_library_can_quote(streams, namespace, stream_id):
    streams.createOrUpdateStream(namespace, SdsStream(stream_id, TYPE))
    streams.createOrUpdateTags(namespace, stream_id, ["quoted"])

    assert streams.getStream(namespace, stream_id).Id == stream_id
    assert streams.getTags(namespace, stream_id) == ["quoted"]
    streams.deleteStream(namespace, stream_id)


def test_streams_are_found_by_query_and_by_page(streams, namespace):
    for number in range(1, 6):
        streams.createOrUpdateStream(namespace, SdsStream(f"Pump.{number}", TYPE, f"Pump number {number}"))
    pages = [streams.getStreams(namespace, "Id:Pump*", skip, 2) for skip in (0, 2, 4, 6)]

    assert [ids(page) for page in pages] == [["Pump.1", "Pump.2"], ["Pump.3", "Pump.4"], ["Pump.5"], []]
    assert ids(streams.getStreams(namespace, "Pump* AND *3")) == ["Pump.3"]
    assert STREAM in ids(streams.getStreams(namespace))


def test_a_stream_leads_to_its_type(streams, namespace):
    assert streams.getStreamType(namespace, STREAM).Id == TYPE


def test_a_deleted_stream_is_gone_with_all_it_held(streams, namespace):
    streams.createOrUpdateTags(namespace, STREAM, ["old"])
    streams.deleteStream(namespace, STREAM)
    streams.createOrUpdateStream(namespace, SdsStream(STREAM, TYPE))

    assert streams.getFirstValue(namespace, STREAM) is None
    assert streams.getTags(namespace, STREAM) == []


def test_tags_replace_each_other(streams, namespace):
    streams.createOrUpdateTags(namespace, STREAM, ["hot", "water"])
    streams.createOrUpdateTags(namespace, STREAM, ["cold"])

    assert streams.getTags(namespace, STREAM) == ["cold"]
    assert ids(streams.getStreams(namespace, "cold")) == [STREAM]


def test_metadata_is_written_patched_and_read(streams, namespace):
    streams.createOrUpdateMetadata(
        namespace, STREAM, {"Region": "North America", "Country": "Canada", "Two words": "x"}
    )
    streams.patchMetadata(
        namespace,
        STREAM,
        [
            {"op": "remove", "path": "/Region"},
            {"op": "replace", "path": "/Country", "value": "France"},
            {"op": "add", "path": "/City", "value": "Lyon"},
        ],
    )

    assert streams.getMetadata(namespace, STREAM, "") == {"Country": "France", "Two words": "x", "City": "Lyon"}
    assert streams.getMetadata(namespace, STREAM, "City") == "Lyon"
    assert streams.getMetadata(namespace, STREAM, "Two words") == "x"
    with pytest.raises(SdsError, match="Region"):
        streams.getMetadata(namespace, STREAM, "Region")


def test_a_patch_that_fails_changes_nothing(streams, namespace):
    streams.createOrUpdateMetadata(namespace, STREAM, {"Country": "Canada"})

    with pytest.raises(SdsError) as refusal:
        streams.patchMetadata(
            namespace,
            STREAM,
            [{"op": "add", "path": "/City", "value": "Lyon"}, {"op": "test", "path": "/Country", "value": "France"}],
        )

    assert refusal.value.StatusCode in {409, 412}
    assert streams.getMetadata(namespace, STREAM, "") == {"Country": "Canada"}


def test_namespaces_are_listed_and_shown(adh, world_url):
    listed, other = adh.client.Namespaces.getNamespaces()
    shown = adh.client.Namespaces.getNamespaceById("demo")

    assert (listed.Id, listed.Self, other.Id) == (shown.Id, shown.Self, "guarded")
    assert shown.Description == "Behind a token"
    assert shown.Self == f"{world_url}/api/v1/Tenants/demo/Namespaces/demo"
