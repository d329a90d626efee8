"""Streams and namespaces on the wire."""

from __future__ import annotations

from urllib.parse import quote

from streamulator.core.messages import Json
from streamulator.core.problems import Refused
from streamulator.core.ticks import format_time, parse_time
from streamulator.services.aveva.model.namespace import Namespace, StreamDefinition
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode
from streamulator.services.aveva.model.streams.definition import Override
from streamulator.services.aveva.model.streams.metadata import ChangeData, Creator, CreatorType, Entry, Metadata
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.wire.members import Members, Warn, check_id, terse


def read_stream(content: Json, path_id: str, warn: Warn) -> StreamDefinition:
    """Read the definition of a stream; its Id, where it has one, must be the one in the path."""
    members = Members(content, "stream")
    check_id(members, path_id)
    type_id = members.text("TypeId")
    if not type_id:
        raise Refused("stream.TypeId: missing, and it is required.", "Name the type of the stream's events.")
    definition = StreamDefinition(
        id=path_id,
        type_id=type_id,
        name=members.text("Name"),
        description=members.text("Description"),
        interpolation_mode=members.enumeration("InterpolationMode", InterpolationMode),
        extrapolation_mode=members.enumeration("ExtrapolationMode", ExtrapolationMode),
        overrides=tuple(
            _read_override(Members(part, f"stream.PropertyOverrides[{at}]"), warn)
            for at, part in enumerate(members.objects("PropertyOverrides"))
        ),
        indexes=tuple(
            _property_id(Members(part, f"stream.Indexes[{at}]")) for at, part in enumerate(members.objects("Indexes"))
        ),
    )
    for ignored in ("CreatedDate", "ModifiedDate"):
        members.get(ignored)
    members.warn_of_strangers(warn)
    return definition


def _read_override(members: Members, warn: Warn) -> Override:
    override = Override(
        _property_id(members), members.enumeration("InterpolationMode", InterpolationMode), members.text("Uom")
    )
    members.warn_of_strangers(warn)
    return override


def _property_id(members: Members) -> str:
    own = members.text("SdsTypePropertyId")
    if not own:
        raise Refused(f"{members.what}.SdsTypePropertyId: missing, and it is required.", "Name a property of the type.")
    return own


def show_stream(stream: Stream, *, verbose: bool) -> Json:
    """Show a stream; enumerations are numbers, which is what the vendor's own clients can read."""
    content = {
        "Id": stream.id,
        "Name": stream.name,
        "Description": stream.description,
        "TypeId": stream.type.id,
        "Indexes": [{"SdsTypePropertyId": name} for name in stream.indexes] or None,
        "InterpolationMode": _number(stream.interpolation_mode),
        "ExtrapolationMode": _number(stream.extrapolation_mode),
        "PropertyOverrides": [_show_override(override, verbose=verbose) for override in stream.overrides] or None,
        "CreatedDate": format_time(stream.created),
        "ModifiedDate": format_time(stream.modified),
    }
    return content if verbose else terse(content, keep=("InterpolationMode", "ExtrapolationMode"))


def _show_override(override: Override, *, verbose: bool) -> Json:
    content = {
        "SdsTypePropertyId": override.property_id,
        "Uom": override.uom,
        "InterpolationMode": _number(override.interpolation_mode),
    }
    return content if verbose else terse(content, keep=("InterpolationMode",))


def _number(mode: InterpolationMode | ExtrapolationMode | None) -> int | None:
    return None if mode is None else int(mode)


def show_namespace(namespace: Namespace, tenant: str, base_url: str) -> Json:
    """Show a namespace; `Self` is its own address on the host that was asked."""
    return {
        "Id": namespace.id,
        "Region": namespace.region.name,
        "Self": f"{base_url}/api/v1/Tenants/{quote(tenant)}/Namespaces/{quote(namespace.id)}",
        "Description": namespace.description,
        "RegionId": namespace.region.id,
    }


def show_change_data(metadata: Metadata) -> Json:
    """Show who wrote each metadata value, and when."""
    return {
        key: {
            "Value": entry.value,
            "ChangeData": {
                "Timestamp": format_time(entry.change.ticks),
                "CreatorId": entry.change.creator.id,
                "CreatorType": int(entry.change.creator.kind),
            },
        }
        for key, entry in metadata.entries().items()
    }


def read_change_data(content: Json) -> Entry:
    """Read a metadata value as `show_change_data` shows it; ValueError for what is no time."""
    change = content["ChangeData"]
    creator = Creator(change["CreatorId"], CreatorType(change["CreatorType"]))
    return Entry(content["Value"], ChangeData(parse_time(change["Timestamp"]), creator))
