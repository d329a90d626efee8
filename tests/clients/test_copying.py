"""A program of the vendor's kind copies all streams of one namespace into another, with AVEVA's Python clients."""

from __future__ import annotations

import json

import pytest
from adh_sample_library_preview import EDSClient

PAGE = 500
SPANS = {"Tank": ("2026-01-01", "2026-01-02"), "Weather": ("2026-01-01", "2027-01-01"), "Wave": ("0", "359")}


def events_of(client, namespace, stream_id):
    start, end = SPANS[stream_id]
    token, events, ended = "", [], False
    while not ended:
        page = client.Streams.getWindowValuesPaged(namespace, stream_id, start, end, PAGE, token)
        events += page.Results
        token, ended = page.ContinuationToken, page.end()
    return events


def copy(source, source_namespace, target, target_namespace):
    for stream in source.Streams.getStreams(source_namespace, "*"):
        target.Types.getOrCreateType(target_namespace, source.Types.getType(source_namespace, stream.TypeId))
        target.Streams.getOrCreateStream(target_namespace, stream)
        events = events_of(source, source_namespace, stream.Id)
        for at in range(0, len(events), PAGE):
            target.Streams.insertValues(target_namespace, stream.Id, json.dumps(events[at : at + PAGE]))
        target.Streams.createOrUpdateTags(
            target_namespace, stream.Id, source.Streams.getTags(source_namespace, stream.Id)
        )
        target.Streams.createOrUpdateMetadata(
            target_namespace, stream.Id, source.Streams.getMetadata(source_namespace, stream.Id, "")
        )


def contents(client, namespace):
    """Return all that a namespace shows of its types and streams, but for their dates."""
    shown = {}
    for stream in client.Streams.getStreams(namespace):
        type_ = client.Streams.getStreamType(namespace, stream.Id).toDictionary()
        definition = stream.toDictionary()
        for dated in (type_, definition):
            del dated["CreatedDate"], dated["ModifiedDate"]
        tags = client.Streams.getTags(namespace, stream.Id)
        metadata = client.Streams.getMetadata(namespace, stream.Id, "")
        shown[stream.Id] = definition, type_, tags, metadata, events_of(client, namespace, stream.Id)
    return shown


@pytest.mark.parametrize("verbose", [False, True])
def test_a_namespace_is_copied_whole(adh, world_url, verbose):
    adh.client.acceptverbosity = verbose
    target = EDSClient("v1", world_url, accept_verbosity=verbose)

    copy(adh.client, adh.namespace, target, "scratch")

    original = contents(adh.client, adh.namespace)
    assert contents(target, "scratch") == original
    assert {stream_id: len(shown[-1]) for stream_id, shown in original.items()} == {
        "Tank": 1440,
        "Weather": 168,
        "Wave": 360,
    }


def test_copying_again_changes_no_definition(adh, world_url):
    target = EDSClient("v1", world_url)
    copy(adh.client, adh.namespace, target, "scratch")

    for stream in adh.client.Streams.getStreams(adh.namespace):
        again = target.Types.getOrCreateType("scratch", adh.client.Types.getType(adh.namespace, stream.TypeId))
        assert again.Id == stream.TypeId
        assert target.Streams.getOrCreateStream("scratch", stream).Id == stream.Id
