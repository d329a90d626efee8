"""Reshaping: rows of a stream view's source as rows of its target, made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, overload

from streamulator.core.messages import Json
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.types import SdsType, all_properties
from streamulator.services.aveva.model.shape.values import Kind, Row, Value, kind_of
from streamulator.services.aveva.model.views.conversion import Convert, as_it_is, conversion
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


def reshape_of(mapped: StreamViewMap, source: Layout, target: Layout) -> Reshape:
    """Make the function that reshapes one row.

    Python is written and run, as showing.py explains; nothing enters its text but numbers.
    """
    names: dict[str, Any] = {}
    cells: list[str] = []
    by_target = mapped.by_target()
    for number, column in enumerate(target.columns):
        found = by_target[column.id.casefold()]
        convert = _conversion(found)
        if found.source is None or convert is None:
            names[f"default{number}"] = column.kind.default
            cells.append(f"default{number}")
            continue
        cell = f"row[{source.position(found.source.id)}]"
        names[f"convert{number}"] = convert
        cells.append(cell if convert is as_it_is else f"convert{number}({cell})")
    exec(f"def reshape(row): return ({', '.join(cells)},)", names)  # noqa: S102  see above
    reshape: Reshape = names["reshape"]
    return reshape


def _conversion(part: MapProperty) -> Convert | None:
    if part.nested is not None:
        return _of_objects(part.nested)
    source, target = part.source and part.source.type, part.target and part.target.type
    return conversion(source, target) if source and target else None


def _of_objects(mapped: StreamViewMap) -> Convert:
    """Make the function that reshapes the JSON of a nested object, which is stored as it came."""
    kinds, by_target = _kinds(mapped.source), mapped.by_target()
    steps: list[tuple[str, Kind, str | None, Convert | None]] = []
    for id_, kind in _kinds(mapped.target).items():
        part = by_target[id_.casefold()]
        steps.append((id_, kind, part.source.id if part.source else None, _conversion(part)))

    def convert(value: Mapping[str, Json] | None) -> Json:
        if value is None:
            return None
        members = {name.casefold(): member for name, member in value.items()}
        shown = {}
        for id_, kind, source, converted in steps:
            new = kind.default
            if source is not None and converted is not None and source.casefold() in members:
                new = _read(kinds[source], members[source.casefold()], converted, kind.default)
            shown[id_] = kind.show(new) if kind.show else new
        return shown

    return convert


def _kinds(type_: SdsType) -> dict[str, Kind]:
    return {part.id: kind_of(part.type.code, _members(part.type)) for part in all_properties(type_) if part.type}


def _members(type_: SdsType) -> dict[str, int] | None:
    """Return the numbers of an enumeration's members by name, None for any other type."""
    numbers = {part.id: part.value for part in type_.properties if part.type is None}
    return numbers or None


def _read(kind: Kind, member: Json, convert: Convert, default: Value) -> Value:
    try:
        return convert(kind.read(member))
    except ValueError:  # what stands in a nested object nobody has checked
        return default
