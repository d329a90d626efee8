"""Conversion: numbers of one unit as numbers of another, in the rows that a read has found.

Whatever a read does with stored events, it does in the units they are stored in: a filter, for one, is not converted
(OCS documentation of 2018, Reading Data API). What it answers is converted last of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.shape.layout import Column
from streamulator.services.aveva.model.shape.values import Kind, Row, Value
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.model.units.catalogue import Unit, catalogue
from streamulator.services.aveva.model.views.conversion import Convert, as_it_is, fitting, is_number

_MEND = "Name properties that have a unit, and for each a unit of the same quantity."


class Wanted(NamedTuple):
    """A property, and the unit that a caller wants it in."""

    property_id: str
    unit: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """What becomes of the columns at some positions; of none where nothing is to be converted."""

    steps: Mapping[int, Convert] = field(default_factory=dict)

    def row(self, row: Row) -> Row:
        """Return a row in the units that are wanted."""
        converted = list(row)
        for at, convert in self.steps.items():
            converted[at] = convert(converted[at])
        return tuple(converted)

    def rows(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Return rows in the units that are wanted; the same rows where nothing is to be converted."""
        return list(map(self.row, rows)) if self.steps else rows


_NONE = Conversion()


def conversion_of(stream: Stream, wanted: Iterable[Wanted]) -> Conversion:
    """Return how what is read of a stream gets the units that are wanted; Refused with all that is wrong with them."""
    steps: dict[int, Convert] = {}
    wrong: list[str] = []
    names: list[str] = []
    for property_id, text in wanted:
        names.append(property_id)
        at = stream.layout.position(property_id)
        if at is None:
            wrong.append(f"Type '{stream.layout.type_id}' has no property '{property_id}'.")
        elif at in steps:
            wrong.append(f"The property '{property_id}' is named more than once.")
        else:
            steps[at] = _step(stream.layout.columns[at], stream.unit_of(at), text, wrong)
    if wrong:
        reason = f"The units of stream '{stream.id}' cannot be converted so. {' '.join(wrong)}"
        raise Refused(reason, _MEND, StreamId=stream.id, SdsTypePropertyId=", ".join(names))
    converted = {at: step for at, step in steps.items() if step is not as_it_is}
    return Conversion(converted) if converted else _NONE


def _step(column: Column, own: str | None, text: str, wrong: list[str]) -> Convert:
    """Find how one property is converted; what stands in the way is added to what is wrong."""
    if not own:
        wrong.append(f"The property '{column.id}' has no unit.")
        return as_it_is
    if not is_number(column.kind):
        wrong.append(f"The property '{column.id}' is a {column.kind.code.name}, which holds no number.")
        return as_it_is
    source = _unit(own, f"the property '{column.id}' has", wrong)
    target = _unit(text, f"the property '{column.id}' is wanted in", wrong)
    if source is None or target is None:
        return as_it_is
    if source.quantity != target.quantity:
        wrong.append(
            f"The property '{column.id}' is in '{source.id}', a unit of {source.quantity}, and '{target.id}' is one of "
            f"{target.quantity}."
        )
        return as_it_is
    return converter(source, target, column.kind)


def _unit(text: str, what: str, wrong: list[str]) -> Unit | None:
    found = catalogue().spelt(text)
    if found is None:
        like = catalogue().like(text)
        hint = f" Names and abbreviations are compared with their case; there is '{like}'." if like else ""
        wrong.append(f"The unit '{text[:250]}', which {what}, is not known.{hint}")
    return found


def converter(source: Unit, target: Unit, kind: Kind) -> Convert:
    """Return how values of a kind become values of the same kind in another unit of the same quantity.

    Null stays null. Where a kind holds integers the result is rounded, and where it cannot hold the result at all that
    is the kind's default, both as in stream views.
    """
    if (source.factor, source.offset) == (target.factor, target.offset):
        return as_it_is
    factor, offset, divisor = source.factor, source.offset - target.offset, target.factor
    fit = fitting(kind)

    def convert(value: Value) -> Value:
        return None if value is None else fit((value * factor + offset) / divisor)

    return convert
