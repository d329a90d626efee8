"""Packets in MessagePack: as long as was said, and read back by a reader that is not of the writer's kind."""

from __future__ import annotations

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mode_packets import packets_in

from streamulator.core.series import Series
from streamulator.services.mode.model.packets import Noise, Packet
from streamulator.services.mode.wire.packets import flow_of

indexes = st.one_of(st.integers(0, 2**32 - 1), st.sampled_from([0, 127, 128, 255, 256, 65_535, 65_536, 2**32 - 1]))
contents = st.one_of(
    st.binary(max_size=20),
    st.sampled_from([b"x" * size for size in (0, 255, 256, 65_535, 65_536)]),
    st.builds(Noise, st.integers(0, 3), st.sampled_from([0, 1, 255, 256, 70_000])),
)


def written(name, packets, first=0, end=None):
    keys = sorted(packets)
    series = Series(keys, [Packet(0, packets[key]) for key in keys])
    flow = flow_of(name, series, first, len(keys) if end is None else end)
    chunks = list(flow.chunks)
    return flow.length, chunks


@given(st.text(min_size=1, max_size=40), st.dictionaries(indexes, contents, max_size=8))
def test_what_is_written_can_be_read_and_is_as_long_as_was_said(name, packets):
    length, chunks = written(name, packets)
    body = b"".join(chunks)

    assert len(body) == length
    assert packets_in(body) == [(name, index, Packet(0, packets[index]).content(index)) for index in sorted(packets)]


@given(st.dictionaries(indexes, contents, min_size=1, max_size=6), st.data())
def test_a_stretch_is_as_long_as_was_said_too(packets, data):
    first = data.draw(st.integers(0, len(packets)))
    end = data.draw(st.integers(first, len(packets)))

    length, chunks = written("s", packets, first, end)
    body = b"".join(chunks)

    assert len(body) == length
    assert [index for _name, index, _data in packets_in(body)] == sorted(packets)[first:end]


@pytest.mark.parametrize(("count", "size", "expected"), [(1000, 1024, 16), (100_000, 0, 7), (3, 100_000, 3)])
def test_it_comes_in_chunks_of_a_bearable_size(count, size, expected):
    _length, chunks = written("a", dict.fromkeys(range(count), Noise(1, size)))

    assert len(chunks) == expected
    assert max(map(len, chunks)) < 170_000


def test_the_usual_library_reads_it_too():
    _length, (body,) = written("modeCar", {900: b"\x01\x02", 65_536: b""})
    reader = msgpack.Unpacker()
    reader.feed(body)

    assert list(reader) == ["modeCar", 900, b"\x01\x02", "modeCar", 65_536, b""]


def test_the_bytes_of_the_one_public_reader():
    _length, (body,) = written("modeCar", {900: b"\x01\x02"})

    assert body.hex(" ") == "a7 6d 6f 64 65 43 61 72 cd 03 84 c4 02 01 02"


@pytest.mark.parametrize(
    "body",
    [b"\xa1s\0", b"\xa1s\0\xc4", b"\xa1s\0\xc4\2a", b"\x93\xa1s\0\xc4\0", b"\xa1s\xcc\1\xc4\0", b"\xa1s\xcb"],
)
def test_the_reader_of_these_tests_takes_nothing_else(body):
    with pytest.raises((AssertionError, KeyError, IndexError)):
        packets_in(body)
