"""Types: what an event is made of, whether a new type makes sense, and when two of them are the same.

Types never change once they are made, so a stream's layout can be built from one for good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from streamulator.core.messages import Json
from streamulator.core.problems import Refused
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.shape.values import Blend, kind_of

_MOST_KEYS = 3


@dataclass(frozen=True, slots=True)
class SdsTypeProperty:
    """One member of a type; in an enumeration `value` is its number and `type` is None."""

    id: str
    type: SdsType | None = None
    name: str | None = None
    description: str | None = None
    order: int = 0
    is_key: bool = False
    fixed_size: int = 0
    value: Json = None
    uom: str | None = None
    interpolation_mode: InterpolationMode | None = None
    is_quality: bool = False


@dataclass(frozen=True, slots=True)
class SdsType:
    """A type of events, of enumeration members or of a single value. `created` and `modified` are UTC ticks."""

    id: str
    code: SdsTypeCode = SdsTypeCode.Object
    name: str | None = None
    description: str | None = None
    properties: tuple[SdsTypeProperty, ...] = ()
    base_type: SdsType | None = None
    is_generic_type: bool = False
    is_reference_type: bool = False
    generic_arguments: tuple[SdsType, ...] = ()
    derived_types: tuple[SdsType, ...] = ()
    interpolation_mode: InterpolationMode = InterpolationMode.Continuous
    extrapolation_mode: ExtrapolationMode = ExtrapolationMode.All
    created: int = 0
    modified: int = 0


def all_properties(type_: SdsType) -> tuple[SdsTypeProperty, ...]:
    """Return a type's own properties after those of its base types."""
    inherited = all_properties(type_.base_type) if type_.base_type else ()
    return (*inherited, *type_.properties)


def key_properties(type_: SdsType) -> tuple[SdsTypeProperty, ...]:
    """Return the parts of a type's key by their Order; equal ones keep the order of definition, base type first."""
    return tuple(sorted((part for part in all_properties(type_) if part.is_key), key=lambda part: part.order))


def is_enum(type_: SdsType) -> bool:
    """Tell whether a type is an enumeration."""
    return kind_of(type_.code).blend is Blend.ZERO


def check_type(type_: SdsType) -> None:
    """Refuse a new type that makes no sense, with all that is wrong in it."""
    _refuse(type_, list(_complaints(type_)))


def check_streamable(type_: SdsType) -> None:
    """Refuse a type of which no stream can be made: one that is no object, or has no key."""
    if type_.code is not SdsTypeCode.Object:
        _refuse(type_, [f"Events need a type with SdsTypeCode Object, not {type_.code.name}."])
    if not key_properties(type_):
        _refuse(type_, ["No property has IsKey set, so that its events would have no index."])


def same_type(one: SdsType, other: SdsType) -> bool:
    """Tell whether two definitions mean the same type.

    Dates do not count, nor do the ids and texts of nested types, which the service itself supplies when they are not
    given. A missing name stands for the id, a missing description for an empty one.
    """
    return one.id.casefold() == other.id.casefold() and _meaning(one) == _meaning(other)


def _refuse(type_: SdsType, complaints: list[str]) -> None:
    if complaints:
        reason = f"Type '{type_.id}' cannot be used. {' '.join(complaints)}"
        raise Refused(reason, "Correct the definition of the type.", TypeId=type_.id)


def _complaints(type_: SdsType) -> Iterator[str]:
    everything = all_properties(type_)
    for name, times in Counter(part.id.casefold() for part in everything).items():
        if times > 1:
            spelt = next(part.id for part in everything if part.id.casefold() == name)
            yield f"The property '{spelt}' is defined {times} times; ids are compared without case."
    if type_.base_type and type_.base_type.code is not SdsTypeCode.Object:
        yield f"Its base type '{type_.base_type.id}' is not an Object but {type_.base_type.code.name}."
    yield from _complaints_of_enum(type_) if is_enum(type_) else _complaints_of_object(type_)


def _complaints_of_enum(type_: SdsType) -> Iterator[str]:
    read = kind_of(type_.code).read
    for part in type_.properties:
        try:
            number = read(part.value)
        except ValueError as error:
            yield f"Member '{part.id}': {error}"
        else:
            if number is None:
                yield f"Member '{part.id}' has no number in Value."


def _complaints_of_object(type_: SdsType) -> Iterator[str]:
    for part in type_.properties:
        if part.type is None:
            yield f"The property '{part.id}' has no SdsType."
        else:
            yield from _complaints_of_property(part, part.type)
        if type_.interpolation_mode is InterpolationMode.Discrete and part.interpolation_mode is not None:
            yield f"The property '{part.id}' may have no InterpolationMode of its own, for the type's is Discrete."
    keys = key_properties(type_)
    if len(keys) > _MOST_KEYS:
        yield f"It has {len(keys)} properties with IsKey set; a key has {_MOST_KEYS} parts at most."


def _complaints_of_property(part: SdsTypeProperty, type_: SdsType) -> Iterator[str]:
    if part.is_key and not kind_of(type_.code).index:
        yield f"The property '{part.id}' cannot be part of a key, for {type_.code.name} is not a type of indexes."
    if type_.properties:
        for complaint in _complaints(type_):
            yield f"In the type of property '{part.id}': {complaint}"


def _meaning(type_: SdsType, *, nested: bool = False) -> Any:
    named = type_.name and type_.name.casefold() != type_.id.casefold()
    texts = () if nested else (type_.name if named else None, type_.description or "")
    return (
        texts,
        type_.code,
        tuple(map(_meaning_of_property, type_.properties)),
        type_.base_type and (type_.base_type.id.casefold(), _meaning(type_.base_type, nested=True)),
        type_.is_generic_type,
        type_.is_reference_type,
        tuple(_meaning(argument, nested=True) for argument in type_.generic_arguments),
        type_.interpolation_mode,
        type_.extrapolation_mode,
    )


def _meaning_of_property(part: SdsTypeProperty) -> Any:
    return (
        part.id,
        part.name or part.id,
        part.description or "",
        part.type and _meaning(part.type, nested=True),
        part.order,
        part.is_key,
        part.fixed_size,
        part.value,
        part.uom,
        part.interpolation_mode,
        part.is_quality,
    )
