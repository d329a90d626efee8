"""The simple types: the kind of each type code.

The readers are in readings.py, and what is made of a whole type in nested.py.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from operator import itemgetter

from streamulator.core.messages import Json
from streamulator.core.ticks import format_span, format_time, format_time_full
from streamulator.services.aveva.model.shape import readings
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.kinds import (
    Blend,
    Key,
    Kind,
    Row,
    array_of,
    or_null,
    reference,
    show_float,
)
from streamulator.services.aveva.model.shape.readings import Moment, Reader, Value

__all__ = ["Blend", "Key", "Kind", "Moment", "Row", "Value", "kind_of", "show_float"]

_NULLABLE = 100  # NullableX is X + 100, for enumerations too
_ARRAY = 200  # XArray is X + 200
_ENUM = 600  # XEnum is X + 600
_NO_GUID = "00000000-0000-0000-0000-000000000000"
# [0-9] and not \d, which takes every script's digits in one of the two validators.
_TIME = r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}(\.[0-9]{1,7})?"


def kind_of(code: SdsTypeCode, enum_members: Mapping[str, int] | None = None) -> Kind:
    """Return the kind of a type code; an enumeration also needs its members' numbers by name."""
    kind = _KINDS[code]
    if kind.blend is not Blend.ZERO or not enum_members:
        return kind
    return replace(kind, read=_enum_reader(code, enum_members))


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
        show=or_null(kind.show) if kind.show else None,
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


def _document(code: SdsTypeCode) -> Kind:
    if code in (SdsTypeCode.Empty, SdsTypeCode.DBNull):
        return reference(code, readings.document((object,), "any JSON"), {})
    if code in (SdsTypeCode.Array, SdsTypeCode.IList, SdsTypeCode.IEnumerable):
        return reference(code, readings.document((list,), "an array"), {"type": ["array", "null"]})
    return reference(code, readings.document((dict,), "an object"), {"type": ["object", "null"]})


def _table() -> dict[SdsTypeCode, Kind]:
    enums = [_enum(kind) for kind in _INTEGERS]
    text = reference(SdsTypeCode.String, readings.text, {"type": ["string", "null"]}, index=True)
    version = reference(
        SdsTypeCode.Version,
        readings.or_null(readings.version),
        {"type": ["string", "null"], "pattern": r"^[0-9]{1,10}(\.[0-9]{1,10}){1,3}$"},
    )
    blob = reference(
        SdsTypeCode.ByteArray,
        readings.blob,
        {"type": ["string", "null"]},
        show=or_null(lambda value: b64encode(value).decode()),
    )
    kinds = [*_VALUE_TYPES, *map(_nullable, _VALUE_TYPES), *enums, *map(_nullable, enums), text, version, blob]
    table = {kind.code: kind for kind in kinds}
    arrays = (code for code in SdsTypeCode if code.name.endswith("Array") and code - _ARRAY in table)
    table |= {code: array_of(code, table[SdsTypeCode(code - _ARRAY)]) for code in arrays if code not in table}
    return {code: table.get(code) or _document(code) for code in SdsTypeCode}


_KINDS: Mapping[SdsTypeCode, Kind] = _table()
