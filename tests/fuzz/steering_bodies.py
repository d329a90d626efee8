"""Bodies that fit the stream, the type or the view that they are for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any
from urllib.parse import unquote

from tests.fuzz.drafts import Draft
from tests.fuzz.subjects import SUBJECTS, VIEWS

WRITES = ("insertValues", "updateValues", "patchValues")
CONVERTED = (
    "getConvertedFirstValue",
    "getConvertedLastValue",
    "listConvertedValues",
    "listConvertedInterpolatedValues",
    "listConvertedSummaries",
    "listConvertedSampledValues",
)


def _joins(draft: Draft) -> None:
    name, chance = draft.chance.choice(list(SUBJECTS)), draft.chance
    if isinstance(draft.body, list):
        for at in range(len(draft.body)):
            start, end = SUBJECTS[name].index(chance), SUBJECTS[name].index(chance)
            bounds = (start, end) if SUBJECTS[name].ordered(start, end) else (end, start)
            options = dict(zip(("StartIndex", "EndIndex"), bounds, strict=True)) | {"Count": chance.randint(0, 9)}
            draft.body[at] = {"StreamId": name, "Options": options}
        draft.certain = draft.about is None


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


def _units(draft: Draft) -> None:
    """Ask for some of the stream's properties in other units; what is in the query decides the rest."""
    subject, chance = draft.subject, draft.chance
    if subject is None or not isinstance(draft.body, list):
        return
    names = chance.sample(sorted(subject.units), chance.randint(0, len(subject.units)))
    draft.body[:] = [{"SdsTypePropertyId": name, "Uom": chance.choice(subject.units[name])} for name in names]
    draft.certain = draft.certain or draft.operation in {"getConvertedFirstValue", "getConvertedLastValue"}


def _bulk(draft: Draft) -> None:
    """Write events of their own types to some streams, rarely to one that is not there."""
    body, chance = draft.body, draft.chance
    if not isinstance(body, dict):
        return
    names = chance.sample(sorted(SUBJECTS), chance.randint(1, len(SUBJECTS)))
    body["Values"] = {name: [SUBJECTS[name].event(chance) for _ in range(chance.randint(0, 3))] for name in names} | (
        {"Nowhere": []} if chance.random() < 0.1 else {}
    )
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
    parts = [_part(chance) for _ in range(chance.randint(0, 4))]
    body |= {
        **keep,
        "Id": unquote(str(draft.path.get("typeId"))),
        "SdsTypeCode": chance.choice((1, "Object", "object")),
        "Properties": [
            {"Id": "Key", "IsKey": True, "SdsType": {"SdsTypeCode": chance.choice((16, "DateTime", 9, 14))}},
            *({"Id": f"P{at}", "SdsType": part} for at, part in enumerate(parts)),
        ],
    }
    draft.certain = True


def _part(chance: Random, levels: int = 2) -> dict[str, Any]:
    """Define a type within another: an atomic one, or an object, an enumeration or a list without an Id."""
    if levels == 0 or chance.random() < 0.7:
        return {"SdsTypeCode": chance.choice((3, 4, 9, 13, 14, 15, 16, 18, 20, 114, 116, 206, 209, 218))}
    kind = chance.choice((609, 605, 710, "Object", "IList"))
    if kind == "IList":
        return {"SdsTypeCode": kind, "GenericArguments": [_part(chance, levels - 1)]}
    if kind == "Object":
        return {"SdsTypeCode": kind, "Properties": [{"Id": "Inner", "SdsType": _part(chance, levels - 1)}]}
    return {"SdsTypeCode": kind, "Properties": [{"Id": "Low", "Value": 0}, {"Id": "High", "Value": "7"}]}


def _credentials(draft: Draft) -> None:
    if isinstance(draft.body, dict) and draft.chance.random() < 0.5:
        draft.body |= {"grant_type": "client_credentials", "client_id": "demo-client", "client_secret": "demo-secret"}


def _view(draft: Draft) -> None:
    """Define a view from a type to itself or to what the fixtures see it as; sometimes with one property mapped."""
    body, chance = draft.body, draft.chance
    if not isinstance(body, dict):
        return
    keep = {name: body[name] for name in ("Name", "Description") if name in body}
    body.clear()
    own = unquote(str(draft.path.get("streamViewId")))
    source, target, key = VIEWS.get(own) or chance.choice(
        [*VIEWS.values(), *((t, t, s.key) for t, s in SUBJECTS.items())]
    )
    body |= {**keep, "Id": own, "SourceTypeId": source, "TargetTypeId": target}
    if own not in VIEWS and chance.random() < 0.3:
        body["Properties"] = [{"SourceId": key, "TargetId": key}]
    draft.certain = True


def _fault(draft: Draft) -> None:
    """Keep when and how often a rule strikes, and let it strike what is there with what is documented."""
    body, chance = draft.body, draft.chance
    if not isinstance(body, dict):
        return
    keep = {name: body[name] for name in ("skip", "every", "times", "probability", "seed", "json") if name in body}
    body.clear()
    effects = ("503", "403;retryAfter=2", {"kind": "status", "status": 500}, "reset", "latency=0.01", {"kind": "drip"})
    name, some = chance.choice((("effect", chance.choice(effects)), ("sequence", [*chance.sample(effects, 2), "pass"])))
    body |= {**keep, "operation": chance.choice(("listValues", ["insertValues", "getFirstValue"])), name: some}
    draft.certain = True


GUARDED = ("Stream", "Type", "StreamView", "Streams", "Types", "StreamViews")
_SOMEBODY = {"Type": 3, "ObjectId": "11111111-1111-1111-1111-111111111111"}
# Of tenant demo, whose client would else lock itself out.
_ADMINISTRATORS = {"Type": 3, "ObjectId": "c259cf15-dc29-5bb4-b19d-3491f1c73439"}


def _access_list(draft: Draft) -> None:
    """Send as many entries as were drawn, after one that keeps the list from being nobody's to change."""
    body, chance = draft.body, draft.chance
    if not isinstance(body, dict):
        return
    drawn = body.get("RoleTrusteeAccessControlEntries")
    entries = [
        {
            "Trustee": {**_SOMEBODY, "Type": chance.choice((3, "Role", "role"))},
            "AccessType": chance.choice((0, 1, "Denied", None)),
            "AccessRights": chance.randint(0, 31),
        }
        for _entry in (drawn if isinstance(drawn, list) else ())
    ]
    body["RoleTrusteeAccessControlEntries"] = [{"Trustee": _ADMINISTRATORS, "AccessRights": 31}, *entries]
    draft.certain = "If-Match" not in (draft.headers or {})


def _access_patch(draft: Draft) -> None:
    """Point most operations of a patch at entries that are likely to be there, other than the first."""
    entries = "/RoleTrusteeAccessControlEntries"
    for operation in draft.body if isinstance(draft.body, list) else ():
        for name in ("path", "from"):
            if isinstance(operation, dict) and name in operation and draft.chance.random() < 0.8:
                ends = ("/-", "", "/1/AccessRights", "/1/Trustee/Type", "/1/accesstype", "/2", "/1")
                operation[name] = entries + draft.chance.choice(ends)
        if isinstance(operation, dict) and "value" in operation and draft.chance.random() < 0.5:
            operation["value"] = draft.chance.choice(({"Trustee": _SOMEBODY, "AccessRights": 31}, 31, 9, 3))


def _owner(draft: Draft) -> None:
    if isinstance(draft.body, dict):
        kind = draft.chance.choice((1, 2, "User", "client"))
        draft.body |= {"Type": kind, "ObjectId": draft.chance.choice(("demo-client", "somebody"))}
        draft.certain = True


Step = Callable[[Draft], None]
BODIES: Mapping[str, Step] = {
    **dict.fromkeys(WRITES, _events),
    **dict.fromkeys(CONVERTED, _units),
    **dict.fromkeys(("bulkInsertValues", "bulkUpdateValues"), _bulk),
    "updateStreamMetadata": _dictionary,
    "patchStreamMetadata": _patch,
    "getOrCreateStream": _stream,
    "createOrUpdateStream": _stream,
    "getOrCreateType": _type,
    "issueToken": _credentials,
    "joinValues": _joins,
    "getOrCreateStreamView": _view,
    "createOrUpdateStreamView": _view,
    "armFault": _fault,
    **{f"update{thing}AccessControl": _access_list for thing in GUARDED},
    **{f"patch{thing}AccessControl": _access_patch for thing in GUARDED},
    **{f"update{thing}Owner": _owner for thing in GUARDED[:3]},
}
