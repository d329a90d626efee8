"""What the control API does with the state of worlds: kept, taken back, hashed and handed out."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.control import wire
from streamulator.core.messages import Reply
from streamulator.kernel.emulator import Emulator


def get_state(call: Call, emulator: Emulator) -> Reply:
    """Show what is in the request's own world."""
    world = emulator.world(call.request.world)
    with world.lock:
        return Reply(200, {name: store.describe() for name, store in world.stores.items()})


def get_state_hash(call: Call, emulator: Emulator) -> Reply:
    """Hash what is in the request's own world."""
    return Reply(200, wire.state_hash(emulator.export(call.request.world)))


def export_state(call: Call, emulator: Emulator) -> Reply:
    """Hand out what is in the request's own world as a fixture."""
    return Reply(200, wire.fixture(emulator.export(call.request.world)), media_type="application/yaml")


def list_snapshots(_call: Call, emulator: Emulator) -> Reply:
    """List the snapshots."""
    return Reply(200, [wire.snapshot(one) for one in list(emulator.snapshots.values())])


def get_snapshot(call: Call, emulator: Emulator) -> Reply:
    """Describe a snapshot."""
    return Reply(200, wire.snapshot(emulator.snapshot(call.path["snapshot"])))


def take_snapshot(call: Call, emulator: Emulator) -> Reply:
    """Keep what the request's own world is like."""
    world = emulator.world(call.request.world)
    return Reply(200, wire.snapshot(emulator.take_snapshot(call.path["snapshot"], world)))


def restore_snapshot(call: Call, emulator: Emulator) -> Reply:
    """Take the request's own world back to a snapshot."""
    emulator.world(call.request.world).restore(emulator.snapshot(call.path["snapshot"]))
    return Reply(204)


def delete_snapshot(call: Call, emulator: Emulator) -> Reply:
    """Forget a snapshot."""
    emulator.delete_snapshot(call.path["snapshot"])
    return Reply(204)
