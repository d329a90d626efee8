"""What the reference model knows of each type code: its default, and what may be done with its values.

A value is what Python has for it: int, float, bool, str, None; ticks of 100 ns since the year 1 for a DateTime, ticks
for a TimeSpan, (ticks, minutes of offset) for a DateTimeOffset. Codes go by their names.
"""

from __future__ import annotations

import struct
from fractions import Fraction
from math import inf, isfinite

INTEGERS = {
    "SByte": (-(2**7), 2**7 - 1),
    "Byte": (0, 2**8 - 1),
    "Int16": (-(2**15), 2**15 - 1),
    "UInt16": (0, 2**16 - 1),
    "Int32": (-(2**31), 2**31 - 1),
    "UInt32": (0, 2**32 - 1),
    "Int64": (-(2**63), 2**63 - 1),
    "UInt64": (0, 2**64 - 1),
}
REALS = ("Single", "Double", "Decimal")
TIMES = ("DateTime", "DateTimeOffset", "TimeSpan")
NUMBERS = (*INTEGERS, *REALS)
INDEXES = (*NUMBERS, *TIMES, "Boolean", "Char", "String", "Guid")
_VALUE_TYPES = (*NUMBERS, *TIMES, "Boolean", "Char", "Guid")
ENUMS = tuple(f"{code}Enum" for code in INTEGERS)
CODES = (
    *_VALUE_TYPES,
    *(f"Nullable{code}" for code in _VALUE_TYPES),
    *ENUMS,
    *(f"Nullable{code}" for code in ENUMS),
    "String",
    "Version",
    "DoubleArray",
)
_DEFAULTS = {
    **dict.fromkeys(REALS, 0.0),
    "Boolean": False,
    "Char": "\0",
    "Guid": "00000000-0000-0000-0000-000000000000",
    "DateTimeOffset": (0, 0),
}
_REFERENCES = ("String", "Version", "DoubleArray")


def plain(code):
    return code.removeprefix("Nullable")


def nullable(code):
    return code != plain(code) or code in _REFERENCES


def default(code):
    return None if nullable(code) else _DEFAULTS.get(code, 0)


def rank(code, value):
    """Return what events are ordered by."""
    return value[0] if code == "DateTimeOffset" else value


def comparable(value):
    return value is not None and value == value  # noqa: PLR0124  NaN


def on_axis(code):
    """Tell whether indexes of this code can be interpolated along (section Interpolation: times and numbers)."""
    return code in NUMBERS or code in TIMES


def between(code, before, after, share):
    """Return what Continuous makes of two neighbours; `share` is how far along the way, a Fraction from 0 to 1."""
    bare = plain(code)
    if bare in ENUMS:
        return 0
    if bare not in NUMBERS and bare not in TIMES and bare != "Boolean":
        return default(code)
    if bare == "Boolean":  # the value of the nearer index, null or not
        return after if share > Fraction(1, 2) else before
    if before is None or after is None:
        return None
    if bare == "DateTimeOffset":
        return on_line(before[0], after[0], share), before[1]
    value = on_line(before, after, share)
    return rounded_to_single(value) if bare == "Single" else value


def on_line(start, end, share):
    """Return a point of a straight line, exactly: integers to the nearest, halves to even, as .NET rounds."""
    if not isfinite(start) or not isfinite(end):
        return start + (end - start) * float(share)
    point = Fraction(start) + (Fraction(end) - Fraction(start)) * share
    return round(point) if isinstance(start, int) and isinstance(end, int) else float(point)


def rounded_to_single(value):
    try:
        return struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return inf if value > 0 else -inf
