from __future__ import annotations

from streamulator.core.clock import WorldClock
from streamulator.core.ids import Ids
from streamulator.core.messages import Request
from streamulator.kernel.world import World


class Counting:
    """A store that notes what it was forked for."""

    def __init__(self, surroundings=None):
        self.surroundings = surroundings

    def fork(self, surroundings):
        return Counting(surroundings)


def test_a_world_has_a_clock_and_ids_of_its_own_unless_it_is_given_some():
    clock = WorldClock(frozen=42)
    given, other = World("a", clock, 1), World("b")

    assert (given.clock, given.created, given.ids.guid()) == (clock, 42, Ids(1).guid())
    assert other.clock.real
    assert other.ids.guid() != World("c").ids.guid()


def test_a_populated_world_holds_copies_made_for_it():
    world, template = World("a"), Counting()

    world.populate({"toy": template})

    assert world.stores["toy"] is not template
    assert world.stores["toy"].surroundings == world.surroundings


def test_populating_again_forgets_what_happened():
    world = World("a")
    world.journal.add(world.journal.open(Request("GET", "/"), 0))
    world.ledger.add("warning", None, "Odd.", 1)

    world.populate({"toy": Counting()})

    assert (world.journal.total, world.ledger.totals.total()) == (0, 0)
