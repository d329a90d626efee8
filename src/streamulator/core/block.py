"""Blocks: the stretches of some hundred rows that a series is made of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import compress, pairwise
from typing import Any, TypeVar

from streamulator.core.columns import columns_of

_T = TypeVar("_T")

_SINGLY = 16  # up to so many scattered rows go in or out one by one rather than in one pass


class Block:
    """Some sorted keys, each once, and a row for each of them.

    Only who has the mark `owner` may change it, and only where keys and rows are lists.
    """

    __slots__ = ("keys", "owner", "rows")

    def __init__(self, keys: Any, rows: Any, owner: object | None = None) -> None:
        self.keys = keys
        self.rows = rows
        self.owner = owner

    def has(self, keys: Sequence[Any]) -> bool:
        """Tell whether any of some sorted keys is there."""
        held, end = self.keys, len(self.keys)
        start, stop = bisect_left(held, keys[0]), bisect_right(held, keys[-1])
        return start < stop and any((at := bisect_left(held, key, start)) < end and held[at] == key for key in keys)

    def part(self, start: int, stop: int) -> Block:
        """Return the rows from one place up to, not with, another as a block of nobody's."""
        return Block(self.keys[start:stop], self.rows[start:stop])

    def joined(self, other: Block, owner: object | None) -> Block:
        """Return a block of this one's rows and another's, which come after them."""
        return Block([*self.keys, *other.keys], [*self.rows, *other.rows], owner)

    def split(self, full: int, most: int) -> list[Block]:
        """Return this block or, where it has more rows than it may, blocks of about as many as make one full."""
        size = len(self.keys)
        if size <= most:
            return [self]
        number = size // full
        bounds = pairwise([size * at // number for at in range(number + 1)])
        return [Block(self.keys[start:stop], self.rows[start:stop], self.owner) for start, stop in bounds]

    def packed(self) -> Block:
        """Return a block of the same rows that lie in columns, or this one where they cannot."""
        keys, rows = columns_of(self.keys, self.rows)
        return self if rows is self.rows else Block(keys, rows)

    def add(self, keys: Sequence[Any], rows: Sequence[Any]) -> None:
        """Add rows, sorted by key, none of which is there."""
        start, stop = bisect_left(self.keys, keys[0]), bisect_left(self.keys, keys[-1])
        if start == stop:
            self.keys[start:start] = keys
            self.rows[start:start] = rows
        elif len(keys) <= _SINGLY:
            for key, row in zip(keys, rows, strict=True):
                at = bisect_left(self.keys, key)
                self.keys.insert(at, key)
                self.rows.insert(at, row)
        else:
            places: list[int] = []
            for key in keys:
                start = bisect_left(self.keys, key, start)
                places.append(start)
            _spread(self.keys, keys, places)
            _spread(self.rows, rows, places)

    def drop(self, places: Sequence[int]) -> None:
        """Take out the rows at some places, which are sorted."""
        if len(places) <= _SINGLY:
            for at in reversed(places):
                del self.keys[at], self.rows[at]
        else:
            kept = bytearray(b"\1") * len(self.keys)
            for at in places:
                kept[at] = 0
            self.keys, self.rows = list(compress(self.keys, kept)), list(compress(self.rows, kept))


def _spread(items: list[_T], new: Sequence[_T], places: Sequence[int]) -> None:
    """Put new items in before the positions that some have now, from the last one back, so that each moves once."""
    stop = places[-1]
    items[stop:stop] = new
    for shift in range(len(new) - 2, -1, -1):  # the last one is in its place
        at = places[shift]
        items[at + shift + 1 : stop + shift + 1] = items[at:stop]
        items[at + shift] = new[shift]
        stop = at
