"""Units: what a stream's values are measured in, and how people want them shown."""

from __future__ import annotations

from dataclasses import dataclass

from streamulator.core.ids import named_guid


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit; `id` is "" where nobody gave it one, `symbol_location` and `boolean_style` are the vendor's words."""

    uid: str
    name: str
    symbol: str
    id: str = ""
    number_format: str = "0,000.00"
    boolean_style: str = "TRUE_FALSE"
    symbol_location: str = "AFTER"


PLAIN = Unit(named_guid("unit/No Symbol"), "No Symbol", "")  # where an organization has no unit without a symbol
