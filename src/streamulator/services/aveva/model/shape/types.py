"""Types: what an event is made of, whether a new type makes sense, and when two of them are the same.

Types never change once they are made, so a stream's layout can be built from one for good. In a new definition the Id
of a type within may be empty: the service supplies one (reuse.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from streamulator.core.messages import Json
from streamulator.core.problems import Refused
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.shape.values import Blend, kind_of

DEEPEST = 20  # levels of types within types
_MOST_PROPERTIES = 10_000  # of a type and all types within it, counted wherever they stand
_MOST_KEYS = 3
_LONGEST_ID = 250
_WRONG_IN_IDS = re.compile(r"[/\x00-\x1f\x7f]|^ | $|^$")  # what the contract refuses in a path
CONTENTS: Mapping[SdsTypeCode, int] = {  # how many generic arguments say what a collection holds
    SdsTypeCode.Array: 1,
    SdsTypeCode.IList: 1,
    SdsTypeCode.IEnumerable: 1,
    SdsTypeCode.IDictionary: 2,
}


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


def parts_of(type_: SdsType) -> tuple[SdsType, ...]:
    """Return the types that a type names itself: its base, its properties', its generic arguments, its derived ones."""
    base = (type_.base_type,) if type_.base_type else ()
    own = (part.type for part in type_.properties if part.type is not None)
    return (*base, *own, *type_.generic_arguments, *type_.derived_types)


def is_own(type_: SdsType) -> bool:
    """Tell whether a type is one of its own even where it stands in another: atomic types are not (type reuse)."""
    collection = type_.code in CONTENTS and type_.generic_arguments != ()
    return type_.code is SdsTypeCode.Object or is_enum(type_) or collection


def check_type(type_: SdsType) -> None:
    """Refuse a new type that makes no sense, with all that is wrong in it."""
    _refuse(type_, list(_too_much(type_)) or list(_complaints(type_, ())))


def check_streamable(type_: SdsType) -> None:
    """Refuse a type of which no stream can be made: one that is no object, or has no key."""
    if type_.code is not SdsTypeCode.Object:
        _refuse(type_, [f"Events need a type with SdsTypeCode Object, not {type_.code.name}."])
    if not key_properties(type_):
        _refuse(type_, ["No property has IsKey set, so that its events would have no index."])


def same_type(one: SdsType, other: SdsType) -> bool:
    """Tell whether two definitions mean the same type."""
    return one.id.casefold() == other.id.casefold() and not any(differences(one, other))


def differences(one: SdsType, other: SdsType) -> Iterator[str]:
    """Name all in which two definitions of a type differ.

    Dates do not count, nor does what the service supplies where it is not given: the names of atomic types and the ids
    of those within. A missing name stands for the id, a missing description for an empty one.
    """
    yours = meaning_of(other, one.id)
    yield from (name for name, value in meaning_of(one, one.id).items() if yours[name] != value)
    if not _same_parts((one.base_type,), (other.base_type,)):
        yield "base type"
    if not _same_parts(one.generic_arguments, other.generic_arguments):
        yield "generic arguments"
    if not _same_parts(one.derived_types, other.derived_types):
        yield "derived types"
    if [part.id.casefold() for part in one.properties] != [part.id.casefold() for part in other.properties]:
        yield "properties"
        return
    for old, new in zip(one.properties, other.properties, strict=True):
        if meaning_of_property(old, one) != meaning_of_property(new, other) or not _same_part(old.type, new.type):
            yield f"property '{old.id}'"


def meaning_of(type_: SdsType, id_: str) -> dict[str, Any]:
    """Return what a definition says itself, its types and properties apart, where the type has an id."""
    return {
        "type code": type_.code,
        "name": _unless_id(type_.name, id_),
        "description": type_.description or "",
        "IsGenericType": type_.is_generic_type,
        "IsReferenceType": type_.is_reference_type,
        "interpolation mode": type_.interpolation_mode,
        "extrapolation mode": type_.extrapolation_mode,
    }


def meaning_of_property(part: SdsTypeProperty, type_: SdsType) -> tuple[Any, ...]:
    """Return what a property of a type says itself, its type apart; members of enumerations by their numbers."""
    return (
        _unless_id(part.name, part.id),
        part.description or "",
        part.order,
        part.is_key,
        part.fixed_size,
        kind_of(type_.code).read(part.value) if is_enum(type_) else part.value,
        part.uom or None,
        part.interpolation_mode,
        part.is_quality,
    )


def _unless_id(name: str | None, id_: str) -> str | None:
    return name if name and name.casefold() != id_.casefold() else None


def _same_parts(some: Sequence[SdsType | None], others: Sequence[SdsType | None]) -> bool:
    return len(some) == len(others) and all(map(_same_part, some, others))


def _same_part(one: SdsType | None, other: SdsType | None) -> bool:
    if one is None or other is None:
        return one is other
    if not is_own(one) and not is_own(other):
        return one.code is other.code
    named = not one.id or not other.id or one.id.casefold() == other.id.casefold()
    return one is other or (named and not any(differences(one, other)))


def _refuse(type_: SdsType, complaints: list[str]) -> None:
    if complaints:
        reason = f"Type '{type_.id}' cannot be used. {' '.join(complaints)}"
        raise Refused(reason, "Correct the definition of the type.", TypeId=type_.id)


def _too_much(type_: SdsType) -> Iterator[str]:
    levels, properties = _extent(type_, {})
    if levels > DEEPEST:
        yield f"Types are nested {levels} levels deep in it, and {DEEPEST} is the most."
    elif properties > _MOST_PROPERTIES:
        yield f"With those of the types within it has {properties} properties, and {_MOST_PROPERTIES} is the most."


def _extent(type_: SdsType, known: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """Count the levels of types within and all their properties; a type that is shared is counted in one go."""
    if id(type_) not in known:
        within = [_extent(part, known) for part in parts_of(type_)]
        levels = max((1 + levels for levels, _properties in within), default=0)
        known[id(type_)] = levels, len(type_.properties) + sum(properties for _levels, properties in within)
    return known[id(type_)]


def _complaints(type_: SdsType, around: tuple[str, ...]) -> Iterator[str]:
    """Say what is wrong with a type that stands within others, whose ids are in lower case."""
    if type_.id:
        yield from _complaints_of_id(type_.id, "Id")
        if is_own(type_) and type_.id.lower() in around:
            yield f"Type '{type_.id}' would be part of itself."
            return
    everything = all_properties(type_)
    for name, times in Counter(part.id.casefold() for part in everything).items():
        if times > 1:
            spelt = next(part.id for part in everything if part.id.casefold() == name)
            yield f"The property '{spelt}' is defined {times} times; ids are compared without case."
    for part in type_.properties:
        yield from _complaints_of_id(part.id, "property id")
    yield from _complaints_of_enum(type_) if is_enum(type_) else _complaints_of_object(type_)
    yield from _complaints_of_base(type_)
    for place, within in _places(type_):
        for complaint in _complaints(within, (*around, type_.id.lower())):
            yield f"In {place}: {complaint}"


def _places(type_: SdsType) -> Iterator[tuple[str, SdsType]]:
    if type_.base_type is not None:
        yield "its base type", type_.base_type
    for part in type_.properties:
        if part.type is not None:
            yield f"the type of property '{part.id}'", part.type
    for argument in type_.generic_arguments:
        yield "its generic arguments", argument
    for derived in type_.derived_types:
        yield "its derived types", derived


def _complaints_of_id(id_: str, what: str) -> Iterator[str]:
    if _WRONG_IN_IDS.search(id_):
        yield f"The {what} '{id_[:_LONGEST_ID]}' is empty, or has a blank at an end, a slash or a control character."
    if len(id_) > _LONGEST_ID:
        yield f"The {what} '{id_[:20]}…' has {len(id_)} characters, and {_LONGEST_ID} are the most."


def _complaints_of_base(type_: SdsType) -> Iterator[str]:
    if type_.base_type is None:
        return
    if type_.base_type.code is not SdsTypeCode.Object:
        yield f"Its base type '{type_.base_type.id}' is not an Object but {type_.base_type.code.name}."
    if type_.code is not SdsTypeCode.Object:
        yield f"Only an Object has a base type, not {type_.code.name}."


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
        elif part.is_key and not kind_of(part.type.code).index:
            code = part.type.code.name
            yield f"The property '{part.id}' cannot be part of a key, for {code} is not a type of indexes."
        if part.fixed_size < 0:
            yield f"The property '{part.id}' has a FixedSize of {part.fixed_size}, and no text is as short."
    if type_.interpolation_mode is InterpolationMode.Discrete:
        for part in all_properties(type_):
            if part.interpolation_mode is not None:
                yield f"The property '{part.id}' may have no InterpolationMode of its own, for the type's is Discrete."
    keys = key_properties(type_)
    if len(keys) > _MOST_KEYS:
        yield f"It has {len(keys)} properties with IsKey set; a key has {_MOST_KEYS} parts at most."
    contents = CONTENTS.get(type_.code)
    if contents and type_.generic_arguments and len(type_.generic_arguments) != contents:
        given = len(type_.generic_arguments)
        yield f"{type_.code.name} has {given} generic arguments; what it holds is said by {contents}."
