"""Streams with their types, for callers that want to know all of one at once.

Enumerations of a resolved type are written by name and always there, those of the types in BaseType, DerivedTypes and
GenericArguments by number as elsewhere (AVEVA documentation, Streams).
"""

from __future__ import annotations

from streamulator.core.messages import Json
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode
from streamulator.services.aveva.model.shape.types import SdsType
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.wire.streams import show_stream
from streamulator.services.aveva.wire.types import show_type


def show_resolved(stream: Stream, *, verbose: bool) -> Json:
    """Show a stream and its type.

    The stream's own modes are names too, for the vendor's Python client reads nothing else there; the modes in its
    overrides are numbers, for there it reads nothing but numbers.
    """
    content = show_stream(stream, verbose=verbose)
    if stream.interpolation_mode is not None:
        content["InterpolationMode"] = _interpolation(stream.interpolation_mode)
    if stream.extrapolation_mode is not None:
        content["ExtrapolationMode"] = _extrapolation(stream.extrapolation_mode)
    return {**content, "Resolved": True, "Type": _show_type(stream.type, verbose=verbose)}


def _show_type(type_: SdsType, *, verbose: bool, nested: bool = False) -> Json:
    content = show_type(type_, verbose=verbose, nested=nested)
    content["SdsTypeCode"] = type_.code.name
    content["InterpolationMode"] = _interpolation(type_.interpolation_mode)
    content["ExtrapolationMode"] = _extrapolation(type_.extrapolation_mode)
    for part, shown in zip(type_.properties, content.get("Properties") or (), strict=True):
        if part.type is not None:
            shown["SdsType"] = _show_type(part.type, verbose=verbose, nested=True)
        if part.interpolation_mode is not None:
            shown["InterpolationMode"] = _interpolation(part.interpolation_mode)
    return content


def _interpolation(mode: InterpolationMode) -> str:
    return mode.name if mode else "Default"  # which is how the vendor spells the 0 here


def _extrapolation(mode: ExtrapolationMode) -> str:
    return mode.name.rstrip("_")
