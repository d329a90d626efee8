"""The functions of filter expressions, as one table; every one gives null for null."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from streamulator.core.clock import TICKS_PER_SECOND
from streamulator.core.ticks import LAST_TICK, TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE
from streamulator.services.aveva.model.filters.syntax import refusal
from streamulator.services.aveva.model.filters.terms import Read, Sort, Term, constant, fit, truncated
from streamulator.services.aveva.model.shape.values import Value

_DAYS_PER_YEAR = 365  # .NET's spans know no years: the pages have `years(…)` without saying how long one is
_FEW = 3


class Function(NamedTuple):
    """One function: the sorts of its arguments, that of its result, and what it does with values.

    `optional` counts the arguments at the end that may be left out; `folds` tells that it compares texts, which
    object filters do without case.
    """

    takes: tuple[Sort, ...]
    gives: Sort
    apply: Callable[..., Value]
    optional: int = 0
    folds: bool = False


def call(name: str, arguments: Sequence[Term], column: int, *, fold: bool) -> Term:
    """Compile a call; Refused for a name nobody knows and for arguments that do not fit."""
    function = FUNCTIONS.get(name.lower())
    if function is None:
        raise refusal(column, f"'{name}' is no function; there are {', '.join(FUNCTIONS)}")
    fewest, most = len(function.takes) - function.optional, len(function.takes)
    if not fewest <= len(arguments) <= most:
        number = str(most) if fewest == most else f"{fewest} to {most}"
        raise refusal(column, f"{name} has {len(arguments)} arguments, but takes {number}")
    reads = [_argument(name, term, sort) for term, sort in zip(arguments, function.takes, strict=False)]
    run = _run(function, reads, fold=fold and function.folds)
    if all(term.fixed for term in arguments):
        return constant(function.gives, run(None), column)
    return Term(function.gives, run, column)


def _argument(name: str, term: Term, sort: Sort) -> Read:
    if term.sort is Sort.NULL:
        return term.read
    if sort is Sort.TIME and term.sort is Sort.MOMENT:
        return _local(term.read)
    fitted = fit(term, sort)
    if fitted is None:
        raise refusal(term.column, f"{name} has {term.sort.value} where it takes {sort.value}")
    return fitted.read


def _run(function: Function, reads: Sequence[Read], *, fold: bool) -> Read:
    apply = function.apply

    def run(row: Any) -> Value:
        values = [read(row) for read in reads]
        if None in values:
            return None
        return apply(*(value.lower() for value in values)) if fold else apply(*values)

    return run


def _local(read: Read) -> Read:
    """Read the clock time of a DateTimeOffset, which is what .NET's Year, Hour and the like are about."""

    def run(row: Any) -> Value:
        moment = read(row)
        if moment is None:
            return None
        ticks = moment.ticks + moment.offset_minutes * TICKS_PER_MINUTE
        return ticks if 0 <= ticks <= LAST_TICK else moment.ticks

    return run


def _round(value: float) -> float:
    """Round half away from zero."""
    if not math.isfinite(value):
        return value
    whole = math.trunc(value)
    return float(whole + math.copysign(1, value)) if abs(value - whole) >= 0.5 else float(whole)  # noqa: PLR2004


def _floor(value: float) -> float:
    return float(math.floor(value)) if math.isfinite(value) else value


def _ceiling(value: float) -> float:
    return float(math.ceil(value)) if math.isfinite(value) else value


def _substring(text: str, start: int, length: int | None = None) -> str | None:
    if not 0 <= start <= len(text) or (length is not None and length < 0):
        return None
    return text[start:] if length is None else text[start : start + length]


def _replace(text: str, old: str, new: str) -> str | None:
    return text.replace(old, new) if old else None  # .NET refuses to look for nothing


def _day(ticks: int) -> date:
    return date.fromordinal(ticks // TICKS_PER_DAY + 1)


def _whole(unit: int, ticks: int) -> int:
    return truncated(ticks, unit)


def _within(unit: int, cycle: int, ticks: int) -> int:
    """Count units of a clock; a negative span counts down to 0, as .NET's TimeSpan does."""
    return truncated(ticks, unit) - truncated(ticks, cycle) * (cycle // unit)


_TEXT, _WHOLE, _NUMBER, _CONDITION = Sort.TEXT, Sort.WHOLE, Sort.NUMBER, Sort.CONDITION
_hours = partial(_within, TICKS_PER_HOUR, TICKS_PER_DAY)
_minutes = partial(_within, TICKS_PER_MINUTE, TICKS_PER_HOUR)
_seconds = partial(_within, TICKS_PER_SECOND, TICKS_PER_MINUTE)

FUNCTIONS: Mapping[str, Function] = {
    "round": Function((_NUMBER,), _NUMBER, _round),
    "floor": Function((_NUMBER,), _NUMBER, _floor),
    "ceiling": Function((_NUMBER,), _NUMBER, _ceiling),
    "endswith": Function((_TEXT, _TEXT), _CONDITION, str.endswith, folds=True),
    "startswith": Function((_TEXT, _TEXT), _CONDITION, str.startswith, folds=True),
    "contains": Function((_TEXT, _TEXT), _CONDITION, str.__contains__, folds=True),
    "substringof": Function((_TEXT, _TEXT), _CONDITION, lambda part, text: part in text, folds=True),
    "indexof": Function((_TEXT, _TEXT), _WHOLE, str.find, folds=True),
    "length": Function((_TEXT,), _WHOLE, len),
    "substring": Function((_TEXT, _WHOLE, _WHOLE), _TEXT, _substring, optional=1),
    "tolower": Function((_TEXT,), _TEXT, str.lower),
    "toupper": Function((_TEXT,), _TEXT, str.upper),
    "trim": Function((_TEXT,), _TEXT, str.strip),
    "concat": Function((_TEXT, _TEXT), _TEXT, lambda one, other: one + other),
    "replace": Function((_TEXT, _TEXT, _TEXT), _TEXT, _replace),
    "year": Function((Sort.TIME,), _WHOLE, lambda ticks: _day(ticks).year),
    "month": Function((Sort.TIME,), _WHOLE, lambda ticks: _day(ticks).month),
    "day": Function((Sort.TIME,), _WHOLE, lambda ticks: _day(ticks).day),
    "hour": Function((Sort.TIME,), _WHOLE, _hours),
    "minute": Function((Sort.TIME,), _WHOLE, _minutes),
    "second": Function((Sort.TIME,), _WHOLE, _seconds),
    "years": Function((Sort.SPAN,), _WHOLE, partial(_whole, TICKS_PER_DAY * _DAYS_PER_YEAR)),
    "days": Function((Sort.SPAN,), _WHOLE, partial(_whole, TICKS_PER_DAY)),
    "hours": Function((Sort.SPAN,), _WHOLE, _hours),
    "minutes": Function((Sort.SPAN,), _WHOLE, _minutes),
    "seconds": Function((Sort.SPAN,), _WHOLE, _seconds),
}
