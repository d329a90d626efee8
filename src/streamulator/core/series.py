"""A series: items in the order of their keys, shared between copies until one of them writes.

Keys and rows lie in two parallel lists: appending is what most writers do, bisection finds the rest, and a block moves
faster in a list than in any tree of this language. Callers check first; nothing here refuses.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import lt
from typing import Any, TypeVar

Key = Any  # any value that can be ordered
Row = tuple[Any, ...]  # what stands under a key

_T = TypeVar("_T")

_SINGLY = 16  # up to so many scattered rows go in or out one by one rather than in one pass


class Series:
    """Rows sorted by key, each key once. `keys` and `rows` are to be read; only the methods write.

    `derived` is for whoever works something out of the rows and wants to have it again: a write leaves it empty, a
    copy shares it while it shares the rows. Who puts things in sees to it that they stay few.
    """

    __slots__ = ("_shared", "derived", "keys", "rows")

    def __init__(self, keys: list[Key] | None = None, rows: list[Row] | None = None) -> None:
        """Take two lists of the same length over, already sorted by key."""
        self.keys: list[Key] = [] if keys is None else keys
        self.rows: list[Row] = [] if rows is None else rows
        self.derived: dict[Any, Any] = {}
        self._shared = False

    def __len__(self) -> int:
        return len(self.keys)

    def find(self, key: Key) -> int:
        """Return the position of the row with a key, -1 where there is none."""
        at = bisect_left(self.keys, key)
        return at if at < len(self.keys) and self.keys[at] == key else -1

    def left(self, key: Key) -> int:
        """Return the position of the first row at or after a key; the length where there is none."""
        return bisect_left(self.keys, key)

    def right(self, key: Key) -> int:
        """Return the position of the first row after a key; the length where there is none."""
        return bisect_right(self.keys, key)

    def present(self, keys: Sequence[Key]) -> bool:
        """Tell whether any of some sorted keys is there."""
        if not self.keys or not keys or self.keys[-1] < keys[0] or keys[-1] < self.keys[0]:
            return False
        return self.left(keys[0]) != self.right(keys[-1]) and any(self.find(key) >= 0 for key in keys)

    def fork(self) -> Series:
        """Return a copy in no time: both sides use the same lists until one of them writes."""
        # Each side only ever looks at its own mark, so that copies may live in different threads.
        self._shared = True
        copy = Series(self.keys, self.rows)
        copy.derived, copy._shared = self.derived, True
        return copy

    def cut(self, start: int, stop: int) -> Cut:
        """Return the rows from one position up to, not with, another."""
        return Cut(self, start, stop)

    def load(self, keys: list[Key], rows: list[Row]) -> None:
        """Take over two lists as the whole series, already sorted by key, each key once."""
        self.keys, self.rows, self.derived, self._shared = keys, rows, {}, False

    def insert(self, keys: Sequence[Key], rows: Sequence[Row]) -> None:
        """Add rows, sorted by key, none of which is there."""
        if not keys:
            return
        self._own()
        start, stop = self.left(keys[0]), self.left(keys[-1])
        if start == stop:
            self.keys[start:start] = keys
            self.rows[start:start] = rows
        elif len(keys) <= _SINGLY:
            for key, row in zip(keys, rows, strict=True):
                at = self.left(key)
                self.keys.insert(at, key)
                self.rows.insert(at, row)
        else:
            self._merge(keys, rows, start, stop)

    def replace(self, positions: Iterable[int], rows: Iterable[Row]) -> None:
        """Put rows of the same keys in place of those at some positions."""
        self._own()
        for at, row in zip(positions, rows, strict=True):
            self.rows[at] = row

    def remove(self, positions: Iterable[int]) -> None:
        """Take out the rows at some positions."""
        gone = sorted(set(positions))
        if not gone:
            return
        self._own()
        if len(gone) <= _SINGLY:
            for at in reversed(gone):
                del self.keys[at], self.rows[at]
        else:
            first = gone[0]
            self.keys[first:] = _without(self.keys, gone)
            self.rows[first:] = _without(self.rows, gone)

    def remove_range(self, start: int, stop: int) -> None:
        """Take out the rows from one position up to, not with, another."""
        if start < stop:
            self._own()
            del self.keys[start:stop]
            del self.rows[start:stop]

    def _merge(self, keys: Sequence[Key], rows: Sequence[Row], start: int, stop: int) -> None:
        places: list[int] = []
        for key in keys:
            start = bisect_left(self.keys, key, start, stop)
            places.append(start)
        _spread(self.keys, keys, places)
        _spread(self.rows, rows, places)

    def _own(self) -> None:
        self.derived = {}  # a new one even in place of an empty one: a copy may fill the old
        if self._shared:
            self.keys, self.rows, self._shared = self.keys.copy(), self.rows.copy(), False


class Cut(list[Row]):
    """Rows that stand side by side in a series, the first at position `start`."""

    __slots__ = ("series", "start")

    def __init__(self, series: Series, start: int, stop: int) -> None:
        super().__init__(series.rows[start:stop])
        self.series = series
        self.start = start


def ascending(keys: Sequence[Key]) -> bool:
    """Tell whether keys are sorted and each of them stands once."""
    return all(map(lt, keys, keys[1:]))


def _spread(items: list[_T], new: Sequence[_T], places: Sequence[int]) -> None:
    """Put new items in before the positions that some have now, from the last one back, so that each moves once."""
    stop = places[-1]
    items[stop:stop] = new
    for shift in range(len(new) - 1, -1, -1):
        at = places[shift]
        items[at + shift + 1 : stop + shift + 1] = items[at:stop]
        items[at + shift] = new[shift]
        stop = at


def _without(items: list[_T], gone: list[int]) -> list[_T]:
    kept: list[_T] = []
    done = gone[0]
    for at in gone:
        kept += items[done:at]
        done = at + 1
    return kept + items[done:]
