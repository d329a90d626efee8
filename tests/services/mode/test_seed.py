"""What a fixture says of MODE is what is there, however packets are given."""

from __future__ import annotations

import struct
import time

import pytest

from streamulator.core.ticks import TICKS_PER_HOUR, TICKS_PER_SECOND, parse_time

HEAD = "mode: {projects: [{id: 1, smartModules: [{id: sds, type: sds}], homes: [{id: 1, name: a, streams: ["
HEAD += "{module: sds, name: s, "
TAIL = "}]}]}]}"


@pytest.fixture
def stream_of(emulator_of):
    """Return a function that makes a stream from what a fixture says of it."""

    def make(text):
        emulator = emulator_of(f"{HEAD}{text}{TAIL}")
        return emulator.worlds["default"].stores["mode"].stream(1, "sds", "s")

    return make


def contents(stream):
    return {
        index: packet.content(index) for index, packet in zip(stream.packets.keys, stream.packets.rows, strict=True)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("packets: []", {}),
        ("packets: [{text: ü}]", {0: b"\xc3\xbc"}),
        (
            "packets: [{index: 4, hex: 00Ff}, {base64: /w==}, {index: 1, text: ''}]",
            {1: b"", 4: b"\x00\xff", 5: b"\xff"},
        ),
    ],
)
def test_packets_are_listed(stream_of, text, expected):
    assert contents(stream_of(text)) == expected


def test_a_listed_packet_came_when_it_says_or_now(stream_of):
    stream = stream_of("packets: [{text: a, received: '2026-01-01T00:00:00Z'}, {text: b}]")

    assert stream.packets.rows[0].received == parse_time("2026-01-01T00:00:00Z")
    assert stream.last_received == stream.packets.rows[1].received > parse_time("2026-01-02T00:00:00Z")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.csv", "index,text\n3,three\n,four\n"),
        ("p.jsonl", '{"index": 3, "text": "three"}\n\n{"text": "four"}\n'),
    ],
)
def test_packets_are_read_from_a_file_beside_the_fixture(emulator_of, name, text):
    emulator = emulator_of("mode: {projects: []}")
    folder = emulator.fixtures[0].parent
    (folder / name).write_text(text)
    fixture = folder / "with-file.yaml"
    fixture.write_text(f"{HEAD}packets: {{file: {name}}}{TAIL}")

    emulator.load([fixture])

    assert contents(emulator.worlds["default"].stores["mode"].stream(1, "sds", "s")) == {3: b"three", 4: b"four"}


def test_packets_of_noise_are_generated(stream_of):
    text = "packets: {generate: {start: 10, every: 5, count: 6, size: 33, seed: 7, gaps: [{from: 10, for: 10}]}}"
    stream, again = stream_of(text), stream_of(text)

    assert stream.packets.keys == [10, 15, 30, 35]
    assert {len(data) for data in contents(stream).values()} == {33}
    assert len(set(contents(stream).values())) == 4
    assert contents(stream) == contents(again)
    assert contents(stream_of(text.replace("seed: 7", "seed: 8")))[10] != contents(stream)[10]


def test_packets_of_samples_are_generated(stream_of):
    stream = stream_of(
        "packets: {generate: {count: 3, samples: {each: 4, signal: {ramp: {from: 0, to: 1, period: 1}}}}}"
    )

    found = [struct.unpack("<4f", data) for data in contents(stream).values()]

    assert found == [(0.0, 0.25, 0.5, 0.75)] * 3


def test_generated_packets_came_one_after_the_other(stream_of):
    stream = stream_of("packets: {generate: {count: 3, size: 0, received: '2026-01-01T00:00:00Z', interval: 90s}}")

    first = parse_time("2026-01-01T00:00:00Z")
    assert [packet.received for packet in stream.packets.rows] == [
        first + at * 90 * TICKS_PER_SECOND for at in range(3)
    ]


def test_without_a_time_the_last_one_comes_now(stream_of):
    stream = stream_of(
        "packets: {generate: {start: 7, every: 2, count: 3, size: 0, interval: 1h, gaps: [{from: 2, for: 2}]}}"
    )

    first, last = (packet.received for packet in stream.packets.rows)
    assert (last - first, stream.last_received) == (2 * TICKS_PER_HOUR, last)
    assert stream.highest == 11


def test_a_hundred_thousand_packets_cost_next_to_nothing_to_keep_and_to_copy(emulator_of):
    emulator = emulator_of(f"{HEAD}packets: {{generate: {{count: 100000, size: 1024}}}}{TAIL}")

    begun = time.perf_counter()
    for number in range(20):
        emulator.create_world(f"copy-{number}")
    taken = time.perf_counter() - begun

    streams = [world.stores["mode"].stream(1, "sds", "s") for world in emulator.worlds.values()]
    assert all(stream.packets.derived is streams[0].packets.derived for stream in streams)
    assert taken < 0.5


def test_many_fixtures_make_one_register(emulator_of, tmp_path):
    one, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    one.write_text("mode: {projects: [{id: 1, keys: [{name: a, key: k}]}]}")
    other.write_text("mode: {projects: [{id: 2, keys: [{name: a, key: l}]}], downloadLasts: 1s}")
    emulator = emulator_of("mode: {projects: []}")

    emulator.load([one, other])

    register = emulator.worlds["default"].stores["mode"].register
    assert (sorted(register.projects), sorted(register.keys)) == ([1, 2], ["k", "l"])
    assert register.download_lasts == TICKS_PER_SECOND
