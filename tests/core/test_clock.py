from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from streamulator.core.clock import LAST_TICK, TICKS_PER_SECOND, UNIX_EPOCH_TICKS, WallClock, WorldClock, stopwatch
from streamulator.core.ticks import format_time

YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)


def ticks_of(moment):
    since = moment - YEAR_ONE
    return (since.days * 86_400 + since.seconds) * TICKS_PER_SECOND + since.microseconds * 10


def test_the_unix_epoch_in_ticks_is_where_the_calendar_has_it():
    assert ticks_of(datetime(1970, 1, 1, tzinfo=UTC)) == UNIX_EPOCH_TICKS


def test_the_wall_clock_shows_the_machines_time():
    before = ticks_of(datetime.now(UTC))
    shown = WallClock().ticks()
    after = ticks_of(datetime.now(UTC))

    assert before - 10 <= shown <= after + 10


def test_a_stopwatch_never_runs_backward():
    times = [stopwatch() for _ in range(100)]

    assert times == sorted(times)


class TestAWorldsClock:
    def test_it_stands_still_at_the_end_of_time(self):
        standing, running = WorldClock(frozen=LAST_TICK - 5), WorldClock()
        running.run(LAST_TICK)

        standing.pause(3600)
        running.advance(10)

        assert (standing.ticks(), running.ticks()) == (LAST_TICK, LAST_TICK)
        assert format_time(standing.ticks()) == "9999-12-31T23:59:59.9999999Z"

    def test_what_is_frozen_at_the_end_can_go_on_from_elsewhere(self):
        clock = WorldClock(frozen=LAST_TICK)
        clock.advance(10 * TICKS_PER_SECOND)
        clock.freeze(0)
        clock.advance(7)

        assert clock.ticks() == 7

    def test_it_may_be_moved_while_others_set_it(self):
        clock, usual = WorldClock(frozen=0), sys.getswitchinterval()
        moves = [lambda: clock.advance(1), clock.follow, clock.freeze, lambda: clock.adopt(WorldClock(frozen=5))]
        sys.setswitchinterval(1e-6)
        try:
            with ThreadPoolExecutor(8) as pool:
                done = [pool.submit(moves[number % len(moves)]) for number in range(8_000)]
        finally:
            sys.setswitchinterval(usual)

        assert [one.exception() for one in done if one.exception()] == []
