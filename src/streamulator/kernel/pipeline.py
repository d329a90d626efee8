"""The natural path of one request through one service."""

from __future__ import annotations

import logging
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from streamulator.contract import media
from streamulator.contract.contract import Contract
from streamulator.contract.operation import Call, Operation
from streamulator.contract.router import Found, Router
from streamulator.core.clock import TICKS_PER_SECOND, stopwatch
from streamulator.core.messages import NOTHING, Flow, Reply, Request
from streamulator.core.problems import Broken, Problem, TimedOut, Unroutable, Violation, WrongMethod
from streamulator.faults.effects import Status
from streamulator.faults.plan import Blow
from streamulator.kernel.arming import struck
from streamulator.kernel.journal import Entry
from streamulator.kernel.ledger import Kind
from streamulator.kernel.service import Handler, Service
from streamulator.kernel.striking import (
    ask_for_patience,
    blows_on,
    dated,
    impatience,
    marked,
    strike_after,
    strike_before,
)
from streamulator.kernel.world import World

log = logging.getLogger(__name__)

Findings = list[tuple[Kind, str]]


@dataclass(slots=True)
class Passage:
    """One request on its way: when it came, and what it met so far."""

    request: Request
    found: Found
    operation: Operation | None
    world: World
    began: int
    call: Call | None = None
    blows: Sequence[Blow] = ()
    findings: Findings = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Conduct:
    """How the emulator behaves where there is a choice.

    `strict` refuses what a tolerant service would serve with a warning; `on_broken` says whether a reply of ours that
    breaks the contract becomes a loud 500 (`error`) or is sent all the same (`report`). `seed` decides the ids of every
    world (None: chance does). `strikable` says whether faults can strike at all.
    """

    strict: bool = False
    on_broken: Literal["error", "report"] = "error"
    seed: int | None = 0
    strikable: bool = True


class Pipeline:
    """One service, ready to answer: its operations, its handlers, and the stages between them."""

    def __init__(self, service: Service, contracts: Sequence[Contract], conduct: Conduct) -> None:
        """Bind handlers to operations; ValueError unless they cover each other exactly."""
        self.service = service
        self.contracts = contracts
        self._conduct = conduct
        self._spelling = media.spelling(service.spell)
        operations = {operation.id: operation for contract in contracts for operation in contract.operations}
        self._handlers: Mapping[str, Handler] = service.handlers
        strangers = operations.keys() ^ service.handlers.keys()
        if strangers:
            raise ValueError(f"{service.name}: an operation without handler, or the reverse: {sorted(strangers)}")
        self._router = Router(operations.values(), contracts[0].tolerance)
        self._unrouted = {status: answer for contract in contracts for status, answer in contract.unrouted.items()}

    def find(self, path: str) -> Found:
        """Tell which operations a path leads to."""
        return self._router.find(path)

    def run(self, request: Request, found: Found, world: World) -> Reply:
        """Serve one request in a world and write it down; whatever happens, there is a reply with a body in bytes."""
        started = stopwatch()
        entry = world.journal.open(request, world.clock.ticks())
        way = Passage(request, found, found.operations.get(request.method), world, entry.ticks)
        try:
            reply, problem = self._attempt(way)
            reply, broken = self._seal(reply, way)
            if way.blows:
                reply = self._spoil(reply, way)
            ask_for_patience(request, reply, world)
        except Exception as error:  # the one wall: a mistake of ours becomes a reply too
            log.exception("%s %s failed", request.method, request.path)
            problem = broken = Broken([f"{type(error).__name__}: {error}"])
            reply = self._apology(broken, way)
        refusal = broken or problem
        entry.service, entry.operation = self.service.name, way.operation.id if way.operation else None
        entry.close(reply, refusal.reason if refusal else None)
        if reply.flow is not None:
            reply = reply._replace(flow=Flow(reply.flow.length, _counted(reply.flow, entry)))
        entry.faults = tuple(blow.rule for blow in way.blows)
        entry.seconds = stopwatch() - started
        with world.lock:
            world.journal.add(entry)
            if way.operation is not None:
                world.coverage.add(way.operation, way.call, reply, struck=bool(way.blows))
            for kind, complaint in way.findings:
                world.ledger.add(kind, entry.operation, complaint, entry.number)
        if log.isEnabledFor(logging.INFO):
            _log(entry, world.name)
        return reply if world.clock.real else dated(reply, world.clock)

    def _attempt(self, way: Passage) -> tuple[Reply, Problem | None]:
        try:
            return self._serve(way), None
        except Problem as problem:
            return self._refuse(problem, way), problem

    def _serve(self, way: Passage) -> Reply:
        request, found, operation, world = way.request, way.found, way.operation, way.world
        if operation is None:
            raise _unrouted(request, found)
        early = impatience(request, world)
        if early and self._conduct.strict:
            raise Violation([early], "Wait as long as Retry-After says, or run the emulator without --strict.")
        way.findings += [("warning", early)] if early else []
        if self._conduct.strikable:
            way.blows = blows_on(request, (self.service, operation), found.operations, world)
        mishap = strike_before(way.blows, operation, found.operations, world)
        if mishap is not None:
            return Reply(0, mishap=mishap)
        path = operation.path_values(found.values)
        with world.lock:
            store = world.stores[self.service.name]
            caller = self.service.authenticate(request, operation, path, store)
        way.call = call = operation.admit(request, path, strict=self._conduct.strict)
        call.caller = caller
        try:
            limit = call.time_limit
            until = None if limit is None else way.began + limit * TICKS_PER_SECOND
            with world.lock:
                if until is not None and world.clock.ticks() > until:
                    raise _timed_out(call)
                reply = self._handlers[operation.id](call, store)
                if until is not None and operation.can_be_given_up and world.clock.ticks() > until:
                    raise _timed_out(call)
                return reply
        finally:
            way.findings += [("warning", warning) for warning in call.warnings]

    def _refuse(self, problem: Problem, way: Passage) -> Reply:
        if isinstance(problem, Violation):
            way.findings += [("violation", complaint) for complaint in problem.complaints]
        elif isinstance(problem, Broken):
            way.findings += [("broken", complaint) for complaint in problem.complaints]
        return self.service.render(problem, way.request, way.world.ids)

    def _apology(self, broken: Broken, way: Passage) -> Reply:
        reply = self._refuse(broken, way)
        return reply.with_body(self._written(reply))

    def _written(self, reply: Reply) -> bytes:
        return media.written(reply.content, reply.media_type, self._spelling)

    def _seal(self, reply: Reply, way: Passage) -> tuple[Reply, Broken | None]:
        """Hold a reply against the contract and write its body; where it is not fit to be sent, apologise instead."""
        if reply.mishap:
            return reply, None
        if reply.parts:
            joined = way.operation.joined(reply) if way.operation else None
            if joined is not None:
                return reply.with_body(joined), None
            reply = reply.in_one_piece()
        try:
            complaints = self._complaints(reply, way)
            body = b"" if reply.content is NOTHING else self._written(reply)
        except (TypeError, ValueError) as error:
            complaints, body = [f"The reply cannot be written: {error}."], None
        if not complaints:
            return reply.with_body(body or b""), None
        request = way.request
        log.error("%s %s: our reply breaks the contract: %s", request.method, request.path, " ".join(complaints))
        if body is None or self._conduct.on_broken == "error":
            broken = Broken(complaints)
            return self._apology(broken, way), broken
        way.findings += [("broken", complaint) for complaint in complaints]
        return reply.with_body(body), None

    def _complaints(self, reply: Reply, way: Passage) -> list[str]:
        if way.operation is not None:
            undocumented = any(blow.undocumented for blow in way.blows) and reply.status not in way.operation.answers
            return [] if undocumented else way.operation.complaints(reply)
        answer = self._unrouted.get(reply.status)
        return answer.complaints(reply) if answer else [f"status {reply.status}: not described for unknown paths."]

    def _spoil(self, reply: Reply, way: Passage) -> Reply:
        """Let happen what is to happen after the call was served, and say in the reply what struck it."""
        operation, world = way.operation, way.world
        assert operation is not None  # noqa: S101  nothing strikes a call that has none
        for blow in way.blows:
            if blow.phase == "after":
                if isinstance(blow.effect, Status):
                    problem = struck(blow.effect, operation, way.found.operations)
                    reply, _broken = self._seal(self._refuse(problem, way), way)
                else:
                    reply = strike_after(blow, reply, world)
        return marked(reply, way.blows)


def _timed_out(call: Call) -> TimedOut:
    more = f", or allow more seconds in {call.operation.time_limit}" if call.operation.can_be_given_up else ""
    return TimedOut(f"The operation took longer than {call.time_limit:g} seconds.", f"Ask for less at a time{more}.")


def _counted(flow: Flow, entry: Entry) -> Generator[bytes]:
    """Pass the chunks of a flow on, and let the entry know what has gone: some clients do not wait for the end."""
    try:
        for chunk in flow.chunks:
            entry.reply_bytes += len(chunk)
            yield chunk
    finally:
        flow.chunks.close()


def _unrouted(request: Request, found: Found) -> Problem:
    if found.operations:
        allowed = sorted(found.operations)
        reason = f"{request.method} is not a method of {request.path}; it has {', '.join(allowed)}."
        return WrongMethod(reason, "Use one of the allowed methods.", allowed=allowed)
    return Unroutable(f"No operation has the path {request.path}.", "Compare the path with the API's reference.")


def _log(entry: Entry, world: str) -> None:
    milliseconds = round(entry.seconds * 1000, 3)
    log.info(
        "%s %s %s %s ms",
        entry.method,
        entry.path,
        entry.status,
        milliseconds,
        extra={
            "method": entry.method,
            "path": entry.path,
            "world": world,
            "operation": entry.operation,
            "status": entry.status,
            "milliseconds": milliseconds,
        },
    )
