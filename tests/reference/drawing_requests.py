"""What Hypothesis draws for the comparison: requests to a stream, most of them in order and some not."""

from __future__ import annotations

from reference.asking import Ask
from reference.drawing import event, index, is_time
from reference.drawing_filters import condition
from reference.kinds import INTEGERS, REALS, nullable, plain
from reference.stream import Unreadable

BOUNDARIES = ("Exact", "Inside", "Outside", "ExactOrCalculated")
SEARCHES = ("Exact", "ExactOrNext", "Next", "ExactOrPrevious", "Previous")
PLACES = ("", "", "", "/Interpolated", "/Summaries", "/Sampled", "/First", "/Last")


def read(dice, drawn, places=PLACES):
    """Draw a read, now and then one of a form that is no form."""
    place = dice.one(places)
    query = _QUERIES[place](dice, drawn) if place in _QUERIES else {}
    if query and dice.rarely():
        query |= _misplaced(dice, drawn)
    return Ask("GET", place, query, verbose=dice.rarely(3))


def _listed(dice, drawn):
    form = dice.one(("index", "range", "window", "page", "filter"))
    if form == "index":
        return {"index": index(dice, drawn), **_maybe(dice, "searchMode", lambda: dice.one(SEARCHES))}
    if form == "filter":
        return filtered(dice, drawn)
    if form == "range":
        return {**_pick(dice, drawn), **_boundaries(dice), "startIndex": index(dice, drawn)}
    query = window(dice, drawn)
    if form == "window":
        query.pop("count", None)
        return query
    return {**query, "continuationToken": "" if dice.rarely(2) else index(dice, drawn)}


def filtered(dice, drawn):
    """Draw the query of a filtered read."""
    return {**_pick(dice, drawn), "filter": condition(dice, drawn.stream)}


def window(dice, drawn):
    """Draw the query of a window, whole or in pages."""
    return {**_pick(dice, drawn), **_boundaries(dice), **span(dice, drawn)}


def _interpolated(dice, drawn):
    form = dice.one(("index", "indexes", "interval"))
    if form == "index":
        return {"index": index(dice, drawn)}
    if form == "indexes":
        return {"index": dice.some(lambda: index(dice, drawn), 1, 12)}
    return {**span(dice, drawn), **_maybe(dice, "count", lambda: dice.below(31))}


def _summaries(dice, drawn):
    return {
        **span(dice, drawn),
        **_maybe(dice, "count", lambda: 1 + dice.below(8)),
        **_maybe(dice, "filter", lambda: _filter(dice, drawn)),
    }


def _sampled(dice, drawn):
    names = dice.some(lambda: _name(dice, drawn), 1, 3)
    needed = {**span(dice, drawn), "intervals": 1 + dice.below(5), "sampleBy": names}
    return {**needed, **_boundaries(dice), **_maybe(dice, "filter", lambda: _filter(dice, drawn))}


_QUERIES = {"": _listed, "/Interpolated": _interpolated, "/Summaries": _summaries, "/Sampled": _sampled}


def _name(dice, drawn):
    name = dice.one(drawn.stream.properties).id
    return name.lower() if dice.rarely(4) else name


def _filter(dice, drawn):
    return "" if dice.rarely(4) else condition(dice, drawn.stream)


def _maybe(dice, name, make):
    return {name: make()} if dice.rarely(2) else {}


def _pick(dice, drawn):
    return {
        **_maybe(dice, "filter", lambda: _filter(dice, drawn)),
        **_maybe(dice, "skip", lambda: dice.below(5)),
        **_maybe(dice, "count", lambda: dice.below(10)),
        **_maybe(dice, "reversed", lambda: dice.one((False, True))),
    }


def _boundaries(dice):
    given = _maybe(dice, "boundaryType", lambda: dice.one(BOUNDARIES))
    if dice.rarely(2):
        given |= {name: dice.one(BOUNDARIES) for name in ("startBoundaryType", "endBoundaryType")}
    return given


def span(dice, drawn):
    """Draw a start and an end: mostly in their order, now and then all there is, or one and the same index."""
    kind = dice.one(("some", "all", "some", "one", "some", "all", "some", "turned"))
    if kind == "all":
        ends = [tuple(part[at] for part in drawn.grid) for at in (0, -1)]
    else:
        ends = [index(dice, drawn), index(dice, drawn)]
    ends = [ends[0], ends[0]] if kind == "one" else ends if kind == "turned" else sorted(ends)
    return dict(zip(("startIndex", "endIndex"), ends, strict=True))


def _misplaced(dice, drawn):
    """Draw what does not belong into a query, or not beside everything."""
    made = (
        ("index", lambda: dice.some(lambda: index(dice, drawn), 1, 2)),
        ("startIndex", lambda: index(dice, drawn)),
        ("endIndex", lambda: index(dice, drawn)),
        ("filter", lambda: condition(dice, drawn.stream)),
        ("continuationToken", lambda: "" if dice.rarely(2) else index(dice, drawn)),
        ("startBoundaryType", lambda: dice.one(BOUNDARIES)),
        *((name, lambda: -1) for name in ("count", "skip", "intervals")),
        *((name, lambda: _nonsense(dice)) for name in ("count", "skip", "reversed", "searchMode", "boundaryType")),
    )
    name, make = dice.one(made)
    return {name: make()}


def _nonsense(dice):
    return Unreadable(dice.one(("x", "1.5", "-1", "9" * 30, "true false")))


def write(dice, drawn):
    """Draw a write, most of them possible."""
    method = dice.one(("POST", "PUT", "PATCH", "DELETE"))
    if method == "DELETE":
        return Ask(method, query=_removal(dice, drawn))
    query = {}
    if method == "PUT":
        query = _maybe(dice, "allowCreate", lambda: dice.one((True, False)))
    if method == "PATCH":
        query = _maybe(dice, "selectExpression", lambda: dice.some(lambda: _field(dice, drawn), 1, 3))
    body = Unreadable({}) if dice.rarely(30) else dice.some(lambda: item(dice, drawn), 0, 4)
    return Ask(method, query=query, body=body)


def write_many(dice, drawn):
    """Draw a write of many events that stand apart, to a stream whose only key is a number or a time."""
    (key,), (asked,) = drawn.stream.key, drawn.grid
    start, stride, number = dice.one(asked), 1 + dice.below(4), dice.one((3, 16, 17, 40))
    indexes = [start + stride * n for n in range(number)]
    method = dice.one(("POST", "PUT", "PATCH", "DELETE"))
    if method == "DELETE":
        return Ask(method, query={"index": [(index,) for index in indexes]})
    body = [{key.id: index, "Value": dice.below(3) / 2} for index in indexes]
    return Ask(method, body=body[::-1] if dice.rarely(3) else body)


def _field(dice, drawn):
    return "Nowhere" if dice.rarely() else _name(dice, drawn)


def _removal(dice, drawn):
    form = dice.one(("index", "indexes", "window", "both", "half"))
    if form == "index":
        return {"index": _there(dice, drawn)}
    if form == "indexes":
        return {"index": dice.some(lambda: _there(dice, drawn), 1, 3)}
    if form == "window":
        return span(dice, drawn)
    return {"endIndex": index(dice, drawn), **({"index": _there(dice, drawn)} if form == "both" else {})}


def _there(dice, drawn):
    """Draw an index, mostly one that has an event."""
    stored = drawn.stream.events
    return drawn.stream.index(dice.one(stored)) if stored and not dice.rarely(8) else index(dice, drawn)


def item(dice, drawn):
    """Draw an item of a body: an event, whole or in parts, now and then with something wrong."""
    if dice.rarely(50):
        return Unreadable(7)
    members = event(dice, drawn)
    if drawn.stream.events and dice.rarely(2):
        stored = dice.one(drawn.stream.events)
        members |= {one.id: stored[one.id] for one in drawn.stream.key}
    for one in drawn.stream.properties:
        if dice.rarely(30 if one.key else 5):
            del members[one.id]
        elif dice.rarely(30):
            members[one.id] = Unreadable(dice.one(_wrong(one)))
        elif one.key and one.code == "String" and dice.rarely(10):
            members[one.id] = ""
        elif dice.rarely(10):
            members[one.id.swapcase()] = members.pop(one.id)
    return {**members, "Stranger": 1} if dice.rarely(10) else members


def _wrong(one):
    """List what no property of a code takes."""
    wrong = ["yes"] if plain(one.code) == "Boolean" else [True]
    if not nullable(one.code):
        wrong.append(None)
    if plain(one.code) in INTEGERS:
        wrong += [0.5, INTEGERS[plain(one.code)][1] + 1]
    if one.key and one.code in REALS:
        wrong.append("NaN")
    if is_time(one.code):
        wrong.append("noon")
    if one.key and one.code == "String":
        wrong.append(None)
    return wrong
