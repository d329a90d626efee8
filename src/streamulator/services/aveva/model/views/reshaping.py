"""Reshaping: rows of a stream view's source as rows of its target, made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.nested import members_of
from streamulator.services.aveva.model.shape.showing import Shown
from streamulator.services.aveva.model.shape.values import Row
from streamulator.services.aveva.model.views.conversion import Convert, as_it_is, conversion, fitting
from streamulator.services.aveva.model.views.mapping import MapProperty, StreamViewMap

Reshape = Callable[[Row], Row]


class Reshaped(Sequence[Row]):
    """The rows of a series in another shape; only those that are asked for are ever reshaped."""

    __slots__ = ("_reshape", "_rows")

    def __init__(self, rows: Sequence[Row], reshape: Reshape) -> None:
        self._rows = rows
        self._reshape = reshape

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return map(self._reshape, self._rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return list(map(self._reshape, self._rows[at]))
        return self._reshape(self._rows[at])


def reshape_of(mapped: StreamViewMap, source: Sequence[Shown], target: Sequence[Shown]) -> Reshape:
    """Make the function that reshapes one row, or one object within rows; the columns are those of the two types.

    Python is written and run, as showing.py explains; nothing enters its text but numbers.
    """
    names: dict[str, Any] = {}
    cells: list[str] = []
    by_target = mapped.by_target()
    places = {column.id.casefold(): at for at, column in enumerate(source)}
    for number, column in enumerate(target):
        found = by_target[column.id.casefold()]
        convert = _limited(_conversion(found), found, column)
        if found.source is None or convert is None:
            names[f"default{number}"] = column.kind.default
            cells.append(f"default{number}")
            continue
        cell = f"row[{places[found.source.id.casefold()]}]"
        names[f"convert{number}"] = convert
        cells.append(cell if convert is as_it_is else f"convert{number}({cell})")
    exec(f"def reshape(row): return ({', '.join(cells)},)", names)  # noqa: S102  see above
    reshape: Reshape = names["reshape"]
    return reshape


def _limited(convert: Convert | None, part: MapProperty, column: Shown) -> Convert | None:
    """Let a text that is longer than its new FixedSize become the default, as numbers do that a type cannot hold."""
    if convert is None or part.source is None or part.target is None or column.kind.code is not SdsTypeCode.String:
        return convert
    most, had = part.target.fixed_size, part.source.fixed_size
    return convert if not most or 0 < had <= most else fitting(column.kind)


def _conversion(part: MapProperty) -> Convert | None:
    if part.nested is not None:
        return _of_objects(part.nested)
    source, target = part.source and part.source.type, part.target and part.target.type
    return conversion(source, target) if source and target else None


def _of_objects(mapped: StreamViewMap) -> Convert:
    """Make the function that reshapes an object within an event."""
    target = members_of(mapped.target)
    if not target:  # such an object carries any JSON
        return lambda value: None if value is None else {}
    reshape = reshape_of(mapped, members_of(mapped.source), target)
    return lambda value: None if value is None else reshape(value)
