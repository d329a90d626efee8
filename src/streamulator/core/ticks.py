"""Times, offsets and spans as text and as whole ticks of 100 ns, exact to the last one.

A time is counted from 0001-01-01T00:00:00Z and ends with 9999-12-31T23:59:59.9999999Z; a span is a signed 64-bit
number of ticks. No floats anywhere: at today's date a float has lost the last two digits.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import formatdate
from functools import lru_cache

from streamulator.core.clock import LAST_TICK as LAST_TICK  # noqa: PLC0414  offered with the rest of the calendar
from streamulator.core.clock import TICKS_PER_SECOND, UNIX_EPOCH_TICKS

TICKS_PER_MINUTE = 60 * TICKS_PER_SECOND
TICKS_PER_HOUR = 60 * TICKS_PER_MINUTE
TICKS_PER_DAY = 24 * TICKS_PER_HOUR

_ORIGIN = datetime(1, 1, 1)  # noqa: DTZ001  no zone takes part: the ticks are UTC by definition
_SECOND = 19  # characters of 2017-11-23T14:00:00
_DIGITS = 7  # of a fraction
_SECONDS = tuple(f":{second:02}" for second in range(60))
_LONGEST_SPAN = 2**63 - 1
_MOST_OFFSET = 14 * 60  # minutes, as .NET has it
_CACHED = 1 << 15  # texts kept: some reads of 10,000 events

_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[Tt ](?P<clock>\d\d:\d\d)(?P<second>:\d\d(?:\.(?P<fraction>\d+))?)?"
    # A bare + in a query arrives as a blank, so that a blank before an offset means plus.
    r"\s?(?:[Zz]|(?P<sign>[+\-]|(?<=\s))(?P<hours>\d\d)(?::?(?P<minutes>\d\d))?)?)?",
    re.ASCII,
)
_CLOCK_SPAN = re.compile(
    r"(?P<sign>-)?(?:(?P<days>\d{1,8})(?:\.(?=\d)|\Z))?"
    r"(?:(?P<hours>\d\d?):(?P<minutes>\d\d?)(?::(?P<seconds>\d\d?)(?:\.(?P<fraction>\d{1,7}))?)?)?",
    re.ASCII,
)
_ISO_SPAN = re.compile(
    r"(?P<sign>[+\-])?P(?=[\dT])(?:(?P<weeks>\d{1,9})W)?(?:(?P<days>\d{1,9})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,12})H)?(?:(?P<minutes>\d{1,12})M)?"
    r"(?:(?P<seconds>\d{1,12})(?:[.,](?P<fraction>\d{1,7}))?S)?)?",
    re.ASCII,
)


def parse_time(text: str) -> int:
    """Return the UTC ticks that a text names; a text without a zone is UTC.

    Digits of a fraction beyond the seventh are cut off. Raises ValueError with a sentence for a reader.
    """
    # The spelling that clients send most, 2017-11-23T14:00:00Z or …00.1234567Z, costs a third this way.
    if text[7:17:3] == "-T::" and text[-1] == "Z":
        digits = text[20:-1]
        if len(text) == _SECOND + 1 or (text[19] == "." and digits.isdecimal() and digits.isascii()):
            ticks = _whole(text, text[:_SECOND])
            return ticks + _fraction(digits) if digits else ticks
    return parse_moment(text)[0]


def parse_moment(text: str) -> tuple[int, int]:
    """Return UTC ticks and the offset in minutes that a text names, 0 where it names none; ValueError otherwise."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise _no_time(text)
    second = (found["second"] or ":00")[:3]
    ticks = _whole(text, f"{found['day']}T{found['clock'] or '00:00'}{second}") + _fraction(found["fraction"])
    offset = int(found["hours"] or 0) * 60 + int(found["minutes"] or 0)
    if offset > _MOST_OFFSET or int(found["minutes"] or 0) >= 60:  # noqa: PLR2004  minutes of an hour
        raise ValueError(f"'{text}' has an offset from UTC beyond 14:00.")
    if found["sign"] == "-":
        offset = -offset
    ticks -= offset * TICKS_PER_MINUTE
    if not 0 <= ticks <= LAST_TICK:
        raise ValueError(f"'{text}' lies outside of the years 1 to 9999 once it is in UTC.")
    return ticks, offset


@lru_cache(maxsize=_CACHED)
def format_time(ticks: int) -> str:
    """Write UTC ticks with a fraction only as long as needed: `2017-11-23T14:00:00Z`, `…36.3494129Z`."""
    return _local(ticks) + "Z"


def format_time_full(ticks: int) -> str:
    """Write UTC ticks with all seven digits, as continuation tokens and error texts have them."""
    days, rest = divmod(ticks, TICKS_PER_DAY)
    seconds, fraction = divmod(rest, TICKS_PER_SECOND)
    return f"{_day(days)}T{_clock(seconds)}.{fraction:07}Z"


def format_moment(ticks: int, offset: int) -> str:
    """Write UTC ticks as local time with its offset in minutes: `2017-11-23T15:00:00+01:00`."""
    local = ticks + offset * TICKS_PER_MINUTE
    if not 0 <= local <= LAST_TICK:  # a local time outside of the calendar cannot be written: fall back to UTC
        local, offset = ticks, 0
    hours, minutes = divmod(abs(offset), 60)
    return f"{_local(local)}{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def format_http_date(ticks: int) -> str:
    """Write a moment as HTTP headers have it: Sun, 06 Nov 1994 08:49:37 GMT."""
    return formatdate((ticks - UNIX_EPOCH_TICKS) // TICKS_PER_SECOND, usegmt=True)


def parse_span(text: str) -> int:
    """Return the ticks of `[-][d.]hh:mm[:ss[.fffffff]]`, of days alone, or of an ISO 8601 duration.

    Raises ValueError with a sentence for a reader; years and months are refused, for they have no fixed length.
    """
    found = _ISO_SPAN.fullmatch(text.strip()) or _CLOCK_SPAN.fullmatch(text.strip())
    if found is None or not (found["days"] or found["hours"] or found.re is _ISO_SPAN):
        raise _no_span(text)
    parts = {name: int(value or 0) for name, value in found.groupdict().items() if name not in ("sign", "fraction")}
    if found.re is _CLOCK_SPAN and (parts["hours"] > 23 or parts["minutes"] > 59 or parts["seconds"] > 59):  # noqa: PLR2004
        raise _no_span(text)
    ticks = (7 * parts.get("weeks", 0) + parts["days"]) * TICKS_PER_DAY + parts["hours"] * TICKS_PER_HOUR
    ticks += parts["minutes"] * TICKS_PER_MINUTE + parts["seconds"] * TICKS_PER_SECOND + _fraction(found["fraction"])
    if found["sign"] == "-":
        ticks = -ticks
    if not -_LONGEST_SPAN - 1 <= ticks <= _LONGEST_SPAN:
        raise ValueError(f"'{text}' is longer than a time span can be (about 10,675,199 days).")
    return ticks


def format_span(ticks: int) -> str:
    """Write a span as .NET's constant form: `[-][d.]hh:mm:ss[.fffffff]`, seven digits or none."""
    days, rest = divmod(abs(ticks), TICKS_PER_DAY)
    seconds, fraction = divmod(rest, TICKS_PER_SECOND)
    sign, whole, digits = "-" * (ticks < 0), f"{days}." if days else "", f".{fraction:07}" if fraction else ""
    return f"{sign}{whole}{_clock(seconds)}{digits}"


def _whole(text: str, local: str) -> int:
    try:
        passed = datetime.fromisoformat(local) - _ORIGIN
    except ValueError:
        raise _no_time(text) from None
    return passed.days * TICKS_PER_DAY + passed.seconds * TICKS_PER_SECOND


def _local(ticks: int) -> str:
    minutes, rest = divmod(ticks, TICKS_PER_MINUTE)
    second, fraction = divmod(rest, TICKS_PER_SECOND)
    digits = f".{fraction:07}".rstrip("0") if fraction else ""
    return _minute(minutes) + _SECONDS[second] + digits


@lru_cache(maxsize=1 << 12)
def _minute(minutes: int) -> str:
    """Write what neighbouring events share."""
    hours, minute = divmod(minutes, 60)
    day, hour = divmod(hours, 24)
    return f"{_day(day)}T{hour:02}:{minute:02}"


@lru_cache(maxsize=1 << 12)
def _day(days: int) -> str:
    return date.fromordinal(days + 1).isoformat()


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"


def _fraction(digits: str | None) -> int:
    return int(digits[:_DIGITS].ljust(_DIGITS, "0")) if digits else 0


def _no_time(text: str) -> ValueError:
    return ValueError(f"'{text}' is not an ISO 8601 date and time such as 2017-11-23T14:00:00Z.")


def _no_span(text: str) -> ValueError:
    return ValueError(f"'{text}' is not a time span such as 1.02:03:04.5 or PT1H.")
