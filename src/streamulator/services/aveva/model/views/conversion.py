"""Conversions: how a value of one type becomes a value of another, as the vendor's chart for stream views allows.

Numbers become numbers and enumerations become enumerations, either with or without null; all else must be of the same
kind (developer guide, Stream views). How a number is converted the vendor does not say: a fraction is rounded, half to
even as .NET does, and what the new type cannot hold becomes its default.
"""

from __future__ import annotations

from collections.abc import Callable

from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.types import CONTENTS, SdsType
from streamulator.services.aveva.model.shape.values import Blend, Kind, Value, kind_of

Convert = Callable[[Value], Value]

_NULLABLE = 100  # NullableX is X + 100
_NUMBERS = frozenset(SdsTypeCode(code) for code in range(SdsTypeCode.SByte, SdsTypeCode.Decimal + 1))
_REALS = {SdsTypeCode.Single: 2**24, SdsTypeCode.Double: 2**53, SdsTypeCode.Decimal: 2**53}  # exact up to here
_WIDENED = {(SdsTypeCode.Single, SdsTypeCode.Double), (SdsTypeCode.Decimal, SdsTypeCode.Double)}


def as_it_is(value: Value) -> Value:
    """Return a value that needs no conversion."""
    return value


def conversion(source: SdsType, target: SdsType) -> Convert | None:
    """Return how values of one type become values of another, None where there is no way."""
    if source.code is SdsTypeCode.Object and target.code is SdsTypeCode.Object:
        return as_it_is if source.id.casefold() == target.id.casefold() else None
    if source.code in CONTENTS and source.code is target.code:
        return as_it_is if _hold_the_same(source, target) else None
    old, new = kind_of(source.code), kind_of(target.code)
    if _plain(old.code) is _plain(new.code):
        return as_it_is if new.nullable or not old.nullable else _without_null(new)
    if _NUMBERS.issuperset((_plain(old.code), _plain(new.code))) or old.blend is new.blend is Blend.ZERO:
        return fitting(new)
    return None


def is_number(kind: Kind) -> bool:
    """Tell whether a kind holds numbers, with or without null."""
    return _plain(kind.code) in _NUMBERS


def fitting(kind: Kind) -> Convert:
    """Return how a number becomes one of a kind: rounded where that holds integers, its default where it cannot."""

    def convert(value: Value) -> Value:
        if value is None:
            return kind.default
        try:
            return kind.read(round(value) if kind.whole else value)
        except (ValueError, OverflowError):  # NaN and the infinities cannot be rounded
            return kind.default

    return convert


def keeps_order(source: Kind, target: Kind) -> bool:
    """Tell whether any two keys of one kind are different, and in the same order, as keys of another."""
    if source.code is target.code or (source.code, target.code) in _WIDENED:
        return True
    if source.code in _REALS or not _NUMBERS.issuperset((source.code, target.code)):
        return False
    (low, high), (lowest, highest) = _whole_numbers(source), _whole_numbers(target)
    return lowest <= low and high <= highest


def _hold_the_same(source: SdsType, target: SdsType) -> bool:
    """Tell whether two collections hold values that are stored alike, element by element."""
    held = source.generic_arguments, target.generic_arguments
    return len(held[0]) == len(held[1]) and all(conversion(*pair) is as_it_is for pair in zip(*held, strict=True))


def _plain(code: SdsTypeCode) -> SdsTypeCode:
    return SdsTypeCode(code - _NULLABLE) if code.name.startswith("Nullable") else code


def _whole_numbers(kind: Kind) -> tuple[int, int]:
    if kind.code in _REALS:
        return -_REALS[kind.code], _REALS[kind.code]
    return kind.schema["minimum"], kind.schema["maximum"]


def _without_null(kind: Kind) -> Convert:
    return lambda value: kind.default if value is None else value
