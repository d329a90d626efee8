"""What the control API does with the time of a world."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.control import wire
from streamulator.core.clock import LAST_TICK, TICKS_PER_SECOND
from streamulator.core.messages import Reply
from streamulator.core.problems import Refused
from streamulator.kernel.emulator import Emulator


def get_clock(call: Call, emulator: Emulator) -> Reply:
    """Show the time of the request's own world."""
    return Reply(200, wire.clock(emulator.world(call.request.world).clock))


def set_clock(call: Call, emulator: Emulator) -> Reply:
    """Stop the time of the request's own world, or let it run."""
    clock, mode = emulator.world(call.request.world).clock, call.body["mode"]
    at = wire.ticks_of(call.body, "at")
    if mode == "real":
        if at is not None:
            raise Refused("A clock that follows the machine's cannot show another time.", "Leave out 'at'.")
        clock.follow()
    elif mode == "frozen":
        clock.freeze(at)
    else:
        clock.run(at)
    return Reply(200, wire.clock(clock))


def advance_clock(call: Call, emulator: Emulator) -> Reply:
    """Move the time of the request's own world forward."""
    clock = emulator.world(call.request.world).clock
    ticks = round(call.body["seconds"] * TICKS_PER_SECOND)
    if clock.ticks() + ticks > LAST_TICK:
        raise Refused("Time ends with the year 9999.", "Move the clock by less.")
    clock.advance(ticks)
    return Reply(200, wire.clock(clock))
