"""Limits: so many calls from one place within any stretch of time of a length."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Throttled
from streamulator.services.grovestreams.model.limits import AUTHENTICATED, FEED_PUTS, UNAUTHENTICATED, Limit, Limits

THREE = Limit(3, 1000, "three a second")


def tried(limits, now, sender="here", limit=THREE):
    try:
        limits.count(sender, limit, now)
    except Throttled:
        return False
    return True


@given(st.lists(st.integers(0, 5000)).map(sorted))
def test_within_any_stretch_no_more_are_let_in_and_nobody_else_is_refused(times):
    limits, admitted = Limits(), []

    for now in times:
        recent = sum(now - 1000 < earlier for earlier in admitted)
        let_in = tried(limits, now)
        assert let_in is (recent < 3)
        admitted += [now] if let_in else []


def test_who_is_refused_is_told_when_to_come_again():
    limits = Limits()
    for now in (0, 100, 200):
        limits.count("here", THREE, now)

    with pytest.raises(Throttled) as refusal:
        limits.count("here", THREE, 900)

    assert refusal.value.seconds == 1
    assert refusal.value.resolution == "Come again in 1 seconds."
    assert tried(limits, 1000)


def test_places_and_limits_are_counted_apart():
    limits = Limits()
    for _ in range(3):
        limits.count("here", THREE, 0)

    assert tried(limits, 0, sender="there")
    assert tried(limits, 0, limit=FEED_PUTS)
    assert not tried(limits, 0)


def test_places_that_have_been_silent_are_forgotten():
    limits = Limits()
    for number in range(10_002):
        limits.count(f"place {number}", THREE, 0)

    limits.count("here", THREE, 5000)

    assert len(limits._calls) == 1


def test_threads_do_not_slip_through():
    limits = Limits()

    with ThreadPoolExecutor(8) as pool:
        admitted = list(pool.map(lambda _: tried(limits, 0, limit=AUTHENTICATED), range(1000)))

    assert sum(admitted) == 350


def test_the_figures_are_the_vendors():
    assert (AUTHENTICATED.most, UNAUTHENTICATED.most, AUTHENTICATED.within) == (350, 150, 3_600_000)
    assert (FEED_PUTS.most, FEED_PUTS.within, UNAUTHENTICATED.within) == (12, 120_000, 3_600_000)
