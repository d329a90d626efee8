"""What the client asks of the journal beyond reading it."""

from __future__ import annotations

import pytest

from streamulator.client import ControlError

NOTE = "/toy/notes/hello"


@pytest.fixture
def calls(control):
    """Return the control of a world that has seen two reads, one of which found nothing, and a write between."""
    for method, target, body in (
        ("GET", f"{NOTE}?q=1", b""),
        ("PUT", NOTE, b'{"text": "new"}'),
        ("GET", "/toy/notes/none", b""),
    ):
        headers = {"Content-Type": "application/json", "X-Test": method, "Authorization": "Bearer secret"}
        control.transport.send(method, target, headers, body)
    return control


def test_calls_are_found_with_headers_and_bodies(calls):
    (found,) = calls.journal.find(
        service="toy", operation=["putNote"], method="PUT", headers={"x-test": "P*"}, json={"text": "new"}, status=204
    )

    assert (found.number, found.service, found.request_body) == (2, "toy", '{"text": "new"}')
    assert {name.lower(): value for name, value in found.request_headers.items()}["x-test"] == "PUT"
    assert "secret" not in repr(found)


def test_calls_are_counted(calls):
    assert calls.journal.count(operation="getNote") == 2
    assert calls.journal.count(operation="getNote", after=1) == 1
    assert calls.journal.count(status=[204, 404]) == 2
    assert calls.journal.count(path="/toy/**", query={"q": "*"}) == 1


def test_claims_hold_or_say_why_not(calls):
    journal = calls.journal

    assert journal.verify_count(operation="putNote")
    assert journal.verify_count({"operation": "getNote"}, exactly=2)
    assert journal.verify_count(operation="getNote", at_least=1, at_most=2)
    assert journal.verify_sequence({"operation": "getNote"}, {"operation": "getNote", "status": 404})
    assert journal.never(operation="deleteNote")
    verdict = journal.verify_count(operation="putNote", body="old", exactly=1)
    assert not verdict
    assert (verdict.found, verdict.near_misses[0].entry) == (0, 2)
    assert verdict.reason
    assert verdict.near_misses[0].differs
    assert not journal.verify_sequence({"operation": "putNote"}, {"operation": "putNote"})
    assert not journal.never(status=404)


def test_claims_that_make_no_sense_are_refused(calls):
    with pytest.raises(ControlError, match="400"):
        calls.journal.verify_count(operation="getNote", exactly=1, at_least=1)


def test_the_journal_is_handed_out_as_an_archive_and_emptied(calls):
    assert len(calls.journal.har()["log"]["entries"]) == 3

    calls.journal.clear()

    assert calls.journal.entries() == []
