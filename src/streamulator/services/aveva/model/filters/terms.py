"""The terms of a filter: what sort of value each gives, and how comparisons, logic and arithmetic are made of them.

A term is compiled to a function of the row. Null is no match: a comparison with it is false, whichever it is, and
whatever is calculated from it is null again.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

from streamulator.core.ticks import parse_span, parse_time
from streamulator.services.aveva.model.filters.syntax import refusal
from streamulator.services.aveva.model.shape import readings
from streamulator.services.aveva.model.shape.values import Value

Read = Callable[[Any], Value]  # of a row, or of an object's mapping


class Sort(Enum):
    """What a term gives, in words for an error."""

    CONDITION = "a condition"
    WHOLE = "an integer"
    NUMBER = "a number"
    TEXT = "a text"
    TIME = "a time"
    MOMENT = "a time with an offset"
    SPAN = "a time span"
    GUID = "a Guid"
    NULL = "null"


class Term(NamedTuple):
    """A part of a filter: its sort, how it is read, its column in the text.

    `fixed` tells that it depends on no row, `certain` that it is never null. `parse` reads a quoted literal that it is
    compared with, where its sort alone does not tell how. `place` is where in a row it stands, if it is read as it is.
    """

    sort: Sort
    read: Read
    column: int
    fixed: bool = False
    parse: Callable[[str], Value] | None = None
    certain: bool = False
    place: Any = None


NUMBERS = frozenset({Sort.WHOLE, Sort.NUMBER})
_FROM_TEXT: Mapping[Sort, Callable[[str], Value]] = {
    Sort.TIME: parse_time,
    Sort.SPAN: parse_span,
    Sort.GUID: readings.guid,
}
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
# The same with a value as it stands in a row, which most filters are made of: twice as fast as by way of functions.
_COMPARISONS_IN_PLACE: Mapping[str, Callable[[Any, Any], Callable[[Any], bool]]] = {
    "eq": lambda place, bound: lambda row: (value := row[place]) is not None and value == bound,
    "ne": lambda place, bound: lambda row: (value := row[place]) is not None and value != bound,
    "gt": lambda place, bound: lambda row: (value := row[place]) is not None and value > bound,
    "ge": lambda place, bound: lambda row: (value := row[place]) is not None and value >= bound,
    "lt": lambda place, bound: lambda row: (value := row[place]) is not None and value < bound,
    "le": lambda place, bound: lambda row: (value := row[place]) is not None and value <= bound,
}


def constant(sort: Sort, value: Value, column: int) -> Term:
    """Make a term of a literal."""
    return Term(sort, lambda _row: value, column, fixed=True)


def fit(term: Term, sort: Sort, parse: Callable[[str], Value] | None = None) -> Term | None:
    """Bring a term to a sort where that makes sense, None where it does not; a quoted literal is read as that sort."""
    if term.sort is sort or (sort is Sort.NUMBER and term.sort is Sort.WHOLE):
        return term
    read = parse or _FROM_TEXT.get(sort)
    if term.sort is not Sort.TEXT or not term.fixed or read is None:
        return None
    try:
        value = read(term.read(None))
    except ValueError as error:
        raise refusal(term.column, f"a literal is not {sort.value}: {str(error).rstrip('.')}") from None
    return constant(sort, value, term.column)


def condition(term: Term) -> Callable[[Any], bool]:
    """Return how to tell whether a term is true; null is not. Refused for what is no condition."""
    if term.sort is not Sort.CONDITION:
        raise refusal(term.column, f"{term.sort.value} was found where a condition such as A gt 1 is expected")
    read = term.read
    return read if term.certain else lambda row: read(row) is True


def either(terms: Sequence[Term]) -> Term:
    """Join conditions by `or`."""
    if len(terms) == 2:  # noqa: PLR2004  two are the common case, and faster without a loop
        one, other = map(condition, terms)
        return _truth(lambda row: one(row) or other(row), terms)
    conditions = [condition(term) for term in terms]
    return _truth(lambda row: any(test(row) for test in conditions), terms)


def both(terms: Sequence[Term]) -> Term:
    """Join conditions by `and`."""
    if len(terms) == 2:  # noqa: PLR2004  as above
        one, other = map(condition, terms)
        return _truth(lambda row: one(row) and other(row), terms)
    conditions = [condition(term) for term in terms]
    return _truth(lambda row: all(test(row) for test in conditions), terms)


def negate(term: Term) -> Term:
    """Put `not` before a condition; not null is true, by plain negation of a condition that does not hold."""
    test = condition(term)
    return _truth(lambda row: not test(row), [term])


def compare(name: str, left: Term, right: Term, *, fold: bool) -> Term:
    """Compare two terms; `fold` compares texts without case. Refused for sorts that cannot be compared."""
    if Sort.NULL in (left.sort, right.sort):
        return constant(Sort.CONDITION, value=False, column=left.column)
    left, right = _comparable(left, right)
    one, other, test = left.read, right.read, _COMPARISONS[name]
    if fold and left.sort is Sort.TEXT:
        one, other = _of(str.lower, one), _of(str.lower, other)
    if not right.fixed:
        return _truth(lambda row: (a := one(row)) is not None and (b := other(row)) is not None and test(a, b), [left])
    bound = other(None)
    if bound is None:
        return constant(Sort.CONDITION, value=False, column=left.column)
    if left.place is not None and one is left.read:
        return _truth(_COMPARISONS_IN_PLACE[name](left.place, bound), [left])
    return _truth(lambda row: (value := one(row)) is not None and test(value, bound), [left])


def calculate(first: Term, steps: Sequence[tuple[str, Term]]) -> Term:
    """Chain arithmetic from left to right; integers divide to integers, as .NET has it."""
    plan: list[tuple[Callable[[Any, Any], Value], Read]] = []
    sort = _number(first)
    for name, term in steps:
        sort = Sort.WHOLE if _number(term) is sort is Sort.WHOLE else Sort.NUMBER
        plan.append(((_WHOLE if sort is Sort.WHOLE else _ARITHMETIC)[name], term.read))
    start = first.read

    def run(row: Any) -> Value:
        value = start(row)
        for step, read in plan:
            operand = read(row)
            if value is None or operand is None:
                return None
            value = step(value, operand)
        return value

    return _folded(Term(sort, run, first.column, fixed=first.fixed and all(term.fixed for _, term in steps)))


def opposite(term: Term, column: int) -> Term:
    """Put a minus before a number."""
    sort = _number(term)
    return _folded(Term(sort, _of(operator.neg, term.read), column, fixed=term.fixed))


def _folded(term: Term) -> Term:
    return constant(term.sort, term.read(None), term.column) if term.fixed else term


def _truth(read: Callable[[Any], bool], terms: Sequence[Term]) -> Term:
    return Term(Sort.CONDITION, read, terms[0].column, certain=True)


def _of(apply: Callable[[Any], Value], read: Read) -> Read:
    def run(row: Any) -> Value:
        value = read(row)
        return None if value is None else apply(value)

    return run


def _comparable(left: Term, right: Term) -> tuple[Term, Term]:
    left, right = _instant(left), _instant(right)
    fitted = fit(right, left.sort, left.parse)
    if fitted is not None:
        return left, fitted
    fitted = fit(left, right.sort, right.parse)
    if fitted is None:
        raise refusal(right.column, f"{right.sort.value} cannot be compared with {left.sort.value}")
    return fitted, right


def _instant(term: Term) -> Term:
    """Take a time with an offset for the time it is in UTC."""
    if term.sort is not Sort.MOMENT:
        return term
    return term._replace(sort=Sort.TIME, read=_of(lambda moment: moment.ticks, term.read), place=None)


def _number(term: Term) -> Sort:
    if term.sort is Sort.NULL:
        return Sort.NUMBER
    if term.sort not in NUMBERS:
        raise refusal(term.column, f"{term.sort.value} was found where a number is expected")
    return term.sort


def truncated(dividend: int, divisor: int) -> int:
    """Divide integers and round towards 0, as .NET does."""
    quotient = dividend // divisor
    return quotient + (quotient < 0 and quotient * divisor != dividend)


def _whole_division(a: int, b: int) -> int | None:
    if b == 0:
        return None
    return truncated(a, b)


def _whole_remainder(a: int, b: int) -> int | None:
    if b == 0:
        return None
    return a - truncated(a, b) * b


def _division(a: float, b: float) -> float:
    if b == 0:
        return a * math.copysign(math.inf, b)
    return a / b


def _remainder(a: float, b: float) -> float:
    return math.nan if b == 0 or math.isinf(a) else math.fmod(a, b)


def _in_range(apply: Callable[[float, float], Value], a: float, b: float) -> Value:
    try:
        return apply(a, b)
    except OverflowError:  # an integer that grew too large to be taken for a Double
        return None


_ARITHMETIC: Mapping[str, Callable[[Any, Any], Value]] = {
    "add": partial(_in_range, operator.add),
    "sub": partial(_in_range, operator.sub),
    "mul": partial(_in_range, operator.mul),
    "div": partial(_in_range, _division),
    "mod": partial(_in_range, _remainder),
}
_WHOLE: Mapping[str, Callable[[Any, Any], Value]] = {
    **_ARITHMETIC,
    "div": _whole_division,
    "mod": _whole_remainder,
}
