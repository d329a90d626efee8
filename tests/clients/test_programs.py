"""What AVEVA's published Python programs do with its library, each told in a few tests of its own kind."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from adh_sample_library_preview import (
    SdsError,
    SdsStream,
    SdsStreamView,
    SdsType,
    SdsTypeCode,
    SdsTypeProperty,
)
from clients.readings import boiler, reading_type


def ids(found):
    return [one.Id for one in found]


def timed(type_id, **members):
    """Return a type keyed by `Timestamp` with members of the codes given."""
    key = SdsTypeProperty("Timestamp", is_key=True, sds_type=SdsType("key", SdsTypeCode.DateTime))
    parts = [SdsTypeProperty(name, is_key=False, sds_type=SdsType(name, code)) for name, code in members.items()]
    return SdsType(type_id, SdsTypeCode.Object, [key, *parts], type_id)


# Time series: several tanks, written as JSON texts and read side by side


SECONDS = ("21:23", "22:23", "24:23", "25:23", "28:23", "26:23", "27:23", "28:29")  # not in order
OTHERS = ("20:23", "21:23", "22:23", "28:23", "26:23", "27:23", "28:29")


@pytest.fixture
def tanks(entrance):
    """Have two tanks, of eight and seven readings, of which some are 0."""
    client, namespace = entrance.client, entrance.namespace
    client.Types.getOrCreateType(namespace, timed("Tanks", pressure=SdsTypeCode.Double, temperature=SdsTypeCode.Double))
    for stream, moments in (("Vessel", SECONDS), ("Tank2", OTHERS)):
        client.Streams.createOrUpdateStream(namespace, SdsStream(stream, "Tanks", description=""))
        events = [
            {"timestamp": f"2017-01-11T22:{moment}.430Z", "pressure": 300 + at, "temperature": at % 2}
            for at, moment in enumerate(moments)
        ]
        client.Streams.insertValues(namespace, stream, json.dumps(events))
    return entrance


def test_time_series_come_in_any_order_and_leave_in_that_of_their_index(tanks):
    window = tanks.client.Streams.getWindowValues(
        tanks.namespace, "Vessel", "2017-01-11T22:21:23.430Z", "2017-01-11T22:28:29.430Z"
    )

    assert [event["Timestamp"][14:19] for event in window] == sorted(SECONDS)
    assert "temperature" not in window[0]  # it is 0, the default
    tanks.client.acceptverbosity = True
    assert tanks.client.Streams.getFirstValue(tanks.namespace, "Vessel")["temperature"] == 0.0


def test_time_series_are_summed_up_in_one_interval(tanks):
    bounds = ("2017-01-11T22:21:23.430Z", "2017-01-11T22:28:29.430Z")

    (summary,) = tanks.client.Streams.getSummaries(tanks.namespace, "Vessel", None, *bounds, 1)

    assert summary["Summaries"]["Count"]["pressure"] == 8
    assert (summary["Summaries"]["Minimum"]["pressure"], summary["Summaries"]["Maximum"]["pressure"]) == (300.0, 307.0)


def test_time_series_of_two_tanks_make_nine_rows_with_gaps(tanks):
    bounds = ("2017-01-11T22:20:23.430Z", "2017-01-11T22:28:29.430Z")

    rows = tanks.client.Streams.getStreamsWindow(tanks.namespace, ["Vessel", "Tank2"], None, *bounds)

    assert len(rows) == 9
    assert [[event is None for event in row] for row in rows].count([False, False]) == 6
    assert rows[0][0] is None
    assert all(len(row) == 2 for row in rows)


# Change of type: what an adapter wrote gets one member more


@pytest.fixture
def adapter(adh):
    """Have three types as an adapter names them, and a stream of each."""
    codes = {"Double": SdsTypeCode.Double, "Int32": SdsTypeCode.Int32, "String": SdsTypeCode.String}
    for name, code in codes.items():
        adh.client.Types.getOrCreateType(adh.namespace, timed(f"TimeIndexed.{name}", Value=code))
        stream = f"e2etest_for_{name}_conversion"
        adh.client.Streams.getOrCreateStream(adh.namespace, SdsStream(stream, f"TimeIndexed.{name}", stream))
    return adh


@pytest.fixture
def widened(adapter):
    """Have for each of those types one with a member more, a view that leads there, and all streams changed by it."""
    client, namespace = adapter.client, adapter.namespace
    views = {}
    for type_ in client.Types.getTypes(namespace, query="TimeIndexed.* AND NOT *.OpcUaQuality"):
        quality = SdsTypeProperty("Quality", is_key=False, sds_type=SdsType("uint32", SdsTypeCode.UInt32))
        wider = SdsType(f"{type_.Id}.OpcUaQuality", SdsTypeCode.Object, [*type_.Properties, quality])
        client.Types.getOrCreateType(namespace, wider)
    for type_ in client.Types.getTypes(namespace, query="TimeIndexed.* AND *.OpcUaQuality"):
        source = type_.Id.removesuffix(".OpcUaQuality")
        view = SdsStreamView(id=f"OpcUa_{source[12:]}_quality", source_type_id=source, target_type_id=type_.Id)
        views[source] = client.StreamViews.getOrCreateStreamView(namespace, view).Id
    for stream in client.Streams.getStreams(namespace, query="e2etest_for_* AND *_conversion"):
        client.Streams.updateStreamType(namespace, stream_id=stream.Id, stream_view_id=views[stream.TypeId])
    return adapter


def test_change_of_type_looks_for_a_type_by_asking_for_it(adapter):
    with pytest.raises(SdsError) as missing:
        adapter.client.Types.getType(adapter.namespace, "TimeIndexed.Double.OpcUaQuality")

    assert missing.value.StatusCode == 404


def test_change_of_type_leads_streams_to_types_with_a_member_more(widened):
    streams = widened.client.Streams.getStreams(widened.namespace, query="e2etest_for_* AND *_conversion")
    views = widened.client.StreamViews.getStreamViews(widened.namespace, query="OpcUa_* AND *_quality")

    changed = [widened.client.Streams.getStreamType(widened.namespace, stream.Id) for stream in streams]

    assert ids(changed) == [f"TimeIndexed.{name}.OpcUaQuality" for name in ("Double", "Int32", "String")]
    assert ids(views) == [f"OpcUa_{name}_quality" for name in ("Double", "Int32", "String")]
    assert [[part.Id for part in type_.Properties] for type_ in changed] == [["Timestamp", "Value", "Quality"]] * 3


def test_change_of_type_cleans_up_behind_itself(widened):
    client, namespace = widened.client, widened.namespace

    for stream in client.Streams.getStreams(namespace, query="e2etest_for_*"):
        client.Streams.deleteStream(namespace, stream.Id)
    for view in client.StreamViews.getStreamViews(namespace, query="OpcUa_*"):
        client.StreamViews.deleteStreamView(namespace, view.Id)
    for type_ in client.Types.getTypes(namespace, query="TimeIndexed.*"):
        client.Types.deleteType(namespace, type_.Id)

    assert client.Types.getTypes(namespace, query="TimeIndexed.*") == []


# Reading only: a point of another system, mirrored with all its flags


@pytest.fixture
def point(adh):
    """Have a stream as the bridge from that system makes it; its values come as texts."""
    number, flag, text = SdsTypeCode.NullableSingle, SdsTypeCode.Boolean, SdsTypeCode.String
    members = {"Value": number, "IsQuestionable": flag, "SystemStateCode": SdsTypeCode.NullableInt32, "State": text}
    adh.client.Types.getOrCreateType(adh.namespace, timed("Point", **members))
    adh.client.Streams.createOrUpdateStream(adh.namespace, SdsStream("Point", "Point"))
    now = datetime(2026, 11, 21, 12, 30, 0, 123456)  # noqa: DTZ001  the program's own times have no zone
    sent = [
        {"Timestamp": (now - timedelta(seconds=at)).isoformat(), "value": value, "SystemStateCode": code, "State": ""}
        for at, (value, code) in enumerate([("", "246"), (8.5, ""), (-24.25, ""), (12, "")])
    ]
    adh.client.Streams.insertValues(adh.namespace, "Point", json.dumps(sent))
    return adh, now - timedelta(days=1), now


def test_reading_only_sees_all_members_when_it_is_verbose(point):
    adh, start, end = point
    terse = adh.client.Streams.getLastValue(adh.namespace, "Point")
    adh.client.acceptverbosity = True
    verbose = adh.client.Streams.getLastValue(adh.namespace, "Point")

    assert terse == {"Timestamp": "2026-11-21T12:30:00.123456Z", "SystemStateCode": 246, "State": ""}
    assert verbose == {**terse, "Value": None, "IsQuestionable": False}
    assert len(adh.client.Streams.getWindowValues(adh.namespace, "Point", start=start, end=end)) == 4


def test_reading_only_takes_windows_ranges_and_tables_between_two_datetimes(point):
    adh, start, end = point
    streams = adh.client.Streams

    table = streams.getWindowValuesForm(adh.namespace, "Point", None, start=start, end=end, form="tableh")
    some = streams.getRangeValues(
        adh.namespace, "Point", value_class=None, start=start, skip=0, count=10, reversed=False, boundary_type=0
    )
    between = streams.getRangeValuesInterpolated(adh.namespace, "Point", None, start=start, end=end, count=10)

    assert table["Rows"][0] == ["Timestamp", "Value", "IsQuestionable", "SystemStateCode", "State"]
    assert [row[1] for row in table["Rows"][1:]] == [12.0, -24.25, 8.5, None]
    assert len(some) == 4
    assert [event.get("Value") for event in between] == [12.0] * 9 + [None]


def test_reading_only_filters_where_some_events_have_no_value(point):
    adh, start, end = point

    found = adh.client.Streams.getWindowValues(adh.namespace, "Point", start=start, end=end, filter="Value lt 0")

    assert [event["Value"] for event in found] == [-24.25]


def test_reading_only_pages_two_by_two_until_there_is_no_more(point):
    adh, start, end = point
    pages, token = [], ""
    while token is not None:
        page = adh.client.Streams.getWindowValuesPaged(adh.namespace, "Point", start, end, 2, token)
        pages.append(len(page.Results))
        token = page.ContinuationToken

    assert pages == [2, 2]


# Copying a namespace and feeding another system


def test_copying_finds_a_stream_by_its_quoted_name_and_takes_it_in_one_page(entrance):
    client, namespace = entrance.client, entrance.namespace
    client.request_timeout = 30

    (found,) = client.Streams.getStreams(namespace, '"Weather station"', 0, 150)
    page = client.Streams.getWindowValuesPaged(namespace, found.Id, "2026-01-01", "2026-01-08", 250_000)

    assert found.Id == "Weather"
    assert len(page.Results) == 168
    assert page.end()


def test_the_bridge_to_pi_asks_for_the_streams_of_each_namespace_until_none_is_left(adh):
    boiler(adh)
    pages = []
    for namespace in adh.client.Namespaces.getNamespaces():
        while streams := adh.client.Streams.getStreams(namespace.Id, skip=2 * len(pages), count=2):
            pages.append(ids(streams))

    assert pages == [["Boiler", "Tank"], ["Wave", "Weather"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Reading", "Tank", "TankLevel", "TankStatus", "Wave", "Weather"}),
        ("*", {"Reading", "Tank", "TankLevel", "TankStatus", "Wave", "Weather"}),
        ("Id:*ank*", {"Tank", "TankLevel", "TankStatus"}),
        ("Tan* AND *nkLevel", {"TankLevel"}),
        ("Tank* AND NOT *nkLevel", {"Tank", "TankStatus"}),
        ('"TankLevel"', {"TankLevel"}),
    ],
)
def test_searches_are_written_as_the_programs_write_them(entrance, query, found):
    entrance.client.Types.getOrCreateType(entrance.namespace, reading_type())

    assert set(ids(entrance.client.Types.getTypes(entrance.namespace, 0, 100, query))) == found
