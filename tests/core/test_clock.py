from __future__ import annotations

from datetime import UTC, datetime

from streamulator.core.clock import TICKS_PER_SECOND, UNIX_EPOCH_TICKS, WallClock, stopwatch

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
