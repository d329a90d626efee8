"""Types and streams that the tests of the AVEVA model share."""

from __future__ import annotations

from typing import Any

from streamulator.core.ticks import TICKS_PER_HOUR, TICKS_PER_MINUTE, parse_time
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.types import SdsType, SdsTypeProperty
from streamulator.services.aveva.model.shape.values import Row
from streamulator.services.aveva.model.streams.metadata import Creator, CreatorType, Metadata
from streamulator.services.aveva.model.streams.stream import Stream

DAY = parse_time("2017-11-23")


def simple(code: SdsTypeCode) -> SdsType:
    """Return the type of a single value."""
    return SdsType(code.name, code)


def enumeration(code: SdsTypeCode = SdsTypeCode.Int32Enum, **members: Any) -> SdsType:
    """Return an enumeration type with these members' numbers."""
    return SdsType(
        "Enum", code, properties=tuple(SdsTypeProperty(name, value=value) for name, value in members.items())
    )


def member(name: str, type_: SdsType | SdsTypeCode, /, **more: Any) -> SdsTypeProperty:
    """Return a property, its type given by code or in full."""
    return SdsTypeProperty(name, simple(type_) if isinstance(type_, SdsTypeCode) else type_, **more)


def key(name: str, code: SdsTypeCode, /, **more: Any) -> SdsTypeProperty:
    """Return a property that is part of the key."""
    return member(name, code, is_key=True, **more)


def type_of(*properties: SdsTypeProperty, **more: Any) -> SdsType:
    """Return an object type with these properties."""
    return SdsType(**{"id": "Sample", "properties": properties, **more})


STATE = enumeration(Ok=0, Warning=1, Alarm=2)
SIMPLE = type_of(
    key("Time", SdsTypeCode.DateTime),
    member("State", STATE),
    member("Measurement", SdsTypeCode.Double),
    id="Simple",
)
NUMBERED = type_of(
    key("Order", SdsTypeCode.Int32), member("Value", SdsTypeCode.Double), member("Note", SdsTypeCode.String)
)
NAMED = type_of(
    key("Name", SdsTypeCode.String), member("Value", SdsTypeCode.Double), member("Note", SdsTypeCode.String)
)
PAIRED = type_of(
    key("Second", SdsTypeCode.String, order=1),
    key("First", SdsTypeCode.Int32, order=0),
    member("Value", SdsTypeCode.Double),
    member("Note", SdsTypeCode.String),
)


def at(hour: int, minute: int = 0) -> int:
    """Return the ticks of a time of day on 23 November 2017."""
    return DAY + hour * TICKS_PER_HOUR + minute * TICKS_PER_MINUTE


def clock(text: str) -> int:
    """Return the ticks of a time of day written as `13:30`."""
    hour, minute = text.split(":")
    return at(int(hour), int(minute))


def five_events(**more: Any) -> Stream:
    """Return the stream Simple with the values 0, 10, 20, 30 and 40 at 12:00, 13:00 … 16:00."""
    stream = Stream("Simple", Layout(SIMPLE), **more)
    stream.insert([(at(12 + n), 0, 10.0 * n) for n in range(5)])
    return stream


def ignore(_name: str) -> None:
    """Take the name of an unknown member and do nothing."""


def said(rows: list[Row]) -> str:
    """Write events as tables of tests do: `13` for a stored one, `~13:30=15` for a calculated one."""
    return " ".join(map(_word, rows))


def _word(row: Row) -> str:
    hour, rest = divmod(row[0] - DAY, TICKS_PER_HOUR)
    if row in five_events().series.rows:
        return str(hour)
    return f"~{hour}:{rest // TICKS_PER_MINUTE:02}={row[2]:g}"


ANNA = Creator("anna", CreatorType.User)
ROBOT = Creator("robot", CreatorType.Client)


def metadata_of(**values: str) -> Metadata:
    """Return metadata that Anna wrote at tick 100."""
    metadata = Metadata()
    metadata.replace(values, ANNA, 100)
    return metadata


def the_state(metadata: Metadata) -> Any:
    """Return all that a refused write must leave as it was."""
    return metadata.entries(), metadata.etag
