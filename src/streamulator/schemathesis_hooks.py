"""What Schemathesis loads to fuzz without traces: each scenario in a world that begins like all others.

A scenario is one request, or one chain of requests. Its world is a fork of a snapshot in which time stands still, so
that the same seed makes the same requests and gets the same answers. STREAMULATOR_URL says where the emulator is,
STREAMULATOR_SNAPSHOT which snapshot to begin from; without one, what the world of that address holds is kept for it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from itertools import count
from threading import local
from typing import Any

import schemathesis
from hypothesis.control import current_build_context
from hypothesis.errors import InvalidArgument

from streamulator.client import Control, ControlError

HEADER = "X-Emulator-World"
SNAPSHOT = "schemathesis"
FROZEN_AT = "2026-01-01T12:00:00Z"  # within what the built-in fixtures hold

_state = local()
_numbers = count(1)


@schemathesis.hook
def before_call(_context: Any, case: Any, **_options: Any) -> None:
    """Send a request to the world of its scenario, unless it names a world itself."""
    if not hasattr(_state, "world"):
        _state.world = f"schemathesis-{next(_numbers)}"
    name, scenario = _state.world, _scenario()
    if scenario is None or scenario is not getattr(_state, "scenario", None):
        _state.scenario = scenario
        _renew(name)
    if not any(header.lower() == HEADER.lower() for header in case.headers or ()):
        case.headers = {**(case.headers or {}), HEADER: name}


def _scenario() -> object:
    """Return what stands for the scenario that is under way; None where each request is one."""
    with suppress(InvalidArgument):
        return current_build_context()
    return None


def _renew(name: str) -> None:
    control, snapshot = _emulator()
    try:
        control.in_world(name).delete_world()
    except ControlError as error:
        if error.status != HTTPStatus.NOT_FOUND:
            raise
    control.create_world(name, snapshot=snapshot, seed=0, frozen_at=FROZEN_AT)


@cache
def _emulator() -> tuple[Control, str]:
    control = Control(
        os.environ.get("STREAMULATOR_URL", "http://127.0.0.1:5590"), token=os.environ.get("STREAMULATOR_ADMIN_TOKEN")
    )
    snapshot = os.environ.get("STREAMULATOR_SNAPSHOT")
    if not snapshot:
        control.snapshot(SNAPSHOT)
    return control, snapshot or SNAPSHOT
