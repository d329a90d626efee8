"""Steers the emulator: one more contract and one more pipeline, whose store is the emulator itself."""

from __future__ import annotations

from pathlib import Path

from streamulator.contract.contract import Contract
from streamulator.control.handlers import HANDLERS
from streamulator.core.ids import Ids
from streamulator.core.messages import ANONYMOUS, Reply, Request
from streamulator.core.problems import Problem
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.pipeline import Conduct, Pipeline
from streamulator.kernel.problem_json import problem_reply
from streamulator.kernel.service import Service

PREFIX = "/_emulator"
DOCUMENTS = ("control.yaml", "control-coverage.yaml", "control-faults.yaml", "control-state.yaml")


def mount(emulator: Emulator, documents: Path) -> None:
    """Put the control API under `/_emulator`; it is strict, and nothing armed ever strikes it."""
    service = Service(
        name="control",
        contracts=DOCUMENTS,
        seed=lambda _sections, _surroundings: emulator,
        handlers=HANDLERS,
        authenticate=lambda _request, _operation, _path, _store: ANONYMOUS,
        render=_render,
    )
    contracts = [Contract.load(documents / name) for name in DOCUMENTS]
    emulator.mount(PREFIX, Pipeline(service, contracts, Conduct(strict=True, strikable=False)), emulator)


def _render(problem: Problem, _request: Request, _ids: Ids) -> Reply:
    return problem_reply(problem)
