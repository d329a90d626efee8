"""Numbers as a Java program writes them: doubles without a needless fraction, and exponents as in 1.5E308."""

from __future__ import annotations

from decimal import Decimal

from streamulator.core.messages import Json
from streamulator.services.grovestreams.model.values import Value, is_numeric

_INTEGERS = ("SHORT", "INTEGER", "LONG")
_LEAST, _MOST = 1e-3, 1e7  # Java writes a double between these without an exponent


def show_number(value: float) -> Json:
    """Return a number for a reply: whole ones as integers, those that Java writes with an exponent as Decimal."""
    if isinstance(value, int):
        return value
    if value == 0 or _LEAST <= abs(value) < _MOST:
        return int(value) if value.is_integer() else value
    return Decimal(repr(value))


def spell_number(number: Decimal) -> str:
    """Write a number with an exponent: one digit before the point, at least one behind it, no plus."""
    digits, _, exponent = f"{number.normalize():E}".partition("E")
    return f"{digits if '.' in digits else f'{digits}.0'}E{int(exponent)}"


def show_value(kind: str, value: Value | None) -> Json:
    """Return a sample's value for a reply; numbers that are no integers by their type are doubles."""
    if value is None or isinstance(value, str | bool) or not is_numeric(kind) or kind in _INTEGERS:
        return value
    return show_number(float(value))
