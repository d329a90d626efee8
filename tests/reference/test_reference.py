"""The emulator's stream data against a reference model written apart from it, over whatever Hypothesis draws."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from aveva_http import Api, in_process, over_socket
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from reference.asking import Ask, answer
from reference.comparing import compare, compare_all, created
from reference.dice import Dice
from reference.drawing import long_stream, stream
from reference.drawing_requests import filtered, read, span, window, write, write_many
from serving import served

from streamulator import resources, services
from streamulator.kernel.emulator import Emulator
from streamulator.web.app import Application

SHARE = float(os.environ.get("REFERENCE", "1"))  # how much longer than usual, or shorter, the comparison is
FEW, MANY = 4, 250_000  # the event limits of the two fixtures


@cache
def emulator(limit):
    made = Emulator(services.discover(), resources.folder("openapi"))
    made.load([Path(__file__).with_name("few.yaml" if limit == FEW else "many.yaml")])
    return made


def begin(drawn, send=None):
    """Put a stream into an empty emulator, and return how to reach it."""
    whole = emulator(drawn.stream.limit)
    whole.reset_world("default")
    api = Api(send or in_process(whole, "default"))
    created(api, drawn.stream)
    return api


def examples(number):
    return settings(max_examples=max(1, round(number * SHARE)))


def cases(most=4, places=None, make=stream, **kind):
    """Draw a stream and reads of it."""

    @st.composite
    def draw_case(draw):
        dice = Dice(draw)
        drawn = make(dice, **kind)
        more = {} if places is None else {"places": places}
        return drawn, dice.some(lambda: read(dice, drawn, **more), 1, most)

    return draw_case()


@st.composite
def requests(draw, drawn, make):
    return make(Dice(draw), drawn)


def check(case, send=None):
    drawn, asks = case
    api = begin(drawn, send)
    for ask in asks:
        compare(api, drawn.stream, ask)


@examples(300)
@given(cases())
def test_reads_are_what_the_model_says(case):
    check(case)


@examples(150)
@given(cases(most=6, places=("/Interpolated", "/Summaries", "/Sampled"), axis=True))
def test_calculated_reads_are_what_the_model_says(case):
    check(case)


@examples(100)
@given(cases(places=("", "/Interpolated", "/Sampled"), strange=True))
def test_reads_of_what_is_not_finite_are_what_the_model_says(case):
    check(case)


@st.composite
def filtered_reads(draw):
    dice = Dice(draw)
    drawn = stream(dice, indexed=1, strange=True)
    return drawn, dice.some(lambda: Ask("GET", query=filtered(dice, drawn)), 1, 6)


@examples(100)
@given(filtered_reads())
def test_filtered_reads_are_in_the_order_that_the_model_says(case):
    check(case)


@examples(150)
@given(cases(limit=FEW))
def test_reads_that_touch_too_much_are_refused_where_the_model_refuses_them(case):
    check(case)


@examples(40)
@given(cases(most=6, places=("", "/Interpolated", "/Summaries"), make=long_stream))
def test_reads_of_long_streams_are_what_the_model_says(case):
    check(case)


@st.composite
def long_streams_and_writes(draw):
    dice = Dice(draw)
    drawn = long_stream(dice)
    return drawn, dice.some(lambda: write_many(dice, drawn), 1, 3)


@examples(40)
@given(long_streams_and_writes())
def test_writes_of_many_events_are_what_the_model_says(case):
    drawn, asks = case
    api = begin(drawn)
    for ask in asks:
        compare(api, drawn.stream, ask)
    compare_all(api, drawn)


@st.composite
def paged_windows(draw):
    dice = Dice(draw)
    drawn = stream(dice)
    return drawn, window(dice, drawn), 1 + dice.below(4)


@examples(100)
@given(paged_windows())
def test_pages_are_what_the_model_says_and_make_up_the_window(case):
    drawn, query, size = case
    api = begin(drawn)
    query.pop("count", None)
    whole = compare(api, drawn.stream, Ask("GET", query=query))
    pages, token = [], ""
    while token is not None and whole.status == 200:
        ask = Ask("GET", query={**query, "continuationToken": token, "count": size})
        compare(api, drawn.stream, ask)
        page = answer(drawn.stream, ask)
        pages += page.events
        token = page.token
    assert whole.status == 400 or len(pages) == len(whole.content)


@examples(60)
@given(cases())
def test_reads_over_a_socket_are_what_the_model_says(socket, case):
    check(case, socket)


@pytest.fixture(scope="module")
def socket():
    with served(Application(emulator(MANY))) as server, over_socket(server.url) as send:
        yield send


class Stored(RuleBasedStateMachine):
    """One stream that is written to and read, in the emulator and in the model."""

    @initialize(drawn=st.composite(lambda draw: stream(Dice(draw)))())
    def start(self, drawn):
        self.drawn = drawn
        self.api = begin(drawn)

    @rule(data=st.data())
    def write(self, data):
        compare(self.api, self.drawn.stream, data.draw(requests(self.drawn, write)))

    @rule(data=st.data())
    def read(self, data):
        compare(self.api, self.drawn.stream, data.draw(requests(self.drawn, read)))

    @precondition(lambda self: self.drawn.stream.events)
    @rule(data=st.data())
    def remove_a_window(self, data):
        compare(self.api, self.drawn.stream, Ask("DELETE", query=data.draw(requests(self.drawn, span))))

    @invariant()
    def all_that_is_stored_is_the_same(self):
        compare_all(self.api, self.drawn)


TestStored = Stored.TestCase
TestStored.settings = settings(examples(60), stateful_step_count=12)
