"""The reference model of one stream: a list of events, and the writes, each of which changes all its events or none.

Written from the vendor's pages, for nothing but comparing: lists and loops, whatever they cost. An event is a dict with
every property of the type; an index is a tuple of one part for each property of the key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reference.kinds import INTEGERS, REALS, default, on_axis, rank


class Refusal(Exception):
    """What a request is refused with; `indexes` are those that may be named as the cause."""

    def __init__(self, status, *indexes):
        super().__init__(status)
        self.status = status
        self.indexes = indexes


class Unreadable(NamedTuple):
    """A value that no client should send, as it is sent."""

    text: Any


class Property(NamedTuple):
    """A property of the type."""

    id: str
    code: str
    key: bool = False
    order: int = 0
    mode: str | None = None


@dataclass
class Stream:
    """A stream with all that decides what is read from it; `mode`, `extrapolation` and `overrides` are its own."""

    properties: tuple[Property, ...]
    type_mode: str = "Continuous"
    type_extrapolation: str = "All"
    mode: str | None = None
    extrapolation: str | None = None
    overrides: dict[str, str] = field(default_factory=dict)
    indexes: tuple[str, ...] = ()
    limit: int = 250_000
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self):
        """The properties of the key, in their order."""
        return sorted((one for one in self.properties if one.key), key=lambda one: one.order)

    @property
    def axis(self):
        """Whether there is a line to interpolate along."""
        return len(self.key) == 1 and on_axis(self.key[0].code)

    def index(self, event):
        return tuple(rank(one.code, event[one.id]) for one in self.key)

    def property(self, name):
        return next((one for one in self.properties if one.id.lower() == name.lower()), None)

    def mode_of(self, one):
        """A property's mode: the stream's override, the stream, the type's property, the type."""
        return self.overrides.get(one.id) or self.mode or one.mode or self.type_mode

    def find(self, index):
        return next((event for event in self.events if self.index(event) == index), None)

    def insert(self, body):
        new = [self.read(item) for item in body]
        indexes = [self.index(event) for event in new]
        taken = [index for index in indexes if self.find(index) or indexes.count(index) > 1]
        if taken:
            raise Refusal(409, *taken)
        self._put(new)

    def update(self, body):
        self._put([self.read(item) for item in body])

    def replace(self, body):
        new = [self.read(item) for item in body]
        self._all_there(map(self.index, new))
        self._put(new)

    def patch(self, body, names=None):
        chosen = None if names is None else [self.property(name) for name in names]
        if chosen and None in chosen:
            raise Refusal(400)
        parts = [(self.read(item), self.members(item)) for item in body]
        self._all_there(self.index(event) for event, _ in parts)
        for event, members in parts:
            stored = self.find(self.index(event))
            for one in self.properties:
                if not one.key and (one.id in members if chosen is None else one in chosen):
                    stored[one.id] = event[one.id]

    def remove(self, indexes):
        self._all_there(indexes)
        self.events = [event for event in self.events if self.index(event) not in indexes]

    def remove_window(self, start, end):
        if start > end:
            raise Refusal(400)
        self.events = [event for event in self.events if not start <= self.index(event) <= end]

    def members(self, item):
        """Return the members of an item that the type knows, whatever the case of their names."""
        known = {self.property(name): value for name, value in item.items()}
        return {one.id: value for one, value in known.items() if one}

    def read(self, item):
        """Return the event that an item of a body stands for: what it leaves out has its default."""
        if not isinstance(item, dict):
            raise Refusal(400)
        members = self.members(item)
        for one in self.properties:
            # A key that is left out is 0 where reads leave such a key out, too.
            if one.key and one.id not in members and one.code not in (*INTEGERS, *REALS, "TimeSpan", "Boolean"):
                raise Refusal(400)
            if isinstance(members.get(one.id), Unreadable):
                raise Refusal(400)
            # An empty index could be named by no request, and be no token to go on from.
            if [one] == self.key and members.get(one.id) == "":
                raise Refusal(400)
        return {one.id: members.get(one.id, default(one.code)) for one in self.properties}

    def _all_there(self, indexes):
        missing = [index for index in indexes if self.find(index) is None]
        if missing:
            raise Refusal(404, *missing)

    def _put(self, events):
        for event in events:
            kept = [one for one in self.events if self.index(one) != self.index(event)]
            self.events = sorted([*kept, event], key=self.index)
