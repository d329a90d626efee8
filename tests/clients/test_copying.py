"""A program of the vendor's kind copies all streams of one namespace into another, with AVEVA's Python clients."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from adh_sample_library_preview import EDSClient
from clients.entrances import Entrance

PAGE = 500
SPANS = {"Tank": ("2026-01-01", "2026-01-02"), "Weather": ("2026-01-01", "2027-01-01"), "Wave": ("0", "359")}
COUNTS = {"Tank": 1440, "Weather": 168, "Wave": 360}


def events_of(place, stream_id):
    start, end = SPANS[stream_id]
    token, events, ended = "", [], False
    while not ended:
        page = place.client.Streams.getWindowValuesPaged(place.namespace, stream_id, start, end, PAGE, token)
        events += page.Results
        token, ended = page.ContinuationToken, page.end()
    return events


def copy_type(source, target, type_id):
    """Copy a type as JSON: the library can read an enumeration's members and a null BaseType, but not write them."""
    type_ = source.client.baseClient.request("GET", f"{source.place}/Types/{type_id}").json()
    answer = target.client.baseClient.request("POST", f"{target.place}/Types/{type_id}", data=json.dumps(type_))
    target.client.baseClient.checkResponse(answer, "Failed to copy a type.")


def copy_stream(source, target, stream):
    reader, writer = source.client.Streams, target.client.Streams
    writer.getOrCreateStream(target.namespace, stream)
    events = events_of(source, stream.Id)
    for at in range(0, len(events), PAGE):
        writer.updateValues(target.namespace, stream.Id, json.dumps(events[at : at + PAGE]))
    writer.createOrUpdateTags(target.namespace, stream.Id, reader.getTags(source.namespace, stream.Id))
    writer.createOrUpdateMetadata(target.namespace, stream.Id, reader.getMetadata(source.namespace, stream.Id, ""))


def copy(source, target):
    """Copy types, then streams, as many at a time as there are."""
    streams = source.client.Streams.getStreams(source.namespace, "*")
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda type_id: copy_type(source, target, type_id), {stream.TypeId for stream in streams}))
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda stream: copy_stream(source, target, stream), streams))


def contents(place):
    """Return all that a namespace shows of its streams and their types, but for dates."""
    shown = {}
    streams = place.client.Streams
    for stream in streams.getStreams(place.namespace):
        definition = stream.toDictionary()
        type_ = place.client.baseClient.request("GET", f"{place.place}/Streams/{stream.Id}/Type").json()
        for dated in (type_, definition):
            del dated["CreatedDate"], dated["ModifiedDate"]
        marks = streams.getTags(place.namespace, stream.Id), streams.getMetadata(place.namespace, stream.Id, "")
        shown[stream.Id] = definition, type_, marks, events_of(place, stream.Id)
    return shown


@pytest.fixture(params=[False, True], ids=["terse", "verbose"])
def places(request, world_url, adh):
    """Return the place to copy from, behind a token, and the place to copy to, which is open and empty."""
    adh.client.acceptverbosity = request.param
    return adh, Entrance(EDSClient("v1", world_url, accept_verbosity=request.param), "default", "scratch")


def test_a_namespace_is_copied_whole(places):
    source, target = places

    copy(source, target)

    original = contents(source)
    assert contents(target) == original
    assert {stream_id: len(shown[-1]) for stream_id, shown in original.items()} == COUNTS


def test_copying_twice_is_no_conflict_and_changes_nothing(places):
    source, target = places
    copy(source, target)
    before = contents(target)

    copy(source, target)

    assert contents(target) == before
