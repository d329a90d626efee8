from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from streamulator.core.messages import Request
from streamulator.core.problems import Conflict, Missing
from streamulator.faults.effects import Empty, Latency, Reset, Status
from streamulator.faults.plan import MOST, Plan
from streamulator.faults.rule import Rule, Schedule
from streamulator.faults.where import Subject, Where

TARGETS = frozenset({("toy", "getNote")})
SUBJECT = Subject("toy", "getNote", Request("GET", "/toy/notes/a"), lambda: None)
OUTAGE = Status(503)


def rule(id_="r", *steps, phase="before", seed=0, in_turn=False, **schedule):
    return Rule(id_, Where(), steps or (OUTAGE,), phase, Schedule(**schedule), seed, in_turn)


def planned(*rules, world="w"):
    plan = Plan(world)
    for one in rules:
        plan.arm(one, TARGETS)
    return plan


def struck(plan, calls):
    """The numbers of the calls that were struck."""
    return [n for n in range(1, calls + 1) if plan.strike(SUBJECT)]


@pytest.mark.parametrize(
    ("schedule", "numbers"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7, 8]),
        ({"times": 2}, [1, 2]),
        ({"skip": 3}, [4, 5, 6, 7, 8]),
        ({"every": 3}, [3, 6]),
        ({"skip": 1, "every": 2, "times": 2}, [3, 5]),
        ({"probability": 0.0}, []),
    ],
)
def test_when_a_rule_strikes(schedule, numbers):
    assert struck(planned(rule(**schedule)), 8) == numbers


def test_a_sequence_is_gone_through_once_and_lets_pass_what_it_says():
    plan = planned(rule("r", OUTAGE, OUTAGE, None, Reset(), in_turn=True))

    effects = [[blow.effect for blow in plan.strike(SUBJECT)] for _ in range(6)]

    assert effects == [[OUTAGE], [OUTAGE], [], [Reset()], [], []]
    [counted] = plan.all()
    assert (counted.matched, counted.fired, counted.exhausted) == (6, 3, True)


def test_a_rule_counts_what_it_met_and_what_it_struck():
    plan = planned(rule(times=2))

    struck(plan, 5)

    counted = plan.find("r")
    assert (counted.matched, counted.fired, counted.exhausted) == (5, 2, True)


def test_other_operations_are_neither_struck_nor_counted():
    plan = planned(rule())

    assert plan.strike(Subject("toy", "putNote", SUBJECT.request, lambda: None)) == ()
    assert plan.find("r").matched == 0


def test_latencies_add_up_and_anything_else_is_the_last():
    plan = planned(rule("slow", Latency(1)), rule("slower", Latency(2)), rule("down"), rule("never", Empty()))

    assert [blow.rule for blow in plan.strike(SUBJECT)] == ["slow", "slower", "down"]
    assert plan.find("never").matched == 0


class TestChance:
    def test_depends_on_seed_world_and_rule_alone(self):
        def numbers(seed=1, world="w", id_="r"):
            return struck(planned(rule(id_, probability=0.3, seed=seed), world=world), 200)

        assert [numbers() for _ in range(5)] == [numbers()] * 5
        assert numbers() != numbers(seed=2)
        assert numbers() != numbers(world="other")
        assert numbers() != numbers(id_="other")

    def test_is_as_likely_as_it_says(self):
        fired = len(struck(planned(rule(probability=0.25)), 10_000))

        assert abs(fired - 2500) < 3 * (10_000 * 0.25 * 0.75) ** 0.5

    @pytest.mark.parametrize("threads", [1, 32])
    def test_strikes_as_many_whatever_the_number_of_threads(self, threads):
        alone = len(struck(planned(rule(probability=0.3, seed=5)), 640))
        plan = planned(rule(probability=0.3, seed=5))

        with ThreadPoolExecutor(threads) as pool:
            blows = [blow for found in pool.map(lambda _: plan.strike(SUBJECT), range(640)) for blow in found]

        expected = planned(rule(probability=0.3, seed=5))
        numbers = [blow.chance for found in (expected.strike(SUBJECT) for _ in range(640)) for blow in found]
        assert len(blows) == alone
        assert sorted(blow.chance for blow in blows) == sorted(numbers)


def test_of_64_threads_that_race_for_it_one_is_struck_every_time():
    with ThreadPoolExecutor(64) as pool:
        for _ in range(200):
            plan, start = planned(rule(times=1)), Barrier(64)

            def race(_number, plan=plan, start=start):
                start.wait()
                return len(plan.strike(SUBJECT))

            assert sum(pool.map(race, range(64))) == 1
            assert (plan.find("r").matched, plan.find("r").fired) == (64, 1)


class TestRules:
    def test_have_names_that_no_other_has(self):
        plan = planned(rule("f1"))

        with pytest.raises(Conflict):
            plan.arm(rule("f1"), TARGETS)
        assert plan.name() == "f2"

    def test_are_found_removed_and_cleared(self):
        plan = planned(rule("a"), rule("b"), rule("c"))

        plan.remove("b")

        assert [armed.rule.id for armed in plan.all()] == ["a", "c"]
        for missing in (plan.find, plan.remove):
            with pytest.raises(Missing, match="there are: a, c"):
                missing("b")
        plan.clear()
        assert (len(plan), plan.strike(SUBJECT)) == (0, ())

    def test_are_not_without_end(self):
        plan = planned(*(rule(f"r{n}") for n in range(MOST)))

        with pytest.raises(Conflict, match="the most"):
            plan.arm(rule("one more"), TARGETS)

    def test_of_a_fork_go_on_counting_on_their_own(self):
        plan = planned(rule(times=2))
        plan.strike(SUBJECT)

        copy = plan.fork("other")

        assert (len(struck(copy, 5)), copy.find("r").matched, plan.find("r").matched) == (1, 6, 1)
