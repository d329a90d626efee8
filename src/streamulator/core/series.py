"""A series: items in the order of their keys, shared between copies until one of them writes.

Its rows lie in blocks of some hundred. The first keys of the blocks, and the positions where they begin, are found by
bisection; within a block another bisection finds the rest. Copies share the blocks, and who writes copies the list of
them and the one that it writes to. Callers check first; nothing here refuses.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import lt
from sys import maxsize
from typing import Any

from streamulator.core import blocks
from streamulator.core.block import Block
from streamulator.core.blocks import Blocks, Key
from streamulator.core.columns import Columns, Row, packed
from streamulator.core.cut import Cut

_Item = tuple[Key, Row]


class Series:
    """Rows sorted by key, each key once.

    `derived` is for whoever works something out of the rows and wants to have it again: a write leaves it empty, a
    copy shares it while it shares the rows. Who puts things in sees to it that they stay few.
    """

    __slots__ = ("_blocks", "_shared", "_through", "derived")

    def __init__(self, keys: Sequence[Key] = (), rows: Sequence[Row] = ()) -> None:
        """Take rows, already sorted by key, each key once."""
        self._through: Callable[[Sequence[Row]], Sequence[Row]] | None = None
        self.load(keys, rows)

    @classmethod
    def of_columns(
        cls, keys: Sequence[Key], columns: Iterable[Sequence[Any]], make: Callable[[Iterable[Any]], Row] | None = None
    ) -> Series:
        """Make a series of columns, already sorted by key; rows are tuples, or what `make` makes of their values.

        Many rows stay columns. One that is the keys themselves is held once.
        """
        if len(keys) < blocks.FULL:
            return cls(keys, list(Columns(list(columns), make)))
        held = packed(keys)
        filled = [held if column is keys else packed(column) for column in columns]
        parts = []
        for start in range(0, len(keys), blocks.FULL):
            part = slice(start, start + blocks.FULL)
            own = held[part]
            rows = Columns([own if column is held else column[part] for column in filled], make)
            parts.append(Block(own, rows))
        series = cls()
        series._blocks = Blocks(parts)
        return series

    def __len__(self) -> int:
        return len(self._blocks)

    @property
    def keys(self) -> list[Key]:
        """All keys, in a list of their own."""
        return self.keys_in(0, maxsize)

    @property
    def rows(self) -> list[Row]:
        """All rows, in a list of their own."""
        return list(self.walk())

    def find(self, key: Key) -> int:
        """Return the position of the row with a key, -1 where there is none."""
        number = bisect_right(self._blocks.firsts, key) - 1
        if number < 0:
            return -1
        keys = self._blocks.all[number].keys
        at = bisect_left(keys, key)
        return self._blocks.starts()[number] + at if at < len(keys) and keys[at] == key else -1

    def left(self, key: Key) -> int:
        """Return the position of the first row at or after a key; the length where there is none."""
        number = bisect_left(self._blocks.firsts, key) - 1
        return 0 if number < 0 else self._blocks.starts()[number] + bisect_left(self._blocks.all[number].keys, key)

    def right(self, key: Key) -> int:
        """Return the position of the first row after a key; the length where there is none."""
        number = bisect_right(self._blocks.firsts, key) - 1
        return 0 if number < 0 else self._blocks.starts()[number] + bisect_right(self._blocks.all[number].keys, key)

    def present(self, keys: Sequence[Key]) -> bool:
        """Tell whether any of some sorted keys is there."""
        found = self._blocks.all
        runs = self._blocks.runs(keys) if found else ()
        return any(found[number].has(keys[start:stop]) for number, start, stop in runs)

    def key(self, at: int) -> Key:
        """Return the key at a position, counted from the end where it is below 0."""
        block, place = self._blocks.spot(at)
        return block.keys[place]

    def row(self, at: int) -> Row:
        """Return the row at a position, counted from the end where it is below 0."""
        block, place = self._blocks.spot(at)
        return self._seen(block.rows)[place]

    def around(self, key: Key) -> tuple[_Item | None, _Item | None]:
        """Return the last key before a key and the first one at or after it, with their rows; None for none."""
        number, found = bisect_left(self._blocks.firsts, key) - 1, self._blocks.all
        before = None
        if number >= 0:
            keys, rows = found[number].keys, self._seen(found[number].rows)
            at = bisect_left(keys, key)
            before = keys[at - 1], rows[at - 1]
            if at < len(keys):
                return before, (keys[at], rows[at])
        following = found[number + 1 : number + 2]
        return before, next(((block.keys[0], self._seen(block.rows)[0]) for block in following), None)

    def cut(self, start: int, stop: int) -> Cut:
        """Return the rows from one position up to, not with, another."""
        pieces = [self._seen(block.rows)[part] for block, part in self._blocks.stretches(start, stop)]
        return Cut(self.derived, start, max(min(stop, len(self)) - start, 0), pieces)

    def keys_in(self, start: int, stop: int) -> list[Key]:
        """Return the keys from one position up to, not with, another."""
        return list(chain.from_iterable([block.keys[part] for block, part in self._blocks.stretches(start, stop)]))

    def walk(self, start: int = 0, stop: int = maxsize, *, backwards: bool = False) -> Iterator[Row]:
        """Return the rows from one position up to, not with, another, to be looked at while nobody writes."""
        stretches = self._blocks.stretches(start, stop, backwards=backwards)
        pieces = (self._seen(block.rows)[part] for block, part in stretches)
        return chain.from_iterable((list(piece)[::-1] for piece in pieces) if backwards else pieces)

    def items(self, start: int = 0, stop: int = maxsize) -> Iterator[tuple[Key, Row]]:
        """Yield keys with their rows from one position up to, not with, another, while nobody writes."""
        for block, part in self._blocks.stretches(start, stop):
            yield from zip(block.keys[part], self._seen(block.rows)[part], strict=True)

    def fork(self) -> Series:
        """Return a copy in no time: both sides use the same blocks until one of them writes."""
        self._blocks.starts()  # which is known from here on, so that nothing of what is shared ever changes
        self._shared = True
        copy: Series = object.__new__(Series)
        copy._blocks, copy._shared, copy._through, copy.derived = self._blocks, True, self._through, self.derived
        return copy

    def seen(self, through: Callable[[Sequence[Row]], Sequence[Row]]) -> Series:
        """Return the series with other rows, to be read until this one is written to, and never to be written.

        Of some rows `through` makes what is seen in place of them, as many.
        """
        seen = Series()
        seen._blocks, seen._shared, seen._through = self._blocks, True, through
        return seen

    def load(self, keys: Sequence[Key], rows: Sequence[Row]) -> None:
        """Take rows as the whole series, already sorted by key, each key once."""
        self.derived: dict[Any, Any] = {}
        self._blocks = Blocks.of(keys, rows)
        self._shared = False

    def pack(self) -> None:
        """Hold the rows as columns where that pays: in blocks that are full, of tuples."""
        self._blocks, self._shared = self._blocks.packed(), False

    def insert(self, keys: Sequence[Key], rows: Sequence[Row]) -> None:
        """Add rows, sorted by key, none of which is there."""
        if keys:
            self._own()
            for number, start, stop in self._blocks.runs(keys):
                self._blocks.add(number, keys[start:stop], rows[start:stop])

    def put(self, keys: Sequence[Key], rows: Sequence[Row]) -> None:
        """Add rows, sorted by key and each key once, in place of those that stand at the same keys."""
        if keys:
            self._own()
            for number, start, stop in self._blocks.runs(keys):
                self._put(number, keys[start:stop], rows[start:stop])

    def replace(self, positions: Iterable[int], rows: Iterable[Row]) -> None:
        """Put rows of the same keys in place of those at some positions."""
        self._own()
        starts, start = self._blocks.starts(), 0
        held: list[Row] = []
        for at, row in zip(positions, rows, strict=True):
            if not start <= at < start + len(held):
                number = bisect_right(starts, at) - 1
                start, held = starts[number], self._blocks.writable(number).rows
            held[at - start] = row

    def remove(self, positions: Iterable[int]) -> None:
        """Take out the rows at some positions."""
        gone = sorted(set(positions))
        if not gone:
            return
        self._own()
        starts, stop = self._blocks.starts(), len(gone)
        while stop:
            number = bisect_right(starts, gone[stop - 1]) - 1
            start = bisect_left(gone, starts[number], 0, stop)
            self._blocks.writable(number).drop([at - starts[number] for at in gone[start:stop]])
            self._blocks.settle(number)
            stop = start

    def remove_range(self, start: int, stop: int) -> None:
        """Take out the rows from one position up to, not with, another."""
        stop = min(stop, len(self))
        if start < stop:
            self._own()
            self._blocks.remove(start, stop)

    def _seen(self, rows: Sequence[Row]) -> Sequence[Row]:
        return rows if self._through is None else self._through(rows)

    def _own(self) -> None:
        self.derived = {}  # a new one even in place of an empty one: a copy may fill the old
        if self._shared:
            self._blocks, self._shared = self._blocks.copy(), False

    def _put(self, number: int, keys: Sequence[Key], rows: Sequence[Row]) -> None:
        held = self._blocks.all[number].keys if self._blocks.all else ()
        places = [bisect_left(held, key) for key in keys]
        fresh = [at == len(held) or held[at] != key for at, key in zip(places, keys, strict=True)]
        if not all(fresh):
            own = self._blocks.writable(number).rows
            for at, new, row in zip(places, fresh, rows, strict=True):
                if not new:
                    own[at] = row
            keys, rows = [[one for one, new in zip(side, fresh, strict=True) if new] for side in (keys, rows)]
        if keys:
            self._blocks.add(number, keys, rows)


def ascending(keys: Sequence[Key]) -> bool:
    """Tell whether keys are sorted and each of them stands once."""
    return all(map(lt, keys, keys[1:]))
