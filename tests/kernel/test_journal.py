from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.messages import Reply, Request
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
        Request("GET", "/", headers={"x": "x" * 10**6}),
        Request("GET", "/", headers={"x" * 10**6: ""}),
        Request("GET", "/", headers={f"name {number}": "" for number in range(10**4)}),
    ],
    ids=["method", "path", "name", "value", "pairs", "header", "name of a header", "headers"],
)
def test_what_is_very_long_is_kept_in_part(request_):
    entry = Journal().open(request_, 0)

    texts = [*(name + value for name, value in [*entry.query, *entry.headers.items()]), entry.method, entry.path]
    assert sum(map(len, texts)) <= 12 * LONGEST
    assert entry.size <= 12 * LONGEST


@pytest.mark.parametrize(
    ("request_", "shortened"),
    [
        (Request("GET", "/", (("a", "1"),), {"host": "x"}), set()),
        (Request("GET", "/" * LONGEST), set()),
        (Request("GET", "/" * (LONGEST + 1)), {"path"}),
        (Request("GET", "/", (("Long", "x" * LONGEST), ("short", "1"))), {"query.long"}),
        (Request("GET", "/", tuple((f"{number}", "x" * 200) for number in range(11))), {"query"}),
        (Request("GET", "/", (("x" * (LONGEST + 1), ""), ("b", "x" * 201))), {"query", "query.b"}),
        (Request("GET", "/", headers={"long": "x" * LONGEST, "short": "1"}), {"headers.long"}),
        (Request("GET", "/", headers={f"{number:03}": "x" * 20 for number in range(101)}), {"headers"}),
    ],
)
def test_an_entry_says_what_of_it_is_not_as_it_was(request_, shortened):
    entry = Journal().open(request_, 0)

    assert entry.shortened == shortened
    for kind, was, now in (
        ("query", dict(request_.query), dict(entry.query)),
        ("headers", request_.headers, entry.headers),
    ):
        for name in was:
            assert was[name] == now.get(name) or {kind, f"{kind}.{name.lower()}"} & shortened


@given(st.lists(st.integers(0, 30_000), max_size=12), st.integers(1_000, 50_000))
def test_what_is_kept_takes_so_many_bytes_at_most_and_no_less_than_fits(lengths, most_bytes):
    journal = Journal(most_bytes=most_bytes)
    sizes = []
    for length in lengths:
        entry = journal.open(Request("PUT", "/", body=b"x" * (length // 2)), 0)
        entry.close(Reply(200, body=b"x" * (length // 2)), "because")
        journal.add(entry)
        sizes.append(entry.size)

    kept = [entry.size for entry in journal.entries()]

    assert sum(kept) <= most_bytes
    assert sizes[len(sizes) - len(kept) :] == kept
    assert len(kept) == len(sizes) or sum(kept) + sizes[-len(kept) - 1] > most_bytes
    assert journal.dropped == len(sizes) - len(kept)
    assert all(size > min(length, 2 * 16_384) for size, length in zip(sizes, lengths, strict=True))


def test_a_journal_that_was_cleared_has_room_again():
    journal = Journal(most_bytes=50_000)
    for _ in range(3):
        for _ in range(4):
            journal.add(journal.open(Request("PUT", "/", body=b"x" * 10_000), 0))
        assert (len(journal.entries()), journal.dropped) == (4, 0)
        journal.clear()


def test_a_copy_stays_as_it_is():
    journal = filled(3)
    copy = journal.copy()
    journal.clear()
    journal.add(journal.open(Request("GET", "/"), 0))

    assert (copy.total, copy.dropped, [entry.number for entry in copy.entries(1)]) == (3, 0, [2, 3])
