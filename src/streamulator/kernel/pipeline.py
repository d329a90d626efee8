"""The natural path of one request through one service."""

from __future__ import annotations

import logging
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from streamulator.contract import media
from streamulator.contract.contract import Contract
from streamulator.contract.operation import Operation
from streamulator.contract.router import Found, Router
from streamulator.core.clock import stopwatch
from streamulator.core.messages import NOTHING, Flow, Reply, Request
from streamulator.core.problems import Broken, Problem, Unroutable, Violation, WrongMethod
from streamulator.kernel.journal import LONGEST, Entry
from streamulator.kernel.ledger import Kind
from streamulator.kernel.service import Handler, Service
from streamulator.kernel.world import World

log = logging.getLogger(__name__)

Findings = list[tuple[Kind, str]]


@dataclass(frozen=True, slots=True)
class Conduct:
    """How the emulator behaves where there is a choice.

    `strict` refuses what a tolerant service would serve with a warning; `on_broken` says whether a reply of ours that
    breaks the contract becomes a loud 500 (`error`) or is sent all the same (`report`).
    """

    strict: bool = False
    on_broken: Literal["error", "report"] = "error"


class Pipeline:
    """One service, ready to answer: its operations, its handlers, and the stages between them."""

    def __init__(self, service: Service, contracts: Sequence[Contract], conduct: Conduct) -> None:
        """Bind handlers to operations; ValueError unless they cover each other exactly."""
        self.service = service
        self.contracts = contracts
        self._conduct = conduct
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
        operation = found.operations.get(request.method)
        findings: Findings = []
        try:
            reply, problem = self._attempt(request, found, operation, world, findings)
            reply, broken = self._seal(reply, request, operation, world, findings)
        except Exception as error:  # the one wall: a mistake of ours becomes a reply too
            log.exception("%s %s failed", request.method, request.path)
            problem = broken = Broken([f"{type(error).__name__}: {error}"])
            reply = self._apology(broken, request, world, findings)
        entry.operation = operation.id if operation else None
        entry.status, entry.reply_bytes = reply.status, len(reply.body)
        if reply.flow is not None:
            reply = replace(reply, flow=Flow(reply.flow.length, _counted(reply.flow, entry)))
        refusal = broken or problem
        entry.problem = refusal.reason[:LONGEST] if refusal else None
        entry.seconds = stopwatch() - started
        with world.lock:
            world.journal.add(entry)
            for kind, complaint in findings:
                world.ledger.add(kind, entry.operation, complaint, entry.number)
        if log.isEnabledFor(logging.INFO):
            _log(entry, world.name)
        return reply

    def _attempt(
        self, request: Request, found: Found, operation: Operation | None, world: World, findings: Findings
    ) -> tuple[Reply, Problem | None]:
        try:
            return self._serve(request, found, operation, world, findings), None
        except Problem as problem:
            return self._refuse(problem, request, world, findings), problem

    def _serve(
        self, request: Request, found: Found, operation: Operation | None, world: World, findings: Findings
    ) -> Reply:
        if operation is None:
            raise _unrouted(request, found)
        store = world.stores[self.service.name]
        caller = self.service.authenticate(request, operation, operation.path_values(found.values), store)
        call = operation.admit(request, found.values, strict=self._conduct.strict)
        call.caller = caller
        try:
            with world.lock:
                return self._handlers[operation.id](call, store)
        finally:
            findings += [("warning", warning) for warning in call.warnings]

    def _refuse(self, problem: Problem, request: Request, world: World, findings: Findings) -> Reply:
        if isinstance(problem, Violation):
            findings += [("violation", complaint) for complaint in problem.complaints]
        elif isinstance(problem, Broken):
            findings += [("broken", complaint) for complaint in problem.complaints]
        return self.service.render(problem, request, world.ids)

    def _apology(self, broken: Broken, request: Request, world: World, findings: Findings) -> Reply:
        reply = self._refuse(broken, request, world, findings)
        return reply.with_body(media.written(reply.content, reply.media_type))

    def _seal(
        self, reply: Reply, request: Request, operation: Operation | None, world: World, findings: Findings
    ) -> tuple[Reply, Broken | None]:
        """Hold a reply against the contract and write its body; where it is not fit to be sent, apologise instead."""
        if reply.parts:
            joined = operation.joined(reply) if operation else None
            if joined is not None:
                return reply.with_body(joined), None
            reply = reply.in_one_piece()
        try:
            complaints = self._complaints(reply, operation)
            body = b"" if reply.content is NOTHING else media.written(reply.content, reply.media_type)
        except (TypeError, ValueError) as error:
            complaints, body = [f"The reply cannot be written: {error}."], None
        if not complaints:
            return reply.with_body(body or b""), None
        log.error("%s %s: our reply breaks the contract: %s", request.method, request.path, " ".join(complaints))
        if body is None or self._conduct.on_broken == "error":
            broken = Broken(complaints)
            return self._apology(broken, request, world, findings), broken
        findings += [("broken", complaint) for complaint in complaints]
        return reply.with_body(body), None

    def _complaints(self, reply: Reply, operation: Operation | None) -> list[str]:
        if operation is not None:
            return operation.complaints(reply)
        answer = self._unrouted.get(reply.status)
        return answer.complaints(reply) if answer else [f"status {reply.status}: not described for unknown paths."]


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
