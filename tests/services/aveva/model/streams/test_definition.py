from __future__ import annotations

from dataclasses import replace

import pytest
from aveva_samples import NUMBERED, PAIRED, SIMPLE, key, member, type_of

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode
from streamulator.services.aveva.model.shape.codes import SdsTypeCode as Code
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.definition import Override
from streamulator.services.aveva.model.streams.stream import Stream

DISCRETE = InterpolationMode.Discrete
LEADING = InterpolationMode.StepwiseContinuousLeading
TRAILING = InterpolationMode.StepwiseContinuousTrailing
CONTINUOUS = InterpolationMode.Continuous


@pytest.mark.parametrize(
    ("override", "own", "property_mode", "type_mode", "effective"),
    [
        (LEADING, TRAILING, DISCRETE, CONTINUOUS, LEADING),
        (None, TRAILING, DISCRETE, CONTINUOUS, TRAILING),
        (None, None, LEADING, TRAILING, LEADING),
        (None, None, None, TRAILING, TRAILING),
        (CONTINUOUS, TRAILING, None, TRAILING, CONTINUOUS),
        (None, CONTINUOUS, LEADING, TRAILING, CONTINUOUS),
        (None, None, None, CONTINUOUS, CONTINUOUS),
    ],
)
def test_a_mode_comes_from_the_override_then_the_stream_then_the_property_then_the_type(
    override, own, property_mode, type_mode, effective
):
    value = member("Value", Code.Double, interpolation_mode=property_mode)
    type_ = type_of(key("Time", Code.DateTime), value, interpolation_mode=type_mode)

    stream = Stream("s", Layout(type_), interpolation_mode=own, overrides=(Override("VALUE", override),))

    assert stream.mode_of(1) is effective


def test_extrapolation_is_the_streams_or_else_the_types():
    layout = Layout(replace(SIMPLE, extrapolation_mode=ExtrapolationMode.Forward))

    assert Stream("s", layout).extrapolation is ExtrapolationMode.Forward
    assert Stream("s", layout, extrapolation_mode=ExtrapolationMode.All).extrapolation is ExtrapolationMode.All


@pytest.mark.parametrize(
    ("type_", "definition", "words"),
    [
        (SIMPLE, {"overrides": (Override("Speed", LEADING),)}, "no property 'Speed'"),
        (SIMPLE, {"overrides": (Override("time", LEADING),)}, "'time' is part of the key"),
        (SIMPLE, {"indexes": ("Speed",)}, "no property 'Speed'"),
        (SIMPLE, {"indexes": ("State",)}, "'State' is a Int32Enum, which events cannot be ordered by"),
        (
            type_of(*(key(name, Code.Int32) for name in "ABC"), member("Value", Code.Double)),
            {"indexes": ("Value",)},
            "a key of 3 parts",
        ),
        (replace(SIMPLE, interpolation_mode=DISCRETE), {"interpolation_mode": LEADING}, "no stream can override"),
        (
            replace(SIMPLE, interpolation_mode=DISCRETE),
            {"overrides": (Override("State", LEADING),)},
            "which 'State' cannot override",
        ),
    ],
)
def test_a_definition_that_does_not_fit_the_type_is_refused(type_, definition, words):
    with pytest.raises(Refused, match="cannot be defined") as refusal:
        Stream("s", Layout(type_), **definition)

    assert words in refusal.value.reason
    assert refusal.value.details == {"StreamId": "s"}


@pytest.mark.parametrize(
    ("type_", "definition"),
    [
        (
            SIMPLE,
            {"overrides": (Override("Time", None, "s"), Override("state", LEADING), Override("Measurement", DISCRETE))},
        ),
        (SIMPLE, {"indexes": ("measurement",)}),
        (PAIRED, {"indexes": ("Value", "Note")}),
        (replace(SIMPLE, interpolation_mode=DISCRETE), {"interpolation_mode": DISCRETE}),
        (NUMBERED, {}),
    ],
)
def test_a_definition_that_fits_is_taken(type_, definition):
    stream = Stream("s", Layout(type_), **definition)

    assert stream.type is type_
    assert len(stream.modes) == len(stream.layout.columns)
