"""Layouts: what a type means for its events, worked out once per type.

A row is a tuple with one stored value for each column. Beside the agreed interface a layout has `type`, `partial` (for
patches) and the four ways of showing.py: `full`, `terse`, `cells` and `schema`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from streamulator.core.messages import Json
from streamulator.core.problems import Refused
from streamulator.services.aveva.model.shape import showing
from streamulator.services.aveva.model.shape.codes import InterpolationMode, SdsTypeCode
from streamulator.services.aveva.model.shape.nested import kind_of_property
from streamulator.services.aveva.model.shape.readings import Reader, found, together
from streamulator.services.aveva.model.shape.types import (
    SdsType,
    SdsTypeProperty,
    all_properties,
    check_streamable,
    key_properties,
)
from streamulator.services.aveva.model.shape.values import Blend, Key, Kind, Moment, Row, Value, kind_of

_SEPARATOR = "|"  # between the parts of a compound key
_MEND = "Send events that fit the stream's type."


class Column(NamedTuple):
    """One member of an event."""

    id: str
    kind: Kind
    key: bool = False
    mode: InterpolationMode | None = None
    uom: str | None = None


class _Absent:
    """The type of ABSENT, which stands in a partial row where an event has no member."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()


class Layout:
    """A type's columns, and how its events are read, ordered and shown.

    `key` returns a row's key; `axis` tells whether the key is one that can be interpolated along. `full`, `terse` and
    `cells` show a row: with all members, without those equal to their default, and as a list.
    """

    def __init__(self, type_: SdsType) -> None:
        """Work out a type's layout; Refused when no stream can be made of it."""
        check_streamable(type_)
        self.type = type_
        self.type_id = type_.id
        self.type_name = type_.name or type_.id
        self.columns = tuple(map(_column, all_properties(type_)))
        self._positions = {column.id.casefold(): at for at, column in enumerate(self.columns)}
        self.key_columns = tuple(self._positions[part.id.casefold()] for part in key_properties(type_))
        # Of the type code alone: a FixedSize limits what is stored, not the bounds of a read.
        self._key_kinds = tuple(kind_of(self.columns[at].kind.code) for at in self.key_columns)
        self.axis = len(self._key_kinds) == 1 and self._key_kinds[0].blend is Blend.LINEAR
        self.key = _key_of(self.key_columns, self._key_kinds)
        alone = len(self.key_columns) == 1
        self._slots = {column.id: (at, _reader(column, alone=alone)) for at, column in enumerate(self.columns)}
        self._together = together({name: read for name, (_at, read) in self._slots.items()})
        self._absent = tuple(column.kind.default if _implied(column) else ABSENT for column in self.columns)
        self._defaults = tuple(column.kind.default for column in self.columns)
        self._fresh = tuple(
            ABSENT if column.key and not _implied(column) else column.kind.default for column in self.columns
        )
        self._strangers = {column.id: column.kind.strangers for column in self.columns if column.kind.strangers}
        self.full = showing.full(self.columns)
        self.terse = showing.terse(self.columns)
        self.terse_all = showing.terse_all(self.columns)
        self.cells = showing.cells(self.columns)

    def schema(self) -> dict[str, Json]:
        """Return a JSON Schema of one event as it is shown."""
        return showing.schema(self.columns)

    def position(self, name: str) -> int | None:
        """Return the position of the column with an id, compared without case."""
        return self._positions.get(name.casefold())

    def row(self, event: Json, warn: Callable[[str], None]) -> Row:
        """Read one event; a missing member gets its default, and `warn` is told the name of an unknown one.

        Refused, with the detail Member, at the first member that cannot be read or where a part of the key is missing.
        """
        if type(event) is dict and len(event) == len(self.columns):
            try:
                row = self._together(event)
            except (KeyError, ValueError):
                pass  # the slower way knows other spellings of the names, and what is wrong where
            else:
                if self._strangers:
                    self._warn_of_strangers(event, warn)
                return row
        return tuple(self._read(event, list(self._fresh), warn))

    def partial(self, event: Json, warn: Callable[[str], None]) -> list[Value]:
        """Read the members that one event has, with ABSENT for the others; Refused as for `row`."""
        return self._read(event, list(self._absent), warn)

    def index(self, text: str) -> Key:
        """Read the text of an index in a URL, the parts of a compound one joined by `|`; Refused otherwise."""
        kinds = self._key_kinds
        parts = [text] if len(kinds) == 1 else text.split(_SEPARATOR)
        if len(parts) != len(kinds):
            reason = f"The index '{text}' does not have the {len(kinds)} parts of the key of type '{self.type_id}'."
            raise self._no_index(text, reason)
        try:
            ranked = [_rank(kind, _key_part(kind.parse(part))) for kind, part in zip(kinds, parts, strict=True)]
        except ValueError as error:
            raise self._no_index(text, f"The index '{text}' does not fit {self._index_form()}. {error}") from None
        return ranked[0] if len(ranked) == 1 else tuple(ranked)

    def index_text(self, key: Key) -> str:
        """Write a key so that `index` reads it back, times with seven digits."""
        parts = (key,) if len(self._key_kinds) == 1 else key
        return _SEPARATOR.join(kind.text(part) for kind, part in zip(self._key_kinds, parts, strict=True))

    def blank(self, key: Key) -> Row:
        """Return a row with a key and nothing but defaults besides; a DateTimeOffset comes without an offset."""
        row = list(self._defaults)
        parts = (key,) if len(self._key_kinds) == 1 else key
        for at, kind, part in zip(self.key_columns, self._key_kinds, parts, strict=True):
            row[at] = Moment(part) if kind.rank else part
        return tuple(row)

    def readable_key(self, event: Json) -> Key | None:
        """Return the key of an event of which other members may be wrong, None where the key is wrong itself."""
        if not isinstance(event, Mapping):
            return None
        parts = {name: value for name, value in event.items() if self.position(name) in self.key_columns}
        try:
            return self.key(self.partial(parts, lambda _: None))
        except Refused:
            return None

    def _index_form(self) -> str:
        return _SEPARATOR.join(f"{self.columns[at].id} ({self.columns[at].kind.code.name})" for at in self.key_columns)

    def _no_index(self, text: str, reason: str) -> Refused:
        return Refused(reason, f"Send an index of the form {self._index_form()}.", Index=text)

    def _read(self, event: Json, row: list[Value], warn: Callable[[str], None]) -> list[Value]:
        if type(event) is not dict and not isinstance(event, Mapping):
            raise Refused(f"An event is an object with members, not {found(event)}.", _MEND)
        name, slots = "", self._slots
        try:
            for name, value in event.items():
                slot = slots.get(name) or self._slot(name)
                if slot:
                    at, read = slot
                    row[at] = read(value)
                else:
                    warn(name)
        except ValueError as error:
            raise self._unreadable(name, str(error)) from None
        for at in self.key_columns:
            if row[at] is ABSENT:
                raise self._unreadable(self.columns[at].id, "It is part of the key and missing.")
        if self._strangers:
            self._warn_of_strangers(event, warn)
        return row

    def _warn_of_strangers(self, event: Mapping[str, Json], warn: Callable[[str], None]) -> None:
        """Warn of members that the objects within an event do not have."""
        for name, value in event.items():
            at = self._positions.get(name.casefold())
            strangers = None if at is None else self._strangers.get(self.columns[at].id)
            for stranger in strangers(value) if strangers else ():
                warn(f"{name}.{stranger}")

    def _slot(self, name: str) -> tuple[int, Reader] | None:
        at = self._positions.get(name.casefold())
        return None if at is None else self._slots[self.columns[at].id]

    def _unreadable(self, name: str, why: str) -> Refused:
        column = self.columns[self._positions[name.casefold()]]
        return Refused(f"Member '{column.id}' ({column.kind.code.name}): {why}", _MEND, Member=column.id)


def _column(part: SdsTypeProperty) -> Column:
    if part.type is None:
        raise Refused(f"The property '{part.id}' has no SdsType.", "Correct the definition of the type.")
    return Column(part.id, kind_of_property(part, part.type), part.is_key, part.interpolation_mode, part.uom)


def _implied(column: Column) -> bool:
    """Tell whether a key that is left out means 0: reads leave it out, and clients write back what they read."""
    times = (SdsTypeCode.DateTime, SdsTypeCode.DateTimeOffset)
    return column.key and column.kind.code not in times and isinstance(column.kind.default, int | float)


def _reader(column: Column, *, alone: bool) -> Reader:
    read, default = column.kind.read, column.kind.default
    # Integers and times always sort: only text can be null, and only floats can be NaN.
    unsure = column.key and (default is None or isinstance(default, float))
    check = _whole_key if alone else _key_part
    return (lambda value: check(read(value))) if unsure else read


def _whole_key(value: Value) -> Value:
    if value == "":
        raise ValueError("Expected text, found ''; no request can name an empty index, and no page can end there.")
    return _key_part(value)


def _key_part(value: Value) -> Value:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError(f"Expected a value to order events by, found {'null' if value is None else value}.")
    return value


def _rank(kind: Kind, value: Value) -> Key:
    return kind.rank(value) if kind.rank else value


def _key_of(positions: Sequence[int], kinds: Iterable[Kind]) -> Callable[[Sequence[Value]], Key]:
    ranks = [kind.rank for kind in kinds]
    if not any(ranks):
        return itemgetter(*positions)
    plan = [(at, rank or _itself) for at, rank in zip(positions, ranks, strict=True)]
    if len(plan) == 1:
        ((only, rank_only),) = plan
        return lambda row: rank_only(row[only])
    return lambda row: tuple(rank(row[at]) for at, rank in plan)


def _itself(value: Value) -> Key:
    return value
