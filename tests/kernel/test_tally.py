from __future__ import annotations

import pytest

from streamulator.core.messages import Request
from streamulator.kernel.arming import arm

NOTE = "/toy/notes/hello"


def call(emulator, world="default", path=NOTE):
    return emulator.answer(Request("GET", path, world=world)).status


def armed(emulator, world="default", **rule):
    rule = {"operation": "getNote", "effect": "404", **rule}
    return arm(emulator.world(world).plan, rule, emulator.offers()).rule.id


def test_findings_of_all_worlds_count_those_that_are_gone_included(emulator):
    emulator.create_world("gone")
    for world in ("default", "gone"):
        call(emulator, world, "/toy/notes/NO")
    emulator.delete_world("gone")
    emulator.reset_world("default")
    call(emulator, path="/toy/notes/NO")

    tally = emulator.tally()

    assert tally.totals == {"violation": 3, "broken": 0, "warning": 0}
    assert sorted(world for world, _finding in tally.findings) == ["default", "default", "gone"]


@pytest.mark.parametrize("ended", [False, True])
def test_a_fault_that_struck_nothing_is_named_with_its_world(emulator, ended):
    emulator.create_world("trial")
    struck, missed = armed(emulator, "trial", id="struck", times=1), armed(emulator, "trial", id="missed")
    call(emulator, "trial")
    if ended:
        emulator.delete_world("trial")

    assert emulator.tally().unfired == [("trial", missed)]
    assert struck != missed


def test_a_fault_that_was_disarmed_is_not_missed(emulator):
    emulator.world("default").plan.remove(armed(emulator))

    assert emulator.tally().unfired == []


def test_a_fault_that_worlds_share_has_struck_if_it_did_in_one_of_them(emulator):
    armed(emulator)
    emulator.create_world("copy", emulator.world("default"))
    assert len(emulator.tally().unfired) == 1

    call(emulator, "copy")
    emulator.delete_world("copy")

    assert emulator.tally().unfired == []


def test_looking_changes_nothing(emulator):
    call(emulator, path="/toy/notes/NO")

    assert emulator.tally().totals == emulator.tally().totals
