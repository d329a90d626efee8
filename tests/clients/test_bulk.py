"""AVEVA's Python clients read several streams at once, and streams together with their types."""

from __future__ import annotations

import pytest
from adh_sample_library_preview import (
    SdsError,
    SdsExtrapolationMode,
    SdsInterpolationMode,
    SdsStream,
    SdsStreamIndex,
    SdsStreamPropertyOverride,
    SdsTypeCode,
)
from clients.readings import FIVE, STREAM, TYPE, Reading, at, boiler, moment

SECOND = "Boiler 2"
EVENTS = [at("12:30", 1, "a"), at("14:00", 2, "b")]


@pytest.fixture
def streams(entrance):
    """Return the library's calls for streams, with two streams of one type in place."""
    boiler(entrance)
    calls = entrance.client.Streams
    calls.getOrCreateStream(entrance.namespace, SdsStream(SECOND, TYPE))
    calls.insertValues(entrance.namespace, SECOND, EVENTS)
    return calls


@pytest.fixture
def window(streams, entrance):
    """Return the library's call for a window of both streams."""

    def call(value_class, *mode):
        ids = [STREAM, SECOND]
        return streams.getStreamsWindow(entrance.namespace, ids, value_class, moment("12:00"), moment("14:00"), *mode)

    return call


def written(event):
    return {name: value for name, value in event.toDictionary().items() if value}


def test_streams_are_joined_by_every_index_unless_it_is_said_otherwise(window):
    noon, one, two = map(written, FIVE[:3])
    half, fourteen = map(written, EVENTS)

    assert window(None) == [[noon, None], [None, half], [one, None], [two, fourteen]]


@pytest.mark.parametrize("mode", [0, "Inner", "inner"])
def test_or_by_those_that_both_have(window, mode):
    assert window(Reading, mode) == [[FIVE[2], EVENTS[1]]]


@pytest.mark.parametrize("mode", [2, "Interpolated"])
def test_or_with_what_lies_between_calculated(window, mode):
    assert window(Reading, mode) == [
        [FIVE[0], at("12:00", 1, "a")],
        [at("12:30", 5), EVENTS[0]],
        [FIVE[1], at("13:00", 1 + 1 / 3)],
        [FIVE[2], EVENTS[1]],
    ]


def test_a_stream_that_is_not_there_is_an_error(streams, entrance):
    with pytest.raises(SdsError) as refusal:
        streams.getStreamsWindow(entrance.namespace, [STREAM, "Nowhere"], None, moment("12:00"), moment("14:00"))

    assert refusal.value.StatusCode == 404
    assert "Nowhere" in refusal.value.Reason


def test_a_stream_comes_with_its_type(streams, entrance):
    found = streams.getResolvedStream(entrance.namespace, STREAM)

    assert (found.Id, found.TypeId, found.Resolved) == (STREAM, TYPE, True)
    assert (found.InterpolationMode, found.ExtrapolationMode, found.PropertyOverrides) == (None, None, None)
    assert found.Type.Id == TYPE
    assert found.Type.SdsTypeCode is SdsTypeCode.Object
    assert found.Type.InterpolationMode is SdsInterpolationMode.Continuous
    assert found.Type.ExtrapolationMode is SdsExtrapolationMode.All
    assert [(part.Id, part.SdsType.SdsTypeCode) for part in found.Type.Properties] == [
        ("Time", SdsTypeCode.DateTime),
        ("Value", SdsTypeCode.Double),
        ("Note", SdsTypeCode.String),
    ]
    assert found.CreatedDate == streams.getStream(entrance.namespace, STREAM).CreatedDate


def test_what_a_stream_says_of_reading_it_comes_too(streams, entrance):
    wanted = SdsStream(
        "Moded",
        TYPE,
        indexes=[SdsStreamIndex("Value")],
        interpolation_mode=SdsInterpolationMode.StepwiseContinuousLeading,
        extrapolation_mode=SdsExtrapolationMode.Forward,
        property_overrides=[SdsStreamPropertyOverride("Value", None, SdsInterpolationMode.Discrete)],
    )
    streams.createOrUpdateStream(entrance.namespace, wanted)

    found = streams.getResolvedStream(entrance.namespace, "Moded")

    assert [index.SdsTypePropertyId for index in found.Indexes] == ["Value"]
    assert found.InterpolationMode is SdsInterpolationMode.StepwiseContinuousLeading
    assert found.ExtrapolationMode is SdsExtrapolationMode.Forward
    assert [(one.SdsTypePropertyId, one.InterpolationMode) for one in found.PropertyOverrides] == [
        ("Value", SdsInterpolationMode.Discrete)
    ]


def test_a_stream_that_is_not_there_cannot_be_resolved(streams, entrance):
    with pytest.raises(SdsError) as refusal:
        streams.getResolvedStream(entrance.namespace, "Nowhere")

    assert refusal.value.StatusCode == 404
