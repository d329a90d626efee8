"""Times and lengths as a fixture writes them."""

from __future__ import annotations

from streamulator.core.messages import Json
from streamulator.core.ticks import parse_time
from streamulator.kernel import generate
from streamulator.kernel.fixtures import Section

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
        return int(generate.length(content[name], name, timed=True))
    except generate.RuleError as error:
        raise section.mistake((*place, name), error.found, error.expected) from error
