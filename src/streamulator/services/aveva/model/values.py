"""The simple types: what each type code holds, and how its values are read, shown, ordered and interpolated.

Beside the agreed fields a kind has `text`, which writes a key for an index in a URL, a token or an error (`parse`
reads it back), and `index`, which tells whether a key may be of that kind. The readers are in readings.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from operator import itemgetter
from typing import Any

from streamulator.core.messages import Json
from streamulator.core.ticks import format_span, format_time, format_time_full
from streamulator.services.aveva.model import readings
from streamulator.services.aveva.model.codes import SdsTypeCode
from streamulator.services.aveva.model.readings import Moment, Reader, Value

__all__ = ["Blend", "Key", "Kind", "Moment", "Value", "kind_of", "number_bounds"]

Key = Any  # what events are ordered by: int, float, str or bool, and a tuple of them where a key has several parts

_NO_GUID = "00000000-0000-0000-0000-000000000000"
_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?"
_SPECIAL = {math.inf: "Infinity", -math.inf: "-Infinity"}
_NULLABLE = 100  # NullableX = X + 100, for enumerations too


class Blend(Enum):
    """What Continuous interpolation makes of two neighbours."""

    LINEAR = "the straight line between them"
    NEAREST = "the value of the nearer one"
    ZERO = "the member with number 0"
    DEFAULT = "the type's default"


@dataclass(frozen=True, slots=True)
class Kind:
    """One simple type: what it holds and how it is read, shown, ordered and interpolated.

    `show` and `rank` are None where the stored value itself is JSON, or sortable. `whole` tells that the stored value
    is an integer (ticks too), to which interpolation has to round, half to even.
    """

    code: SdsTypeCode
    nullable: bool
    default: Value
    read: Reader
    show: Callable[[Value], Json] | None
    schema: Mapping[str, Json]
    blend: Blend = Blend.DEFAULT
    whole: bool = False
    rank: Callable[[Value], Key] | None = None
    text: Callable[[Key], str] = str
    index: bool = False

    def parse(self, text: str) -> Value:
        """Read the text of an index in a URL; ValueError says what was expected."""
        return self.read(text)


def kind_of(code: SdsTypeCode, enum_members: Mapping[str, int] | None = None) -> Kind:
    """Return the kind of a type code; an enumeration also needs its members' numbers by name."""
    if code in _ENUM_BASES:
        return _enumeration(code, enum_members or {})
    if code - _NULLABLE in _ENUM_BASES:
        return _nullable(_enumeration(SdsTypeCode(code - _NULLABLE), enum_members or {}), code)
    return _simple(code)


def number_bounds(code: SdsTypeCode) -> tuple[int, int] | None:
    """Return the least and the largest number of an integer or enumeration type, None for any other."""
    base = _ENUM_BASES.get(code) or _ENUM_BASES.get(code - _NULLABLE) or code  # type: ignore[call-overload]  an int
    return _INTEGERS.get(base) or _INTEGERS.get(base - _NULLABLE)


def _show_float(value: float) -> Json:
    if value - value == 0:  # neither NaN nor an infinity
        return value
    return _SPECIAL.get(value, "NaN")


def _or_null(show: Callable[[Value], Json]) -> Callable[[Value], Json]:
    return lambda value: None if value is None else show(value)


def _string(pattern: str) -> dict[str, Json]:
    return {"type": "string", "pattern": f"^{pattern}$"}


def _bits(count: int, *, signed: bool) -> tuple[int, int]:
    return (-(1 << count - 1), (1 << count - 1) - 1) if signed else (0, (1 << count) - 1)


_INTEGERS: dict[int, tuple[int, int]] = {
    SdsTypeCode.SByte: _bits(8, signed=True),
    SdsTypeCode.Byte: _bits(8, signed=False),
    SdsTypeCode.Int16: _bits(16, signed=True),
    SdsTypeCode.UInt16: _bits(16, signed=False),
    SdsTypeCode.Int32: _bits(32, signed=True),
    SdsTypeCode.UInt32: _bits(32, signed=False),
    SdsTypeCode.Int64: _bits(64, signed=True),
    SdsTypeCode.UInt64: _bits(64, signed=False),
}
_ENUM_BASES: dict[int, SdsTypeCode] = {
    code: SdsTypeCode[code.name.removesuffix("Enum")]
    for code in SdsTypeCode
    if code.name.endswith("Enum") and not code.name.startswith("Nullable")
}
