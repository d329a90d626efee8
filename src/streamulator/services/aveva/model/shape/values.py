"""The simple types: what each type code holds, and how its values are read, shown, ordered and interpolated.

Beside the agreed fields a kind has `text`, which writes a key for an index in a URL, a token or an error (`parse`
reads it back), and `index`, which tells whether a key may be of that kind. The readers are in readings.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from operator import itemgetter
from typing import Any

from streamulator.core.messages import Json
from streamulator.core.ticks import format_span, format_time, format_time_full
from streamulator.services.aveva.model.shape import readings
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.readings import Moment, Reader, Value

__all__ = ["Blend", "Key", "Kind", "Moment", "Row", "Value", "kind_of", "show_float"]

Key = Any  # what events are ordered by: int, float, str or bool, and a tuple of them where a key has several parts
Row = tuple[Value, ...]  # one event: a value for each column of its layout

_NULLABLE = 100  # NullableX is X + 100, for enumerations too
_ENUM = 600  # XEnum is X + 600
_NO_GUID = "00000000-0000-0000-0000-000000000000"
# [0-9] and not \d, which takes every script's digits in one of the two validators.
_TIME = r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}(\.[0-9]{1,7})?"
_INFINITIES = {math.inf: "Infinity", -math.inf: "-Infinity"}


class Blend(Enum):
    """What Continuous interpolation makes of two neighbours."""

    LINEAR = "a point on the straight line between them"
    NEAREST = "the value of the nearer one"
    ZERO = "the member with number 0"
    DEFAULT = "the type's default"


@dataclass(frozen=True, slots=True)
class Kind:
    """One simple type.

    `show` and `rank` are None where the stored value itself is JSON, or sortable. `whole` tells that the stored value
    is made of integers (ticks too), to which interpolation has to round, half to even. `schema` is for what is shown.
    """

    code: SdsTypeCode
    default: Value
    read: Reader
    schema: Mapping[str, Json]
    show: Callable[[Value], Json] | None = None
    nullable: bool = False
    blend: Blend = Blend.DEFAULT
    whole: bool = False
    index: bool = False
    rank: Callable[[Value], Key] | None = None
    text: Callable[[Key], str] = str

    def parse(self, text: str) -> Value:
        """Read the text of an index in a URL; ValueError says what was expected."""
        return self.read(text)


def kind_of(code: SdsTypeCode, enum_members: Mapping[str, int] | None = None) -> Kind:
    """Return the kind of a type code; an enumeration also needs its members' numbers by name."""
    kind = _KINDS[code]
    if kind.blend is not Blend.ZERO or not enum_members:
        return kind
    return replace(kind, read=_enum_reader(code, enum_members))


def show_float(value: float) -> Json:
    """Show a number that may be one of the three that JSON does not know; those are shown as text."""
    if value - value == 0:
        return value
    return _INFINITIES.get(value, "NaN")


def _or_null(show: Callable[[Value], Json]) -> Callable[[Value], Json]:
    return lambda value: None if value is None else show(value)


def _text_of_boolean(value: bool) -> str:  # noqa: FBT001  a key's part
    return "true" if value else "false"


def _pattern(pattern: str) -> dict[str, Json]:
    return {"type": "string", "pattern": f"^{pattern}$"}


def _integer(code: SdsTypeCode, bits: int) -> Kind:
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if code.name[0] in "SI" else (0, (1 << bits) - 1)
    return Kind(
        code,
        default=0,
        read=readings.whole(low, high, code.name),
        schema={"type": "integer", "minimum": low, "maximum": high},
        blend=Blend.LINEAR,
        whole=True,
        index=True,
    )


def _float(code: SdsTypeCode, read: Reader) -> Kind:
    # The pattern speaks only of text: a number passes it.
    # Told apart in this order the usual case costs one test; a type of two words costs both validators several.
    schema: Json = {"anyOf": [{"type": "number"}, {"enum": ["NaN", "Infinity", "-Infinity"]}]}
    return Kind(code, default=0.0, read=read, schema=schema, show=show_float, blend=Blend.LINEAR, index=True)


_INTEGERS = tuple(
    _integer(code, bits)
    for code, bits in (
        (SdsTypeCode.SByte, 8),
        (SdsTypeCode.Byte, 8),
        (SdsTypeCode.Int16, 16),
        (SdsTypeCode.UInt16, 16),
        (SdsTypeCode.Int32, 32),
        (SdsTypeCode.UInt32, 32),
        (SdsTypeCode.Int64, 64),
        (SdsTypeCode.UInt64, 64),
    )
)

_VALUE_TYPES = (
    *_INTEGERS,
    Kind(
        SdsTypeCode.Boolean,
        default=False,
        read=readings.boolean,
        schema={"type": "boolean"},
        blend=Blend.NEAREST,
        index=True,
        text=_text_of_boolean,
    ),
    Kind(
        SdsTypeCode.Char,
        default="\0",
        read=readings.char,
        schema={"type": "string", "minLength": 1, "maxLength": 1},
        index=True,
    ),
    _float(SdsTypeCode.Single, readings.single),
    _float(SdsTypeCode.Double, readings.double),
    Kind(
        SdsTypeCode.Decimal,
        default=0.0,
        read=readings.decimal,
        schema={"type": "number"},
        blend=Blend.LINEAR,
        index=True,
    ),
    Kind(
        SdsTypeCode.DateTime,
        default=0,
        read=readings.time,
        schema=_pattern(f"{_TIME}Z"),
        show=format_time,
        blend=Blend.LINEAR,
        whole=True,
        index=True,
        text=format_time_full,
    ),
    Kind(
        SdsTypeCode.DateTimeOffset,
        default=Moment(0),
        read=readings.moment,
        schema=_pattern(rf"{_TIME}[+\-][0-9]{{2}}:[0-9]{{2}}"),
        show=str,
        blend=Blend.LINEAR,
        whole=True,
        index=True,
        rank=itemgetter(0),
        text=format_time_full,
    ),
    Kind(
        SdsTypeCode.TimeSpan,
        default=0,
        read=readings.span,
        schema=_pattern(r"-?([0-9]{1,8}\.)?[0-9]{2}(:[0-9]{2}){2}(\.[0-9]{7})?"),
        show=format_span,
        blend=Blend.LINEAR,
        whole=True,
        index=True,
        text=format_span,
    ),
    Kind(
        SdsTypeCode.Guid,
        default=_NO_GUID,
        read=readings.guid,
        schema=_pattern("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        index=True,
    ),
)


def _nullable(kind: Kind) -> Kind:
    return replace(
        kind,
        code=SdsTypeCode(kind.code + _NULLABLE),
        default=None,
        read=readings.or_null(kind.read),
        schema={"anyOf": [kind.schema, {"type": "null"}]},
        show=_or_null(kind.show) if kind.show else None,
        nullable=True,
        index=False,
    )


def _enum(kind: Kind) -> Kind:
    code = SdsTypeCode(kind.code + _ENUM)
    return replace(kind, code=code, read=_enum_reader(code, {}), blend=Blend.ZERO, index=False)


def _enum_reader(code: SdsTypeCode, members: Mapping[str, int]) -> Reader:
    plain = code - _ENUM if code < _ENUM + _NULLABLE else code - _ENUM - _NULLABLE
    read = readings.member(next(kind.read for kind in _INTEGERS if kind.code == plain), members)
    return read if code < _ENUM + _NULLABLE else readings.or_null(read)


def _reference(code: SdsTypeCode, read: Reader, schema: Mapping[str, Json], *, index: bool = False) -> Kind:
    return Kind(code, default=None, read=read, schema=schema, nullable=True, index=index)


def _document(code: SdsTypeCode) -> Kind:
    if code in (SdsTypeCode.Empty, SdsTypeCode.DBNull):
        return _reference(code, readings.document((object,), "any JSON"), {})
    if code == SdsTypeCode.ByteArray:  # base64 is how .NET writes one; a list of numbers it reads too
        read = readings.document((str, list), "base64 text or an array")
        return _reference(code, read, {"type": ["string", "array", "null"]})
    if code.name.endswith("Array") or code in (SdsTypeCode.IList, SdsTypeCode.IEnumerable):
        return _reference(code, readings.document((list,), "an array"), {"type": ["array", "null"]})
    return _reference(code, readings.document((dict,), "an object"), {"type": ["object", "null"]})


def _table() -> dict[SdsTypeCode, Kind]:
    enums = [_enum(kind) for kind in _INTEGERS]
    text = _reference(SdsTypeCode.String, readings.or_nothing(readings.text), {"type": ["string", "null"]}, index=True)
    version = _reference(
        SdsTypeCode.Version,
        readings.or_null(readings.version),
        {"type": ["string", "null"], "pattern": r"^[0-9]{1,10}(\.[0-9]{1,10}){1,3}$"},
    )
    kinds = [*_VALUE_TYPES, *map(_nullable, _VALUE_TYPES), *enums, *map(_nullable, enums), text, version]
    table = {kind.code: kind for kind in kinds}
    return {code: table.get(code) or _document(code) for code in SdsTypeCode}


_KINDS: Mapping[SdsTypeCode, Kind] = _table()
