"""Feeds: the samples of one stream in the order of their times, stored or derived from those of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isnan
from sys import float_info
from typing import Protocol

from streamulator.core.series import Series
from streamulator.services.grovestreams.model.cycles import Grid, Instants
from streamulator.services.grovestreams.model.values import Value

Sample = tuple[int, Value]  # when, in milliseconds since 1970 (the beginning of its interval), and what


class Feed(Protocol):
    """Samples that can be looked at."""

    @property
    def updated(self) -> int:
        """When they were last written; 0 for never."""
        ...

    def after(self, at: int) -> int | None:
        """Return the time of the first sample at or after a time."""
        ...

    def before(self, at: int) -> int | None:
        """Return the time of the last sample before a time."""
        ...

    def between(self, start: int, end: int) -> list[Sample]:
        """Return the samples from one time up to, not with, another."""
        ...


class Stored:
    """Samples that somebody sent."""

    def __init__(self, series: Series | None = None, updated: int = 0) -> None:
        self.updated = updated
        self._series = series or Series()

    def after(self, at: int) -> int | None:
        """Return the time of the first sample at or after a time."""
        place = self._series.left(at)
        return self._series.key(place) if place < len(self._series) else None

    def before(self, at: int) -> int | None:
        """Return the time of the last sample before a time."""
        place = self._series.left(at)
        return self._series.key(place - 1) if place else None

    def between(self, start: int, end: int) -> list[Sample]:
        """Return the samples from one time up to, not with, another."""
        return list(self._series.items(self._series.left(start), self._series.left(end)))

    def write(self, samples: Iterable[tuple[int, Value | None]], now: int) -> None:
        """Put samples over those of the same times; None takes one out. Of two for one time the last counts."""
        latest = dict(samples)
        places = [self._series.find(at) for at, value in latest.items() if value is None]
        self._series.remove([place for place in places if place >= 0])
        kept = sorted((at, value) for at, value in latest.items() if value is not None)
        self._series.put([at for at, _ in kept], [value for _, value in kept])
        self.updated = now

    def keep_last(self) -> None:
        """Forget all samples but the last."""
        self._series.remove_range(0, len(self._series) - 1)

    def fork(self) -> Stored:
        """Return an independent copy; the samples are shared until either side writes."""
        return Stored(self._series.fork(), self.updated)


class Origin(Protocol):
    """What samples can be derived from."""

    @property
    def uid(self) -> str:
        """The uid, which no other has."""
        ...

    @property
    def feed(self) -> Feed:
        """Its samples."""
        ...

    @property
    def covered(self) -> int | None:
        """Up to when, not with, its samples are complete; None where there are none."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """One of the origins of derived samples, and the factor that its values are taken times."""

    origin: Origin
    times: float = 1.0


@dataclass(frozen=True, slots=True)
class Derived:
    """Samples that are worked out from those of other feeds, whenever they are looked at.

    Each is a sum: of every source the average of what it has in the interval, times its factor, and a constant.
    Where one of the sources has nothing there is no sample.
    """

    sources: Sequence[Source]
    axis: Grid | Instants
    plus: float = 0.0

    @property
    def updated(self) -> int:
        """When one of the sources was last written."""
        return max(source.origin.feed.updated for source in self.sources)

    @property
    def covered(self) -> int:
        """Up to when all sources are complete, where there are samples."""
        return min(source.origin.covered or 0 for source in self.sources)

    def after(self, at: int) -> int | None:
        """Return the time of the first sample at or after a time."""
        begin = self.axis.begin(at)
        begin = begin if begin >= at else self.axis.end(at)
        while True:
            found = [source.origin.feed.after(begin) for source in self.sources]
            times = [time for time in found if time is not None]
            if len(times) < len(found):
                return None
            latest = self.axis.begin(max(times))
            if latest == begin:
                return begin
            begin = latest

    def before(self, at: int) -> int | None:
        """Return the time of the last sample before a time."""
        begin = self.axis.begin(at - 1)
        while True:
            found = [source.origin.feed.before(self.axis.end(begin)) for source in self.sources]
            times = [time for time in found if time is not None]
            if len(times) < len(found):
                return None
            earliest = self.axis.begin(min(times))
            if earliest == begin:
                return begin
            begin = earliest

    def between(self, start: int, end: int) -> list[Sample]:
        """Return the samples from one time up to, not with, another."""
        if start >= end:
            return []
        begin, last = self.axis.begin(start), self.axis.end(end - 1)
        columns = [dict(self._averages(source, begin, last)) for source in self.sources]
        common = sorted(set.intersection(*(set(column) for column in columns)))
        return [(at, _held(sum(column[at] for column in columns) + self.plus)) for at in common if start <= at < end]

    def _averages(self, source: Source, start: int, end: int) -> Iterator[tuple[int, float]]:
        samples = source.origin.feed.between(start, end)
        for at, group in groupby(samples, lambda sample: self.axis.begin(sample[0])):
            values = [float(value) for _, value in group]
            yield at, source.times * sum(values) / len(values)


def _held(number: float) -> float:
    """Return a number, or the nearest that a double can hold of one that has grown beyond all of them."""
    return 0.0 if isnan(number) else max(-float_info.max, min(number, float_info.max))
