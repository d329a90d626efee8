"""What the control API tells of the calls that a world has seen."""

from __future__ import annotations

from streamulator import __version__
from streamulator.contract.operation import Call
from streamulator.control import wire
from streamulator.core.messages import Reply
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.journal import Journal
from streamulator.kernel.sought import found_in, sought_of, verified
from streamulator.reports.har import archive


def get_journal(call: Call, emulator: Emulator) -> Reply:
    """Show what happened in the request's own world."""
    journal = _journal(call, emulator)
    newest = journal.entries(call.query["after"])[-call.query["limit"] :]
    shown = [wire.entry(entry, full=call.query["full"]) for entry in newest]
    return Reply(200, {"entries": shown, "total": journal.total, "dropped": journal.dropped})


def clear_journal(call: Call, emulator: Emulator) -> Reply:
    """Empty the journal and the ledger of the request's own world."""
    emulator.world(call.request.world).clear_journal()
    return Reply(204)


def find_calls(call: Call, emulator: Emulator) -> Reply:
    """Show the calls that fit some conditions."""
    found = found_in(_journal(call, emulator), sought_of(call.body))
    shown = [wire.entry(entry, full=True) for entry in found[-call.query["limit"] :]]
    return Reply(200, {"entries": shown, "count": len(found)})


def count_calls(call: Call, emulator: Emulator) -> Reply:
    """Count the calls that fit some conditions."""
    return Reply(200, {"count": len(found_in(_journal(call, emulator), sought_of(call.body)))})


def verify_calls(call: Call, emulator: Emulator) -> Reply:
    """Hold a claim against what happened in the request's own world."""
    return Reply(200, wire.verdict(verified(_journal(call, emulator), call.body)))


def export_journal(call: Call, emulator: Emulator) -> Reply:
    """Hand out the journal of the request's own world as an HTTP archive."""
    journal = _journal(call, emulator)
    kept = journal.entries()
    entries, total = kept[-call.query["limit"] :], len(kept) + journal.dropped
    comment = "" if len(entries) == total else f"The newest {len(entries)} of {total} calls."
    shown = [wire.entry(entry, full=True) for entry in entries]
    return Reply(200, archive(shown, call.request.base_url, __version__, comment))


def get_ledger(call: Call, emulator: Emulator) -> Reply:
    """Show what was wrong in the request's own world."""
    world = emulator.world(call.request.world)
    with world.lock:
        return Reply(200, wire.ledger(world.ledger, call.query["kind"]))


def get_outcome(call: Call, emulator: Emulator) -> Reply:
    """Show what a test asks of the request's own world at the end."""
    world = emulator.world(call.request.world)
    with world.lock:
        ledger = wire.ledger(world.ledger)
    return Reply(200, {"ledger": ledger, "unfired": world.plan.unfired()})


def _journal(call: Call, emulator: Emulator) -> Journal:
    """Return the journal of the request's own world as it is now, to be looked at while that world goes on."""
    world = emulator.world(call.request.world)
    with world.lock:
        return world.journal.copy()
