"""Values of samples: what each of a stream's value types takes, as JSON or as text from a URL."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Final

from streamulator.core.messages import Json
from streamulator.core.problems import Refused

Value = bool | int | float | str

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", re.ASCII)
_WHOLE = re.compile(r"[+-]?[0-9]{1,30}", re.ASCII)
_WORDS: Final = {"true": True, "false": False, "1": True, "0": False}
_MOST_DIGITS = 400  # of a number sent as text


def read_value(kind: str, value: Json) -> Value:
    """Read a value for a value type; Refused, saying what the type takes, where it does not fit."""
    found = _READERS[kind](value)
    if found is None:
        shown = repr(value)[:60]
        raise Refused(f"{shown} is no value of the type {kind}.", f"Send {_EXPECTED.get(kind, 'a number')}.")
    return found


def is_numeric(kind: str) -> bool:
    """Tell whether values of a type can be calculated with."""
    return kind not in ("BOOLEAN", "STRING", "DATE")


def kind_of(value: Json) -> str:
    """Return the value type for a stream that begins with a value, which may be text from a URL."""
    if isinstance(value, bool) or str(value).lower() in ("true", "false"):
        return "BOOLEAN"
    return "STRING" if _number(value) is None else "DOUBLE"


def _number(value: Json) -> float | None:
    if type(value) is float:  # as most are
        return value if isfinite(value) else None
    if isinstance(value, str) and len(value) <= _MOST_DIGITS and _NUMBER.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return value if isfinite(value) else None
    except OverflowError:
        return None


def _whole(bits: int) -> Callable[[Json], int | None]:
    least, most = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1

    def read(value: Json) -> int | None:
        if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
            value = int(value)  # by way of a float it would lose its last digits
        number = value if isinstance(value, int) and not isinstance(value, bool) else _number(value)
        return int(number) if number is not None and number % 1 == 0 and least <= number <= most else None

    return read


def _flag(value: Json) -> bool | None:
    return _WORDS.get(str(value).strip().lower()) if isinstance(value, bool | int | str) else None


def _text(value: Json) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else None


_READERS: Final[Mapping[str, Callable[[Json], Value | None]]] = {
    "BOOLEAN": _flag,
    "SHORT": _whole(16),
    "INTEGER": _whole(32),
    "LONG": _whole(64),
    "FLOAT": _number,
    "DOUBLE": _number,
    "BIG_DECIMAL": _number,
    "LATITUDE": _number,
    "LONGITUDE": _number,
    "ELEVATION": _number,
    "DATE": _whole(64),
    "STRING": _text,
}
_EXPECTED: Final = {
    "BOOLEAN": "true or false",
    "STRING": "text",
    "DATE": "milliseconds since 1970",
    "SHORT": "an integer of 16 bits",
    "INTEGER": "an integer of 32 bits",
    "LONG": "an integer of 64 bits",
}
