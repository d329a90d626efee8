"""Lists of types, streams, stream views, units and quantities: searched, filtered, ordered and paged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.filters.filters import compile_object_filter
from streamulator.services.aveva.model.filters.terms import Sort
from streamulator.services.aveva.model.search.search import Fields, compile_search
from streamulator.services.aveva.model.shape.types import SdsType, all_properties
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.model.units.catalogue import Quantity, Unit
from streamulator.services.aveva.model.views.view import SdsStreamView, views_within

Entity = TypeVar("Entity")

_DIRECTIONS = {"asc": False, "desc": True}
_FIELDS = ("Id", "Name", "Description", "CreatedDate", "ModifiedDate")
_UNIT_TEXTS = ("Abbreviation", "DisplayName", "QuantityId")
_UNIT_NUMBERS = ("ConversionFactor", "ConversionOffset")
_NO_MORE: Mapping[str, Sort] = {}
UNIT_FIELDS: Mapping[str, Sort] = {**dict.fromkeys(_UNIT_TEXTS, Sort.TEXT), **dict.fromkeys(_UNIT_NUMBERS, Sort.NUMBER)}


class View(NamedTuple):
    """A type, stream or stream view as lists see it: what a search looks at, and what filters and orders name."""

    fields: Fields
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """What a caller wants of a list; None stands for what was not given.

    Without `orderby` the field `first` decides; where that is None too, the order that the objects come in.
    """

    query: str | None = None
    filter: str | None = None
    skip: int = 0
    count: int = 100
    orderby: str | None = None
    first: str | None = "Id"


def listed(
    entities: Iterable[Entity],
    view: Callable[[Entity], View],
    listing: Listing,
    *,
    fields: Mapping[str, Sort] = _NO_MORE,
) -> list[Entity]:
    """Return what a caller wants of some objects; Refused for a query, filter or order that makes no sense.

    `fields` are those that the objects have beside the ones that all have.
    """
    wanted = compile_search(listing.query or "")
    passes = compile_object_filter(listing.filter, fields) if listing.filter else None
    views = [(view(entity), entity) for entity in entities]
    chosen = [(one, entity) for one, entity in views if wanted(one.fields) and (not passes or passes(one.record))]
    order = listing.orderby or listing.first
    if order is not None:
        name, descending = _order(order, (*_FIELDS, *fields))
        chosen.sort(key=lambda pair: _rank(pair[0].record[name]), reverse=descending)
    return [entity for _one, entity in islice(chosen, listing.skip, listing.skip + listing.count)]


def view_of_type(type_: SdsType) -> View:
    """Show a type as lists see it."""
    fields = Fields(type_.id, type_.name, type_.description, properties=list(_words_of(type_)))
    return View(fields, _record(type_))


def view_of_stream(stream: Stream) -> View:
    """Show a stream as lists see it; it is also found by its tags and metadata."""
    fields = Fields(
        stream.id,
        stream.name,
        stream.description,
        type_id=stream.type.id,
        tags=stream.tags,
        metadata=stream.metadata.values(),
    )
    return View(fields, {**_record(stream), "TypeId": stream.type.id})


def view_of_stream_view(stream_view: SdsStreamView) -> View:
    """Show a stream view as lists see it; it is also found by the types of the views in its properties."""
    all_of_it = list(views_within(stream_view))
    fields = Fields(
        stream_view.id,
        stream_view.name,
        stream_view.description,
        sources=[one.source_type_id for one in all_of_it],
        targets=[one.target_type_id for one in all_of_it],
    )
    return View(fields, _record(stream_view))


def view_of_unit(unit: Unit) -> View:
    """Show a unit as lists see it; what it does not have is what the vendor has by default."""
    record = {
        **_record_of(unit.id, unit.name),
        "Abbreviation": unit.abbreviation,
        "DisplayName": unit.name,
        "QuantityId": unit.quantity,
        "ConversionFactor": unit.factor,
        "ConversionOffset": unit.offset,
    }
    return View(Fields(unit.id, unit.name, None), record)


def view_of_quantity(quantity: Quantity) -> View:
    """Show a quantity as lists see it."""
    return View(Fields(quantity.id, quantity.id, None), _record_of(quantity.id, quantity.id))


def _words_of(type_: SdsType) -> Iterator[str]:
    """Yield the ids and names of a type's properties, and of those of the types within."""
    for part in all_properties(type_):
        yield part.id
        if part.name:
            yield part.name
        if part.type is not None:
            yield from _words_of(part.type)


def _record(entity: SdsType | Stream | SdsStreamView) -> dict[str, Any]:
    return {
        **_record_of(entity.id, entity.name),
        "Description": entity.description,
        "CreatedDate": entity.created,
        "ModifiedDate": entity.modified,
    }


def _record_of(id_: str, name: str | None) -> dict[str, Any]:
    return {"Id": id_, "Name": name, "Description": None, "CreatedDate": 0, "ModifiedDate": 0}


def _order(text: str, fields: Iterable[str]) -> tuple[str, bool]:
    """Read `orderby`: a field and, behind a blank, asc or desc."""
    name, _, direction = text.strip().partition(" ")
    known = {field.lower(): field for field in fields}
    field = known.get(name.lower())
    descending = _DIRECTIONS.get(direction.strip().lower() or "asc")
    if field is None or descending is None:
        reason = f"orderby: found '{text}', expected one of {', '.join(known.values())}, and asc or desc."
        raise Refused(reason, "Order by one field, such as 'Name desc'.")
    return field, descending


def _rank(value: Any) -> tuple[bool, Any]:
    return (False, "") if value is None else (True, value.lower() if isinstance(value, str) else value)
