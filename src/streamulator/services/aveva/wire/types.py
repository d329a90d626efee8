"""Types on the wire: JSON as clients send it ↔ SdsType."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import NAMESPACE_OID, uuid3

from streamulator.core.messages import Json
from streamulator.core.problems import Refused
from streamulator.core.ticks import format_time
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.shape.types import SdsType, SdsTypeProperty
from streamulator.services.aveva.wire.members import Members, Warn, check_id, terse

Lookup = Callable[[str], SdsType | None]

# The ids that the vendor prints for types given by their code alone; its rule for making them is not known.
_PRINTED_IDS = {
    SdsTypeCode.DateTime: "19a87a76-614a-385b-ba48-6f8b30ff6ab2",
    SdsTypeCode.Double: "6fecef77-20b1-37ae-aa3b-e6bb838d5a86",
    SdsTypeCode.Int32: "0ce68e8c-51a4-3115-be13-dd1ace42e61f",
}
_DEEPEST = 20  # levels of types within types


def read_type_of_path(content: Json, path_id: str, lookup: Lookup, warn: Warn) -> SdsType:
    """Read a type; its Id, where it has one, must be the one in the path."""
    check_id(Members(content, "type"), path_id)
    return replace(read_type(content, lookup, warn), id=path_id)


def read_type(content: Json, lookup: Lookup, warn: Warn, what: str = "type", depth: int = 0) -> SdsType:
    """Read a type; one that is given by nothing but its Id is looked up among the types that exist."""
    if depth > _DEEPEST:
        raise Refused(f"{what}: types are nested more than {_DEEPEST} levels deep.", "Flatten the type.")
    members = Members(content, what)
    code = members.enumeration("SdsTypeCode", SdsTypeCode)
    own_id = members.text("Id")
    if code is None and own_id is not None and not members.objects("Properties") and depth:
        known = lookup(own_id)
        if known is None:
            raise Refused(f"{what}: there is no type '{own_id}', and nothing else defines it.", "Create it first.")
        return known
    code = SdsTypeCode.Object if code is None else code
    name = members.text("Name")
    base = members.get("BaseType")
    properties = tuple(
        _read_property(part, lookup, warn, f"{what}.Properties[{at}]", depth)
        for at, part in enumerate(members.objects("Properties"))
    )
    result = SdsType(
        id=own_id or _generated_id(code, name, properties),
        code=code,
        name=name or (code.name if depth and not properties else None),
        description=members.text("Description"),
        properties=properties,
        base_type=None if base is None else read_type(base, lookup, warn, f"{what}.BaseType", depth + 1),
        is_generic_type=members.flag("IsGenericType"),
        is_reference_type=members.flag("IsReferenceType"),
        generic_arguments=_read_types(members, "GenericArguments", lookup, warn, depth),
        derived_types=_read_types(members, "DerivedTypes", lookup, warn, depth),
        interpolation_mode=members.enumeration("InterpolationMode", InterpolationMode) or InterpolationMode.Continuous,
        extrapolation_mode=members.enumeration("ExtrapolationMode", ExtrapolationMode) or ExtrapolationMode.All,
    )
    for ignored in ("CreatedDate", "ModifiedDate"):
        members.get(ignored)
    members.warn_of_strangers(warn)
    return result


def _read_types(members: Members, name: str, lookup: Lookup, warn: Warn, depth: int) -> tuple[SdsType, ...]:
    what = f"{members.what}.{name}"
    return tuple(
        read_type(part, lookup, warn, f"{what}[{at}]", depth + 1) for at, part in enumerate(members.objects(name))
    )


def _read_property(content: Json, lookup: Lookup, warn: Warn, what: str, depth: int) -> SdsTypeProperty:
    members = Members(content, what)
    own_id = members.text("Id")
    if not own_id:
        raise Refused(f"{what}.Id: missing, and it is required.", "Give every property an Id.")
    nested = members.get("SdsType")
    result = SdsTypeProperty(
        id=own_id,
        type=None if nested is None else read_type(nested, lookup, warn, f"{what}.SdsType", depth + 1),
        name=members.text("Name"),
        description=members.text("Description"),
        order=members.number("Order"),
        is_key=members.flag("IsKey"),
        fixed_size=members.number("FixedSize"),
        value=members.get("Value"),
        uom=members.text("Uom"),
        interpolation_mode=members.enumeration("InterpolationMode", InterpolationMode),
        is_quality=members.flag("IsQuality"),
    )
    members.warn_of_strangers(warn)
    return result


def _generated_id(code: SdsTypeCode, name: str | None, properties: tuple[SdsTypeProperty, ...]) -> str:
    if not properties and code in _PRINTED_IDS:
        return _PRINTED_IDS[code]
    parts = ",".join(f"{part.id}={part.value}" for part in properties)
    return str(uuid3(NAMESPACE_OID, f"{code.name}:{name or ''}:{parts}"))


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
