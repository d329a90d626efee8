"""What the control API tells of the calls that a world has seen."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.control import wire
from streamulator.core.messages import Reply
from streamulator.kernel.emulator import Emulator


def get_journal(call: Call, emulator: Emulator) -> Reply:
    """Show what happened in the request's own world."""
    world = emulator.world(call.request.world)
    with world.lock:
        entries = world.journal.entries(call.query["after"])
        total, dropped = world.journal.total, world.journal.dropped
    shown = entries[-call.query["limit"] :] if call.query["limit"] else []
    return Reply(200, {"entries": [wire.entry(entry) for entry in shown], "total": total, "dropped": dropped})


def get_ledger(call: Call, emulator: Emulator) -> Reply:
    """Show what was wrong in the request's own world."""
    world = emulator.world(call.request.world)
    with world.lock:
        findings = world.ledger.findings(call.query["kind"])
        totals, dropped = dict(world.ledger.totals), world.ledger.dropped
    content = {"entries": [wire.finding(finding) for finding in findings], "totals": totals, "dropped": dropped}
    return Reply(200, content)
