"""What reads refuse, word for word: what was wrong, what to do about it, and what the reply may name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aveva_samples import NAMED, NUMBERED, PAIRED, SIMPLE, at, five_events

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.reads.boundaries import check_number, check_order
from streamulator.services.aveva.model.reads.interpolation import Interpolator, check_axis
from streamulator.services.aveva.model.reads.joins import shared_layout
from streamulator.services.aveva.model.reads.sampling import sampled
from streamulator.services.aveva.model.reads.stored import Window
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.stream import Stream

NO_AXIS = "Read stored events instead, or use a type with one key that is a number or a time."


def sample_by(*names):
    return lambda: sampled(five_events(), Window(at(12), at(13)), 1, names)


@pytest.mark.parametrize(
    ("refused", "reason", "resolution", "details"),
    [
        (
            lambda: check_order(Layout(NUMBERED), 5, 3),
            "The start index 5 comes after the end index 3.",
            "Exchange the two indexes.",
            {"StartIndex": "5", "EndIndex": "3"},
        ),
        (
            lambda: check_number(7, 7),
            "Exceeded the maximum return count of 7 events.",
            "Reduce query size and resubmit the request.",
            {},
        ),
        (
            lambda: Interpolator(five_events()).edges(at(12), at(13), 0),
            "The number of intervals is 0, but must be 1 at least.",
            "Ask for 1 interval or more.",
            {},
        ),
        (
            lambda: check_axis(Layout(NAMED)),
            "Type 'Sample' has the key Name (String), along which nothing can be interpolated.",
            NO_AXIS,
            {"TypeId": "Sample"},
        ),
        (
            lambda: check_axis(Layout(replace(PAIRED, id="Two"))),
            "Type 'Two' has a key of 2 parts, First (Int32), Second (String), along which nothing can be interpolated.",
            NO_AXIS,
            {"TypeId": "Two"},
        ),
        (
            lambda: shared_layout([Stream("one", Layout(SIMPLE)), Stream("two", Layout(NAMED))]),
            "Stream 'one' is of the type 'Simple', stream 'two' of 'Sample'; only streams of one type can be joined.",
            "Join streams of one type.",
            {"StreamId": "two"},
        ),
        (sample_by(), "There is no property to sample by.", "Name one or more of Time, Measurement.", {}),
        (
            sample_by("Speed", "Measurement", "Torque"),
            "Type 'Simple' has no property 'Speed, Torque' to sample by.",
            "Sample by Time, Measurement.",
            {},
        ),
        (
            sample_by("state"),
            "Property 'State' is of the type Int32Enum, which cannot be interpolated and therefore not be sampled by.",
            "Sample by Time, Measurement.",
            {},
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(refused, reason, resolution, details):
    with pytest.raises(Refused) as refusal:
        refused()

    assert refusal.value.reason == reason
    assert refusal.value.resolution == resolution
    assert refusal.value.details == details


@pytest.mark.parametrize(("number", "limit"), [(0, 1), (6, 7)])
def test_less_than_the_limit_is_not_too_many(number, limit):
    check_number(number, limit)
