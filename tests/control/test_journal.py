from __future__ import annotations

import json

import pytest

from streamulator.control import wire
from streamulator.kernel.journal import LONGEST, LONGEST_BODY, Journal
from streamulator.kernel.sought import Sought

NOTE = "/toy/notes/hello"


@pytest.fixture
def busy(client):
    """A world in which a note was read, written twice, asked for in vain, and read again."""
    client.get(NOTE, headers={"X-Test": "first"})
    client.put(NOTE, json={"text": "one"}, headers={"X-Test": "second"})
    client.put("/toy/notes/other", json={"text": "two"})
    client.get("/toy/notes/missing?why=so")
    client.get(NOTE)
    return client


def ask(client, path, content):
    reply = client.post(f"/_emulator/journal/{path}", json=content)
    assert reply.status_code == 200, reply.text
    return reply.json


def count(client, **criteria):
    return ask(client, "count", criteria)["count"]


def verify(client, **claim):
    return ask(client, "verify", claim)


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({}, 5),
        ({"operation": "getNote"}, 3),
        ({"operation": ["getNote", "putNote"]}, 5),
        ({"service": "toy", "method": "PUT"}, 2),
        ({"service": "aveva"}, 0),
        ({"path": "/toy/*/hello"}, 3),
        ({"status": 404}, 1),
        ({"status": [200, 204]}, 4),
        ({"headers": {"x-test": "*"}}, 2),
        ({"headers": {"X-Test": "sec*"}, "method": "PUT"}, 1),
        ({"query": {"why": "so"}}, 1),
        ({"body": "two"}, 1),
        ({"json": {"text": "one"}}, 1),
        ({"operation": "getNote", "after": 1}, 2),
        ({"fault": "*"}, 0),
    ],
)
def test_calls_are_counted(busy, criteria, expected):
    assert count(busy, **criteria) == expected


def test_calls_that_a_fault_struck_are_found_by_its_id(client):
    client.post("/_emulator/faults", json={"id": "gone", "operation": "getNote", "effect": "404", "times": 1})
    client.get(NOTE)
    client.get(NOTE)

    assert count(client, fault="go*") == 1


def test_calls_are_found_with_all_that_was_said(busy):
    [found] = ask(busy, "find", {"json": {"text": "one"}})["entries"]

    assert (found["method"], found["path"], found["status"], found["service"]) == ("PUT", NOTE, 204, "toy")
    assert json.loads(found["requestBody"]) == {"text": "one"}
    assert found["requestHeaders"]["x-test"] == "second"
    assert found["replyBody"] == ""


class TestAClaim:
    @pytest.mark.parametrize(
        ("bounds", "holds"),
        [
            ({}, True),
            ({"exactly": 3}, True),
            ({"exactly": 2}, False),
            ({"atLeast": 3}, True),
            ({"atLeast": 4}, False),
            ({"atMost": 2}, False),
            ({"atLeast": 1, "atMost": 3}, True),
            ({"exactly": 0}, False),
        ],
    )
    def test_about_a_number(self, busy, bounds, holds):
        verdict = verify(busy, count={"operation": "getNote"}, **bounds)

        assert (verdict["holds"], verdict["found"]) == (holds, 3)

    def test_that_something_never_happened(self, busy):
        assert verify(busy, never={"operation": "deleteNote"})["holds"]
        assert not verify(busy, never={"status": 404})["holds"]

    def test_about_an_order_in_which_others_may_lie_between(self, busy):
        steps = [{"operation": "getNote"}, {"json": {"text": "two"}}, {"operation": "getNote", "status": 200}]

        assert verify(busy, sequence=steps)["holds"]
        verdict = verify(busy, sequence=[*steps, {"operation": "putNote"}])
        assert (verdict["holds"], verdict["found"]) == (False, 3)
        assert verdict["reason"] == "Step 4 of 4 did not happen after call 5."

    def test_that_does_not_hold_is_shown_what_comes_near(self, busy):
        verdict = verify(busy, count={"operation": "putNote", "headers": {"X-Test": "third"}})

        assert verdict["nearMisses"][0] == {"entry": 3, "differs": ["headers.X-Test: found none, expected 'third'"]}
        assert verdict["nearMisses"][1] == {"entry": 2, "differs": ["headers.X-Test: found 'second', expected 'third'"]}

    @pytest.mark.parametrize("claim", [{}, {"count": {}, "never": {}}, {"never": {}, "exactly": 1}, {"exactly": 1}])
    def test_has_one_form(self, client, claim):
        assert client.post("/_emulator/journal/verify", json=claim).status_code == 400


class TestWhatIsGone:
    @pytest.fixture
    def short(self, client, emulator):
        """A journal that has room for two."""
        emulator.world("default").journal = Journal(most=2)
        for _ in range(3):
            client.get(NOTE)
        return client

    @pytest.mark.parametrize(
        ("path", "content"),
        [
            ("count", {}),
            ("find", {"status": 404}),
            ("verify", {"never": {"status": 404}}),
            ("verify", {"sequence": [{}]}),
        ],
    )
    def test_makes_an_answer_impossible_rather_than_wrong(self, short, path, content):
        reply = short.post(f"/_emulator/journal/{path}", json=content)

        assert reply.status_code == 409
        assert "1 calls were dropped" in reply.json["detail"]

    def test_does_not_matter_to_those_who_ask_for_later_calls(self, short):
        assert count(short, after=1) == 2

    def test_on_purpose_leaves_no_doubt(self, short):
        short.delete("/_emulator/journal")
        short.get(NOTE)

        assert count(short) == 1
        assert short.get("/_emulator/journal").json["entries"][0]["number"] == 4


class TestWhatIsKeptInPart:
    @pytest.fixture
    def long(self, client):
        """A world in which everything about two calls was very long, and about a third nothing."""
        many = "&".join(f"many{number}={'x' * 30}" for number in range(100))
        headers = {"X-Long": "x" * 3_000, "X-Short": "short"}
        client.put(NOTE, json={"text": "x" * LONGEST_BODY}, headers=headers)
        client.get(f"/toy/notes/{'x' * LONGEST}?long={'x' * 3_000}&short=1")
        client.get(f"{NOTE}?{many}", headers={"X-Short": "short"})
        return client

    @pytest.mark.parametrize(
        ("criteria", "judged", "doubt"),
        [
            ({"body": "y"}, 1, "body"),
            ({"json": {}}, 1, "body"),
            ({"headers": {"X-Long": "*y"}}, 1, "headers.X-Long"),
            ({"headers": {"x-long": "x*"}, "query": {"none": "*"}, "method": "PUT"}, 0, ""),
            ({"path": "/toy/notes/x*"}, 2, "path"),
            ({"path": "**", "query": {"Long": "*"}}, 2, "path, query.Long"),
            ({"query": {"long": "*y"}}, 2, "query.long"),
            ({"query": {"many99": "x*"}}, 3, "query.many99"),
        ],
    )
    def test_is_not_judged_where_a_condition_looks_at_it(self, long, criteria, judged, doubt):
        for path, content in (
            ("count", criteria),
            ("find", criteria),
            ("verify", {"never": criteria}),
            ("verify", {"sequence": [criteria]}),
        ):
            reply = long.post(f"/_emulator/journal/{path}", json=content)
            if doubt:
                assert reply.status_code == 409
                assert f"Of call {judged} the journal keeps a part only: {doubt} cannot be judged." in reply.text
            else:
                assert reply.status_code == 200

    @pytest.mark.parametrize(
        ("criteria", "expected"),
        [
            ({"method": "PUT"}, 1),
            ({"headers": {"X-Short": "short"}}, 2),
            ({"headers": {"X-Long": "*"}, "method": "GET"}, 0),
            ({"query": {"short": "1"}, "method": "GET", "status": 400}, 1),
            ({"body": "y", "method": "GET"}, 0),
            ({"path": "/toy/*/hello", "status": 200}, 1),
            ({"body": "y", "path": "/other"}, 0),
            ({"query": {"long": "*"}, "after": 2, "headers": {"X-Short": "long"}}, 0),
        ],
    )
    def test_does_not_matter_where_the_rest_decides(self, long, criteria, expected):
        assert count(long, **criteria) == expected

    def test_is_no_doubt_for_a_step_that_comes_later(self, long):
        steps = [{"method": "GET", "query": {"short": "1"}}, {"headers": {"X-Short": "*"}}]

        assert verify(long, sequence=steps)["holds"]


class TestCredentials:
    @pytest.fixture
    def shown(self, client):
        secrets = {"Authorization": "Bearer s3cret", "Cookie": "session=s3cret; org=1", "X-Api-Key": "s3cret"}
        query = "api_key=s3cret&session=s3cret&index=1"
        client.put(f"{NOTE}?{query}", json={"password": "s3cret", "text": "a"}, headers=secrets)
        return client

    @pytest.mark.parametrize(
        ("method", "path", "content"),
        [
            ("GET", "journal?full=true", None),
            ("GET", "journal", None),
            ("GET", "journal/har", None),
            ("POST", "journal/find", {}),
            ("POST", "journal/verify", {"never": {"headers": {"authorization": "*"}}}),
            ("POST", "journal/verify", {"count": {"headers": {"authorization": "x"}, "query": {"api_key": "x"}}}),
        ],
    )
    def test_are_hidden_wherever_a_call_is_shown(self, shown, method, path, content):
        reply = shown.open(f"/_emulator/{path}", method=method, json=content)

        assert reply.status_code == 200
        assert "s3cret" not in reply.text

    def test_can_be_asked_for_all_the_same(self, shown):
        assert count(shown, headers={"Authorization": "Bearer s3*"}) == 1


class TestALimit:
    def test_leaves_the_newest_of_those_that_fit_and_counts_all(self, busy):
        found = busy.post("/_emulator/journal/find?limit=2", json={"operation": "getNote"}).json

        assert ([entry["number"] for entry in found["entries"]], found["count"]) == ([4, 5], 3)

    def test_of_the_archive_is_told_in_it(self, busy):
        log = busy.get("/_emulator/journal/har?limit=2").json["log"]

        assert [entry["request"]["method"] for entry in log["entries"]] == ["GET", "GET"]
        assert log["comment"] == "The newest 2 of 5 calls."
        assert busy.get("/_emulator/journal/har").json["log"]["comment"] == ""

    def test_of_the_archive_does_not_count_what_was_cleared(self, busy):
        busy.delete("/_emulator/journal")
        busy.get(NOTE)

        assert busy.get("/_emulator/journal/har").json["log"]["comment"] == ""

    @pytest.mark.parametrize("limit", ["0", "10001", "x"])
    def test_has_bounds(self, busy, limit):
        assert busy.post(f"/_emulator/journal/find?limit={limit}", json={}).status_code == 400
        assert busy.get(f"/_emulator/journal/har?limit={limit}").status_code == 400


def test_a_journal_is_read_without_holding_the_world_up(busy, emulator, monkeypatch):
    world, held = emulator.world("default"), []
    monkeypatch.setattr(wire, "entry", lambda *_args, **_more: held.append(world.lock.locked()) or {})
    monkeypatch.setattr(Sought, "fits", lambda *_args: not held.append(world.lock.locked()))

    for path in ("find", "count"):
        busy.post(f"/_emulator/journal/{path}", json={})
    busy.get("/_emulator/journal")

    assert held
    assert not any(held)


def test_the_archive_is_one_that_tools_can_read(busy):
    log = busy.get("/_emulator/journal/har").json["log"]

    assert (log["version"], len(log["entries"])) == ("1.2", 5)
    entry = log["entries"][3]
    assert entry["request"]["url"].endswith("/toy/notes/missing?why=so")
    assert entry["request"]["queryString"] == [{"name": "why", "value": "so"}]
    assert (entry["response"]["status"], entry["response"]["statusText"]) == (404, "Not Found")
    assert json.loads(entry["response"]["content"]["text"])["status"] == 404
    assert log["entries"][1]["request"]["postData"]["mimeType"] == "application/json"


def test_a_body_that_is_cut_within_a_letter_is_shown_up_to_there(client):
    client.put(NOTE, data=b"x" * (LONGEST_BODY - 1) + "é".encode(), content_type="application/json")

    assert ask(client, "find", {})["entries"][0]["requestBody"] == "x" * (LONGEST_BODY - 1)


def test_a_body_that_ends_within_a_letter_is_no_text(client):
    client.put(NOTE, data="é".encode()[:1], content_type="application/json")

    assert ask(client, "find", {})["entries"][0]["requestBody"] is None


def test_numbers_may_be_written_as_json_writes_them(busy):
    assert count(busy, status=404.0, after=1.0) == 1
    assert verify(busy, count={"operation": "getNote"}, exactly=3.0)["holds"]
    assert verify(busy, count={}, atLeast=2.0, atMost=3.0)["reason"] == "Calls that fit: 5; expected: 2 to 3."


def test_calls_of_the_control_api_are_not_kept_where_nobody_can_ask_for_them(client):
    client.get("/_emulator/health")

    _pipeline, world = client.application.emulator._mounts["/_emulator"]
    assert (world.journal.total, world.journal.entries()) == (1, [])
