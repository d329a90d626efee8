from __future__ import annotations

import pytest

from streamulator.core.clock import WorldClock
from streamulator.core.ids import Ids
from streamulator.core.messages import Request
from streamulator.faults.effects import Reset
from streamulator.faults.rule import Rule
from streamulator.faults.where import Where
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


@pytest.fixture
def origin():
    origin = World("origin")
    origin.stores = {"toy": Counting()}
    origin.plan.arm(Rule("r", Where(), (Reset(),), "before"), frozenset())
    return origin


def busy(origin, **parts):
    """A world in which something happened."""
    world = World("a", **parts)
    world.begin(origin)
    world.ids.guid()
    world.journal.add(world.journal.open(Request("GET", "/"), 0))
    world.ledger.add("warning", None, "Odd.", 1)
    return world


def test_a_world_begins_with_copies_made_for_it(origin):
    world = World("a")

    world.begin(origin)

    assert world.stores["toy"] is not origin.stores["toy"]
    assert world.stores["toy"].surroundings == world.surroundings
    assert [armed.rule.id for armed in world.plan.all()] == ["r"]


def test_beginning_again_forgets_what_happened_and_takes_time_and_ids_back(origin):
    world = busy(origin, clock=WorldClock(frozen=42), seed=7)
    world.clock.advance(5)
    world.plan.clear()

    world.begin(origin)

    assert (world.journal.total, world.ledger.totals.total(), len(world.plan)) == (0, 0, 1)
    assert (world.clock.ticks(), world.ids.guid()) == (42, Ids(7).guid())


def test_a_fork_goes_on_where_the_world_is_and_has_a_journal_of_its_own(origin):
    world = busy(origin, clock=WorldClock(frozen=42), seed=7)

    copy = world.fork("b")
    copy.clock.advance(1)

    assert (copy.name, copy.journal.total, copy.clock.ticks(), world.clock.ticks()) == ("b", 0, 43, 42)
    assert copy.ids.guid() == world.ids.guid()
    assert copy.stores["toy"] is not world.stores["toy"]


def test_a_fork_may_have_a_time_and_ids_of_its_own(origin):
    copy = busy(origin, seed=7).fork("b", seed=9, clock=WorldClock(frozen=1))

    assert (copy.clock.ticks(), copy.ids.guid()) == (1, Ids(9).guid())


def test_restoring_takes_back_all_but_the_journal(origin):
    world = busy(origin, clock=WorldClock(frozen=42), seed=7)
    snapshot = world.fork("kept")
    following = snapshot.fork("other").ids.guid()
    world.ids.guid()
    world.clock.run()
    world.plan.clear()

    world.restore(snapshot)

    assert (world.clock.ticks(), world.ids.guid(), len(world.plan), world.journal.total) == (42, following, 1, 1)
    assert snapshot.ids.fork().guid() == following
