"""A stream: its definition, its events, and the writes that change them all together or not at all.

Beside the agreed interface: a stream is made from a `layout` (which has the type); `rows` reads events so that a
refusal names stream and index; `dataclasses.replace` makes a redefined stream that keeps events, tags and metadata,
checked as a new one is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from streamulator.core.messages import Json
from streamulator.core.problems import Conflict, Missing, Problem, Refused
from streamulator.core.series import Series, ascending
from streamulator.services.aveva.model.reads.boundaries import check_order
from streamulator.services.aveva.model.shape.codes import ExtrapolationMode, InterpolationMode
from streamulator.services.aveva.model.shape.layout import ABSENT, Layout
from streamulator.services.aveva.model.shape.types import SdsType
from streamulator.services.aveva.model.shape.values import Key, Row, Value
from streamulator.services.aveva.model.streams.definition import Override, complaints, effective_modes, effective_unit
from streamulator.services.aveva.model.streams.metadata import Metadata

Warn = Callable[[str], None]  # told the name of a member that the type does not know
_Read = TypeVar("_Read")


@dataclass(slots=True, eq=False)
class Stream:
    """One stream. `created` and `modified` are UTC ticks; `modes` are the columns' effective interpolation modes."""

    id: str
    layout: Layout
    name: str | None = None
    description: str | None = None
    interpolation_mode: InterpolationMode | None = None
    extrapolation_mode: ExtrapolationMode | None = None
    overrides: tuple[Override, ...] = ()
    indexes: tuple[str, ...] = ()
    tags: list[str] = field(default_factory=list)
    metadata: Metadata = field(default_factory=Metadata)
    created: int = 0
    modified: int = 0
    series: Series = field(default_factory=Series)
    modes: tuple[InterpolationMode, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Refuse what does not fit the type, all of it at once, and settle the modes."""
        wrong = list(complaints(self.layout, self.interpolation_mode, self.overrides, self.indexes))
        if wrong:
            reason = f"Stream '{self.id}' cannot be defined so. {' '.join(wrong)}"
            raise Refused(reason, "Correct the definition of the stream.", StreamId=self.id)
        self.modes = effective_modes(self.layout, self.interpolation_mode, self.overrides)

    @property
    def type(self) -> SdsType:
        """The type of its events."""
        return self.layout.type

    @property
    def extrapolation(self) -> ExtrapolationMode:
        """On which sides of its data values are held."""
        own = self.extrapolation_mode
        return self.type.extrapolation_mode if own is None else own

    def mode_of(self, position: int) -> InterpolationMode:
        """Return how a column's values between two events come about."""
        return self.modes[position]

    def unit_of(self, position: int) -> str | None:
        """Return the unit of measure of a column's numbers, as it was spelt: the stream's own, else the type's."""
        return effective_unit(self.layout.columns[position], self.overrides)

    def fork(self) -> Stream:
        """Return an independent copy; the events are shared until either side writes."""
        return replace(self, tags=list(self.tags), metadata=self.metadata.fork(), series=self.series.fork())

    def rows(self, events: Sequence[Json], warn: Warn) -> list[Row]:
        """Read events for one of the writes; Refused names stream, index and member of the first that does not fit."""
        return self._read(events, self.layout.row, warn)

    def insert(self, rows: Sequence[Row]) -> None:
        """Add events; Conflict where an index is taken or stands twice, and then nothing is added."""
        keys, ordered = self._ordered(rows)
        if not ascending(keys):
            times = Counter(map(self.layout.key, rows))
            twice = next(key for key, count in times.items() if count > 1)
            raise self._problem(Conflict, twice, "stands more than once in the request", "Send each index once.")
        if self.series.present(keys):
            taken = next(key for key in map(self.layout.key, rows) if self.series.find(key) >= 0)
            raise self._problem(
                Conflict, taken, "already has an event", "Update the event, or insert at another index."
            )
        self.series.insert(keys, ordered)

    def update(self, rows: Sequence[Row]) -> None:
        """Put events, over those that stand at their indexes; of two with one index the last counts."""
        self.series.put(*self._latest(rows))

    def replace(self, rows: Sequence[Row]) -> None:
        """Put events over those that stand at their indexes; Missing where none does, and then nothing is changed."""
        places = self._places(map(self.layout.key, rows))
        self.series.replace(places, rows)

    def patch(self, items: Sequence[Mapping[str, Json]], fields: Sequence[str] | None, warn: Warn) -> None:
        """Change some members of events that are there.

        `fields` are the members to change: each item's value of them, or the default where an item has none; without
        `fields` they are the members that an item has. The key picks the event and never changes. Refused for an
        unknown field or an unreadable item, Missing where no event stands: then nothing is changed.
        """
        chosen = None if fields is None else self._chosen(fields)
        parts = self._read(items, self.layout.partial, warn)
        changed: dict[int, Row] = {}
        for at, members in zip(self._places(map(self.layout.key, parts)), parts, strict=True):
            stored = changed[at] if at in changed else self.series.row(at)
            changed[at] = self._patched(stored, members, chosen)
        self.series.replace(changed.keys(), changed.values())

    def remove(self, keys: Iterable[Key]) -> None:
        """Take out the events at some indexes; Missing where none stands, and then nothing is taken out."""
        self.series.remove(self._places(keys))

    def remove_window(self, start: Key, end: Key) -> None:
        """Take out the events from one index to another, both included; Refused when they are the wrong way round."""
        check_order(self.layout, start, end)
        self.series.remove_range(self.series.left(start), self.series.right(end))

    def _read(self, events: Sequence[Json], read: Callable[[Json, Warn], _Read], warn: Warn) -> list[_Read]:
        found: list[_Read] = []
        keep = found.append
        try:
            for event in events:
                keep(read(event, warn))
        except Refused as problem:
            raise self._placed(problem, events[len(found)], len(found)) from None
        return found

    def _ordered(self, rows: Sequence[Row]) -> tuple[Sequence[Key], Sequence[Row]]:
        keys = list(map(self.layout.key, rows))
        if ascending(keys):
            return keys, rows
        order = sorted(range(len(keys)), key=keys.__getitem__)
        return [keys[n] for n in order], [rows[n] for n in order]

    def _latest(self, rows: Sequence[Row]) -> tuple[Sequence[Key], Sequence[Row]]:
        keys, ordered = self._ordered(rows)
        if ascending(keys):
            return keys, ordered
        latest = dict(zip(keys, ordered, strict=True))  # sorting kept the order of equal keys, so the last one stays
        return list(latest.keys()), list(latest.values())

    def _places(self, keys: Iterable[Key]) -> list[int]:
        places = []
        for key in keys:
            at = self.series.find(key)
            if at < 0:
                raise self._problem(Missing, key, "has no event", "Name only indexes that have an event.")
            places.append(at)
        return places

    def _chosen(self, fields: Sequence[str]) -> list[int]:
        places = {name: self.layout.position(name) for name in fields}
        unknown = [name for name, at in places.items() if at is None]
        if unknown:
            names = "', '".join(unknown)
            members = ", ".join(column.id for column in self.layout.columns)
            reason = f"The events of stream '{self.id}' have no member '{names}'; their members are {members}."
            raise Refused(reason, "Select members of the stream's type.", StreamId=self.id, Member=", ".join(unknown))
        return [at for at in places.values() if at is not None]

    def _patched(self, row: Row, members: Sequence[Value], chosen: Sequence[int] | None) -> Row:
        if chosen is None:
            patched = [old if new is ABSENT else new for old, new in zip(row, members, strict=True)]
        else:
            patched = list(row)
            for at in chosen:
                patched[at] = self.layout.columns[at].kind.default if members[at] is ABSENT else members[at]
        for at in self.layout.key_columns:
            patched[at] = row[at]
        return tuple(patched)

    def _problem(self, kind: Callable[..., Problem], key: Key, what: str, mend: str) -> Problem:
        index = self.layout.index_text(key)
        return kind(f"In stream '{self.id}' the index {index} {what}.", mend, StreamId=self.id, Index=index)

    def _placed(self, problem: Refused, event: Json, number: int) -> Refused:
        key = self.layout.readable_key(event)
        index = f"body[{number}]" if key is None else self.layout.index_text(key)
        where = f"Event {number} of the request for stream '{self.id}'" + ("" if key is None else f", index {index}")
        return Refused(
            f"{where}. {problem.reason}", problem.resolution, StreamId=self.id, Index=index, **problem.details
        )
