"""What a kind of value is: how its values are read, shown, ordered and interpolated; and kinds made of one another.

Beside the agreed fields a kind has `text`, which writes a key for an index in a URL, a token or an error (`parse`
reads it back), and `index`, which tells whether a key may be of that kind.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import Any

from streamulator.core.messages import Json
from streamulator.services.aveva.model.shape import readings
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.readings import Reader, Value

Key = Any  # what events are ordered by: int, float, str or bool, and a tuple of them where a key has several parts
Row = tuple[Value, ...]  # one event: a value for each column of its layout
Show = Callable[[Value], Json]
Strangers = Callable[[Json], Iterator[str]]

_INFINITIES = {math.inf: "Infinity", -math.inf: "-Infinity"}


class Blend(Enum):
    """What Continuous interpolation makes of two neighbours."""

    LINEAR = "a point on the straight line between them"
    NEAREST = "the value of the nearer one"
    ZERO = "the member with number 0"
    DEFAULT = "the type's default"


@dataclass(frozen=True, slots=True)
class Kind:
    """How values of one kind are treated.

    `show` and `rank` are None where the stored value itself is JSON, or sortable. `brief` shows the value where
    defaults are left out, None where that is all the same. `whole` tells that the stored value is made of integers
    (ticks too), to which interpolation has to round, half to even. `schema` is for what is shown either way.
    `strangers` names the members in a value as it was sent that the type does not know, None where it has no members.
    """

    code: SdsTypeCode
    default: Value
    read: Reader
    schema: Mapping[str, Json]
    show: Show | None = None
    brief: Show | None = None
    nullable: bool = False
    blend: Blend = Blend.DEFAULT
    whole: bool = False
    index: bool = False
    rank: Callable[[Value], Key] | None = None
    text: Callable[[Key], str] = str
    strangers: Strangers | None = None

    def parse(self, text: str) -> Value:
        """Read the text of an index in a URL; ValueError says what was expected."""
        return self.read(text)


def show_float(value: float) -> Json:
    """Show a number that may be one of the three that JSON does not know; those are shown as text."""
    if value - value == 0:
        return value
    return _INFINITIES.get(value, "NaN")


def or_null(show: Show) -> Show:
    """Let a function that shows a value also show null."""
    return lambda value: None if value is None else show(value)


def reference(code: SdsTypeCode, read: Reader, schema: Mapping[str, Json], **more: Any) -> Kind:
    """Return a kind whose default is null; `read` takes anything but that, and its schema has to admit it."""
    return Kind(code, default=None, read=readings.or_nothing(read), schema=schema, nullable=True, **more)


def array_of(code: SdsTypeCode, element: Kind) -> Kind:
    """Return the kind of an array, list or enumerable of values of one kind."""
    strangers = element.strangers
    return reference(
        code,
        readings.several(element.read),
        {"type": ["array", "null"], "items": element.schema},
        show=or_null(_each(element.show)),
        brief=or_null(_each(element.brief)) if element.brief else None,
        strangers=strangers and (lambda sent: chain.from_iterable(map(strangers, sent or ()))),
    )


def _each(show: Show | None) -> Show:
    return list if show is None else lambda values: list(map(show, values))
