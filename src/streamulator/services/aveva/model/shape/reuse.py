"""Type reuse: the types of a namespace, among them those that came inside the definitions of others.

Base types, objects, enumerations and collections that stand in a definition are types of their own: made with it where
there are none of their Id, and else the stored ones, which they have to match (developer guide, Type reuse). Atomic
types belong to the definition that they stand in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import NAMESPACE_OID, uuid3

from streamulator.core.problems import Conflict, Missing
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.types import (
    SdsType,
    check_type,
    differences,
    is_own,
    meaning_of,
    meaning_of_property,
    parts_of,
)

# The ids that the vendor prints for types given by their code alone; its rule for making them is not known.
_PRINTED_IDS = {
    SdsTypeCode.DateTime: "19a87a76-614a-385b-ba48-6f8b30ff6ab2",
    SdsTypeCode.Double: "6fecef77-20b1-37ae-aa3b-e6bb838d5a86",
    SdsTypeCode.Int32: "0ce68e8c-51a4-3115-be13-dd1ace42e61f",
}


class Types:
    """All types of one namespace, by id without case. Whatever stands in one of them and is its own is here as well."""

    def __init__(self, place: str) -> None:
        """Begin without any; `place` names the namespace in refusals."""
        self._place = place
        self._types: dict[str, SdsType] = {}

    def fork(self) -> Types:
        """Return an independent copy; the types are shared, for they never change."""
        copy = Types(self._place)
        copy._types = dict(self._types)
        return copy

    def all(self) -> list[SdsType]:
        """Return all types, in the order they came."""
        return list(self._types.values())

    def find(self, id_: str) -> SdsType | None:
        """Return a type, or None when there is none of that id."""
        return self._types.get(id_.lower())

    def get(self, id_: str) -> SdsType:
        """Return a type; Missing when there is none of that id."""
        found = self.find(id_)
        if found is None:
            reason = f"Type '{id_}' was not found in namespace '{self._place}'."
            raise Missing(reason, "Create the type first, or list the types there are.", TypeId=id_)
        return found

    def get_or_create(self, new: SdsType, now: int) -> tuple[SdsType, list[SdsType]]:
        """Return the type of that id and all that are new by it; Conflict when there is a different one of some id."""
        check_type(new)
        fresh: dict[str, SdsType] = {}
        type_ = self._settled(new, fresh, now)
        self._types |= fresh
        return type_, list(fresh.values())

    def delete(self, id_: str) -> None:
        """Take a type out; whoever calls has seen to it that nothing refers to it."""
        del self._types[self.get(id_).id.lower()]

    def referring(self, id_: str) -> int:
        """Count the types in whose own definitions a type stands."""
        key, code = self.get(id_).id.lower(), self.get(id_).code
        # An atomic type may have the Id of another one, and is none of the namespace's then.
        return sum(
            any(part.id.lower() == key and part.code is code for part in parts_of(other)) for other in self.all()
        )

    def _settled(self, new: SdsType, fresh: dict[str, SdsType], now: int) -> SdsType:
        """Return the stored type for a definition, or enter it into `fresh`, after all that stand in it."""
        known = self._known(new, fresh)
        if known is not None:
            return known
        made = _with_parts(new, lambda part: self._part(part, fresh, now))
        made = replace(made, id=new.id or generated_id(made), created=now, modified=now)
        return self._known(made, fresh) or fresh.setdefault(made.id.lower(), made)

    def _part(self, new: SdsType, fresh: dict[str, SdsType], now: int) -> SdsType:
        if is_own(new):
            return self._settled(new, fresh, now)
        known = self.find(new.id)
        if known is not None and known.code is new.code:
            return known
        return replace(new, id=new.id or generated_id(new), name=new.name or new.code.name)

    def _known(self, new: SdsType, fresh: dict[str, SdsType]) -> SdsType | None:
        known = fresh.get(new.id.lower()) or self.find(new.id)
        if known is None or known is new:
            return known
        differing = list(differences(known, new))
        if differing:
            reason = f"Type '{known.id}' exists with another definition, and types cannot be changed."
            where = f"It differs in {', '.join(differing)}."
            raise Conflict(f"{reason} {where}", "Create the new definition under another Id.", TypeId=known.id)
        return known


def generated_id(type_: SdsType) -> str:
    """Return the Id of a type that was defined without one: the same for the same definition, whoever sends it."""
    if type_.code in _PRINTED_IDS:
        return _PRINTED_IDS[type_.code]
    own = [(part.id.casefold(), meaning_of_property(part, type_), _named(part.type)) for part in type_.properties]
    base = [type_.base_type] if type_.base_type else []
    others = [list(map(_named, some)) for some in (base, type_.generic_arguments, type_.derived_types)]
    return str(uuid3(NAMESPACE_OID, repr((meaning_of(type_, ""), own, others))))


def _named(part: SdsType | None) -> str | None:
    if part is None:
        return None
    return part.id.lower() if is_own(part) else part.code.name


def _with_parts(type_: SdsType, change: Callable[[SdsType], SdsType]) -> SdsType:
    return replace(
        type_,
        base_type=type_.base_type and change(type_.base_type),
        properties=tuple(replace(part, type=part.type and change(part.type)) for part in type_.properties),
        generic_arguments=tuple(map(change, type_.generic_arguments)),
        derived_types=tuple(map(change, type_.derived_types)),
    )
