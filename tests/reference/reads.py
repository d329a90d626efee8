"""The reference model of List Values: one search, and three ways to walk over the events from an index on."""

from __future__ import annotations

from typing import Any, NamedTuple

from reference.calculated import event_at
from reference.filters import holds, names_in
from reference.kinds import comparable, rank
from reference.stream import Refusal


class Page(NamedTuple):
    """One page of a window; `token` is the index after which the next one goes on, None on the last."""

    events: list[dict[str, Any]]
    token: tuple[Any, ...] | None


class Pick(NamedTuple):
    """What is taken of the events that a read walks over."""

    filter: Any = None
    skip: int = 0
    count: int | None = None
    reversed: bool = False


def distinct(stream, index, mode="Exact"):
    exact = [event for event in stream.events if stream.index(event) == index]
    following = [event for event in stream.events if stream.index(event) > index][:1]
    previous = [event for event in stream.events if stream.index(event) < index][-1:]
    return {
        "Exact": exact,
        "ExactOrNext": exact or following,
        "Next": following,
        "ExactOrPrevious": exact or previous,
        "Previous": previous,
    }[mode]


def in_range(stream, start, pick, boundary="Exact"):
    """Return events from an index on, or back from it: the boundary adds to their beginning."""
    found = []
    for event in stream.events:
        index = stream.index(event)
        if (index < start if pick.reversed else index > start) or (index == start and boundary != "Inside"):
            found.append(event)
    added = _at_bound(stream, start, boundary, after=pick.reversed)
    walk = [*found, *added][::-1] if pick.reversed else [*added, *found]
    return _taken(stream, walk, pick)[0]


def filtered(stream, pick):
    walk = stream.events
    named = {stream.property(name) for name in names_in(pick.filter)}
    if not any(one.key for one in named):
        indexed = [one for one in named if one.id in stream.indexes]
        if len(indexed) == 1:
            walk = sorted(walk, key=lambda event: _order(indexed[0], event[indexed[0].id]))
    return _taken(stream, walk[::-1] if pick.reversed else walk, pick)[0]


def window(stream, start, end, pick, boundaries):
    return _taken(stream, _walk(stream, start, end, pick, boundaries), pick)[0]


def page(stream, start, end, pick, boundaries, after=None):
    walk = _walk(stream, start, end, pick, boundaries)
    if after is not None:
        walk = [one for one in walk if (stream.index(one) < after if pick.reversed else stream.index(one) > after)]
        pick = pick._replace(skip=0)
    events, more = _taken(stream, walk, pick)
    return Page(events, stream.index(events[-1]) if events and more else None)


def between(stream, start, end, boundaries):
    """Return the events between two indexes and what the boundaries add at either end."""
    if start > end:
        raise Refusal(400)
    first, last = boundaries
    found = []
    for event in stream.events:
        index = stream.index(event)
        if (index > start or (index == start and first != "Inside")) and (
            index < end or (index == end and last != "Inside")
        ):
            found.append(event)
    head, tail = _at_bound(stream, start, first, after=False), _at_bound(stream, end, last, after=True)
    if start == end and first == last == "ExactOrCalculated":
        tail = []
    return [*head, *found, *tail]


def _walk(stream, start, end, pick, boundaries):
    found = between(stream, start, end, boundaries)
    return found[::-1] if pick.reversed else found


def _order(one, value):
    """Null comes first, NaN second, as .NET sorts."""
    return (2, rank(one.code, value)) if comparable(value) else (0 if value is None else 1,)


def _at_bound(stream, bound, boundary, *, after):
    """Return the event that a boundary adds: the one just outside, or one at the bound where none is stored."""
    if boundary == "Outside":
        return distinct(stream, bound, "Next" if after else "Previous")
    if boundary == "ExactOrCalculated" and not stream.find(bound):
        calculated = event_at(stream, bound)
        return [calculated] if calculated else []
    return []


def _taken(stream, walk, pick):
    """Walk: filter, skip, count; tell too whether there is more. Every event walked over counts against the limit."""
    taken, passed = [], 0
    for touched, event in enumerate(walk, 1):
        full = pick.count is not None and len(taken) == pick.count and passed >= pick.skip
        if full and touched >= stream.limit:
            return taken, True  # there may be more, but nobody may look
        fits = pick.filter is None or holds(pick.filter, event)
        if full and fits:
            return taken, True
        if full:
            continue
        if touched >= stream.limit:
            raise Refusal(400)
        if fits and passed < pick.skip:
            passed += 1
        elif fits:
            taken.append(event)
    return taken, False
