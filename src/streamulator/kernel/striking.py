"""Faults at work: what they do to a call before it is served, and to its reply afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from streamulator.contract.operation import Operation
from streamulator.core.clock import WorldClock
from streamulator.core.messages import Mishap, Reply, Request
from streamulator.core.problems import some_of
from streamulator.core.ticks import format_http_date
from streamulator.faults.effects import Latency, Malformed, Status
from streamulator.faults.plan import Blow
from streamulator.faults.where import Subject
from streamulator.kernel.arming import HEADER, Offer, content_of, ordered, struck
from streamulator.kernel.world import World


def blows_on(request: Request, offer: Offer, allowed: Iterable[str], world: World) -> Sequence[Blow]:
    """Return what is to happen to a call: what it asks for itself, else what the rules of its world say."""
    if HEADER in request.headers or "prefer" in request.headers:
        blow = ordered(request, offer, allowed)
        if blow is not None:
            return (blow,)
    if not world.plan:
        return ()
    service, operation = offer
    return world.plan.strike(Subject(service.name, operation.id, request, lambda: content_of(request)))


def strike_before(blows: Iterable[Blow], operation: Operation, allowed: Iterable[str], world: World) -> Mishap | None:
    """Let happen what happens before a call is served: wait, raise Struck, or return what befalls the connection."""
    for blow in blows:
        if blow.phase == "before":
            effect = blow.effect
            if isinstance(effect, Latency):
                _wait(effect, blow, world)
            elif isinstance(effect, Status):
                raise struck(effect, operation, allowed)
            elif not isinstance(effect, Malformed):
                return effect.mishap("before")
    return None


def strike_after(blow: Blow, reply: Reply, world: World) -> Reply:
    """Return what a blow other than a status leaves of a reply whose change is made."""
    effect = blow.effect
    if isinstance(effect, Latency):
        _wait(effect, blow, world)
        return reply
    reply = _at_hand(reply)
    if isinstance(effect, Malformed):
        return reply._replace(body=effect.spoil(reply.body, reply.media_type))
    if isinstance(effect, Status) or reply.mishap:
        return reply
    return reply._replace(mishap=effect.mishap("after"))


def marked(reply: Reply, blows: Sequence[Blow]) -> Reply:
    """Say in a reply's headers which faults struck it."""
    headers = {**reply.headers, "X-Emulator-Fault": some_of([blow.rule for blow in blows])}
    if blows[0].rule == "prefer" and not blows[0].chance:  # an armed rule may have this name, and has its chance
        headers["Preference-Applied"] = f"code={reply.status}"
    return reply._replace(headers=headers)


def impatience(request: Request, world: World) -> str:
    """Return a complaint when a client comes back before the time that Retry-After gave it; else it is empty."""
    early = world.retries.early(request, world.clock.ticks()) if world.retries else 0.0
    return f"early retry: {early:.3f} s before the time that Retry-After had given was over." if early else ""


def ask_for_patience(request: Request, reply: Reply, world: World) -> None:
    """Remember that a client was asked to wait."""
    patience = reply.headers.get("Retry-After")
    if patience is not None:
        world.retries.ask(request, int(patience), world.clock.ticks())


def dated(reply: Reply, clock: WorldClock) -> Reply:
    """Date a reply in the time of its world; in real time the server does that."""
    return reply._replace(headers={**reply.headers, "Date": format_http_date(clock.ticks())})


def _at_hand(reply: Reply) -> Reply:
    """Return the same reply with its whole body made, so that something can befall it."""
    if reply.flow is None:
        return reply
    return reply._replace(body=b"".join(reply.flow.chunks), flow=None)


def _wait(effect: Latency, blow: Blow, world: World) -> None:
    wait = world.clock.pause if effect.clock == "world" else world.clock.wait
    wait(effect.length(*blow.chance))
