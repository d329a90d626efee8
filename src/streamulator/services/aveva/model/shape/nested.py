"""Kinds made of other kinds: enumerations with their members, objects within events, lists and dictionaries.

An object is stored as a row is, a dictionary with its keys as they were sent. What the definition does not say of a
value is not looked at: an object without properties and a list without generic arguments carry any JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from streamulator.core.messages import Json
from streamulator.services.aveva.model.shape import readings, showing
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.kinds import Kind, Show, Strangers, array_of, or_null, reference
from streamulator.services.aveva.model.shape.readings import Reader, Value, found
from streamulator.services.aveva.model.shape.types import CONTENTS, SdsType, SdsTypeProperty, all_properties, is_enum
from streamulator.services.aveva.model.shape.values import kind_of

_AN_OBJECT = readings.document((dict,), "an object")


class Member(NamedTuple):
    """One member of an object."""

    id: str
    kind: Kind


def kind_of_property(part: SdsTypeProperty, type_: SdsType) -> Kind:
    """Return the kind of a property of a type; its FixedSize is the most that a text may have."""
    kind = kind_of_type(type_)
    if part.fixed_size and kind.code is SdsTypeCode.String:
        return replace(kind, read=readings.sized(kind.read, part.fixed_size))
    return kind


def kind_of_type(type_: SdsType) -> Kind:
    """Return the kind of a type, whatever stands in it."""
    if is_enum(type_):
        read = kind_of(type_.code).read
        return kind_of(type_.code, {member.id: read(member.value) for member in type_.properties})
    if type_.code is SdsTypeCode.Object:
        members = members_of(type_)
        return _object(members) if members else kind_of(type_.code)
    if type_.code in CONTENTS and len(type_.generic_arguments) == CONTENTS[type_.code]:
        *keys, values = map(kind_of_type, type_.generic_arguments)
        return _dictionary(keys[0], values) if keys else array_of(type_.code, values)
    return kind_of(type_.code)


def members_of(type_: SdsType) -> tuple[Member, ...]:
    """Return the members of an object, those of its base type first."""
    return tuple(Member(part.id, kind_of_property(part, part.type)) for part in all_properties(type_) if part.type)


def _object(members: Sequence[Member]) -> Kind:
    return reference(
        SdsTypeCode.Object,
        _members_reader(members),
        {"anyOf": [showing.schema(members), {"type": "null"}]},
        show=or_null(showing.full(members)),
        brief=or_null(showing.terse(members)),
        strangers=_strangers_among(members),
    )


def _members_reader(members: Sequence[Member]) -> Reader:
    defaults = [member.kind.default for member in members]
    slots = {member.id.casefold(): (at, member) for at, member in enumerate(members)}

    def read(value: Json) -> tuple[Value, ...]:
        row = list(defaults)
        for name, sent in _AN_OBJECT(value).items():
            at, member = slots.get(name.casefold(), (0, None))
            if member is not None:
                row[at] = _read(f"Member '{member.id}' ({member.kind.code.name})", member.kind, sent)
        return tuple(row)

    return read


def _dictionary(keys: Kind, values: Kind) -> Kind:
    def read(value: Json) -> dict[str, Value]:
        for key in _AN_OBJECT(value):
            _read("As a key", keys, key)
        return {key: _read(f"Under {found(key)}", values, sent) for key, sent in value.items()}

    strangers = values.strangers
    return reference(
        SdsTypeCode.IDictionary,
        read,
        {"type": ["object", "null"], "additionalProperties": values.schema},
        show=or_null(_each_value(values.show)),
        brief=or_null(_each_value(values.brief)) if values.brief else None,
        strangers=strangers and (lambda sent: chain.from_iterable(map(strangers, (sent or {}).values()))),
    )


def _each_value(show: Show | None) -> Show:
    return dict if show is None else lambda values: {key: show(value) for key, value in values.items()}


def _read(where: str, kind: Kind, sent: Json) -> Value:
    try:
        return kind.read(sent)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None


def _strangers_among(members: Sequence[Member]) -> Strangers:
    known = {member.id.casefold(): member for member in members}

    def find(sent: Json) -> Iterator[str]:
        for name, value in (sent or {}).items():
            member = known.get(name.casefold())
            if member is None:
                yield name
            elif member.kind.strangers:
                yield from (f"{member.id}.{deeper}" for deeper in member.kind.strangers(value))

    return find
