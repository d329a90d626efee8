"""Readers: a value as clients really send it → what a row holds, or a ValueError that says what was expected.

A reader takes JSON. Numbers may come as text ("246"), enumeration members by name in any case, NaN and the infinities
as text. Whoever reads adds where the value stood.
"""

from __future__ import annotations

import math
import re
import struct
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from streamulator.core.messages import Json
from streamulator.core.ticks import format_moment, parse_moment, parse_span, parse_time

Value = Any  # what a row holds for one member; the list by type code is in values.py
Reader = Callable[[Json], Value]

_NUMBER = re.compile(r"[+\-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+\-]?\d{1,4})?", re.ASCII)
_WHOLE = re.compile(r"[+\-]?\d{1,40}", re.ASCII)
_GUID = re.compile(r"\{[0-9a-f\-]{36}\}|\([0-9a-f\-]{36}\)|[0-9a-f\-]{36}|[0-9a-f]{32}", re.ASCII)
_GUID_PARTS = re.compile(r"([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})", re.ASCII)
_VERSION = re.compile(r"\d{1,10}(?:\.\d{1,10}){1,3}", re.ASCII)
_SPECIAL = {"nan": math.nan, "infinity": math.inf, "+infinity": math.inf, "-infinity": -math.inf}
_LARGEST_DECIMAL = 2.0**96
_LARGEST_VERSION_PART = 2**31 - 1
_QUOTED = 60  # characters of a value that an error repeats


class Moment(NamedTuple):
    """A DateTimeOffset: UTC ticks and the offset in minutes that it is written with."""

    ticks: int
    offset_minutes: int = 0

    def __str__(self) -> str:
        return format_moment(self.ticks, self.offset_minutes)


def together(readers: Mapping[str, Reader]) -> Callable[[Mapping[str, Json]], tuple[Value, ...]]:
    """Make the function that reads all members of an event; KeyError where it lacks one, ValueError as readers do.

    Python is written and run, as showing.py explains: a loop over the readers takes half as long again.
    """
    names: dict[str, Any] = {f"read{at}": read for at, read in enumerate(readers.values())}
    members = (f"read{at}(event[{name!r}])" for at, name in enumerate(readers))
    exec(f"def read(event): return ({', '.join(members)},)", names)  # noqa: S102  names enter only as literals
    read: Callable[[Mapping[str, Json]], tuple[Value, ...]] = names["read"]
    return read


def found(value: Json) -> str:
    """Name a value in an error, in JSON's words and short."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return f"'{value}'" if len(value) <= _QUOTED else f"'{value[:_QUOTED]}…'"
    if isinstance(value, list | dict):
        return "an array" if isinstance(value, list) else "an object"
    return str(value)


def boolean(value: Json) -> bool:
    """Read true or false, also as text in any case."""
    if value is True or value is False:
        return bool(value)
    if isinstance(value, str) and (word := value.strip().lower()) in ("true", "false"):
        return word == "true"
    raise ValueError(f"Expected true or false, found {found(value)}.")


def whole(low: int, high: int, name: str) -> Reader:
    """Make a reader of integers between two bounds; 2.0 is one, 2.5 and true are not."""

    def read(value: Json) -> int:
        number = value if type(value) is int else _integer(value)
        if number is not None and low <= number <= high:
            return number
        raise ValueError(f"Expected {name}, an integer from {low} to {high}, found {found(value)}.")

    return read


def double(value: Json) -> float:
    """Read a Double, with NaN and the infinities as text."""
    if type(value) is float:
        return value
    number = _float(value)
    if number is None:
        raise ValueError(f"Expected a number, found {found(value)}.")
    return number


def single(value: Json) -> float:
    """Read a Single: the shortest decimal that names the nearest number of 32 bits, as .NET prints it."""
    number = double(value)
    if not math.isfinite(number):
        return number
    try:
        held = _as_single(number)
    except OverflowError:
        raise ValueError(f"Expected a number within the range of a Single (3.4e38), found {found(value)}.") from None
    shorter = (float(f"{held:.{digits}g}") for digits in (6, 7, 8))
    return next((short for short in shorter if _as_single(short) == held), float(f"{held:.9g}"))


def decimal(value: Json) -> float:
    """Read a Decimal, which knows neither NaN nor infinities."""
    number = _float(value)
    if number is None or not abs(number) <= _LARGEST_DECIMAL:
        raise ValueError(f"Expected a decimal number, at most 7.9e28 either side of 0, found {found(value)}.")
    return number


def char(value: Json) -> str:
    """Read one character of the first 65,536."""
    if isinstance(value, str) and len(value) == 1 and value <= "\uffff":
        return value
    raise ValueError(f"Expected text of one character, found {found(value)}.")


def text(value: Json) -> str:
    """Read text."""
    if isinstance(value, str):
        return value
    raise ValueError(f"Expected text, found {found(value)}.")


def time(value: Json) -> int:
    """Read a DateTime into UTC ticks."""
    if isinstance(value, str):
        return parse_time(value)
    raise ValueError(f"Expected an ISO 8601 date and time as text, found {found(value)}.")


def moment(value: Json) -> Moment:
    """Read a DateTimeOffset and keep its offset."""
    if isinstance(value, str):
        return Moment(*parse_moment(value))
    raise ValueError(f"Expected an ISO 8601 date and time as text, found {found(value)}.")


def span(value: Json) -> int:
    """Read a TimeSpan into ticks."""
    if isinstance(value, str):
        return parse_span(value)
    raise ValueError(f"Expected a time span as text such as 1.02:03:04.5, found {found(value)}.")


def guid(value: Json) -> str:
    """Read a Guid in any of .NET's usual forms into lower-case with hyphens."""
    if isinstance(value, str) and _GUID.fullmatch(word := value.strip().lower()):
        parts = _GUID_PARTS.fullmatch(word.strip("{}()"))
        if parts:
            return "-".join(parts.groups())
    raise ValueError(f"Expected a GUID such as 5f0e5a2e-9c1c-4f3a-8f3e-0c7d5a3b1d2e, found {found(value)}.")


def version(value: Json) -> str:
    """Read a Version of two to four numbers."""
    if isinstance(value, str) and _VERSION.fullmatch(word := value.strip()):
        parts = [int(part) for part in word.split(".")]
        if max(parts) <= _LARGEST_VERSION_PART:
            return ".".join(map(str, parts))
    raise ValueError(f"Expected a version of two to four numbers such as 1.2.3.4, found {found(value)}.")


def member(read_number: Reader, members: Mapping[str, int]) -> Reader:
    """Make a reader of an enumeration: a name in any case, or any number its integer type can hold, as .NET has it."""
    by_name = {name.casefold(): number for name, number in members.items()}
    names = ", ".join(members) if members else "none"

    def read(value: Json) -> int:
        if type(value) is int:
            return int(read_number(value))
        number = by_name.get(value.strip().casefold()) if isinstance(value, str) else None
        if number is not None:
            return number
        try:
            return int(read_number(value))
        except ValueError:
            raise ValueError(f"Expected a member's name ({names}) or number, found {found(value)}.") from None

    return read


def blob(value: Json) -> bytes:
    """Read bytes: base64, as .NET writes them, or a list of numbers."""
    if isinstance(value, list):
        return bytes(several(whole(0, 255, "Byte"))(value))
    try:
        return b64decode(text(value), validate=True)
    except ValueError:
        raise ValueError(f"Expected base64 text or an array of bytes, found {found(value)}.") from None


def several(read_one: Reader) -> Reader:
    """Make a reader of arrays, all elements of one kind."""
    array = document((list,), "an array")

    def read(value: Json) -> tuple[Value, ...]:
        items: list[Value] = []
        for item in array(value):
            try:
                items.append(read_one(item))
            except ValueError as error:
                raise ValueError(f"Element {len(items)}: {error}") from None
        return tuple(items)

    return read


def sized(read: Reader, most: int) -> Reader:
    """Limit the texts that a reader takes, counted in UTF-16 as .NET does."""

    def read_sized(value: Json) -> Value:
        held = read(value)
        size = 0 if held is None else len(held) + sum(char > "\uffff" for char in held)
        if size > most:
            raise ValueError(f"Expected text of at most {most} characters, found {size}: {found(held)}.")
        return held

    return read_sized


def document(kinds: tuple[type, ...], expected: str) -> Reader:
    """Make a reader that carries JSON of some kinds, or null, as it came."""

    def read(value: Json) -> Json:
        if value is None or isinstance(value, kinds):
            return value
        raise ValueError(f"Expected {expected} or null, found {found(value)}.")

    return read


def or_null(read: Reader) -> Reader:
    """Let a reader also take null, and the empty text that spreadsheets leave for it."""

    def read_or_null(value: Json) -> Value:
        return None if value is None or value == "" else read(value)

    return read_or_null


def or_nothing(read: Reader) -> Reader:
    """Let a reader also take null, but keep empty text as the value that it is."""

    def read_or_nothing(value: Json) -> Value:
        return None if value is None else read(value)

    return read_or_nothing


def _integer(value: Json) -> int | None:
    if isinstance(value, str):
        word = value.strip()
        if _WHOLE.fullmatch(word):
            return int(word)
        value = float(word) if _NUMBER.fullmatch(word) else None
    return int(value) if isinstance(value, float) and value.is_integer() else None


def _float(value: Json) -> float | None:
    if isinstance(value, str):
        word = value.strip()
        if not _NUMBER.fullmatch(word):
            return _SPECIAL.get(word.lower())
        number = float(word)
        return None if math.isinf(number) else number
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def _as_single(number: float) -> float:
    return float(struct.unpack("<f", struct.pack("<f", number))[0])
