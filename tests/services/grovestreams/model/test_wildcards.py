"""Patterns with stars."""

from __future__ import annotations

import re
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.services.grovestreams.model.wildcards import matches

few = st.text("ab*.\n", max_size=8)


@given(few, st.text("ab.\n*", max_size=12))
def test_a_star_stands_for_anything_and_all_else_for_itself(pattern, text):
    expected = re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text, re.DOTALL) is not None

    assert matches(pattern, text) is expected


@pytest.mark.parametrize(
    ("pattern", "text"), [("*", ""), ("**", "a"), ("a*a", "aa"), ("*a*b*", "xaxbx"), ("", ""), ("a", "a")]
)
def test_some_that_fit(pattern, text):
    assert matches(pattern, text)


@pytest.mark.parametrize(("pattern", "text"), [("a*a", "a"), ("", "a"), ("a", ""), ("ab*ba", "aba"), ("A*", "ab")])
def test_some_that_do_not(pattern, text):
    assert not matches(pattern, text)


def test_many_stars_take_no_time():
    started = perf_counter()

    assert not matches("a*" * 250 + "b", "a" * 512)
    assert perf_counter() - started < 0.1
