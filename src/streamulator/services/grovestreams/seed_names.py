"""Names in a fixture: each stands for one thing, and whoever refers to it is told where it leads nowhere."""

from __future__ import annotations

from typing import Generic, TypeVar

from streamulator.core.clock import UNIX_EPOCH_TICKS
from streamulator.core.messages import Json
from streamulator.core.ticks import parse_time
from streamulator.kernel.fixtures import Place, Section

_TICKS = 10_000  # in a millisecond

Thing = TypeVar("Thing")


class Names(Generic[Thing]):
    """The things of one kind that a section has named so far."""

    def __init__(self, section: Section, what: str) -> None:
        self._section = section
        self._what = what
        self._things: dict[str, Thing] = {}

    def add(self, name: str, thing: Thing, place: Place) -> None:
        """Name a thing; FixtureError when the name is taken."""
        if name in self._things:
            raise self._section.mistake(place, name, f"a name that no other {self._what} here has")
        self._things[name] = thing

    def add_known(self, uid: str, name: str, thing: Thing) -> None:
        """Name a thing by its uid, and by its name too unless that is taken."""
        self._things[uid] = thing
        self._things.setdefault(name, thing)

    def get(self, name: str, place: Place) -> Thing:
        """Return what has a name; FixtureError when nothing has."""
        if name not in self._things:
            known = ", ".join(self._things) or "none yet"
            raise self._section.mistake(place, name, f"the name of a {self._what} that stands above ({known})")
        return self._things[name]

    def find(self, name: str | None, place: Place) -> Thing | None:
        """Return what has a name, or None where none is given; FixtureError when nothing has the name that is."""
        return None if name is None else self.get(name, place)

    def all(self) -> list[Thing]:
        """Return all things, in the order they came."""
        return list(self._things.values())


def moment(value: Json) -> int:
    """Read a time of a fixture into milliseconds since 1970; ValueError, saying why, where it is none."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit()):
        return (parse_time(value) - UNIX_EPOCH_TICKS) // _TICKS
    return int(value)


def moment_at(section: Section, content: Json, place: Place, otherwise: int) -> int:
    """Read the time that a member of the fixture has at a place, if it is there."""
    value = content.get(place[-1])
    if value is None:
        return otherwise
    try:
        return moment(value)
    except ValueError as error:
        raise section.refusal(place, str(error)) from error
