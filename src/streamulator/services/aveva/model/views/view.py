"""Stream views: what a caller says about seeing events of one type as events of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SdsStreamViewProperty:
    """Which property becomes which; `view` says how, where both hold objects of different types."""

    source_id: str
    target_id: str
    view: SdsStreamView | None = None


@dataclass(frozen=True, slots=True)
class SdsStreamView:
    """A stream view; without properties the service maps by itself. `created` and `modified` are UTC ticks.

    Of a view within a property the ids may be empty: its types are those of the property.
    """

    id: str
    source_type_id: str
    target_type_id: str
    name: str | None = None
    description: str | None = None
    properties: tuple[SdsStreamViewProperty, ...] = ()
    created: int = 0
    modified: int = 0


def same_view(one: SdsStreamView, other: SdsStreamView) -> bool:
    """Tell whether two definitions mean the same view; dates do not count, and a missing name stands for the id."""
    return bool(_meaning(one) == _meaning(other))


def views_within(view: SdsStreamView) -> Iterator[SdsStreamView]:
    """Yield a view, and those in its properties at any depth."""
    yield view
    for part in view.properties:
        if part.view is not None:
            yield from views_within(part.view)


def _meaning(view: SdsStreamView) -> Any:
    named = view.name and view.name.casefold() != view.id.casefold()
    return (
        view.id.casefold(),
        view.source_type_id.casefold(),
        view.target_type_id.casefold(),
        view.name if named else None,
        view.description or "",
        tuple(
            (part.source_id.casefold(), part.target_id.casefold(), part.view and _meaning(part.view))
            for part in view.properties
        ),
    )
