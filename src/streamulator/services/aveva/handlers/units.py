"""Quantities and units of measure; every namespace has the same, and nobody can change them."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.aveva.handlers.places import is_verbose, namespace_of
from streamulator.services.aveva.model.search.listing import (
    UNIT_FIELDS,
    Listing,
    listed,
    view_of_quantity,
    view_of_unit,
)
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.units.catalogue import Catalogue, catalogue
from streamulator.services.aveva.wire.units import show_quantity, show_unit


def list_quantities(call: Call, store: Store) -> Reply:
    """List quantities, filtered, ordered and paged."""
    found = listed(_catalogue(call, store).quantities(), view_of_quantity, Listing(**call.query, first=None))
    return Reply(200, [show_quantity(quantity, verbose=is_verbose(call)) for quantity in found])


def get_quantity(call: Call, store: Store) -> Reply:
    """Show one quantity."""
    quantity = _catalogue(call, store).quantity(call.path["quantityId"])
    return Reply(200, show_quantity(quantity, verbose=is_verbose(call)))


def list_quantity_units(call: Call, store: Store) -> Reply:
    """List the units of one quantity."""
    known = _catalogue(call, store)
    found = known.units_of(known.quantity(call.path["quantityId"]))
    return Reply(200, [show_unit(unit, verbose=is_verbose(call)) for unit in found])


def get_quantity_unit(call: Call, store: Store) -> Reply:
    """Show one unit of one quantity."""
    known = _catalogue(call, store)
    unit = known.unit_of(known.quantity(call.path["quantityId"]), call.path["uomId"])
    return Reply(200, show_unit(unit, verbose=is_verbose(call)))


def list_units(call: Call, store: Store) -> Reply:
    """List units, filtered, ordered and paged."""
    wanted = Listing(**call.query, first=None)
    found = listed(_catalogue(call, store).units(), view_of_unit, wanted, fields=UNIT_FIELDS)
    return Reply(200, [show_unit(unit, verbose=is_verbose(call)) for unit in found])


def get_unit(call: Call, store: Store) -> Reply:
    """Show one unit."""
    return Reply(200, show_unit(_catalogue(call, store).unit(call.path["uomId"]), verbose=is_verbose(call)))


def _catalogue(call: Call, store: Store) -> Catalogue:
    """Return the units and quantities of the namespace in the path; Missing when it is not there."""
    namespace_of(call, store)
    return catalogue()
