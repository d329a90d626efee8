"""Query parameters that make sense together, and fit the stream that is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tests.fuzz.drafts import Draft
from tests.fuzz.subjects import SUBJECTS, Subject

READS = ("listValues", "listTransformedValues", "listConvertedValues")
INTERPOLATED = ("listInterpolatedValues", "listTransformedInterpolatedValues", "listConvertedInterpolatedValues")
SUMMARIES = ("listSummaries", "listTransformedSummaries", "listConvertedSummaries")
SAMPLED = ("listSampledValues", "listTransformedSampledValues", "listConvertedSampledValues")
LISTS = ("listTypes", "listStreams", "listStreamViews", "listUnits", "listQuantities")
JOINS = ("listJoinedValues", "joinValues")

EVENT_LIMIT = 250_000  # what the fixtures leave it at: so many events are too many to be calculated
PAIR = ("startBoundaryType", "endBoundaryType")
FORMS: Mapping[str, tuple[str, ...]] = {
    "find": ("index", "searchMode"),
    "filtered": ("filter", "skip", "count"),
    "range": ("startIndex", "count", "skip", "reversed", "boundaryType", "filter"),
    "window": ("startIndex", "endIndex", "boundaryType", *PAIR, "filter", "skip"),
    "pages": ("startIndex", "endIndex", "count", "continuationToken", "boundaryType", *PAIR, "filter"),
}
ALWAYS = ("form", "streamViewId")


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
        draft.put("continuationToken", draft.chance.choice(("", subject.index(draft.chance))))
    _pair(draft)
    draft.certain = True


def _fit_index(draft: Draft, subject: Subject, names: Iterable[str]) -> None:
    query = {} if draft.query is None else draft.query  # an empty one is filled here
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
    if int(query.get("count") or 0) >= EVENT_LIMIT:
        draft.put("count", int(query["count"]) % EVENT_LIMIT)
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


Step = Callable[[Draft], None]
QUERIES: Mapping[str, Step] = {
    **dict.fromkeys(READS, _values),
    **dict.fromkeys((*INTERPOLATED, "removeValues"), _interval),
    **dict.fromkeys((*SUMMARIES, *SAMPLED), _calculated),
    **dict.fromkeys(LISTS, _listed),
    **dict.fromkeys(JOINS, _joined),
    "patchValues": _selected,
}
