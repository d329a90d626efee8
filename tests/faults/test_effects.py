from __future__ import annotations

import json
from statistics import median

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.messages import Mishap
from streamulator.faults.effects import (
    KINDS,
    Cut,
    Drip,
    Empty,
    Latency,
    Length,
    Malformed,
    Reset,
    Stall,
    Status,
    effect_in_short,
    effect_of,
)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("503", {"kind": "status", "status": 503}),
        ("503;retryAfter=5", {"kind": "status", "status": 503, "retryAfter": 5}),
        ("403; reason=Not today", {"kind": "status", "status": 403, "reason": "Not today"}),
        ("latency=0.2", {"kind": "latency", "seconds": 0.2}),
        ("latency=2;clock=wall", {"kind": "latency", "seconds": 2, "clock": "wall"}),
        ("latency;median=0.1;sigma=1", {"kind": "latency", "median": 0.1, "sigma": 1}),
        ("cut=0.5", {"kind": "cut", "fraction": 0.5}),
        ("cut=10", {"kind": "cut", "bytes": 10}),
        ("length=-3", {"kind": "length", "by": -3}),
        ("stall=30;bytes=5", {"kind": "stall", "seconds": 30, "bytes": 5}),
        ("drip=16;seconds=0.1", {"kind": "drip", "bytes": 16, "seconds": 0.1}),
        ("reset", {"kind": "reset"}),
        ("nonsense=1", {"kind": "nonsense", "nonsense": 1}),
    ],
)
def test_an_effect_can_be_written_in_short(text, content):
    assert effect_in_short(text) == content


@given(st.text(max_size=60))
def test_any_text_is_read_as_something_that_json_can_say(text):
    assert json.loads(json.dumps(effect_in_short(text), allow_nan=True)).keys() == effect_in_short(text).keys()


@pytest.mark.parametrize(
    ("content", "effect"),
    [
        ({"kind": "status", "status": 503.0, "retryAfter": 5.0}, Status(503, 5)),
        ({"kind": "latency", "between": [0.1, 0.2]}, Latency(between=(0.1, 0.2))),
        ({"kind": "cut", "bytes": 3.0}, Cut(3)),
        ({"kind": "drip"}, Drip()),
    ],
)
def test_an_effect_is_made_of_its_json(content, effect):
    assert effect_of(content) == effect


def test_every_kind_is_known_by_its_name():
    assert {name: kind.kind for name, kind in KINDS.items()} == {name: name for name in KINDS}


@pytest.mark.parametrize(
    ("effect", "patience"),
    [(Status(503), 1), (Status(429), 1), (Status(503, 7), 7), (Status(503, 0), 0), (Status(500), None)],
)
def test_who_is_told_to_wait_and_how_long(effect, patience):
    assert effect.patience == patience


class TestLatency:
    def test_is_fixed_or_evenly_spread_or_lognormal(self):
        fixed, even = Latency(2.5), [Latency(between=(1, 3)).length("x", n) for n in range(2000)]
        around = [Latency(median=0.2, sigma=0.5).length("x", n) for n in range(2000)]

        assert fixed.length("x") == 2.5
        assert min(even) >= 1
        assert max(even) < 3
        assert abs(sum(even) / 2000 - 2) < 0.05
        assert abs(median(around) - 0.2) < 0.02
        assert 0 < min(around) < 0.1
        assert max(around) > 0.5

    def test_is_the_same_for_the_same_chance(self):
        effect = Latency(median=0.2)

        assert effect.length(7, "w", "r", 1) == effect.length(7, "w", "r", 1) != effect.length(7, "w", "r", 2)


@pytest.mark.parametrize(
    ("effect", "phase", "mishap", "beginning"),
    [
        (Reset(), "after", Mishap("reset", bare=True), b"hello there"),
        (Empty(), "before", Mishap("close", bare=True), b"hello there"),
        (Cut(fraction=0.5), "after", Mishap("close", share=0.5), b"hello"),
        (Cut(4), "after", Mishap("close", arrives=4, share=0.5), b"hell"),
        (Cut(40), "after", Mishap("close", arrives=40, share=0.5), b"hello there"),
        (Length(5), "after", Mishap("length", size=5), b"hello there"),
        (Stall(2.0), "before", Mishap("stall", bare=True, seconds=2.0), b"hello there"),
        (Stall(2.0), "after", Mishap("stall", arrives=0, seconds=2.0), b""),
        (Stall(2.0, 5), "after", Mishap("stall", arrives=5, seconds=2.0), b"hello"),
        (Drip(3, 0.1), "after", Mishap("drip", size=3, seconds=0.1), b"hello there"),
    ],
)
def test_what_befalls_a_reply(effect, phase, mishap, beginning):
    assert effect.mishap(phase) == mishap
    assert mishap.beginning(b"hello there") == beginning


def test_a_silence_after_some_bytes_needs_a_call_that_was_served():
    assert (Stall().phases, Stall(bytes=1).phases) == (("before", "after"), ("after",))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_a_malformed_body_is_never_json(content):
    spoilt = Malformed().spoil(json.dumps(content).encode(), "application/json")

    with pytest.raises(ValueError, match=r"."):
        json.loads(spoilt)


@given(st.recursive(st.none() | st.booleans() | st.integers(-9, 9) | st.binary() | st.text(), st.lists))
def test_a_malformed_body_is_never_messagepack(content):
    spoilt = Malformed().spoil(msgpack.packb(content), "application/vnd.msgpack")

    with pytest.raises((ValueError, msgpack.FormatError)):
        msgpack.unpackb(spoilt)


@pytest.mark.parametrize("text", ["²", "5²", "٣٣٣", "９" * 3, "9" * 5_000, "5_0"])  # noqa: RUF001  other digits are the point
def test_what_is_no_number_in_json_is_none_in_short(text):
    assert effect_in_short(text) == {"kind": text}
    assert effect_in_short(f"503;retryAfter={text}") == {"kind": "status", "status": 503, "retryAfter": text}


@pytest.mark.parametrize("text", ["nan", "-nan", "inf", "1e999", "Infinity"])
def test_no_number_is_endless(text):
    assert effect_in_short(f"latency={text}") == {"kind": "latency", "seconds": text}


def test_an_empty_body_cannot_be_spoilt():
    assert Malformed().spoil(b"", "application/json") == b""
