"""Stream views and their maps on the wire."""

from __future__ import annotations

from dataclasses import replace

from streamulator.core.messages import Json
from streamulator.core.problems import Refused
from streamulator.core.ticks import format_time
from streamulator.services.aveva.model.views.mapping import MapProperty, StreamViewMap
from streamulator.services.aveva.model.views.view import SdsStreamView, SdsStreamViewProperty
from streamulator.services.aveva.wire.members import Members, Warn, check_id, terse

_DEEPEST = 20  # levels of views within views


def read_stream_view(content: Json, path_id: str, warn: Warn) -> SdsStreamView:
    """Read the definition of a stream view; its Id, where it has one, must be the one in the path."""
    check_id(Members(content, "stream view"), path_id)
    view = _read_view(content, "stream view", warn, 0)
    for name, given in (("SourceTypeId", view.source_type_id), ("TargetTypeId", view.target_type_id)):
        if not given:
            raise Refused(f"stream view.{name}: missing, and it is required.", "Name both types of the stream view.")
    return replace(view, id=path_id)


def _read_view(content: Json, what: str, warn: Warn, depth: int) -> SdsStreamView:
    if depth > _DEEPEST:
        raise Refused(f"{what}: views are nested more than {_DEEPEST} levels deep.", "Flatten the stream view.")
    members = Members(content, what)
    view = SdsStreamView(
        id=members.text("Id") or "",
        source_type_id=members.text("SourceTypeId") or "",
        target_type_id=members.text("TargetTypeId") or "",
        name=members.text("Name"),
        description=members.text("Description"),
        properties=tuple(
            _read_property(part, f"{what}.Properties[{at}]", warn, depth)
            for at, part in enumerate(members.objects("Properties"))
        ),
    )
    for ignored in ("CreatedDate", "ModifiedDate"):
        members.get(ignored)
    members.warn_of_strangers(warn)
    return view


def _read_property(content: Json, what: str, warn: Warn, depth: int) -> SdsStreamViewProperty:
    members = Members(content, what)
    ends = {name: members.text(name) for name in ("SourceId", "TargetId")}
    for name, given in ends.items():
        if not given:
            raise Refused(f"{what}.{name}: missing, and it is required.", "Name a property of either type.")
    nested = members.get("SdsStreamView")
    view = None if nested is None else _read_view(nested, f"{what}.SdsStreamView", warn, depth + 1)
    members.warn_of_strangers(warn)
    return SdsStreamViewProperty(ends["SourceId"] or "", ends["TargetId"] or "", view)


def show_stream_view(view: SdsStreamView, *, verbose: bool, nested: bool = False) -> Json:
    """Show a stream view; unless verbose, without the members that are null or empty."""
    content = {
        "Id": view.id or None,
        "Name": view.name,
        "Description": view.description,
        "SourceTypeId": view.source_type_id or None,
        "TargetTypeId": view.target_type_id or None,
        "Properties": [_show_property(part, verbose=verbose) for part in view.properties] or None,
    }
    if not nested:
        content |= {"CreatedDate": format_time(view.created), "ModifiedDate": format_time(view.modified)}
    return content if verbose else terse(content)


def _show_property(part: SdsStreamViewProperty, *, verbose: bool) -> Json:
    content = {
        "SourceId": part.source_id,
        "TargetId": part.target_id,
        "SdsStreamView": part.view and show_stream_view(part.view, verbose=verbose, nested=True),
    }
    return content if verbose else terse(content, keep=("SdsStreamView",))


def show_map(mapped: StreamViewMap, *, verbose: bool) -> Json:
    """Show what becomes of each property; modes are numbers, and 0 is left out unless verbose."""
    return {
        "SourceTypeId": mapped.source.id,
        "TargetTypeId": mapped.target.id,
        "Properties": [_show_mapped(part, verbose=verbose) for part in mapped.properties],
    }


def _show_mapped(part: MapProperty, *, verbose: bool) -> Json:
    content = {
        "SourceId": part.source and part.source.id,
        "TargetId": part.target and part.target.id,
        "Mode": int(part.mode),
        "StreamViewMap": part.nested and show_map(part.nested, verbose=verbose),
    }
    return content if verbose else terse(content)
