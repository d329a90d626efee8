"""What Hypothesis draws for the comparison: filters over the properties of a stream."""

from __future__ import annotations

from reference.drawing import value
from reference.filters import Call, Field, Literal
from reference.kinds import ENUMS, INTEGERS, REALS, plain
from reference.writing import MEMBERS, shown_value

COMPARISONS = ("eq", "ne", "gt", "ge", "lt", "le")
CALENDAR = ("year", "month", "day", "hour", "minute", "second")


def condition(dice, stream, depth=2):
    """Draw a filter; `depth` is how far it may nest."""
    shape = dice.one(("is", "is", "is", "not", "and", "or") if depth else ("is",))
    if shape == "is":
        return _simple(dice, dice.one(stream.properties))
    return Call(shape, tuple(condition(dice, stream, depth - 1) for _ in range(1 if shape == "not" else 2)))


def _simple(dice, one):
    bare, this = plain(one.code), Field(one.id)
    comparison = dice.one(COMPARISONS[:2] if bare == "Boolean" else COMPARISONS)
    if bare in INTEGERS or bare in REALS:
        own = _number(value(dice, bare))
        sides = (_calculated(dice, this), dice.one((_number(1), _number(0.5), Literal("null", None), own)))
        return Call(comparison, sides[::-1] if dice.rarely(3) else sides)
    if bare == "String":
        return _of_text(dice, this, comparison)
    if bare == "DateTime" and dice.rarely(2):
        return Call(comparison, (Call(dice.one(CALENDAR), (this,)), _number(dice.below(25))))
    return Call(comparison, (this, _literal(dice, bare)))


def _literal(dice, bare):
    if bare in ("Version", "DoubleArray"):
        return Literal("null", None)
    if bare in ENUMS:
        return _number(dice.one(tuple(MEMBERS.values())))
    given = value(dice, bare)
    if bare == "Boolean":
        return Literal(str(given).lower(), given)
    text = shown_value(bare, given)
    return Literal(text if bare == "DateTime" else f"'{text}'", given)


def _calculated(dice, this):
    kind = dice.one(("plain", "plain", "called", "added"))
    if kind == "called":
        return Call(dice.one(("round", "floor", "ceiling", "-")), (this,))
    if kind == "added":
        operand = _number(dice.one((2, 3, 0.5, -3, 2.0)))
        return Call(dice.one(("add", "sub", "mul", "div", "mod")), (this, operand))
    return this


def _of_text(dice, this, comparison):
    word = dice.one(("", "a", "b", "B", "it's", "ab", "z "))
    literal = Literal("'{}'".format(word.replace("'", "''")), word)
    name = dice.one(("is", "startswith", "endswith", "contains", "length", "indexof", "concat", "tolower"))
    if name in ("startswith", "endswith", "contains"):
        return Call(name, (this, literal))
    if name == "length":
        return Call(comparison, (Call(name, (this,)), _number(2)))
    if name == "indexof":
        return Call(comparison, (Call(name, (this, literal)), _number(0)))
    if name == "is":
        return Call(comparison, (this, literal))
    changed = Call(name, (this, literal)) if name == "concat" else Call(name, (this,))
    return Call(comparison, (changed, Literal("'ab'", "ab")))


def _number(number):
    return Literal(str(number), number)
