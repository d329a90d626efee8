"""Stream views through AVEVA's Python library: made, read, listed, mapped and used for a change of type."""

from __future__ import annotations

import json

import pytest
from adh_sample_library_preview import SdsError, SdsStream, SdsStreamView, SdsStreamViewMode

HALF = "HalfTank"


@pytest.fixture
def stream(entrance):
    """Have a stream of the type that the built-in view is for, with one event."""
    made = SdsStream(id=HALF, type_id="Tank")
    entrance.client.Streams.createOrUpdateStream(entrance.namespace, made)
    event = [{"Time": "2026-01-01T00:00:00Z", "Level": 2.5, "Temperature": 18}]
    entrance.client.Streams.insertValues(entrance.namespace, HALF, json.dumps(event))
    return made


def test_the_built_in_view_is_found_and_mapped(entrance):
    views, namespace = entrance.client.StreamViews, entrance.namespace

    found = views.getStreamView(namespace, "LevelOnly")
    mapped = views.getStreamViewMap(namespace, "LevelOnly").Properties

    assert (found.SourceTypeId, found.TargetTypeId) == ("Tank", "TankLevel")
    assert [view.Id for view in views.getStreamViews(namespace, query="LevelOnly")] == ["LevelOnly"]
    assert [(part.SourceId, part.TargetId) for part in mapped[:2]] == [("Time", "Time"), ("Level", "Level")]
    assert {part.SourceId: part.Mode for part in mapped[2:]} == {
        "Temperature": SdsStreamViewMode.FieldRemove,
        "Status": SdsStreamViewMode.FieldRemove,
    }


def test_a_view_is_made_again_and_refused_when_it_differs(entrance):
    views, namespace = entrance.client.StreamViews, entrance.namespace
    view = SdsStreamView(id="Mine", source_type_id="Tank", target_type_id="TankLevel")

    assert views.getOrCreateStreamView(namespace, view).Id == "Mine"
    assert views.getOrCreateStreamView(namespace, view).Id == "Mine"
    view.Description = "Changed"
    with pytest.raises(SdsError) as caught:
        views.getOrCreateStreamView(namespace, view)
    assert caught.value.StatusCode == 409
    views.createOrUpdateStreamView(namespace, view)
    assert views.getStreamView(namespace, "Mine").Description == "Changed"
    views.deleteStreamView(namespace, "Mine")
    assert "Mine" not in [view.Id for view in views.getStreamViews(namespace)]


def test_a_streams_type_is_changed(entrance, stream):
    streams, namespace = entrance.client.Streams, entrance.namespace

    streams.updateStreamType(namespace, stream.Id, "LevelOnly")

    assert streams.getStream(namespace, HALF).TypeId == "TankLevel"
    assert streams.getStreamType(namespace, HALF).Id == "TankLevel"
    assert streams.getLastValue(namespace, HALF, None) == {"Time": "2026-01-01T00:00:00Z", "Level": 2.5}


def test_summaries_are_taken_through_a_view_and_samples_below_transform_without_it(entrance):
    """Of the two the library spells the view right for summaries only."""
    streams, namespace = entrance.client.Streams, entrance.namespace
    bounds = ("2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z")

    (summary,) = streams.getSummaries(namespace, "Tank", None, *bounds, 1, stream_view_id="LevelOnly")
    sampled = streams.getSampledValues(namespace, "Tank", None, *bounds, "Level", 2, stream_view_id="LevelOnly")

    assert summary["Summaries"]["Mean"].keys() == {"Level"}
    assert {"Time", "Level", "Temperature"} <= {name for event in sampled for name in event}
