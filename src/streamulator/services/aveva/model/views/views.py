"""The stream views of a namespace, by id without case."""

from __future__ import annotations

from dataclasses import replace

from streamulator.core.problems import Conflict, Missing
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.views.lens import Lens
from streamulator.services.aveva.model.views.view import SdsStreamView, same_view, views_within


class StreamViews:
    """All stream views of one namespace; whoever makes one has looked up the layouts of its types."""

    def __init__(self, place: str) -> None:
        """Begin without any; `place` names the namespace in refusals."""
        self._place = place
        self._lenses: dict[str, Lens] = {}

    def fork(self) -> StreamViews:
        """Return an independent copy; the views are shared, for they never change."""
        copy = StreamViews(self._place)
        copy._lenses = dict(self._lenses)
        return copy

    def all(self) -> list[SdsStreamView]:
        """Return the definitions of all views."""
        return [lens.view for lens in self._lenses.values()]

    def find(self, id_: str) -> SdsStreamView | None:
        """Return the definition of a view, or None when there is none of that id."""
        lens = self._lenses.get(id_.lower())
        return None if lens is None else lens.view

    def lens(self, id_: str) -> Lens:
        """Return a view ready for use; Missing when there is none of that id."""
        found = self._lenses.get(id_.lower())
        if found is None:
            reason = f"Stream view '{id_}' was not found in namespace '{self._place}'."
            raise Missing(reason, "Create the stream view first, or list those there are.", StreamViewId=id_)
        return found

    def get_or_create(self, wanted: SdsStreamView, source: Layout, target: Layout, now: int) -> tuple[Lens, bool]:
        """Return the view of that id and whether it is new; Conflict when there is a different one."""
        wanted = self._whole(wanted)
        stored = self._lenses.get(wanted.id.lower())
        if stored is None:
            return self._put(replace(wanted, created=now, modified=now), source, target), True
        if not same_view(stored.view, wanted):
            reason = f"Stream view '{stored.view.id}' exists with another definition."
            raise Conflict(reason, "Update it with PUT, or choose another Id.", StreamViewId=stored.view.id)
        return stored, False

    def create_or_update(self, wanted: SdsStreamView, source: Layout, target: Layout, now: int) -> Lens:
        """Make or redefine the view of that id; of a stored one the spelling of its id and its date of birth stay."""
        wanted = self._whole(wanted)
        stored = self.find(wanted.id)
        if stored is not None:
            return self._put(replace(wanted, id=stored.id, created=stored.created, modified=now), source, target)
        return self._put(replace(wanted, created=now, modified=now), source, target)

    def delete(self, id_: str) -> None:
        """Take a view out; streams that got their type through it keep that."""
        del self._lenses[self.lens(id_).view.id.lower()]

    def naming(self, type_id: str) -> int:
        """Count the views that name a type, at whatever depth."""
        key = type_id.casefold()
        return sum(
            any(key in (one.source_type_id.casefold(), one.target_type_id.casefold()) for one in views_within(view))
            for view in self.all()
        )

    def _whole(self, view: SdsStreamView) -> SdsStreamView:
        """Return a view in which each one within that has nothing but an id is what the view of that id is now.

        Missing where there is no such view.
        """
        parts = (replace(part, view=part.view and self._named(part.view)) for part in view.properties)
        return replace(view, properties=tuple(parts))

    def _named(self, view: SdsStreamView) -> SdsStreamView:
        alone = view.id and not (view.source_type_id or view.target_type_id or view.properties)
        return self.lens(view.id).view if alone else self._whole(view)

    def _put(self, view: SdsStreamView, source: Layout, target: Layout) -> Lens:
        lens = self._lenses[view.id.lower()] = Lens(view, source, target)
        return lens
