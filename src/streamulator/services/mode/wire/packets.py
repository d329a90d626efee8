"""Data packets as they are downloaded: MessagePack values in a row, three a packet and nothing around them.

A packet is the name of its stream, its index, and its bytes. That is what the one public client of these downloads
reads, until the body ends.
"""

from __future__ import annotations

from array import array
from collections.abc import Generator, Sequence
from itertools import accumulate
from operator import add
from typing import cast

import msgpack

from streamulator.core.messages import Flow
from streamulator.core.series import Series

MEDIA_TYPE = "application/messagepack"

_CHUNK = 65_536  # bytes that are gathered before they are sent
# From which value on an index takes so many bytes more, and from which length on the head of some bytes does.
_INDEX_STEPS = ((2**7, 1), (2**8, 1), (2**16, 2), (2**32, 4))
_BYTES_STEPS = ((2**8, 1), (2**16, 2))


def flow_of(name: str, packets: Series, first: int, end: int) -> Flow:
    """Return the packets from one position up to, not with, another as a body of known length, made while it is sent.

    It rests on a copy, which costs nothing until the stream is written to.
    """
    head = msgpack.packb(name)
    lengths = _lengths(packets)
    indexes = sum(more * max(end - max(packets.left(step), first), 0) for step, more in _INDEX_STEPS)
    length = (end - first) * (len(head) + 1) + indexes + lengths[end] - lengths[first]
    return Flow(length, _chunks(head, packets.fork(), first, end))


def _chunks(head: bytes, packets: Series, first: int, end: int) -> Generator[bytes]:
    pack = msgpack.packb
    pieces: list[bytes] = []
    gathered = 0
    for index, packet in packets.items(first, end):
        data = pack(packet.content(index))
        pieces += (head, pack(index), data)
        gathered += len(head) + len(data)
        if gathered >= _CHUNK:
            yield b"".join(pieces)
            pieces.clear()
            gathered = 0
    if pieces:
        yield b"".join(pieces)


def _lengths(packets: Series) -> Sequence[int]:
    """Return for each position how many bytes the packets before it take, names and indexes aside, and keep that."""
    if "lengths" not in packets.derived:
        sizes = [len(packet.data) for packet in packets.walk()]
        heads = (2 + sum(more for step, more in _BYTES_STEPS if size >= step) for size in sizes)
        packets.derived["lengths"] = array("Q", accumulate(map(add, sizes, heads), initial=0))
    return cast(Sequence[int], packets.derived["lengths"])
