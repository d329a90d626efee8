"""What a stream may say about reading its events beside its type: overrides and secondary indexes, and how they act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from streamulator.services.aveva.model.shape.codes import InterpolationMode
from streamulator.services.aveva.model.shape.layout import Column, Layout

_MOST_KEYS = 2  # parts of a key beside which secondary indexes are allowed


class Override(NamedTuple):
    """What one stream changes about one property of its type; None leaves it as it is."""

    property_id: str
    interpolation_mode: InterpolationMode | None = None
    uom: str | None = None


def effective_modes(
    layout: Layout, mode: InterpolationMode | None, overrides: Sequence[Override]
) -> tuple[InterpolationMode, ...]:
    """Return each column's mode: from its override, else the stream, the type's property, the type."""
    own = {override.property_id.casefold(): override.interpolation_mode for override in overrides}
    inherited = layout.type.interpolation_mode

    def mode_of(column: Column) -> InterpolationMode:
        found = (own.get(column.id.casefold()), mode, column.mode)
        return next((given for given in found if given is not None), inherited)

    return tuple(map(mode_of, layout.columns))


def effective_unit(column: Column, overrides: Sequence[Override]) -> str | None:
    """Return a column's unit: from its override, else the type's property."""
    own = {override.property_id.casefold(): override.uom for override in overrides}
    return own.get(column.id.casefold()) or column.uom or None


def complaints(
    layout: Layout, mode: InterpolationMode | None, overrides: Sequence[Override], indexes: Sequence[str]
) -> Iterator[str]:
    """Say all that does not fit the type in what a stream says about reading."""
    discrete = layout.type.interpolation_mode is InterpolationMode.Discrete
    if discrete and mode not in (None, InterpolationMode.Discrete):
        yield f"InterpolationMode: type '{layout.type_id}' is Discrete, which no stream can override."
    for override in overrides:
        yield from _of_override(layout, override, discrete=discrete)
    if indexes and len(layout.key_columns) > _MOST_KEYS:
        yield f"Indexes: a key of {len(layout.key_columns)} parts leaves no room for secondary indexes."
    for name in indexes:
        at = layout.position(name)
        if at is None:
            yield f"Indexes: type '{layout.type_id}' has no property '{name}'."
        elif not layout.columns[at].kind.index:
            yield f"Indexes: '{name}' is a {layout.columns[at].kind.code.name}, which events cannot be ordered by."


def _of_override(layout: Layout, override: Override, *, discrete: bool) -> Iterator[str]:
    name, given = override.property_id, override.interpolation_mode
    at = layout.position(name)
    if at is None:
        yield f"PropertyOverrides: type '{layout.type_id}' has no property '{name}'."
    elif given is not None and layout.columns[at].key:
        yield f"PropertyOverrides: '{name}' is part of the key, whose interpolation cannot be overridden."
    elif given not in (None, InterpolationMode.Discrete) and discrete:
        yield f"PropertyOverrides: type '{layout.type_id}' is Discrete, which '{name}' cannot override."
