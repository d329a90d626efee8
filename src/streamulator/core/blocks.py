"""The blocks of a series: where their rows begin, which of them may be written to, and that none grows too long."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from streamulator.core.block import Block

Key = Any  # any value that can be ordered

FULL = 512  # rows of a block that no more are appended to
MOST = 2 * FULL  # rows beyond which a block is split


class Blocks:
    """Blocks in the order of their keys, none of them empty; `firsts` are the first keys of each.

    Copies share the blocks. Each only ever looks at its own mark, and changes no block that does not bear it, so that
    copies may live in different threads.
    """

    __slots__ = ("_mark", "_starts", "all", "firsts")

    def __init__(self, blocks: Iterable[Block] = (), mark: object | None = None) -> None:
        """Take blocks over; `mark` is what those of them bear that nobody else has."""
        self.all = list(blocks)
        self.firsts: list[Key] = [block.keys[0] for block in self.all]
        self._starts: list[int] = []  # the positions where the first blocks begin, as far as they are known
        self._mark = mark or object()

    @classmethod
    def of(cls, keys: Sequence[Key], rows: Sequence[Any]) -> Blocks:
        """Make blocks of rows, sorted by key."""
        mark = object()
        return cls(Block(list(keys), list(rows), mark).split(FULL, MOST) if keys else (), mark)

    def __len__(self) -> int:
        """Return the number of all rows."""
        return self.starts()[-1] + len(self.all[-1].keys) if self.all else 0

    def copy(self) -> Blocks:
        """Return the same blocks to be written to in place of these."""
        copy = Blocks()
        copy.all, copy.firsts, copy._starts = self.all.copy(), self.firsts.copy(), self._starts.copy()
        return copy

    def packed(self) -> Blocks:
        """Return the same rows with those as columns that lie in full blocks and can."""
        return Blocks(block.packed() if len(block.keys) >= FULL else block for block in self.all)

    def starts(self) -> list[int]:
        """Return the position where each block begins."""
        starts, blocks = self._starts, self.all
        if len(starts) < len(blocks):
            at = starts[-1] + len(blocks[len(starts) - 1].keys) if starts else 0
            for block in blocks[len(starts) :]:
                starts.append(at)
                at += len(block.keys)
        return starts

    def spot(self, at: int) -> tuple[Block, int]:
        """Return the block of a position, counted from the end where it is below 0, and the place in it."""
        length = len(self)
        if not -length <= at < length:
            raise IndexError(at)
        at %= length
        number = bisect_right(self._starts, at) - 1
        return self.all[number], at - self._starts[number]

    def stretches(self, start: int, stop: int, *, backwards: bool = False) -> Iterator[tuple[Block, slice]]:
        """Yield the blocks of some positions, each with the part of it that they are."""
        starts, blocks = self.starts(), self.all
        if blocks and start < stop:
            numbers = range(bisect_right(starts, start) - 1, bisect_left(starts, stop))
            for number in reversed(numbers) if backwards else numbers:
                begin = starts[number]
                yield blocks[number], slice(max(start - begin, 0), stop - begin)

    def runs(self, keys: Sequence[Key]) -> Iterator[tuple[int, int, int]]:
        """Yield from the last one back the numbers of the blocks that sorted keys belong to, and the part that does."""
        stop = len(keys)
        while stop:
            number = max(bisect_right(self.firsts, keys[stop - 1]) - 1, 0)
            start = bisect_left(keys, self.firsts[number], 0, stop) if number else 0
            yield number, start, stop
            stop = start

    def writable(self, number: int) -> Block:
        """Return a block that may be written to, in place of one that may not; who changes its length settles it."""
        block = self.all[number]
        if block.owner is not self._mark:
            block = self.all[number] = Block(list(block.keys), list(block.rows), self._mark)
        return block

    def add(self, number: int, keys: Sequence[Key], rows: Sequence[Any]) -> None:
        """Add rows, none of which is there, to a block, or after it where it is the last one and full."""
        last = self.all[-1] if self.all else None
        if last is None or (number == len(self.all) - 1 and len(last.keys) >= FULL and last.keys[-1] < keys[0]):
            number = len(self.all)
            self.exchange(number, number, [Block(list(keys), list(rows), self._mark)])
        else:
            self.writable(number).add(keys, rows)
        self.settle(number)

    def remove(self, start: int, stop: int) -> None:
        """Take out the rows of some positions, at least one."""
        starts, blocks = self.starts(), self.all
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, stop) - 1
        head = blocks[first].part(0, start - starts[first])
        tail = blocks[last].part(stop - starts[last], len(blocks[last].keys))
        kept = [part for part in (head, tail) if part.keys]
        self.exchange(first, last + 1, kept)
        if kept:
            self.settle(first)

    def settle(self, number: int) -> None:
        """Split a block that has become too long, drop one that is empty, join two short ones."""
        block, stop = self.all[number], number + 1
        if stop < len(self.all) and len(block.keys) + len(self.all[stop].keys) <= FULL // 2:
            block, stop = block.joined(self.all[stop], self._mark), stop + 1
        self.exchange(number, stop, block.split(FULL, MOST) if block.keys else [])

    def exchange(self, start: int, stop: int, blocks: Sequence[Block]) -> None:
        """Put blocks in place of those from one number up to, not with, another."""
        self.all[start:stop] = blocks
        self.firsts[start:stop] = [block.keys[0] for block in blocks]
        del self._starts[start + 1 if blocks else start :]
