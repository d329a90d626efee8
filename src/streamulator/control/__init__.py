"""Steers the emulator: one more contract and one more pipeline, whose store is the emulator itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from streamulator.contract.contract import Contract
from streamulator.contract.copies import Copies
from streamulator.contract.operation import Operation
from streamulator.control.handlers import HANDLERS
from streamulator.core.ids import Ids
from streamulator.core.messages import ANONYMOUS, Caller, Reply, Request
from streamulator.core.problems import Problem
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.pipeline import Conduct, Pipeline
from streamulator.kernel.problem_json import problem_reply
from streamulator.kernel.service import Service

PREFIX = "/_emulator"
DOCUMENTS = (
    "control.yaml",
    "control-coverage.yaml",
    "control-faults.yaml",
    "control-journal.yaml",
    "control-state.yaml",
)


def mount(emulator: Emulator, documents: Path) -> None:
    """Put the control API under `/_emulator`, and the levers of each service beside it; both are strict."""
    service = Service(
        name="control",
        contracts=DOCUMENTS,
        seed=lambda _sections, _surroundings: emulator,
        handlers=HANDLERS,
        authenticate=_admit_anybody,
        render=_render,
    )
    emulator.mount(PREFIX, _strict_pipeline(service, documents, emulator.copies), emulator)
    for pipeline in emulator.pipelines:
        own = pipeline.service
        if own.levers is not None:
            levers, handlers = own.levers.contracts, own.levers.handlers
            steered = replace(
                own, contracts=levers, handlers=handlers, authenticate=_admit_anybody, render=_render, levers=None
            )
            emulator.mount(f"{PREFIX}/{own.name}", _strict_pipeline(steered, documents, emulator.copies))


def _strict_pipeline(service: Service, documents: Path, copies: Copies) -> Pipeline:
    contracts = [Contract.load(documents / name, copies) for name in service.contracts]
    return Pipeline(service, contracts, Conduct(strict=True, strikable=False))


def _admit_anybody(_request: Request, _operation: Operation, _path: Mapping[str, str], _store: object) -> Caller:
    return ANONYMOUS


def _render(problem: Problem, _request: Request, _ids: Ids) -> Reply:
    return problem_reply(problem)
