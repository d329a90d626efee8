"""Cuts: rows that stand side by side in a series, made when they are looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import accumulate, chain
from typing import Any, overload

from streamulator.core.columns import Row, column_of, fitting


class Pieces(Sequence[Row]):  # noqa: PLW1641  what is equal to a list has no hash
    """Rows in pieces that nobody changes, equal to any sequence of the same rows; a part of them is again in pieces."""

    __slots__ = ("_ends", "_length", "_pieces")

    def __init__(self, length: int, pieces: Sequence[Sequence[Row]]) -> None:
        """Take pieces, which have so many rows in all."""
        self._length = length
        self._pieces = pieces
        self._ends: list[int] = []

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Row]:
        return chain.from_iterable(self._pieces)

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            start, stop, step = at.indices(self._length)
            return self._between(start, max(start, stop)) if step == 1 else list(self)[at]
        if not -self._length <= at < self._length:
            raise IndexError(at)
        at %= self._length
        number = self._piece(at)
        return self._pieces[number][at - self._ends[number]]

    def fitting(self, fits: Callable[[Row], object], places: Collection[int]) -> list[Row]:
        """Return the rows that fit, by a test that looks at no other than some places of theirs."""
        found = (fitting(piece, fits, places) for piece in self._pieces)
        return list(chain.from_iterable(found))

    def column(self, at: int) -> list[Any]:
        """Return the values at one place of the rows."""
        return list(chain.from_iterable([column_of(piece, at) for piece in self._pieces]))

    def _piece(self, at: int) -> int:
        self._ends = self._ends or list(accumulate(map(len, self._pieces)))
        return bisect_right(self._ends, at)

    def _between(self, start: int, stop: int) -> Pieces:
        pieces: list[Sequence[Row]] = []
        number, at = self._piece(start), start
        while at < stop:
            end = self._ends[number]
            piece = self._pieces[number]
            first = at - end + len(piece)
            pieces.append(piece[first : min(stop, end) - end + len(piece)])
            at, number = end, number + 1
        return Pieces(stop - start, pieces)


class Cut(Pieces):
    """Rows as they were when they were cut out of a series, the first at position `start`, whatever is written since.

    `derived` is what the series had derived from its rows as they were then. A part of a cut does not know it, so that
    it may be kept in there.
    """

    __slots__ = ("derived", "start")

    def __init__(self, derived: dict[Any, Any], start: int, length: int, pieces: Sequence[Sequence[Row]]) -> None:
        super().__init__(length, pieces)
        self.derived = derived
        self.start = start
