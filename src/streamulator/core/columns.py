"""Columns: rows that lie side by side as columns, numbers as a machine holds them, and become tuples when looked at.

A million rows of four numbers take 32 MB so, and 250 MB as tuples of objects. What comes back is equal to what went in
and of the same type, to the sign of a zero.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import compress, islice, repeat
from typing import Any, overload

Row = Any  # what stands under a key

_FEW = 16  # where one row in so many is wanted it is made alone, rather than all of them
_CODES = {float: "d", int: "q"}  # exactly these types: a bool is no int here


class Columns(Sequence[Row]):
    """Rows of equal length, held as one sequence a column; nobody ever changes them.

    Rows are tuples, or what `make` makes of the values of one.
    """

    __slots__ = ("_columns", "_make")

    def __init__(self, columns: Sequence[Sequence[Any]], make: Callable[[Iterable[Any]], Row] | None = None) -> None:
        self._columns = columns
        self._make = make

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[Row]:
        rows = zip(*self._columns, strict=True)
        return rows if self._make is None else map(self._make, rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Columns: ...
    def __getitem__(self, at: int | slice) -> Row | Columns:
        if isinstance(at, slice):
            if at.start == 0 and at.step is None and at.stop is not None and at.stop >= len(self):
                return self
            return Columns([column[at] for column in self._columns], self._make)
        values = tuple([column[at] for column in self._columns])
        return values if self._make is None else self._make(values)

    def fitting(self, fits: Callable[[Row], object], places: Collection[int]) -> Iterable[Row]:
        """Return the rows that fit, by a test that looks at no other than some places of theirs."""
        seen = (column if at in places else repeat(None, len(self)) for at, column in enumerate(self._columns))
        flags = list(map(fits, zip(*seen, strict=True)))
        some = list(islice(compress(range(len(self)), flags), len(self) // _FEW + 1))
        return compress(self, flags) if len(some) > len(self) // _FEW else map(self.__getitem__, some)

    def column(self, at: int) -> Sequence[Any]:
        """Return the values at one place of the rows."""
        return self._columns[at]


def column_of(rows: Sequence[Row], at: int) -> Sequence[Any]:
    """Return the values at one place of some rows."""
    return rows.column(at) if isinstance(rows, Columns) else [row[at] for row in rows]


def fitting(rows: Sequence[Row], fits: Callable[[Row], object], places: Collection[int]) -> Iterable[Row]:
    """Return those of some rows that fit, by a test that looks at no other than some places of theirs."""
    return rows.fitting(fits, places) if isinstance(rows, Columns) else filter(fits, rows)


def packed(values: Sequence[Any]) -> Sequence[Any]:
    """Return values as a machine holds them where all are floats, or all integers of 64 bits; others as they are."""
    kinds = set(map(type, values))
    code = _CODES.get(kinds.pop()) if len(kinds) == 1 else None
    if code is None:
        return values
    try:
        return array(code, values)
    except OverflowError:
        return values


def columns_of(keys: Sequence[Any], rows: Sequence[Row]) -> tuple[Sequence[Any], Sequence[Row]]:
    """Return some keys, and their rows as columns; rows that are no tuples of one length come back as they are."""
    if set(map(type, rows)) != {tuple} or len(set(map(len, rows))) > 1 or not rows[0]:
        return keys, rows
    keys = packed(keys)
    columns = [packed(column) for column in zip(*rows, strict=True)]
    return keys, Columns([keys if _same(column, keys) else column for column in columns])


def _same(column: Sequence[Any], keys: Sequence[Any]) -> bool:
    return isinstance(column, array) and isinstance(keys, array) and column.typecode == keys.typecode and column == keys
