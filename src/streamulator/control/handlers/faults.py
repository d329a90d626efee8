"""What the control API does with faults."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.control import wire
from streamulator.core.messages import Reply
from streamulator.faults.plan import Plan
from streamulator.kernel.arming import arm
from streamulator.kernel.emulator import Emulator


def list_faults(call: Call, emulator: Emulator) -> Reply:
    """List the rules of the request's own world."""
    return Reply(200, [wire.fault(armed) for armed in _plan(call, emulator).all()])


def arm_fault(call: Call, emulator: Emulator) -> Reply:
    """Put a rule to work in the request's own world."""
    armed = arm(_plan(call, emulator), call.body, emulator.offers())
    return Reply(201, wire.fault(armed), {"Location": f"/_emulator/faults/{armed.rule.id}"})


def disarm_faults(call: Call, emulator: Emulator) -> Reply:
    """Disarm all rules of the request's own world."""
    _plan(call, emulator).clear()
    return Reply(204)


def get_fault(call: Call, emulator: Emulator) -> Reply:
    """Show one rule and its counts."""
    return Reply(200, wire.fault(_plan(call, emulator).find(call.path["fault"])))


def disarm_fault(call: Call, emulator: Emulator) -> Reply:
    """Disarm one rule."""
    _plan(call, emulator).remove(call.path["fault"])
    return Reply(204)


def _plan(call: Call, emulator: Emulator) -> Plan:
    return emulator.world(call.request.world).plan
