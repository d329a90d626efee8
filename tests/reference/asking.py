"""The reference model of a request: which form it is asked in, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reference.calculated import event_at, spaced
from reference.figures import sampled, summaries
from reference.filters import names_in
from reference.reads import Pick, distinct, filtered, in_range, page, window
from reference.stream import Refusal, Unreadable


@dataclass(frozen=True)
class Ask:
    """One request to a stream's Data.

    In the query an index is a tuple of the key's parts, a list stands for a repeated parameter, a filter is a tree.
    """

    method: str
    place: str = ""
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    verbose: bool = False


_BOUNDS = "startIndex endIndex"
_BOUNDARIES = "boundaryType startBoundaryType endBoundaryType"
PARAMETERS = {
    ("GET", ""): f"filter index {_BOUNDS} count searchMode skip reversed {_BOUNDARIES} continuationToken",
    ("GET", "/Interpolated"): f"index {_BOUNDS} count",
    ("GET", "/Summaries"): f"{_BOUNDS} count filter",
    ("GET", "/Sampled"): f"{_BOUNDS} intervals sampleBy {_BOUNDARIES} filter",
    ("PUT", ""): "allowCreate",
    ("PATCH", ""): "selectExpression",
    ("DELETE", ""): f"index {_BOUNDS}",
}


def answer(stream, ask):
    """Return what a stream answers; Refusal where it does not."""
    # An empty value is none, but an empty token asks for the first page.
    known = PARAMETERS.get((ask.method, ask.place), "").split()
    query = {name: value for name, value in ask.query.items() if name in known}
    query = {name: value for name, value in query.items() if value != "" or name == "continuationToken"}
    if any(isinstance(value, Unreadable) for given in query.values() for value in _all(given)):
        raise Refusal(400)
    if "filter" in query and any(_is_opaque(stream.property(name).code) for name in names_in(query["filter"])):
        raise Refusal(400)
    if query.get("skip", 0) < 0 or query.get("count", 0) < 0:
        raise Refusal(400)
    return _OPERATIONS[ask.method, ask.place](stream, query, ask.body)


def _is_opaque(code):
    """Tell a type that filters do not know (section Filter expressions: the supported ones are listed)."""
    return code in ("Version", "DoubleArray")


def _all(value):
    return value if isinstance(value, list) else [value]


def _list_values(stream, query, _body):
    form = query.keys() & {"index", "startIndex", "endIndex", "filter"}
    boundaries = _boundaries(query)
    if form not in ({"index"}, {"startIndex", "endIndex"}, {"startIndex"}, {"filter"}) and form - {"filter"} not in (
        {"startIndex", "endIndex"},
        {"startIndex"},
    ):
        raise Refusal(400)
    if "endIndex" in form:
        return _window(stream, query, boundaries)
    if query.get("continuationToken"):
        raise Refusal(400)
    if "index" in form:
        index, *more = _all(query["index"])
        if more:
            raise Refusal(400)
        return distinct(stream, index, query.get("searchMode", "Exact"))
    pick = _pick(query, count=100)
    if "startIndex" in form:
        return in_range(stream, query["startIndex"], pick, boundaries[0])
    return filtered(stream, pick)


def _window(stream, query, boundaries):
    start, end, pick = query["startIndex"], query["endIndex"], _pick(query, count=None)
    if "continuationToken" in query:
        after = query["continuationToken"] or None
        return page(stream, start, end, pick._replace(count=query.get("count", 100)), boundaries, after)
    if "count" in query:  # "If count is specified, a continuationToken must also be specified."
        raise Refusal(400)
    return window(stream, start, end, pick, boundaries)


def _pick(query, count):
    return Pick(query.get("filter"), query.get("skip", 0), query.get("count", count), query.get("reversed", False))


def _boundaries(query):
    """Return the boundary types of both ends, which are given together or not at all."""
    own = [query[name] for name in ("startBoundaryType", "endBoundaryType") if name in query]
    if len(own) == 1:
        raise Refusal(400)
    return own or [query.get("boundaryType", "Exact")] * 2


def _interpolated(stream, query, _body):
    form = query.keys() & {"index", "startIndex", "endIndex"}
    if form not in ({"index"}, {"startIndex", "endIndex"}) or len(stream.key) > 1:
        raise Refusal(400)
    if "index" in form:
        indexes = _all(query["index"])
        number = len(indexes)
    else:
        number = query.get("count", 100)
        if not stream.axis or query["startIndex"] > query["endIndex"]:
            raise Refusal(400)
    if number >= stream.limit:
        raise Refusal(400)
    if "index" not in form:
        indexes = spaced(query["startIndex"], query["endIndex"], number)
    events = [event_at(stream, index) for index in indexes]
    return [event for event in events if event]


def _summaries(stream, query, _body):
    if not {"startIndex", "endIndex"} <= query.keys():
        raise Refusal(400)
    return summaries(stream, query["startIndex"], query["endIndex"], query.get("count", 1), query.get("filter"))


def _sampled(stream, query, _body):
    if not {"startIndex", "endIndex", "intervals", "sampleBy"} <= query.keys():
        raise Refusal(400)
    return sampled(
        stream,
        query["startIndex"],
        query["endIndex"],
        _all(query["sampleBy"]),
        query["intervals"],
        pick=Pick(query.get("filter")),
        boundaries=_boundaries(query),
    )


def _insert(stream, _query, body):
    stream.insert(_listed(body))


def _update(stream, query, body):
    if query.get("allowCreate", True):
        stream.update(_listed(body))
    else:
        stream.replace(_listed(body))


def _patch(stream, query, body):
    stream.patch(_listed(body), query.get("selectExpression"))


def _remove(stream, query, _body):
    form = query.keys() & {"index", "startIndex", "endIndex"}
    if form == {"index"}:
        stream.remove(_all(query["index"]))
    elif form == {"startIndex", "endIndex"}:
        stream.remove_window(query["startIndex"], query["endIndex"])
    else:
        raise Refusal(400)


def _listed(body):
    if not isinstance(body, list):
        raise Refusal(400)
    return body


_OPERATIONS = {
    ("GET", ""): _list_values,
    ("GET", "/First"): lambda stream, _query, _body: stream.events[0] if stream.events else None,
    ("GET", "/Last"): lambda stream, _query, _body: stream.events[-1] if stream.events else None,
    ("GET", "/Interpolated"): _interpolated,
    ("GET", "/Summaries"): _summaries,
    ("GET", "/Sampled"): _sampled,
    ("POST", ""): _insert,
    ("PUT", ""): _update,
    ("PATCH", ""): _patch,
    ("DELETE", ""): _remove,
}
