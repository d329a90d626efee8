"""The only source of ids and chance: seeded streams, so that the same script twice gives the same ids."""

from __future__ import annotations

import math
import random  # noqa: TID251  this is the one place that may
import secrets
import uuid
from hashlib import blake2b, md5, shake_128
from operator import mul


class Ids:
    """A stream of GUIDs; with a seed, the same ones in the same order."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = random.Random(secrets.randbits(64) if seed is None else seed)  # noqa: S311  ids, not secrets

    def guid(self) -> str:
        """Return the next random GUID (version 4, variant 1), lower-case with hyphens."""
        bits = self._random.getrandbits(128) & ~(0xF << 76) & ~(0x3 << 62) | (0x4 << 76) | (0x2 << 62)
        text = f"{bits:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def fork(self) -> Ids:
        """Return a stream that goes on as this one would."""
        copy = Ids(0)
        copy._random.setstate(self._random.getstate())
        return copy


def secret() -> str:
    """Return a text that nobody can guess."""
    return secrets.token_urlsafe(24)


def draw(*parts: object) -> float:
    """Return a number from 0 up to, not with, 1 that depends on nothing but the parts."""
    digest = blake2b("\0".join(map(str, parts)).encode(), digest_size=8).digest()
    return (int.from_bytes(digest) >> 11) / 2**53


def guid_of(*names: str) -> str:
    """Return the GUID (version 5) that these names have in every run and every world; case does not count."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "/".join(name.lower() for name in names)))


def deviations(seed: int, count: int) -> list[float]:
    """Return numbers around 0 with standard deviation 1, the same ones for the same seed."""
    # Box and Muller make two of two chances. These are the numbers that `Random.gauss` gives one by one, which takes
    # half as long again.
    chance, log, sqrt = random.Random(seed).random, math.log, math.sqrt  # noqa: S311  noise, not secrets
    chances = [chance() for _ in range(count + count % 2)]
    whole = 2 * math.pi
    angles = [whole * one for one in chances[::2]]
    radii = [sqrt(-2 * log(1 - one)) for one in chances[1::2]]
    chances[::2] = map(mul, map(math.cos, angles), radii)
    chances[1::2] = map(mul, map(math.sin, angles), radii)
    return chances[:count]


def named_guid(name: str) -> str:
    """Return the GUID (version 3) that Java's `nameUUIDFromBytes` makes of a name: the same one for the same name."""
    return str(uuid.UUID(bytes=md5(name.encode(), usedforsecurity=False).digest(), version=3))


def noise(seed: int, number: int, size: int) -> bytes:
    """Return bytes that look random, the same ones for the same seed and number."""
    return shake_128(b"%d %d" % (seed, number)).digest(size)
