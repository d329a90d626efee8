from __future__ import annotations

import pytest

from streamulator.core.clock import stopwatch
from streamulator.core.ticks import parse_time

NOTE = "/toy/notes/hello"


@pytest.fixture
def arm(client):
    def arm(effect, **rule):
        reply = client.post("/_emulator/faults", json={"effect": effect, **rule})
        assert reply.status_code == 201, reply.text

    return arm


def note(client):
    reply = client.get(NOTE)
    return reply.json["text"] if reply.status_code == 200 else reply.status_code


def put(client, text):
    return client.put(NOTE, json={"text": text}).status_code


def journal(client):
    return client.get("/_emulator/journal").json["entries"]


def warnings(client):
    return [one["complaint"] for one in client.get("/_emulator/ledger?kind=warning").json["entries"]]


class TestAStatus:
    def test_before_leaves_everything_as_it_was(self, client, arm):
        was = note(client)
        arm("400", operation="putNote")

        assert put(client, "changed") == 400
        assert note(client) == was

    def test_after_keeps_the_change_and_loses_the_answer(self, client, arm):
        arm("400", operation="putNote", phase="after")

        assert put(client, "changed") == 400
        assert note(client) == "changed"

    def test_says_which_fault_it_was(self, client, arm):
        arm("404;reason=Somebody took it.", operation="getNote", id="thief")

        reply = client.get(NOTE)

        assert (reply.headers["X-Emulator-Fault"], reply.json["detail"]) == ("thief", "Somebody took it.")
        assert (journal(client)[-1]["faults"], journal(client)[-1]["status"]) == (["thief"], 404)

    def test_that_is_not_documented_is_sent_where_that_was_asked_for(self, client, arm):
        arm("503;retryAfter=7", undocumented=True)

        reply = client.get(NOTE)

        assert (reply.status_code, reply.headers["Retry-After"]) == (503, "7")
        assert client.get("/_emulator/ledger").json["totals"]["broken"] == 0


class TestRetryAfter:
    def test_counts_those_who_come_back_too_early(self, client, arm):
        client.put("/_emulator/clock", json={"mode": "frozen"})
        arm("503;retryAfter=10", undocumented=True, times=1)
        client.get(NOTE)

        client.post("/_emulator/clock/advance", json={"seconds": 4})
        client.get(NOTE)

        assert warnings(client) == ["early retry: 6.000 s before the time that Retry-After had given was over."]

    def test_has_nothing_against_those_who_wait(self, client, arm):
        client.put("/_emulator/clock", json={"mode": "frozen"})
        arm("503;retryAfter=10", undocumented=True, times=1)
        client.get(NOTE)

        client.post("/_emulator/clock/advance", json={"seconds": 10})
        client.get(NOTE)

        assert warnings(client) == []


class TestLatency:
    def test_moves_a_clock_that_stands_still_and_keeps_nobody_waiting(self, client, arm, emulator):
        client.put("/_emulator/clock", json={"mode": "frozen", "at": "2030-01-01T00:00:00Z"})
        arm("latency=30", operation="getNote")

        client.get(NOTE)

        assert emulator.world("default").clock.ticks() == parse_time("2030-01-01T00:00:30Z")

    def test_is_waited_for_where_time_runs_or_the_wall_is_meant(self, client, arm, emulator):
        waited = []
        emulator.wait = waited.append
        arm("latency=30", operation="getNote")
        arm("latency=5;clock=wall", operation="getNote", phase="after")

        client.get(NOTE)
        client.put("/_emulator/clock", json={"mode": "frozen"})
        client.get(NOTE)

        assert waited == [30, 5, 5]


class TestAConnection:
    @pytest.mark.parametrize(
        ("effect", "error"),
        [("reset", ConnectionResetError), ("empty", ConnectionAbortedError), ("stall=1", TimeoutError)],
    )
    def test_that_breaks_before_has_changed_nothing(self, client, arm, effect, error):
        was = note(client)
        arm(effect, operation="putNote")

        with pytest.raises(error):
            put(client, "changed")

        assert note(client) == was
        assert (journal(client)[-2]["status"], journal(client)[-2]["faults"]) == (0, ["f1"])

    @pytest.mark.parametrize("effect", ["cut=0.5", "stall=1"])
    def test_that_breaks_in_the_body_is_noticed_by_whoever_reads_it(self, client, arm, effect):
        arm(effect, operation="getNote", phase="after")

        with pytest.raises(OSError, match="fault"):
            client.get(NOTE, buffered=True)

    @pytest.mark.parametrize("effect", ["reset", "empty"])
    def test_that_breaks_after_has_changed_all(self, client, arm, effect):
        arm(effect, operation="putNote", phase="after")

        with pytest.raises(OSError, match="fault"):
            put(client, "changed")

        assert note(client) == "changed"

    def test_may_bring_what_is_no_json(self, client, arm):
        arm("malformed", operation="getNote")

        reply = client.get(NOTE)

        assert reply.status_code == 200
        with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
            reply.get_json()


class TestTheRequestItself:
    def test_is_honoured_when_it_orders_a_fault(self, client):
        reply = client.get(NOTE, headers={"X-Emulator-Fault": "404;reason=Ordered."})

        assert (reply.status_code, reply.json["detail"], reply.headers["X-Emulator-Fault"]) == (
            404,
            "Ordered.",
            "header",
        )

    def test_may_order_a_phase(self, client):
        order = {"X-Emulator-Fault": "400;phase=after"}

        assert client.put(NOTE, json={"text": "changed"}, headers=order).status_code == 400
        assert note(client) == "changed"

    @pytest.mark.parametrize("order", ["503", "nonsense", "", "cut=0.5;phase=before", "latency=x", "404;colour=red"])
    def test_is_refused_when_its_order_cannot_be_kept(self, client, order):
        reply = client.get(NOTE, headers={"X-Emulator-Fault": order})

        assert reply.status_code == 400
        assert reply.json["errors"][0].startswith(("X-Emulator-Fault", "phase"))

    def test_may_insist_on_what_is_not_documented(self, client):
        assert client.get(NOTE, headers={"X-Emulator-Fault": "503;undocumented"}).status_code == 503

    @pytest.mark.parametrize("preference", ["code=404", "respond-async, code=404; strict", 'Code="404"'])
    def test_is_preferred_to_and_told_so(self, client, preference):
        reply = client.get(NOTE, headers={"Prefer": preference})

        assert (reply.status_code, reply.headers["Preference-Applied"]) == (404, "code=404")

    @pytest.mark.parametrize("preference", ["code=503", "code=200", "code=x", "code", "example=a", ""])
    def test_is_served_when_what_it_prefers_cannot_be(self, client, preference):
        reply = client.get(NOTE, headers={"Prefer": preference})

        assert (reply.status_code, "Preference-Applied" in reply.headers) == (200, False)


def test_nothing_strikes_the_control_api(client, arm):
    arm("reset")

    for header in ({}, {"X-Emulator-Fault": "500"}, {"Prefer": "code=500"}):
        assert client.get("/_emulator/health", headers=header).status_code == 200


def test_faults_of_a_fixture_are_armed_in_every_world_and_come_back(emulator, client, tmp_path):
    (tmp_path / "faults.yaml").write_text("""
toy: {notes: {hello: there}}
faults: [{operation: getNote, effect: "404"}]
""")
    emulator.load([tmp_path])
    client.post("/_emulator/worlds", json={"name": "other"})

    assert note(client) == 404
    client.delete("/_emulator/faults")
    assert note(client) == "there"
    assert client.get(NOTE, headers={"X-Emulator-World": "other"}).status_code == 404
    client.post("/_emulator/reset")
    assert note(client) == 404


class TestWhatARequestAsksFor:
    @pytest.mark.parametrize(
        "text",
        [
            "²",
            "9" * 5_000,
            "latency=nan",
            "drip=1;seconds=inf",
            "503;" * 2_000,
            ";".join(f"a{number}" for number in range(100_000)),
        ],
    )
    def test_is_refused_where_it_is_nonsense(self, client, text):
        reply = client.get(NOTE, headers={"X-Emulator-Fault": text})

        assert (reply.status_code, len(reply.data) < 20_000) == (400, True)

    @pytest.mark.parametrize("text", ["code=²", "code=5²5", "code=4000", "code=" + "4" * 5_000])
    def test_is_ignored_where_it_is_a_preference_for_nonsense(self, client, text):
        assert client.get(NOTE, headers={"Prefer": text}).status_code == 200


def test_a_rule_may_have_the_name_of_a_preference(client, arm):
    arm("latency=0", id="prefer")

    headers = client.get(NOTE).headers
    assert (headers["X-Emulator-Fault"], "Preference-Applied" in headers) == ("prefer", False)


def test_of_many_rules_that_strike_at_once_some_are_named(client, arm):
    for number in range(100):
        arm("latency=0", id=f"{'i' * 60}{number:03}")

    header = client.get(NOTE).headers["X-Emulator-Fault"]
    assert header.endswith(f"{'i' * 60}019 and 80 more")
    assert len(journal(client)[0]["faults"]) == 100


def test_numbers_of_a_rule_may_be_written_as_json_writes_them(client, arm):
    arm("400", operation="getNote", skip=1.0, every=2.0, times=1.0, seed=1.0, probability=1)

    assert [note(client) for _ in range(6)] == ["Good morning", "Good morning", 400] + ["Good morning"] * 3


def test_a_long_sequence_is_armed_in_no_time(client):
    begun = stopwatch()

    steps = [{"kind": "status", "status": 400, "reason": str(number)} for number in range(1_000)]
    reply = client.post("/_emulator/faults", json={"sequence": steps})

    assert reply.status_code == 201
    assert stopwatch() - begun < 2
