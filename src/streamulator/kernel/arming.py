"""Rules held against contracts: which operations a rule may strike, and whether what it does is documented there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from streamulator import resources
from streamulator.contract import media
from streamulator.contract.operation import Operation
from streamulator.contract.schema import Schema
from streamulator.contract.yaml_text import parsed
from streamulator.core.ids import Ids
from streamulator.core.messages import NOTHING, Json, Request
from streamulator.core.problems import Problem, Struck, Violation
from streamulator.faults.effects import Effect, Status, effect_in_short, effect_of
from streamulator.faults.plan import Blow, Plan
from streamulator.faults.rule import Armed, Rule, Schedule
from streamulator.faults.where import Where
from streamulator.kernel.service import Service

DOCUMENT = "control-faults.yaml"  # where the shape of a rule is described
HEADER = "x-emulator-fault"
ANY_ERROR = range(400, 600)
_LONGEST = 2_000  # characters of a fault that a request asks for
_CODE = re.compile(r"[0-9]{3}", re.ASCII)

Offer = tuple[Service, Operation]


def arm(plan: Plan, content: Mapping[str, Json], offers: Iterable[Offer]) -> Armed:
    """Arm a rule described in JSON of the right shape; Violation when it fits none of the operations on offer."""
    rule = rule_of(content, content.get("id") or plan.name())
    return plan.arm(
        rule, frozenset((service.name, operation.id) for service, operation in _targets(rule, list(offers)))
    )


def rule_of(content: Mapping[str, Json], id_: str) -> Rule:
    """Make a rule of its JSON; Violation when its phase is none that its effects know."""
    in_turn = "sequence" in content
    described = content["sequence"] if in_turn else [content["effect"]]
    steps = tuple(None if step == "pass" else _effect(step) for step in described)
    effects = [step for step in steps if step is not None]
    possible = [phase for phase in ("before", "after") if all(phase in effect.phases for effect in effects)]
    phase = content.get("phase", possible[0] if possible else "before")
    if phase not in possible:
        kinds = ", ".join(effect.kind for effect in effects)
        raise Violation(
            [f"phase: found '{phase}', expected one that fits {kinds}: {', '.join(possible) or 'none does'}."]
        )
    schedule = Schedule(
        **{name: int(content[name]) for name in ("skip", "every", "times") if name in content},
        probability=content.get("probability", 1.0),
    )
    undocumented, seed = content.get("undocumented", False), int(content.get("seed", 0))
    return Rule(id_, where_of(content), steps, phase, schedule, seed, in_turn, undocumented, dict(content))


def where_of(content: Mapping[str, Json]) -> Where:
    """Make conditions on calls of their JSON."""
    operations = content.get("operation", [])
    return Where(
        content.get("service"),
        frozenset([operations] if isinstance(operations, str) else operations),
        content.get("method"),
        content.get("path"),
        content.get("headers", {}),
        content.get("query", {}),
        content.get("body"),
        content.get("json", NOTHING),
    )


def ordered(request: Request, offer: Offer, allowed: Iterable[str]) -> Blow | None:
    """Return what the request itself asks to go wrong.

    By X-Emulator-Fault, which is honoured or a Violation, or by `Prefer: code=…`, which is honoured or ignored.
    """
    wanted = request.headers.get(HEADER)
    if wanted is not None:
        return _ordered(wanted, offer, allowed)
    preferred = _preferred_code(request.headers["prefer"]) if "prefer" in request.headers else None
    if preferred is None or refusal(Status(preferred), offer, allowed):
        return None
    return Blow("prefer", Status(preferred, reason="The request prefers this status."), "before")


def struck(effect: Status, operation: Operation, allowed: Iterable[str]) -> Struck:
    """Return the problem that an effect makes of a call."""
    reason = effect.reason or f"A fault makes {operation.id} fail with {effect.status}."
    return Struck(effect.status, reason, seconds=effect.patience, allowed=allowed)


def refusal(effect: Effect, offer: Offer, allowed: Iterable[str] = ()) -> str:
    """Say why an operation's contract has no room for an effect; empty when it has."""
    service, operation = offer
    if not isinstance(effect, Status):
        return ""
    documented = [status for status in operation.answers if status in ANY_ERROR]
    if effect.status not in documented:
        return f"{effect.status} is not documented for {operation.id}; documented are {_listed(documented)}"
    problem = struck(effect, operation, allowed or [operation.method])
    complaints = operation.complaints(service.render(problem, Request(operation.method, operation.path), Ids(0)))
    return f"{operation.id} cannot answer {effect.status}: {' '.join(complaints)}" if complaints else ""


def _targets(rule: Rule, offers: list[Offer]) -> list[Offer]:
    """Return the operations that a rule may strike; Violation when there are none, or one that it names is not fit."""
    where = rule.where
    meant = [(service, one) for service, one in offers if where.names(service.name, one.id, one.method)]
    missing = where.operations - {operation.id for _service, operation in meant}
    if missing or not meant:
        raise Violation([_no_such(where, missing, offers)], "Compare with the list of operations.")
    effects = _different(rule.effects)
    refusals = {offer[1].id: [text for effect in effects if (text := refusal(effect, offer))] for offer in meant}
    fit = [offer for offer in meant if rule.undocumented or not refusals[offer[1].id]]
    if not fit or (where.operations and len(fit) < len(meant)):
        wrongs = [f"effect: {text}." for texts in refusals.values() for text in texts][:20]
        raise Violation(wrongs, "Choose a documented status, or say undocumented: true.")
    return fit


def _different(effects: Iterable[Effect]) -> list[Effect]:
    """Return of effects that a contract cannot tell apart the first: a sequence has a thousand steps and few kinds."""
    kinds = {(type(one), one.status, one.patience) if isinstance(one, Status) else type(one): one for one in effects}
    return list(kinds.values())


def _no_such(where: Where, missing: Iterable[str], offers: list[Offer]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  only a rule that misses its mark pays for it

    known = [operation.id for service, operation in offers if where.service in (None, service.name)]
    for name in sorted(missing):
        near = get_close_matches(name, known, 1)
        return f"operation: found '{name}', expected an operationId" + (f"; did you mean '{near[0]}'?" if near else ".")
    services = sorted({service.name for service, _operation in offers})
    return f"rule: fits no operation; services are {', '.join(services)}, methods are in capitals."


def _ordered(text: str, offer: Offer, allowed: Iterable[str]) -> Blow:
    if len(text) > _LONGEST:
        raise Violation([f"X-Emulator-Fault: found {len(text)} characters, expected {_LONGEST} at most."])
    content = effect_in_short(text)
    phase, undocumented = (
        content.pop("phase", None),
        "undocumented" in content and content.pop("undocumented") != "false",
    )
    rule = {"effect": content, **({} if phase is None else {"phase": phase})}
    complaints = _shape("FaultRule").complaints(rule)
    if complaints:
        raise Violation([f"X-Emulator-Fault: {complaint}" for complaint in complaints])
    made = rule_of(rule, "header")
    refused = "" if undocumented else refusal(made.effects[0], offer, allowed)
    if refused:
        raise Violation([f"X-Emulator-Fault: {refused}."], "Add ;undocumented to have it all the same.")
    return Blow("header", made.effects[0], made.phase, ("header", text), undocumented)


def _effect(described: Json) -> Effect:
    if not isinstance(described, str):
        return effect_of(described)
    content = effect_in_short(described)
    complaints = _shape("FaultEffect").complaints(content)
    if complaints:
        raise Violation([f"effect: {described!r}: {complaint}" for complaint in complaints])
    return effect_of(content)


def _preferred_code(header: str) -> int | None:
    """Return the status that a Prefer header asks for; RFC 7240 has preferences separated by commas."""
    for preference in header.split(","):
        name, _, value = preference.partition(";")[0].partition("=")
        if name.strip().lower() == "code" and _CODE.fullmatch(code := value.strip(' "')):
            return int(code)
    return None


@cache
def _shape(name: str) -> Schema:
    document = parsed((resources.folder("openapi") / DOCUMENT).read_text(encoding="utf-8"))
    components = document["components"]
    return Schema(components["schemas"][name], components)


def _listed(statuses: Iterable[int]) -> str:
    return ", ".join(str(status) for status in sorted(statuses)) or "no errors"


def content_of(request: Request) -> Json:
    """Parse a body for a rule that looks into it; NOTHING where that cannot be done."""
    try:
        return media.parsed_json(media.decoded(request.body, request.headers.get("content-encoding", "")))
    except Problem:
        return NOTHING
