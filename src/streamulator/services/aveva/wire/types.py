"""Types on the wire: JSON as clients send it ↔ SdsType."""

from __future__ import annotations

from collections.abc import Callable

from streamulator.core.messages import Json
from streamulator.core.problems import Refused
from streamulator.core.ticks import format_time
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.shape.types import DEEPEST, SdsType, SdsTypeProperty
from streamulator.services.aveva.wire.members import Members, Warn, check_id, terse

Lookup = Callable[[str], SdsType | None]

_TEXTS = ("Name", "Description", "IsGenericType", "IsReferenceType", "CreatedDate", "ModifiedDate")


def read_type_of_path(content: Json, path_id: str, lookup: Lookup, warn: Warn) -> SdsType:
    """Read a type; its Id, where it has one, must be the one in the path."""
    members = Members(content, "type")
    check_id(members, path_id)
    return _Reader(lookup, warn).definition(members, path_id)


def read_type(content: Json, lookup: Lookup, warn: Warn) -> SdsType:
    """Read a type that says its Id itself."""
    members = Members(content, "type")
    return _Reader(lookup, warn).definition(members, members.text("Id") or "")


class _Reader:
    """Reads one definition; a type within that is nothing but an Id stands for the type of that Id.

    That is one which the definition has had before, or one among the types that exist.
    """

    def __init__(self, lookup: Lookup, warn: Warn) -> None:
        self._lookup = lookup
        self._warn = warn
        self._had: dict[str, SdsType] = {}
        self._around: list[str] = []

    def definition(self, members: Members, id_: str) -> SdsType:
        """Read a type with all that stands in it."""
        if len(self._around) > DEEPEST:
            raise Refused(f"{members.what}: types are nested more than {DEEPEST} levels deep.", "Flatten the type.")
        self._around.append(id_.lower())
        code = members.enumeration("SdsTypeCode", SdsTypeCode)
        interpolation = members.enumeration("InterpolationMode", InterpolationMode)
        extrapolation = members.enumeration("ExtrapolationMode", ExtrapolationMode)
        base = members.get("BaseType")
        type_ = SdsType(
            id=id_,
            code=SdsTypeCode.Object if code is None else code,
            name=members.text("Name"),
            description=members.text("Description"),
            base_type=None if base is None else self._type(base, f"{members.what}.BaseType"),
            properties=tuple(
                self._property(part, f"{members.what}.Properties[{at}]")
                for at, part in enumerate(members.objects("Properties"))
            ),
            is_generic_type=members.flag("IsGenericType"),
            is_reference_type=members.flag("IsReferenceType"),
            generic_arguments=self._types(members, "GenericArguments"),
            derived_types=self._types(members, "DerivedTypes"),
            interpolation_mode=interpolation or InterpolationMode.Continuous,
            extrapolation_mode=extrapolation or ExtrapolationMode.All,
        )
        for ignored in ("CreatedDate", "ModifiedDate"):
            members.get(ignored)
        members.warn_of_strangers(self._warn)
        self._around.pop()
        if id_:
            self._had.setdefault(id_.lower(), type_)
        return type_

    def _type(self, content: Json, what: str) -> SdsType:
        members = Members(content, what)
        id_ = members.text("Id") or ""
        return self._referred(members, id_) if id_ and _says_nothing_else(members) else self.definition(members, id_)

    def _types(self, members: Members, name: str) -> tuple[SdsType, ...]:
        what = f"{members.what}.{name}"
        return tuple(self._type(part, f"{what}[{at}]") for at, part in enumerate(members.objects(name)))

    def _referred(self, members: Members, id_: str) -> SdsType:
        if id_.lower() in self._around:
            raise Refused(f"{members.what}: type '{id_[:250]}' would be part of itself.", "Refer to another type.")
        known = self._had.get(id_.lower()) or self._lookup(id_)
        if known is None:
            reason = f"{members.what}: there is no type '{id_[:250]}', and nothing else defines it."
            raise Refused(reason, "Create it first, or send its full definition.")
        members.warn_of_strangers(self._warn)
        return known

    def _property(self, content: Json, what: str) -> SdsTypeProperty:
        members = Members(content, what)
        own_id = members.text("Id")
        if not own_id:
            raise Refused(f"{what}.Id: missing, and it is required.", "Give every property an Id.")
        nested = members.get("SdsType")
        part = SdsTypeProperty(
            id=own_id,
            type=None if nested is None else self._type(nested, f"{what}.SdsType"),
            name=members.text("Name"),
            description=members.text("Description"),
            order=members.number("Order"),
            is_key=members.flag("IsKey"),
            fixed_size=members.number("FixedSize"),
            value=members.scalar("Value"),
            uom=members.text("Uom"),
            interpolation_mode=members.enumeration("InterpolationMode", InterpolationMode),
            is_quality=members.flag("IsQuality"),
        )
        members.warn_of_strangers(self._warn)
        self._warn_of_effectless(part, what)
        return part

    def _warn_of_effectless(self, part: SdsTypeProperty, what: str) -> None:
        """Warn of what the vendor keeps and shows, and which nevertheless says nothing (AVEVA documentation, Types)."""
        if part.type is not None and part.value is not None:
            self._warn(f"{what}.Value: only the members of enumerations have values; events never get it.")
        if part.fixed_size and part.type is not None and part.type.code is not SdsTypeCode.String:
            self._warn(f"{what}.FixedSize: only texts have a size, and this is {part.type.code.name}.")


def _says_nothing_else(members: Members) -> bool:
    """Tell whether a type that has an Id has no definition; what merely describes a type does not make one."""
    for name in _TEXTS:
        members.get(name)
    defining = ("SdsTypeCode", "Properties", "BaseType", "GenericArguments", "DerivedTypes")
    return all(members.get(name) in (None, []) for name in (*defining, "InterpolationMode", "ExtrapolationMode"))


def show_type(type_: SdsType, *, verbose: bool, nested: bool = False) -> Json:
    """Show a type; unless verbose, without the members that are null, false, 0 or empty."""
    content = {
        "Id": type_.id,
        "Name": type_.name,
        "Description": type_.description,
        "SdsTypeCode": int(type_.code),
        "IsGenericType": type_.is_generic_type,
        "IsReferenceType": type_.is_reference_type,
        "GenericArguments": [show_type(part, verbose=verbose, nested=True) for part in type_.generic_arguments] or None,
        "Properties": [_show_property(part, verbose=verbose) for part in type_.properties] or None,
        "BaseType": type_.base_type and show_type(type_.base_type, verbose=verbose, nested=True),
        "DerivedTypes": [show_type(part, verbose=verbose, nested=True) for part in type_.derived_types] or None,
        "InterpolationMode": int(type_.interpolation_mode),
        "ExtrapolationMode": int(type_.extrapolation_mode),
    }
    if not nested:
        content |= {"CreatedDate": format_time(type_.created), "ModifiedDate": format_time(type_.modified)}
    return content if verbose else terse(content)


def _show_property(part: SdsTypeProperty, *, verbose: bool) -> Json:
    content = {
        "Id": part.id,
        "Name": part.name,
        "Description": part.description,
        "Order": part.order,
        "IsKey": part.is_key,
        "FixedSize": part.fixed_size,
        "SdsType": part.type and show_type(part.type, verbose=verbose, nested=True),
        "Value": part.value,
        "Uom": part.uom,
        "InterpolationMode": None if part.interpolation_mode is None else int(part.interpolation_mode),
        "IsQuality": part.is_quality,
    }
    return content if verbose else terse(content, keep=("Value", "InterpolationMode"))
