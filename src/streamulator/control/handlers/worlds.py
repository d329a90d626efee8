"""What the control API does with worlds."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.control import wire
from streamulator.core.messages import Reply
from streamulator.kernel.emulator import Emulator


def list_worlds(_call: Call, emulator: Emulator) -> Reply:
    """List the worlds."""
    return Reply(200, [wire.world(world) for world in list(emulator.worlds.values())])


def create_world(call: Call, emulator: Emulator) -> Reply:
    """Make a world as the fixtures, a snapshot or another world have it."""
    wanted = call.body
    origin = None
    if "snapshot" in wanted:
        origin = emulator.snapshot(wanted["snapshot"])
    elif "world" in wanted:
        origin = emulator.world(wanted["world"])
    frozen = wire.ticks_of(wanted, "frozenAt")
    world = emulator.create_world(wanted["name"], origin, seed=wanted.get("seed"), frozen=frozen)
    return Reply(201, wire.world(world), {"Location": f"/_emulator/worlds/{world.name}"})


def get_world(call: Call, emulator: Emulator) -> Reply:
    """Describe one world."""
    return Reply(200, wire.world(emulator.world(call.path["world"])))


def delete_world(call: Call, emulator: Emulator) -> Reply:
    """Forget a world."""
    emulator.delete_world(call.path["world"])
    return Reply(204)


def reset_world(call: Call, emulator: Emulator) -> Reply:
    """Take the world in the path back to its fixtures."""
    emulator.reset_world(call.path["world"])
    return Reply(204)


def reset_state(call: Call, emulator: Emulator) -> Reply:
    """Take the request's own world back to its fixtures."""
    emulator.reset_world(call.request.world)
    return Reply(204)
