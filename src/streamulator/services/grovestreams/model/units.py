"""Units: what a stream's values are measured in, and how people want them shown."""

from __future__ import annotations

from dataclasses import dataclass


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
