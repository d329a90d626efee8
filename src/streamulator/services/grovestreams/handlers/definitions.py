"""What an organization defines once: units, cycles, rollup calendars and folders."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.grovestreams.handlers.places import organization_of
from streamulator.services.grovestreams.model.store import Store
from streamulator.services.grovestreams.wire.definitions import (
    describe,
    show_cycle,
    show_listed_unit,
    show_whole_calendar,
)
from streamulator.services.grovestreams.wire.folders import read_path, show_folder
from streamulator.services.grovestreams.wire.problems import success


def list_organization_units(call: Call, store: Store) -> Reply:
    """Show all units."""
    units = [show_listed_unit(unit) for unit in organization_of(call, store).units.values()]
    return success(unit=units, totalCount=len(units))


def get_organization_unit(call: Call, store: Store) -> Reply:
    """Show one unit."""
    return success(unit=show_listed_unit(organization_of(call, store).unit(call.path["unitUid"])))


def list_cycles(call: Call, store: Store) -> Reply:
    """Show all cycles in short."""
    return success(cycle=[describe(cycle) for cycle in organization_of(call, store).cycles.values()])


def get_cycle(call: Call, store: Store) -> Reply:
    """Show one cycle."""
    return success(cycle=show_cycle(organization_of(call, store).cycle(call.path["cycleUid"])))


def list_rollup_calendars(call: Call, store: Store) -> Reply:
    """Show all rollup calendars in short."""
    return success(rollup_calendar=[describe(one) for one in organization_of(call, store).calendars.values()])


def get_rollup_calendar(call: Call, store: Store) -> Reply:
    """Show one rollup calendar with its cycles."""
    calendar = organization_of(call, store).calendar(call.path["rollupCalendarUid"])
    return success(rollup_calendar=show_whole_calendar(calendar))


def get_component_folder(call: Call, store: Store) -> Reply:
    """Show one folder, with its path and what is in it where that is asked for."""
    organization = organization_of(call, store)
    folder = organization.folder(read_path(call.query["byFolderPath"] or ""))
    return success(cr_node=show_folder(folder, organization, call.query))
