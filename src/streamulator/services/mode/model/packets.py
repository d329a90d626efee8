"""Data packets and metadata packets, which stand in a stream under the index of a data packet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from streamulator.core.ids import noise
from streamulator.core.messages import Caller, Json

MOST_INDEX = 2**32 - 1  # clients read an index as 32 bits without a sign


@dataclass(frozen=True, slots=True)
class Noise:
    """Bytes that look random and are made when they are read: a million packets of them cost nothing to keep."""

    seed: int
    size: int

    def __len__(self) -> int:
        return self.size

    def of(self, index: int) -> bytes:
        """Return the bytes of one packet, always the same ones."""
        return noise(self.seed, index, self.size)


class Packet(NamedTuple):
    """A data packet: when it came, and its bytes or how to make them."""

    received: int
    data: bytes | Noise

    def content(self, index: int) -> bytes:
        """Return the bytes, for the index under which the packet stands."""
        return self.data if isinstance(self.data, bytes) else self.data.of(index)


class MetadataPacket(NamedTuple):
    """A metadata packet: when it came, when it was last changed, what it says, and who sent it."""

    received: int
    updated: int
    content: Mapping[str, Json]
    source: Caller
