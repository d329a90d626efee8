"""How types, streams and requests of the reference model are written for the emulator."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from math import isfinite, isnan
from urllib.parse import quote

from reference.filters import Call, Field, Literal, written
from reference.kinds import ENUMS, plain
from reference.stream import Unreadable

SECOND = 10_000_000
DAY = 24 * 3600 * SECOND
ALWAYS = Call("eq", (Literal("1", 1), Literal("1", 1)))
MEMBERS = {"Ok": 0, "Warning": 1, "Alarm": 2}


def type_of(stream, id_):
    """Write the type of a stream."""
    return {
        "Id": id_,
        "SdsTypeCode": "Object",
        "InterpolationMode": stream.type_mode,
        "ExtrapolationMode": stream.type_extrapolation,
        "Properties": [
            {
                "Id": one.id,
                "IsKey": one.key,
                "Order": one.order,
                "SdsType": _simple(one.code),
                "InterpolationMode": one.mode,
            }
            for one in stream.properties
        ],
    }


def definition_of(stream, id_, type_id):
    """Write the stream itself."""
    overrides = [{"SdsTypePropertyId": name, "InterpolationMode": mode} for name, mode in stream.overrides.items()]
    return {
        "Id": id_,
        "TypeId": type_id,
        "InterpolationMode": stream.mode,
        "ExtrapolationMode": stream.extrapolation,
        "PropertyOverrides": overrides,
        "Indexes": [{"SdsTypePropertyId": name} for name in stream.indexes],
    }


def target(stream, ask):
    """Write path and query, below the stream's Data."""
    pairs = [
        f"{name}={quote(_text(stream, value), safe='')}"
        for name, given in ask.query.items()
        for value in (given if isinstance(given, list) and name != "selectExpression" else [given])
    ]
    return f"{ask.place}?{'&'.join(pairs)}" if pairs else ask.place


def body(stream, ask):
    """Write the body, b'' where there is none."""
    if ask.body is None:
        return b""
    if isinstance(ask.body, Unreadable):
        return json.dumps(ask.body.text).encode()
    return json.dumps([_item(stream, item) for item in ask.body]).encode()


def shown_value(code, value):
    """Write a value as JSON."""
    bare = plain(code)
    if value is None or isinstance(value, Unreadable):
        return value and value.text
    if bare == "DateTime":
        return f"{time(value)}Z"
    if bare == "DateTimeOffset":
        ticks, offset = value
        hours, minutes = divmod(abs(offset), 60)
        return f"{time(ticks + offset * 60 * SECOND)}{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"
    if bare == "TimeSpan":
        return span(value)
    if isinstance(value, float) and not isfinite(value):
        return "NaN" if isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def index(stream, parts):
    """Write an index for a query."""
    return "|".join(_part(one.code, part) for one, part in zip(stream.key, parts, strict=True))


def time(ticks, digits=None):
    """Write a time of day without a zone; the fraction only as long as needed, or of so many digits."""
    passed = datetime(1, 1, 1) + timedelta(microseconds=ticks // 10)  # noqa: DTZ001  UTC
    fraction = f".{ticks % SECOND:07}"
    return passed.isoformat()[:19] + (fraction if digits else fraction.rstrip("0").rstrip("."))


def span(ticks):
    """Write a time span in .NET's constant form."""
    days, rest = divmod(abs(ticks), DAY)
    clock = time(rest)[11:19]
    fraction = f".{rest % SECOND:07}" if rest % SECOND else ""
    return f"{'-' * (ticks < 0)}{f'{days}.' if days else ''}{clock}{fraction}"


def _part(code, part):
    if code in ("DateTime", "DateTimeOffset"):
        return f"{time(part, 7)}Z"
    if code == "TimeSpan":
        return span(part)
    return str(part).lower() if isinstance(part, bool) else str(part)


def _text(stream, value):
    if isinstance(value, Call | Field | Literal):
        return written(value)
    if isinstance(value, Unreadable):
        return value.text
    if isinstance(value, tuple):
        return index(stream, value)
    return ",".join(value) if isinstance(value, list) else str(value)


def _item(stream, item):
    if not isinstance(item, dict):
        return item.text
    known = {name: stream.property(name) for name in item}
    return {name: shown_value(known[name].code if known[name] else "", value) for name, value in item.items()}


def _simple(code):
    if plain(code) not in ENUMS:
        return {"SdsTypeCode": code}
    members = [{"Id": name, "Value": number} for name, number in MEMBERS.items()]
    return {"SdsTypeCode": code, "Id": f"State{code}", "Name": f"State{code}", "Properties": members}
