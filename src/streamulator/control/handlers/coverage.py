"""What the control API tells of the contracts' coverage."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.kernel.emulator import Emulator


def get_coverage(call: Call, emulator: Emulator) -> Reply:
    """Report what the traffic of the request's own world has reached, or that of all."""
    return Reply(200, emulator.coverage(_world(call)))


def clear_coverage(call: Call, emulator: Emulator) -> Reply:
    """Forget what the traffic of the request's own world has reached, or that of all."""
    emulator.clear_coverage(_world(call))
    return Reply(204)


def _world(call: Call) -> str | None:
    return None if call.query["all"] else call.request.world
