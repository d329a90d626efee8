"""The emulator's stream data against a reference model written apart from it, over whatever Hypothesis draws."""

from __future__ import annotations

import os

import pytest
from aveva_http import Api, in_process
from hypothesis import given, settings
from hypothesis import strategies as st
from reference.comparing import compare, compare_all, created
from reference.dice import Dice
from reference.drawing import stream
from reference.drawing_requests import read, write

from streamulator import resources, services
from streamulator.kernel.emulator import Emulator

EXAMPLES = int(os.environ.get("REFERENCE_EXAMPLES", "150"))
FIXTURE = "aveva: {{eventLimit: {}, tenants: [{{id: default, open: true, namespaces: [{{id: default}}]}}]}}"


def emulator_with(folder, limit):
    file = folder / f"{limit}.yaml"
    file.write_text(FIXTURE.format(limit))
    emulator = Emulator(services.discover(), resources.folder("openapi"))
    emulator.load([file])
    return emulator


@pytest.fixture(scope="module")
def emulator(tmp_path_factory):
    return emulator_with(tmp_path_factory.mktemp("reference"), 250_000)


@pytest.fixture(scope="module")
def begin(emulator):
    def start(drawn):
        emulator.reset_world("default")
        api = Api(in_process(emulator, "default"))
        created(api, drawn.stream)
        return api

    return start


@st.composite
def read_cases(draw):
    dice = Dice(draw)
    drawn = stream(dice)
    return drawn, dice.some(lambda: read(dice, drawn), 1, 4)


@st.composite
def streams(draw):
    return stream(Dice(draw))


@st.composite
def writes(draw, drawn):
    return write(Dice(draw), drawn)


@settings(max_examples=EXAMPLES)
@given(read_cases())
def test_reads_are_what_the_model_says(begin, case):
    drawn, asks = case
    api = begin(drawn)
    for ask in asks:
        compare(api, drawn.stream, ask)


@settings(max_examples=EXAMPLES)
@given(streams(), st.data())
def test_writes_are_what_the_model_says(begin, drawn, data):
    api = begin(drawn)
    compare_all(api, drawn)
    for _ in range(3):
        compare(api, drawn.stream, data.draw(writes(drawn)))
        compare_all(api, drawn)
