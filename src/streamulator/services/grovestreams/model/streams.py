"""Streams: what is known of one, and what follows from its samples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from streamulator.core.messages import Json
from streamulator.core.problems import Refused
from streamulator.services.grovestreams.model.cycles import EARLIEST, LATEST, Calendar, Cycle, Grid, Instants
from streamulator.services.grovestreams.model.feeds import Derived, Source, Stored
from streamulator.services.grovestreams.model.units import Unit
from streamulator.services.grovestreams.model.values import Value, read_value

NEVER = -(2**63)  # what a stream without samples is complete up to
MOST_VALUES = 100_000  # in one answer; the vendor has a limit too, whose figure is not known


class Kind(Enum):
    """How a stream keeps its samples: one an interval, each at its own time, or the last one only."""

    INTERVAL = "interval"
    RANDOM = "random"
    POINT = "point"


class Derivation(Enum):
    """Where samples come from if nobody sends them."""

    NONE = "none"
    EXPRESSION = "expression"
    AGGREGATION = "aggregation"


class Extent(NamedTuple):
    """From when to when there are samples, and up to when they are complete; all in milliseconds since 1970."""

    start: int
    end: int
    completed: int


class Latest(NamedTuple):
    """The last sample, with the beginning and the end of its interval."""

    start: int
    end: int
    value: Value


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of a stream's values; the vendor's word for what happens beyond them."""

    least: float = 0
    most: float = 0
    handler: str = "NO_MIN_MAX"
    gap_percent: int = 100


@dataclass(frozen=True, slots=True)
class Filling:
    """How many gaps in a row are filled, and by what."""

    most: int = 0
    by: str = "NONE"


@dataclass(frozen=True, slots=True)
class Chart:
    """How a stream is drawn unless somebody chooses otherwise."""

    kind: str = "LINE_CHART"
    bounded: bool = False
    least: float = 0
    most: float = 0
    offset: float = 0
    multiplier: float = 1


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """What people say of a stream; `id` is "" where they gave it none.

    `rollups` are the cycles that the stream can be rolled up into, its own first.
    """

    uid: str
    id: str
    name: str
    kind: Kind
    value_type: str
    unit: Unit
    cycle: Cycle | None = None
    calendar: Calendar | None = None
    description: str = ""
    derivation: Derivation = Derivation.NONE
    rollup_method: str = "AVG"
    device_right: str = "NONE"
    bounds: Bounds = field(default_factory=Bounds)
    filling: Filling = field(default_factory=Filling)
    chart: Chart = field(default_factory=Chart)
    rollups: tuple[Cycle, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Refuse what does not go together, and find the rollups."""
        if self.kind is Kind.INTERVAL and self.cycle is None:
            raise Refused(f"The interval stream '{self.name}' has no base cycle.", "Give it one.")
        if self.kind is not Kind.INTERVAL and self.calendar is not None:
            raise Refused(f"The stream '{self.name}' has no intervals to roll up.", "Take its rollup calendar out.")
        object.__setattr__(self, "rollups", self._rollups())

    def _rollups(self) -> tuple[Cycle, ...]:
        if self.kind is not Kind.INTERVAL or self.cycle is None:
            return ()
        return (self.cycle,) if self.calendar is None else self.calendar.rollups(self.cycle)


class Owner(Protocol):
    """What a stream has to know of its component."""

    uid: str
    name: str
    zone: ZoneInfo


class Stream:
    """One stream of a component."""

    __slots__ = ("axis", "definition", "feed", "owner")

    def __init__(self, definition: Definition, owner: Owner, feed: Stored | Derived | None = None) -> None:
        self.definition = definition
        self.owner = owner
        cycle = definition.cycle if definition.kind is Kind.INTERVAL else None
        self.axis: Grid | Instants = Instants() if cycle is None else Grid(cycle, owner.zone)
        self.feed = feed or Stored()

    @property
    def extent(self) -> Extent:
        """From when to when there are samples: the end is that of the last interval, or the time of the last sample."""
        first, last = self.feed.after(EARLIEST), self.feed.before(LATEST)
        if first is None or last is None:
            return Extent(0, 0, NEVER)
        end = self._end(last)
        return Extent(first, end, self.feed.covered if isinstance(self.feed, Derived) else end)

    @property
    def covered(self) -> int | None:
        """Up to when, not with, the samples are complete; None where there are none."""
        last = self.feed.before(LATEST)
        if last is None:
            return None
        # An instant is over a millisecond later: the one thing that explains dates of the vendor's that end in 1.
        return self.feed.covered if isinstance(self.feed, Derived) else self.axis.end(last)

    @property
    def latest(self) -> Latest | None:
        """The last sample, None where there are none."""
        last = self.feed.before(LATEST)
        if last is None:
            return None
        ((_, value),) = self.feed.between(last, last + 1)
        return Latest(last, self._end(last), value)

    def values(self, start: int, end: int, most: int = MOST_VALUES) -> list[Value | None]:
        """Return the values from one time up to, not with, another, rounded to whole intervals; None for a gap.

        Where samples have times of their own there are no gaps. Refused where there are more than `most`.
        """
        if start >= end:
            return []
        if not isinstance(self.axis, Grid):
            values: list[Value | None] = [value for _, value in self.feed.between(start, end)]
            self._check_size(len(values), most)
            return values
        first, last = self.axis.number(start), self.axis.number(end - 1)
        self._check_size(last - first + 1, most)
        begins = [self.axis.start(number) for number in range(first, last + 2)]
        found = dict(self.feed.between(begins[0], begins[-1]))
        return [found.get(begin) for begin in begins[:-1]]

    def derive(self, sources: Iterable[Source], plus: float) -> None:
        """Work the samples out from those of other streams from now on; Refused where these cannot be added up."""
        self.feed = Derived(tuple(sources), self.axis, plus)

    def read(self, samples: Iterable[tuple[int, Json]]) -> list[tuple[int, Value | None]]:
        """Read samples without storing them; Refused for a value that does not fit, and where samples are derived.

        None is a gap: it takes an interval's sample out, and means nothing where samples have times of their own.
        """
        definition = self.definition
        if isinstance(self.feed, Derived):
            reason = f"The samples of stream '{definition.name}' are derived from other streams."
            raise Refused(reason, "Send samples to those.", stream=definition.uid)
        gaps = definition.kind is Kind.INTERVAL
        try:
            return [
                (self.axis.begin(at), None if value is None else read_value(definition.value_type, value))
                for at, value in samples
                if value is not None or gaps
            ]
        except Refused as problem:
            reason = f"Stream '{definition.name}': {problem.reason}"
            raise Refused(reason, problem.resolution, stream=definition.uid) from None

    def append(self, samples: Iterable[tuple[int, Json]], now: int) -> None:
        """Store samples, over those of the same times; Refused as `read` refuses, and then nothing is stored."""
        read = self.read(samples)
        if isinstance(self.feed, Stored):
            self.feed.write(read, now)
            if self.definition.kind is Kind.POINT:
                self.feed.keep_last()

    def fork(self, owner: Owner, copies: Mapping[str, Stream]) -> Stream:
        """Return an independent copy; `copies` are those of the streams that stand before it, by uid."""
        if isinstance(self.feed, Stored):
            return Stream(self.definition, owner, self.feed.fork())
        sources = [Source(copies[source.origin.uid], source.times) for source in self.feed.sources]
        return Stream(self.definition, owner, Derived(sources, self.feed.axis, self.feed.plus))

    @property
    def uid(self) -> str:
        """The uid, which no other stream has."""
        return self.definition.uid

    def _check_size(self, size: int, most: int) -> None:
        if size > most:
            reason = f"Stream '{self.definition.name}' has {size:,} values between these times, and {most:,} are left."
            raise Refused(reason, f"Ask for {MOST_VALUES:,} at most, of all streams together.", stream=self.uid)

    def _end(self, at: int) -> int:
        return self.axis.end(at) if self.definition.kind is Kind.INTERVAL else at


def windows(streams: Iterable[Stream], start: int, end: int) -> list[tuple[Stream, list[Value | None]]]:
    """Return the values of several streams between two times; Refused for more than one answer holds."""
    found: list[tuple[Stream, list[Value | None]]] = []
    left = MOST_VALUES
    for stream in streams:
        found.append((stream, stream.values(start, end, left)))
        left -= len(found[-1][1])
    return found
