"""Cycles: how long the intervals of a stream are, where each of them begins, and which cycles nest in which.

Times are milliseconds since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from streamulator.core.problems import Refused

EARLIEST, LATEST = -10_000_000_000_000, 40_000_000_000_000  # times that all samples lie between: 1653 and 3237

_CENTURY = 1_200  # months
_CLOCK: Final = {"MILLISEC": 1, "SECOND": 1_000, "MINUTE": 60_000, "HOUR": 3_600_000}  # in milliseconds
_DAYS: Final = {"DAY": 1, "WEEK": 7}
_MONTHS: Final = {"MONTH": 1, "YEAR": 12}
_DAY = 86_400_000
_QUARTER_HOUR = 900_000  # all offsets from UTC that are in use are multiples of it
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, eq=False)
class Cycle:
    """Intervals of `count` times a size, one of which begins at `reference`, local time in `zone` ("": the stream's).

    Up to hours all intervals are equally long, `milliseconds`; from days on they follow the calendar and its clock
    changes, and are `days` or `months` long. Two of these three are 0. `estimate` is how long the interval is that
    would begin with 1970, in milliseconds: what the vendor calls the estimated size.
    """

    uid: str
    name: str
    description: str
    size: str
    count: int
    reference: datetime
    zone: str = ""
    milliseconds: int = field(init=False)
    days: int = field(init=False)
    months: int = field(init=False)
    estimate: int = field(init=False)

    def __post_init__(self) -> None:
        """Work the lengths out, for they are asked for all the time; Refused for what no calendar of ours reaches."""
        months = self.count * _MONTHS.get(self.size, 0)
        days = self.count * _DAYS.get(self.size, 0)
        milliseconds = self.count * _CLOCK.get(self.size, 0)
        if months > _CENTURY or days > _CENTURY * 31 or milliseconds > _CENTURY * 31 * _DAY:
            raise Refused(f"An interval of the cycle '{self.name}' is longer than a century.", "Take a smaller count.")
        whole = (date(1970 + months // 12, 1 + months % 12, 1) - _EPOCH.date()).days if months else days
        lengths = {
            "milliseconds": milliseconds,
            "days": days,
            "months": months,
            "estimate": milliseconds or whole * _DAY,
        }
        for name, length in lengths.items():
            object.__setattr__(self, name, length)


def nests(small: Cycle, large: Cycle) -> bool:
    """Tell whether every interval of one cycle is made of whole intervals of the other.

    A day counts as 24 hours here, as people mean it, although clock changes make it shorter or longer.
    """
    apart = (large.reference - small.reference) // _MILLISECOND
    if small.months:
        far = (large.reference.year - small.reference.year) * 12 + large.reference.month - small.reference.month
        alike = _within_month(small.reference) == _within_month(large.reference) and small.zone == large.zone
        return alike and large.months % small.months == 0 < large.months and far % small.months == 0
    if small.days and large.milliseconds:
        return False
    size = small.milliseconds or small.days * _DAY
    whole = _DAY if large.months else large.milliseconds or large.days * _DAY
    return whole % size == 0 == apart % size and (small.zone == large.zone or _QUARTER_HOUR % size == 0)


class Calendar:
    """A rollup calendar: cycles, each of which nests in the next larger one."""

    def __init__(self, uid: str, name: str, description: str, cycles: tuple[Cycle, ...]) -> None:
        """Put cycles together; Refused where two do not nest."""
        self.uid = uid
        self.name = name
        self.description = description
        self.cycles = tuple(sorted(cycles, key=lambda cycle: cycle.estimate))
        for small, large in pairwise(self.cycles):
            if not nests(small, large):
                reason = f"The cycle '{small.name}' does not nest evenly in '{large.name}'."
                raise Refused(reason, "Leave one of them out of the calendar.")

    def rollups(self, base: Cycle) -> tuple[Cycle, ...]:
        """Return the cycles that a stream can be rolled up into, its own first, ascending."""
        return base, *(cycle for cycle in self.cycles if cycle.estimate > base.estimate and nests(base, cycle))


class Instants:
    """The axis of samples that have a time and no length."""

    def begin(self, at: int) -> int:
        """Return the time itself."""
        return at

    def end(self, at: int) -> int:
        """Return the first time after an instant."""
        return at + 1


class Grid:
    """The axis of a cycle in a place: its intervals are numbered, and 0 begins at the reference."""

    def __init__(self, cycle: Cycle, zone: ZoneInfo) -> None:
        self.cycle = cycle
        self._zone = ZoneInfo(cycle.zone) if cycle.zone else zone
        self._origin = self._instant(cycle.reference)

    def begin(self, at: int) -> int:
        """Return where the interval begins that a time falls into."""
        size = self.cycle.milliseconds
        return at - (at - self._origin) % size if size else self.start(self.number(at))

    def end(self, at: int) -> int:
        """Return where the interval ends, exclusively, that a time falls into."""
        return self.start(self.number(at) + 1)

    def number(self, at: int) -> int:
        """Return the number of the interval that a time falls into."""
        if self.cycle.milliseconds:
            return (at - self._origin) // self.cycle.milliseconds
        local = (_EPOCH + at * _MILLISECOND).astimezone(self._zone).replace(tzinfo=None)
        number = self._guess(local)
        # Where the clock is put back past midnight local time repeats itself, and months are of different lengths.
        while self.start(number) > at:
            number -= 1
        while self.start(number + 1) <= at:
            number += 1
        return number

    def start(self, number: int) -> int:
        """Return where an interval begins."""
        if self.cycle.milliseconds:
            return self._origin + number * self.cycle.milliseconds
        return self._instant(self._local_start(number))

    def _guess(self, local: datetime) -> int:
        reference = self.cycle.reference
        if self.cycle.days:
            return (local - reference) // timedelta(days=self.cycle.days)
        return ((local.year - reference.year) * 12 + local.month - reference.month) // self.cycle.months

    def _local_start(self, number: int) -> datetime:
        reference = self.cycle.reference
        if self.cycle.days:
            return reference + timedelta(days=number * self.cycle.days)
        years, month = divmod(reference.month - 1 + number * self.cycle.months, 12)
        first = reference.replace(year=reference.year + years, month=month + 1, day=1)
        following = (first + timedelta(days=31)).replace(day=1)
        return min(first + timedelta(days=reference.day - 1), following - timedelta(days=1))

    def _instant(self, local: datetime) -> int:
        return (local.replace(tzinfo=self._zone) - _EPOCH) // _MILLISECOND


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name; Refused when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(f"There is no time zone '{name}'.", "Use a name such as US/Central.") from None


def _within_month(moment: datetime) -> timedelta:
    return moment - moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
