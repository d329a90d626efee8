"""What Hypothesis draws for the comparison: streams of any type, their events, and where their indexes lie."""

from __future__ import annotations

from math import inf, nan
from typing import Any, NamedTuple

from reference.kinds import CODES, ENUMS, INDEXES, INTEGERS, REALS, TIMES, nullable, on_axis, plain
from reference.stream import Property, Stream
from reference.writing import DAY, SECOND

MODES = (
    "Continuous",
    "StepwiseContinuousLeading",
    "StepwiseContinuousTrailing",
    "Discrete",
    "ContinuousNullableLeading",
    "ContinuousNullableTrailing",
)
EXTRAPOLATIONS = ("All", "None", "Forward", "Backward")
TODAY = 736_655 * DAY  # 23 November 2017
GUIDS = tuple(f"{n:08x}-9c1c-4f3a-8f3e-0c7d5a3b1d2e" for n in (0, 3, 10, 11, 2**32 - 1))
WORDS = ("B", "Be", "Bee", "a", "ab", "ant", "b-", "it's", "z z", "ä", "é")
# Codes of numbers stand more often than the others: they have the most rules.
VALUE_CODES = ("Double", "NullableDouble", "Int32", "NullableInt32", "Boolean", "String", *CODES)
MOST_EVENTS = 12
GRID = 11  # indexes that events stand at, and that are asked for


class Drawn(NamedTuple):
    """A stream, and for each part of its key the values that come into question, in order."""

    stream: Stream
    grid: tuple[tuple[Any, ...], ...]


def stream(dice, *, axis=False, limit=250_000, strange=False, indexed=2):
    """Draw a stream with its events, on request one whose index can be interpolated along.

    `strange` values are NaN and the infinities, with which there is no comparing figures. One property in so many as
    `indexed` says has a secondary index.
    """
    parts = _key(dice, axis=axis)
    codes = [*parts, *dice.some(lambda: dice.one(VALUE_CODES), 1, 4)]
    type_mode = _usually(dice, "Continuous", MODES)
    modes = (None,) if type_mode == "Discrete" else (None, *MODES)
    orders = _shuffled(dice, range(len(parts)))
    properties = [
        Property(f"Key{n}", code, key=True, order=orders[n], mode=_usually(dice, None, modes))
        if n < len(parts)
        else Property(f"Value{n}", code, mode=_usually(dice, None, modes))
        for n, code in enumerate(codes)
    ]
    drawn = Stream(
        properties=tuple(_shuffled(dice, properties)),
        type_mode=type_mode,
        type_extrapolation=_usually(dice, "All", EXTRAPOLATIONS),
        mode=_usually(dice, None, modes),
        extrapolation=_usually(dice, None, EXTRAPOLATIONS),
        overrides={one.id: mode for one in properties if not one.key and (mode := _usually(dice, None, modes))},
        indexes=tuple(one.id for one in properties if one.code in INDEXES and len(parts) < 3 and dice.rarely(indexed)),
        limit=limit,
    )
    result = Drawn(drawn, tuple(_grid(dice, one.code) for one in drawn.key))
    drawn.update(dice.some(lambda: event(dice, result, strange=strange), 0, MOST_EVENTS))
    return result


def long_stream(dice):
    """Draw a stream of many events with few throws: their members come in patterns."""
    number, step = dice.one((600, 255, 256, 513)), dice.one((1, 2))
    multiplier, modulus = dice.one((7, 1, 5)), dice.one((3, 11, 64))
    code, origin = dice.one((("Int32", 0), ("DateTime", TODAY)))
    drawn = Stream((Property("Key", code, key=True), Property("Value", "NullableDouble")))
    for n in range(number):
        size = n * multiplier % modulus
        drawn.events.append({"Key": origin + n * step, "Value": size / 2 if size else None})
    asked = sorted(near + shift for near in (0, 255, 511, 600, 1024) for shift in range(-2, 3))
    return Drawn(drawn, (tuple(origin + number for number in asked),))


def _usually(dice, value, others):
    return dice.one((value, value, value, *others))


def _shuffled(dice, items):
    left = list(items)
    return [left.pop(dice.below(len(left))) for _ in range(len(left))]


def _key(dice, *, axis):
    kind = dice.below(3 if axis else 5)
    if kind < 2:
        return [dice.one(("Int32", "DateTime", "Double"))]
    if kind < 4:
        return [dice.one([code for code in INDEXES if on_axis(code)] if axis else INDEXES)]
    return dice.some(lambda: dice.one(INDEXES), 2, 3)


def _grid(dice, code):
    """Draw values of a code in rising order."""
    if code in INTEGERS:
        low, high = INTEGERS[code]
        origin, step = dice.one([(max(low, -3), 1), (max(low, -50), 10), (low, (high - low) // GRID)])
    elif code in ("DateTime", "DateTimeOffset"):
        origin, step = dice.one([(TODAY, SECOND), (TODAY, 1), (TODAY, 7), (0, 3_652_000 * DAY // GRID)])
    elif code == "TimeSpan":
        origin, step = dice.one([(-SECOND, SECOND), (0, 1), (-3, 7), (-(2**63), 2**63 // GRID * 2)])
    elif code in REALS:
        far = 2.0**20 if code == "Single" else 2.0**90
        origin, step = dice.one([(0.0, 1.0), (-1.0, 0.25), (0.0, 7.0), (-far, far / 8)])
    else:
        fixed = {"Boolean": (False, True), "Char": tuple("ABCabcxyz{ä"), "String": WORDS, "Guid": GUIDS}
        return fixed[code]
    return tuple(origin + step * n for n in range(GRID))


def index(dice, drawn):
    """Draw an index: a value for each part of the key."""
    return tuple(map(dice.one, drawn.grid))


def event(dice, drawn, *, strange=False):
    """Draw an event with all its members."""
    parts = dict(zip((one.id for one in drawn.stream.key), index(dice, drawn), strict=True))
    members = {}
    for one in drawn.stream.properties:
        if not one.key:
            odd = strange and plain(one.code) in ("Double", "Single") and dice.rarely(3)
            members[one.id] = dice.one(STRANGE) if odd else value(dice, one.code)
        elif one.code == "DateTimeOffset":
            members[one.id] = (parts[one.id], dice.one(OFFSETS) if parts[one.id] > 2 * DAY else 0)
        else:
            members[one.id] = parts[one.id]
    return members


def value(dice, code):
    """Draw a value of a code, null among them where it may be."""
    bare = plain(code).removesuffix("Enum")
    if nullable(code) and dice.below(3) == 0:
        return None
    if plain(code) in ENUMS:
        return dice.below(4)
    if bare in INTEGERS:
        low, high = INTEGERS[bare]
        return dice.one((low, high)) if dice.rarely() else dice.below(10) - (4 if low else 0)
    if bare in REALS:
        return dice.real() if bare != "Single" and dice.rarely(3) else (dice.below(17) - 8) / 2
    return dice.one(_VALUES[bare])


STRANGE = (nan, inf, -inf)
OFFSETS = (0, 60, -300, 330)
_TICKS = tuple(TODAY + n * 1_234_567 for n in (*range(20), -1))
_VALUES = {
    "Boolean": (False, True),
    "Char": "\0abZ",
    "DateTime": (*_TICKS, 0, 2 * DAY),
    "DateTimeOffset": tuple((ticks, OFFSETS[ticks % 4]) for ticks in _TICKS),
    "TimeSpan": (*range(-5, 20), -(2**63), 2**63 - 1, DAY, SECOND),
    "Guid": GUIDS,
    "String": ("", *WORDS),
    "Version": ("1.2", "1.2.3", "0.0.0.1"),
    "DoubleArray": ([], [0.5], [1.5, 0.5]),
}


def is_time(code):
    return plain(code) in TIMES
