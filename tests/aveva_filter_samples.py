"""One type with a property of every kind that filters know, and rows of it."""

from __future__ import annotations

from typing import Any

from aveva_samples import enumeration, key, member, type_of

from streamulator.core.ticks import parse_time
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.values import Row

LAYOUT = Layout(
    type_of(
        key("TimeId", SdsTypeCode.DateTime),
        member("Value", SdsTypeCode.Double),
        member("sValue", SdsTypeCode.String),
        member("TimeSpanValue", SdsTypeCode.TimeSpan),
        member("Number", SdsTypeCode.Int32),
        member("Flag", SdsTypeCode.Boolean),
        member("Letter", SdsTypeCode.Char),
        member("Local", SdsTypeCode.DateTimeOffset),
        member("Code", SdsTypeCode.Guid),
        member("State", enumeration(Ok=0, Warning=1)),
        member("Maybe", SdsTypeCode.NullableInt32),
        member("MaybeTime", SdsTypeCode.NullableDateTime),
        member("MaybeFlag", SdsTypeCode.NullableBoolean),
        member("MaybeLocal", SdsTypeCode.NullableDateTimeOffset),
        member("Small", SdsTypeCode.Single),
        member("Flow-Rate.2", SdsTypeCode.Decimal),
        member("Items", SdsTypeCode.DoubleArray),
        member("Release", SdsTypeCode.Version),
    )
)
TIME = parse_time("2015-11-03T01:05:03Z")


def filter_row(**values: Any) -> Row:
    """Return a row at TIME with these values, and defaults besides."""
    cells = list(LAYOUT.blank(TIME))
    for name, value in values.items():
        position = LAYOUT.position(name)
        assert position is not None
        cells[position] = value
    return tuple(cells)
