from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.messages import Request
from streamulator.kernel.journal import LONGEST, Journal


def filled(count, most=10):
    journal = Journal(most)
    for number in range(count):
        journal.add(journal.open(Request("GET", f"/{number + 1}"), number))
    return journal


def test_entries_are_numbered_from_one_newest_last():
    entries = filled(3).entries()

    assert [(entry.number, entry.path) for entry in entries] == [(1, "/1"), (2, "/2"), (3, "/3")]


@given(st.integers(0, 30), st.integers(1, 10), st.integers(0, 40))
def test_the_newest_are_kept_the_others_counted_and_one_can_read_on(count, most, after):
    journal = filled(count, most)

    assert journal.total == count
    assert journal.dropped == max(0, count - most)
    kept = range(journal.dropped + 1, count + 1)
    assert [entry.number for entry in journal.entries(after)] == [number for number in kept if number > after]


def test_an_entry_that_is_only_opened_is_not_in_the_journal():
    journal = Journal()

    journal.open(Request("GET", "/"), 0)

    assert (journal.total, journal.entries()) == (0, [])


def test_an_entry_says_what_was_asked_for():
    entry = Journal().open(Request("PUT", "/a%20b", (("q", "1"),), body=b"123"), 42)

    assert (entry.method, entry.path, entry.query, entry.sent_bytes, entry.ticks) == (
        "PUT",
        "/a%20b",
        (("q", "1"),),
        3,
        42,
    )
    assert (entry.number, entry.status, entry.operation, entry.problem) == (0, 0, None, None)


@pytest.mark.parametrize(
    "request_",
    [
        Request("X" * 10**6, "/"),
        Request("GET", "/" + "x" * 10**6),
        Request("GET", "/", (("x" * 10**6, ""),)),
        Request("GET", "/", (("", "x" * 10**6),)),
        Request("GET", "/", tuple((f"name {number}", "x" * 100) for number in range(10**4))),
    ],
    ids=["method", "path", "name", "value", "pairs"],
)
def test_what_is_very_long_is_kept_in_part(request_):
    entry = Journal().open(request_, 0)

    text = entry.method + entry.path + "".join(name + value for name, value in entry.query)
    assert len(text) <= 12 * LONGEST
