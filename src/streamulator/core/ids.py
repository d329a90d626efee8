"""The only source of ids and chance: seeded streams, so that the same script twice gives the same ids."""

from __future__ import annotations

import hashlib
import random  # noqa: TID251  this is the one place that may
import secrets


class Ids:
    """A stream of GUIDs; with a seed, the same ones in the same order."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = random.Random(secrets.randbits(64) if seed is None else seed)  # noqa: S311  ids, not secrets

    def guid(self) -> str:
        """Return the next random GUID (version 4, variant 1), lower-case with hyphens."""
        bits = self._random.getrandbits(128) & ~(0xF << 76) & ~(0x3 << 62) | (0x4 << 76) | (0x2 << 62)
        text = f"{bits:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def deviations(seed: int, count: int) -> list[float]:
    """Return numbers around 0 with standard deviation 1, the same ones for the same seed."""
    gauss = random.Random(seed).gauss  # noqa: S311  noise, not secrets
    return [gauss(0.0, 1.0) for _ in range(count)]


def noise(seed: int, number: int, size: int) -> bytes:
    """Return bytes that look random, the same ones for the same seed and number."""
    return hashlib.shake_128(b"%d %d" % (seed, number)).digest(size)
