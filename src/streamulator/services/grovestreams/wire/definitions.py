"""Units, cycles and rollup calendars, whole and in short."""

from __future__ import annotations

from functools import lru_cache

from streamulator.core.messages import Json
from streamulator.services.grovestreams.model.cycles import Calendar, Cycle
from streamulator.services.grovestreams.model.units import Unit

NOTHING_NAMED: Json = {"uid": "", "name": ""}  # the vendor's way to say that there is none

# A stream whose samples have times of their own has no cycle, and a client reads its members all the same.
NO_CYCLE: Json = {
    "cycle_range": [],
    "referenceDate": "",
    "uid": "",
    "intvlSizeType": "",
    "description": "",
    "numSizeTypesPerIntvl": 0,
    "name": "",
    "estimatedIntervalSize": 0,
    "timeZoneId": "",
}


@lru_cache(maxsize=1 << 10)  # a cycle never changes, and each stream shows half a dozen
def show_cycle(cycle: Cycle) -> Json:
    """Show a cycle with all that is known of it."""
    return {
        "cycle_range": [],
        "referenceDate": cycle.reference.isoformat(timespec="seconds"),
        "uid": cycle.uid,
        "intvlSizeType": cycle.size,
        "description": cycle.description,
        "numSizeTypesPerIntvl": cycle.count,
        "name": cycle.name,
        "estimatedIntervalSize": cycle.estimate,
        "timeZoneId": cycle.zone,
    }


def show_unit(unit: Unit) -> Json:
    """Show a unit."""
    return {
        "uid": unit.uid,
        "symbol": unit.symbol,
        "numberFormat": unit.number_format,
        "name": unit.name,
        "booleanStyle": unit.boolean_style,
        "symbolLocation": unit.symbol_location,
    }


def show_calendar(calendar: Calendar | None) -> Json:
    """Show which rollup calendar a stream has."""
    return NOTHING_NAMED if calendar is None else {"uid": calendar.uid, "name": calendar.name}


def show_whole_calendar(calendar: Calendar) -> Json:
    """Show a rollup calendar with its cycles."""
    return {**describe(calendar), "cycle": [show_cycle(cycle) for cycle in calendar.cycles]}


def show_listed_unit(unit: Unit) -> Json:
    """Show a unit with its id, where it has one."""
    return {**show_unit(unit), **({"id": unit.id} if unit.id else {})}


def describe(one: Cycle | Calendar) -> Json:
    """Show a cycle or a rollup calendar in short."""
    return {"uid": one.uid, "description": one.description, "name": one.name}
