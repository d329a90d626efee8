"""Maps: which property of a stream view's target comes from which of its source, and what is done to it.

A view with properties maps these and no others. Without any the service maps by itself: first properties of the same
id, wherever they stand, if one type converts into the other; then what is left in the same place with the same type.
A source that is not mapped is removed, a target that is not is added with its default (developer guide, Stream views).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from typing import NamedTuple

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.shape.codes import SdsTypeCode, StreamViewMode
from streamulator.services.aveva.model.shape.types import SdsType, SdsTypeProperty, all_properties, key_properties
from streamulator.services.aveva.model.shape.values import kind_of
from streamulator.services.aveva.model.views.conversion import conversion, keeps_order
from streamulator.services.aveva.model.views.view import SdsStreamView, SdsStreamViewProperty

_Parts = Mapping[str, SdsTypeProperty]


class MapProperty(NamedTuple):
    """What becomes of one property: no target for one that is removed, no source for one that is added."""

    source: SdsTypeProperty | None
    target: SdsTypeProperty | None
    mode: StreamViewMode
    nested: StreamViewMap | None = None


@dataclass(frozen=True, slots=True)
class StreamViewMap:
    """A view as it is carried out: what is mapped, then what is removed, then what is added."""

    source: SdsType
    target: SdsType
    properties: tuple[MapProperty, ...]

    def by_target(self) -> dict[str, MapProperty]:
        """Return what becomes each property of the target, by its id without case."""
        return {part.target.id.casefold(): part for part in self.properties if part.target is not None}


def map_of(view: SdsStreamView, source: SdsType, target: SdsType) -> StreamViewMap:
    """Map a view; Refused for properties that do not exist or cannot be mapped so, with all that is wrong."""
    wrong: list[str] = []
    mapped = _mapped(view, source, target, wrong)
    if not wrong:
        wrong += _of_keys(mapped)
    if wrong:
        reason = f"Stream view '{view.id}' cannot be used. {' '.join(wrong)}"
        raise Refused(reason, "Correct the definition of the stream view.", StreamViewId=view.id)
    return mapped


def _mapped(view: SdsStreamView, source: SdsType, target: SdsType, wrong: list[str]) -> StreamViewMap:
    old, new = _parts(source), _parts(target)
    pairs = list(_explicit(view.properties, old, new, wrong)) if view.properties else list(_automatic(old, new))
    kept = {pair.source.id.casefold() for pair in pairs if pair.source}
    given = {pair.target.id.casefold() for pair in pairs if pair.target}
    removed = [MapProperty(part, None, StreamViewMode.FieldRemove) for id_, part in old.items() if id_ not in kept]
    added = [MapProperty(None, part, StreamViewMode.FieldAdd) for id_, part in new.items() if id_ not in given]
    return StreamViewMap(source, target, (*pairs, *removed, *added))


def _parts(type_: SdsType) -> _Parts:
    return {part.id.casefold(): part for part in all_properties(type_)}


def _automatic(old: _Parts, new: _Parts) -> Iterator[MapProperty]:
    by_id = {id_: new[id_] for id_, part in old.items() if id_ in new and _fits(part, new[id_])}
    for (id_, part), opposite in zip(old.items(), chain(new.items(), repeat(None)), strict=False):
        if id_ in by_id:
            yield _pair(part, by_id[id_])
        elif opposite is not None and opposite[0] not in by_id and _alike(part, opposite[1]):
            yield _pair(part, opposite[1])


def _fits(source: SdsTypeProperty, target: SdsTypeProperty) -> bool:
    return source.is_key == target.is_key and _converts(source, target)


def _alike(source: SdsTypeProperty, target: SdsTypeProperty) -> bool:
    return _code(source) is _code(target) and _fits(source, target)


def _converts(source: SdsTypeProperty, target: SdsTypeProperty) -> bool:
    return bool(source.type and target.type and conversion(source.type, target.type))


def _code(part: SdsTypeProperty) -> SdsTypeCode:
    return part.type.code if part.type else SdsTypeCode.Empty


def _pair(source: SdsTypeProperty, target: SdsTypeProperty, nested: StreamViewMap | None = None) -> MapProperty:
    renamed = source.id.casefold() != target.id.casefold()
    mode = StreamViewMode.FieldRename if renamed else StreamViewMode.None_
    if nested is None and not _converts(source, target):
        mode |= StreamViewMode.InvalidFieldConversion
    elif nested is not None or _code(source) is not _code(target):
        mode |= StreamViewMode.FieldConversion
    return MapProperty(source, target, mode, nested)


def _explicit(
    properties: Iterable[SdsStreamViewProperty], old: _Parts, new: _Parts, wrong: list[str]
) -> Iterator[MapProperty]:
    seen: set[str] = set()
    for part in properties:
        source, target = old.get(part.source_id.casefold()), new.get(part.target_id.casefold())
        if source is None:
            wrong.append(f"The source type has no property '{part.source_id}'.")
        if target is None:
            wrong.append(f"The target type has no property '{part.target_id}'.")
        elif target.id in seen:
            wrong.append(f"The target property '{target.id}' is mapped more than once.")
        else:
            seen.add(target.id)
        if source is not None and target is not None:
            yield _pair(source, target, _nested(part.view, source, target, wrong) if part.view else None)


def _nested(
    view: SdsStreamView, source: SdsTypeProperty, target: SdsTypeProperty, wrong: list[str]
) -> StreamViewMap | None:
    old = _type_of_objects(source, view.source_type_id, wrong)
    new = _type_of_objects(target, view.target_type_id, wrong)
    return _mapped(view, old, new, wrong) if old and new else None


def _type_of_objects(part: SdsTypeProperty, named: str, wrong: list[str]) -> SdsType | None:
    found = part.type
    if found is None or found.code is not SdsTypeCode.Object:
        wrong.append(f"The property '{part.id}' holds no objects, so that it can have no view of its own.")
        return None
    if named and named.casefold() != found.id.casefold():
        wrong.append(f"The view of property '{part.id}' is for type '{named}', and the property has '{found.id}'.")
        return None
    return found


def _of_keys(mapped: StreamViewMap) -> Iterator[str]:
    """Complain of a target whose events would have no index, or could share one."""
    by_target = mapped.by_target()
    used: set[str] = set()
    for key in key_properties(mapped.target):
        source = by_target[key.id.casefold()].source
        if source is None:
            yield f"The key '{key.id}' of the target type has no counterpart in the source type."
            continue
        used.add(source.id)
        if not source.is_key:
            yield f"The key '{key.id}' comes from '{source.id}', which is no key, so that events could share an index."
        elif key.fixed_size and not 0 < source.fixed_size <= key.fixed_size and _code(key) is SdsTypeCode.String:
            yield f"The key '{key.id}' has texts of at most {key.fixed_size} characters, and '{source.id}' longer ones."
        elif not keeps_order(kind_of(_code(source)), kind_of(_code(key))):
            codes = f"{_code(source).name} into {_code(key).name}"
            yield f"The key '{key.id}' comes from '{source.id}' and cannot be converted from {codes} without loss."
    for key in key_properties(mapped.source):
        if key.id not in used:
            yield f"The key '{key.id}' of the source type is not mapped to a key, so that events could share an index."
