"""Makes generated requests meaningful: what they name is in the default fixtures, and what they send fits it.

Schemathesis draws what a schema allows, and no schema says which index a stream's key can read. So most of its
requests would be refused at the door. Steering exchanges what cannot fit, and leaves alone what does already, what a
coverage case is about, and every part that is wrong on purpose. Whatever it does depends on the request alone, so
that a request is steered in the same way again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import unquote

from tests.fuzz.subjects import SUBJECTS, Subject

READS = ("listValues", "listTransformedValues")
INTERPOLATED = ("listInterpolatedValues", "listTransformedInterpolatedValues")
SUMMARIES = ("listSummaries", "listTransformedSummaries")
SAMPLED = ("listSampledValues", "listTransformedSampledValues")
WRITES = ("insertValues", "updateValues", "patchValues")
LISTS = ("listTypes", "listStreams")
JOINS = ("listJoinedValues", "joinValues")
REMOVALS = ("deleteStream", "deleteType", "updateStreamType")
DEFINITIONS = ("getOrCreateStream", "createOrUpdateStream", "getOrCreateType")

SPARE = ("Probe", "Gauge", "Meter-1")
PAIR = ("startBoundaryType", "endBoundaryType")
FORMS: Mapping[str, tuple[str, ...]] = {
    "find": ("index", "searchMode"),
    "filtered": ("filter", "skip", "count"),
    "range": ("startIndex", "count", "skip", "reversed", "boundaryType", "filter"),
    "window": ("startIndex", "endIndex", "boundaryType", *PAIR, "filter", "skip"),
    "pages": ("startIndex", "endIndex", "count", "continuationToken", "boundaryType", *PAIR, "filter"),
}
ALWAYS = ("form", "streamViewId")


@dataclass(slots=True)
class Draft:
    """A generated request as far as it may be steered; a part that is wrong on purpose is None.

    `about` is the parameter that a coverage case varies. `certain` becomes true when nothing is left for which the
    request could be refused as not fitting what is stored.
    """

    operation: str
    path: dict[str, Any]
    query: dict[str, Any] | None
    headers: Any | None
    body: Any
    about: str | None
    chance: Random
    certain: bool = False

    @property
    def subject(self) -> Subject | None:
        """The stream of the fixtures that the path leads to."""
        return SUBJECTS.get(self.path.get("streamId", ""))

    def drop(self, names: Iterable[str]) -> None:
        """Leave out query parameters, but not the one that the case is about."""
        for name in names:
            if name != self.about and self.query is not None:
                self.query.pop(name, None)

    def put(self, name: str, value: Any) -> None:
        """Set a query parameter, unless the case is about it."""
        if name != self.about and self.query is not None:
            self.query[name] = value


def spare(operation: str, path: dict[str, Any], chance: Random) -> None:
    """Lead away from the fixtures what would delete or reshape their streams: all that comes after lives on them.

    Most definitions are led there too, so that there is something to delete.
    """
    if operation in REMOVALS or (operation in DEFINITIONS and chance.random() < 0.7):
        name = "typeId" if "typeId" in path else "streamId"
        if path.get(name) in SUBJECTS:
            path[name] = chance.choice(SPARE)


def steer(draft: Draft) -> None:
    """Make a draft meaningful, in place."""
    if draft.headers is not None and draft.chance.random() < 0.7:
        for name in ("If-Match", "If-None-Match"):
            if name != draft.about and not str(draft.headers.get(name, "")).startswith('"'):
                draft.headers.pop(name, None)
    if draft.query is not None:
        _QUERIES.get(draft.operation, _leave)(draft)
    if draft.body is not None:
        _BODIES.get(draft.operation, _leave)(draft)


def _leave(_draft: Draft) -> None:
    pass


def _values(draft: Draft) -> None:
    subject = draft.subject
    if subject is None or draft.query is None:
        return
    forms = [form for form in FORMS if draft.about in FORMS[form]] or list(FORMS)
    form = draft.chance.choice(forms)
    names = FORMS[form]
    draft.drop([name for name in draft.query if name not in (*names, *ALWAYS)])
    if draft.chance.random() < 0.9:
        draft.drop(["streamViewId"])
    _fit_index(draft, subject, names)
    if "filter" in names and (form == "filtered" or "filter" in draft.query):
        draft.put("filter", draft.chance.choice(subject.filters))
    if form == "pages":
        draft.drop(["form"])
        draft.drop(["form"])
        draft.put("continuationToken", draft.chance.choice(("", subject.index(draft.chance))))
    _pair(draft)
    draft.certain = True


def _fit_index(draft: Draft, subject: Subject, names: Iterable[str]) -> None:
    query = draft.query or {}
    for name in ("index", "startIndex", "endIndex"):
        if name in names and not subject.reads(query.get(name)):
            draft.put(name, subject.index(draft.chance))
    start, end = query.get("startIndex"), query.get("endIndex")
    if subject.reads(start) and subject.reads(end) and not subject.ordered(str(start), str(end)):
        draft.put("startIndex", end)
        draft.put("endIndex", start)


def _pair(draft: Draft) -> None:
    query = draft.query or {}
    given = [name for name in PAIR if query.get(name, "") != ""]  # an empty one counts as left out
    if len(given) == 1:
        (other,) = set(PAIR) - set(given)
        draft.put(other, query[given[0]])


def _interval(draft: Draft) -> None:
    """Ask for a list of indexes, or for an interval; what is removed is a short one."""
    subject, query, chance = draft.subject, draft.query, draft.chance
    if subject is None or query is None:
        return
    draft.certain = True
    if draft.about == "index" or (draft.about not in {"startIndex", "endIndex", "count"} and chance.random() < 0.5):
        draft.drop(("startIndex", "endIndex", "count"))
        draft.put("index", [subject.index(chance) for _ in range(chance.randint(1, 4))])
        return
    draft.drop(("index", "streamViewId"))
    _fit_index(draft, subject, ("startIndex", "endIndex"))
    if draft.operation == "removeValues" and chance.random() < 0.9:
        draft.put("endIndex", query["startIndex"])


def _calculated(draft: Draft) -> None:
    subject, query = draft.subject, draft.query
    if subject is None or query is None:
        return
    _fit_index(draft, subject, ("startIndex", "endIndex"))
    draft.drop(["streamViewId"])
    if "filter" in query:
        draft.put("filter", draft.chance.choice(subject.filters))
    if draft.operation in SAMPLED:
        draft.put("sampleBy", draft.chance.sample(subject.sampled, draft.chance.randint(1, 2)))
        _pair(draft)
    draft.certain = True


def _joined(draft: Draft) -> None:
    """Join a stream with itself, for no two of the fixtures have one type; only merges may be tables."""
    query, chance = draft.query or {}, draft.chance
    if "merge" not in str(query.get("joinMode")).lower() and query.get("joinMode") not in {3, 4, "3", "4"}:
        draft.drop(["form"])
    name = chance.choice(list(SUBJECTS))
    if draft.operation == "listJoinedValues":
        draft.put("streams", ",".join([name] * chance.randint(1, 3)))
        _fit_index(draft, SUBJECTS[name], ("startIndex", "endIndex"))
        if "filter" in query:
            draft.put("filter", chance.choice(SUBJECTS[name].filters))
        _pair(draft)
        draft.certain = True


def _joins(draft: Draft) -> None:
    name, chance = draft.chance.choice(list(SUBJECTS)), draft.chance
    if isinstance(draft.body, list):
        for at in range(len(draft.body)):
            start, end = SUBJECTS[name].index(chance), SUBJECTS[name].index(chance)
            bounds = (start, end) if SUBJECTS[name].ordered(start, end) else (end, start)
            options = dict(zip(("StartIndex", "EndIndex"), bounds, strict=True)) | {"Count": chance.randint(0, 9)}
            draft.body[at] = {"StreamId": name, "Options": options}
        draft.certain = draft.about is None


def _listed(draft: Draft) -> None:
    query, chance = draft.query or {}, draft.chance
    if "query" in query:
        draft.put("query", chance.choice(("Tank", "w*", "id:wave", "name:*station* tags:weather", "", "Site:North")))
    if "filter" in query:
        draft.put("filter", chance.choice(("CreatedDate gt 2020-01-01T00:00:00Z", "Id eq 'tank'", "Name ne 'x'")))
    if "orderby" in query:
        draft.put("orderby", chance.choice(("", "Name", "id desc", "CreatedDate asc")))
    draft.certain = True


def _selected(draft: Draft) -> None:
    subject = draft.subject
    if subject is not None and "selectExpression" in (draft.query or {}):
        names = draft.chance.sample(list(subject.members), draft.chance.randint(1, 2))
        draft.put("selectExpression", ",".join(names))


def _events(draft: Draft) -> None:
    """Send as many events as were drawn, of the stream's type; some keep members that the type does not know."""
    subject, chance = draft.subject, draft.chance
    if subject is None or not isinstance(draft.body, list):
        return
    known = {name.lower() for name in (subject.key, *subject.members)}
    for at, drawn in enumerate(draft.body[:50] or [{}]):
        others = drawn.items() if isinstance(drawn, dict) and chance.random() < 0.3 else ()
        strange = {name: value for name, value in others if name.lower() not in known}
        draft.body[at : at + 1] = [{**strange, **subject.event(chance)}]
    draft.certain = True


def _dictionary(draft: Draft) -> None:
    if isinstance(draft.body, dict) and draft.chance.random() < 0.6:
        draft.body |= {"Site": "North", "Area": "Pump house"}


def _patch(draft: Draft) -> None:
    """Point most operations of a patch at keys that are likely to be there."""
    for operation in draft.body if isinstance(draft.body, list) else ():
        for name in ("path", "from"):
            if isinstance(operation, dict) and name in operation and draft.chance.random() < 0.7:
                operation[name] = draft.chance.choice(("/Site", "/Area", "/a~1b", "/City"))


def _stream(draft: Draft) -> None:
    body = draft.body
    if not isinstance(body, dict):
        return
    keep = {name: body[name] for name in ("Name", "Description") if name in body}
    body.clear()
    own = unquote(str(draft.path.get("streamId")))  # Schemathesis keeps what is in a path as it is sent
    body |= {**keep, "Id": own, "TypeId": own if own in SUBJECTS else draft.chance.choice(tuple(SUBJECTS))}
    for name, most in (("InterpolationMode", 5), ("ExtrapolationMode", 3)):
        if draft.chance.random() < 0.5:
            body[name] = draft.chance.choice((None, draft.chance.randint(0, most)))
    draft.certain = own in SUBJECTS or draft.operation == "getOrCreateStream"  # an update cannot change the type


def _type(draft: Draft) -> None:
    body, chance = draft.body, draft.chance
    if not isinstance(body, dict):
        return
    keep = {name: body[name] for name in ("Name", "Description") if name in body}
    body.clear()
    codes = [chance.choice((3, 4, 9, 13, 14, 15, 16, 18, 20, 114, 116, 209)) for _ in range(chance.randint(0, 4))]
    body |= {
        **keep,
        "Id": unquote(str(draft.path.get("typeId"))),
        "SdsTypeCode": chance.choice((1, "Object", "object")),
        "Properties": [
            {"Id": "Key", "IsKey": True, "SdsType": {"SdsTypeCode": chance.choice((16, "DateTime", 9, 14))}},
            *({"Id": f"P{at}", "SdsType": {"SdsTypeCode": code}} for at, code in enumerate(codes)),
        ],
    }
    draft.certain = True


def _credentials(draft: Draft) -> None:
    if isinstance(draft.body, dict) and draft.chance.random() < 0.5:
        draft.body |= {"grant_type": "client_credentials", "client_id": "demo-client", "client_secret": "demo-secret"}


_Step = Callable[[Draft], None]
_QUERIES: Mapping[str, _Step] = {
    **dict.fromkeys(READS, _values),
    **dict.fromkeys((*INTERPOLATED, "removeValues"), _interval),
    **dict.fromkeys((*SUMMARIES, *SAMPLED), _calculated),
    **dict.fromkeys(LISTS, _listed),
    **dict.fromkeys(JOINS, _joined),
    "patchValues": _selected,
}
_BODIES: Mapping[str, _Step] = {
    **dict.fromkeys(WRITES, _events),
    "updateStreamMetadata": _dictionary,
    "patchStreamMetadata": _patch,
    "getOrCreateStream": _stream,
    "createOrUpdateStream": _stream,
    "getOrCreateType": _type,
    "issueToken": _credentials,
    "joinValues": _joins,
}
