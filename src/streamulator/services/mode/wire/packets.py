"""Data packets as they are downloaded: MessagePack values in a row, three a packet and nothing around them.

A packet is the name of its stream, its index, and its bytes. That is what the one public client of these downloads
reads, until the body ends.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Generator, Sequence

import msgpack

from streamulator.core.messages import Flow
from streamulator.services.mode.model.packets import Packet

MEDIA_TYPE = "application/messagepack"

_CHUNK = 65_536  # bytes that are gathered before they are sent
# From which value on an index takes so many bytes more, and from which length on the head of some bytes does.
_INDEX_STEPS = ((2**7, 1), (2**8, 1), (2**16, 2), (2**32, 4))
_BYTES_STEPS = ((2**8, 1), (2**16, 2))


def flow_of(name: str, indexes: Sequence[int], packets: Sequence[Packet]) -> Flow:
    """Return packets as a body of known length, of which not a byte is made yet; the indexes ascend."""
    head = msgpack.packb(name)
    return Flow(_length(len(head), indexes, packets), _chunks(head, indexes, packets))


def _chunks(head: bytes, indexes: Sequence[int], packets: Sequence[Packet]) -> Generator[bytes]:
    pack = msgpack.packb
    pieces: list[bytes] = []
    gathered = 0
    for index, packet in zip(indexes, packets, strict=True):
        data = packet.content(index)
        pieces += (head, pack(index), pack(data))
        gathered += len(data)
        if gathered >= _CHUNK:
            yield b"".join(pieces)
            pieces.clear()
            gathered = 0
    if pieces:
        yield b"".join(pieces)


def _length(head: int, indexes: Sequence[int], packets: Sequence[Packet]) -> int:
    """Count the bytes that packets will take, without making them."""
    count = len(packets)
    total = count * (head + 1)
    total += sum(more * (count - bisect_left(indexes, step)) for step, more in _INDEX_STEPS)
    for size, times in Counter(len(packet.data) for packet in packets).items():
        total += times * (size + 2 + sum(more for step, more in _BYTES_STEPS if size >= step))
    return total
