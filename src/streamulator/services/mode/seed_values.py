"""Times and lengths as a fixture writes them."""

from __future__ import annotations

from streamulator.core.messages import Json
from streamulator.core.ticks import TICKS_PER_DAY, parse_time
from streamulator.kernel import generate
from streamulator.kernel.fixtures import Section

_LONGEST = 36_500 * TICKS_PER_DAY

Place = tuple[str | int, ...]


def time_in(section: Section, content: Json, name: str, place: Place, otherwise: int) -> int:
    """Return the time that a member names, in ticks; another where it is left out."""
    if name not in content:
        return otherwise
    try:
        return parse_time(content[name])
    except ValueError as error:
        raise section.refusal((*place, name), str(error)) from error


def length_in(section: Section, content: Json, name: str, place: Place) -> int | None:
    """Return the length of time in a member, in ticks; None where it is left out."""
    if name not in content:
        return None
    try:
        ticks = int(generate.length(content[name], name, timed=True))
    except generate.RuleError as error:
        raise section.mistake((*place, name), error.found, error.expected) from error
    if ticks > _LONGEST:
        raise section.mistake((*place, name), content[name], "at most 36500d, so that no time leaves the calendar")
    return ticks
