"""The reference model of filters: trees of tuples, what they come to for an event, and how they are written."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any, NamedTuple


class Field(NamedTuple):
    """A property of the event."""

    id: str


class Literal(NamedTuple):
    """A value as it is written."""

    text: str
    value: Any


class Call(NamedTuple):
    """An operator or a function with what it is applied to."""

    name: str
    operands: tuple[Any, ...]


_COMPARISONS = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
}


def _divided(a, b):
    if isinstance(a, int) and isinstance(b, int):
        return None if b == 0 else abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
    if b == 0:
        return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)
    return a / b


def _remainder(a, b):
    if isinstance(a, int) and isinstance(b, int):
        return None if b == 0 else abs(a) % abs(b) * (-1 if a < 0 else 1)
    return math.nan if b == 0 or math.isinf(a) else math.fmod(a, b)


def _rounded(a):
    """Halves go away from zero (section Math functions: 0.5 is 1, -0.5 is -1)."""
    return a if isinstance(a, int) or not math.isfinite(a) else math.copysign(math.floor(abs(a) + 0.5), a)


_ARITHMETIC = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": _divided,
    "mod": _remainder,
}


def _calendar(part):
    return lambda ticks: getattr(datetime(1, 1, 1) + timedelta(microseconds=ticks // 10), part)  # noqa: DTZ001  UTC


_FUNCTIONS = {
    "-": lambda a: -a,
    "round": _rounded,
    "floor": lambda a: type(a)(math.floor(a)) if math.isfinite(a) else a,
    "ceiling": lambda a: type(a)(math.ceil(a)) if math.isfinite(a) else a,
    "startswith": lambda a, b: a.startswith(b),
    "endswith": lambda a, b: a.endswith(b),
    "contains": lambda a, b: b in a,
    "length": len,
    "indexof": lambda a, b: a.find(b),
    "tolower": str.lower,
    "toupper": str.upper,
    "trim": str.strip,
    "concat": lambda a, b: a + b,
    **{part: _calendar(part) for part in ("year", "month", "day", "hour", "minute", "second")},
}


def holds(node, event):
    """Tell whether a filter is true of an event."""
    return _value(node, event) is True


def _value(node, event):
    if not isinstance(node, Call):
        return _instant(event[node.id] if isinstance(node, Field) else node.value)
    if node.name in ("and", "or", "not"):
        found = [holds(one, event) for one in node.operands]
        return {"and": all(found), "or": any(found), "not": not found[0]}[node.name]
    values = [_value(one, event) for one in node.operands]
    if node.name in _COMPARISONS:  # a comparison with null is false, ne as well
        return None not in values and _COMPARISONS[node.name](*values)
    return None if None in values else {**_ARITHMETIC, **_FUNCTIONS}[node.name](*values)


def _instant(value):
    """Of a DateTimeOffset only the instant is compared."""
    return value[0] if isinstance(value, tuple) else value


def names_in(node):
    """Return the ids of the properties that a filter names."""
    if isinstance(node, Call):
        return {name for one in node.operands for name in names_in(one)}
    return {node.id} if isinstance(node, Field) else set()


def written(node):
    """Write a filter as the pages spell it."""
    if isinstance(node, Field):
        return node.id
    if isinstance(node, Literal):
        return node.text
    operands = [written(one) for one in node.operands]
    if node.name == "-":
        return f"-({operands[0]})"
    if node.name == "not":
        return f"not ({operands[0]})"
    if node.name in _FUNCTIONS:
        return f"{node.name}({', '.join(operands)})"
    return f" {node.name} ".join(f"({one})" for one in operands)
