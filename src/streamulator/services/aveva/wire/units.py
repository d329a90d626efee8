"""Units of measure and quantities on the wire, and the units that a read wants its answer in."""

from __future__ import annotations

from streamulator.core.messages import Json
from streamulator.core.problems import Refused
from streamulator.core.ticks import format_time
from streamulator.services.aveva.model.units.catalogue import Quantity, Unit
from streamulator.services.aveva.model.units.conversion import Wanted
from streamulator.services.aveva.wire.members import Members, Warn, terse

# What the vendor says of objects that were there before dates were kept.
_DATES = dict.fromkeys(("CreatedDate", "ModifiedDate"), format_time(0))


def read_units(content: Json, warn: Warn) -> list[Wanted]:
    """Read which properties are wanted in which units; Refused where an item lacks either."""
    return [_read_wanted(Members(item, f"body[{at}]"), warn) for at, item in enumerate(content)]


def _read_wanted(members: Members, warn: Warn) -> Wanted:
    wanted = {name: members.text(name) for name in ("SdsTypePropertyId", "Uom")}
    for name, given in wanted.items():
        if not given:
            raise Refused(
                f"{members.what}.{name}: missing, and it is required.", "Name a property and the unit to convert it to."
            )
    if members.get("InterpolationMode") is not None:
        warn(f"{members.what}: InterpolationMode is not supported in reads.")
    members.warn_of_strangers(warn)
    return Wanted(wanted["SdsTypePropertyId"] or "", wanted["Uom"] or "")


def show_unit(unit: Unit, *, verbose: bool) -> Json:
    """Show a unit; unless verbose, without an offset of 0 and without dates, for it has none."""
    content = {
        "Id": unit.id,
        "Abbreviation": unit.abbreviation,
        "Name": unit.name,
        "DisplayName": unit.name,
        "QuantityId": unit.quantity,
        "ConversionFactor": unit.factor,
        "ConversionOffset": unit.offset,
    }
    return {**content, **_DATES} if verbose else terse(content)


def show_quantity(quantity: Quantity, *, verbose: bool) -> Json:
    """Show a quantity with its base unit; unless verbose, without dates, for it has none."""
    content = {
        "Id": quantity.id,
        "Name": quantity.id,
        "BaseUom": show_unit(quantity.base, verbose=verbose),
        "Dimensions": list(quantity.dimensions),
    }
    return {**content, **_DATES} if verbose else content
