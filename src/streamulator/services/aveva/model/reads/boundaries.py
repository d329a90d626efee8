"""The rules of SdsBoundaryType: which stored events a bound lets in, and whether it may calculate one.

The words are aveva-stream-data#SdsBoundaryType's. The vendor's older tables add, and every printed example agrees, that
Exact begins with the first event at or after the bound, and that Outside takes a neighbour even where an event stands
on the bound.
"""

from __future__ import annotations

from typing import NamedTuple

from streamulator.core.problems import Refused
from streamulator.core.series import Series
from streamulator.services.aveva.model.shape.codes import BoundaryType
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.values import Key


class Rule(NamedTuple):
    """How one bound cuts: before or after an event that stands on it, and how many neighbours more it lets in."""

    with_event_on_it: bool
    neighbours: int = 0


RULES = {
    BoundaryType.Exact: Rule(with_event_on_it=True),
    BoundaryType.Inside: Rule(with_event_on_it=False),
    BoundaryType.Outside: Rule(with_event_on_it=True, neighbours=1),
    # A bound without an event may get a calculated one; that is the business of reads.
    BoundaryType.ExactOrCalculated: Rule(with_event_on_it=True),
}


def lower(series: Series, key: Key, boundary: BoundaryType) -> int:
    """Return the position of the first stored event that a lower bound lets in."""
    rule = RULES[boundary]
    at = series.left(key) if rule.with_event_on_it else series.right(key)
    return max(at - rule.neighbours, 0)


def upper(series: Series, key: Key, boundary: BoundaryType) -> int:
    """Return the position after the last stored event that an upper bound lets in."""
    rule = RULES[boundary]
    at = series.right(key) if rule.with_event_on_it else series.left(key)
    return min(at + rule.neighbours, len(series))


def check_order(layout: Layout, start: Key, end: Key) -> None:
    """Refuse a window whose start comes after its end."""
    if end < start:
        first, last = layout.index_text(start), layout.index_text(end)
        reason = f"The start index {first} comes after the end index {last}."
        raise Refused(reason, "Exchange the two indexes.", StartIndex=first, EndIndex=last)
