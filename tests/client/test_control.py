from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

import streamulator
from streamulator.client import Control, ControlError, WsgiTransport

NOTE = "/toy/notes/hello"
MIDNIGHT = "2030-01-01T00:00:00Z"


def call(control, method="GET", target=NOTE, body=b""):
    """Call the emulated service in a control's world; return the status."""
    headers = {"X-Emulator-World": control.world, "Content-Type": "application/json"}
    return control.transport.send(method, target, headers, body).status


class TestTheEmulator:
    def test_says_that_it_lives_and_what_it_is(self, control):
        assert control.health().status == "ok"
        assert control.health().version == streamulator.__version__
        assert control.ready()
        assert control.info().services[0]["name"] == "toy"
        assert control.info().options["strict"] is False

    def test_that_has_no_fixtures_yet_is_not_ready(self):
        from toy_emulator import toy_emulator  # noqa: PLC0415  this test alone wants one that is empty

        from streamulator.web.app import Application  # noqa: PLC0415  as above

        assert not Control(WsgiTransport(Application(toy_emulator(seeded=False)))).ready()


class TestWorlds:
    def test_are_made_listed_and_removed(self, control):
        trial = control.create_world("trial")

        assert [world.name for world in control.worlds()] == ["default", "trial"]
        assert trial.world == "trial"
        trial.delete_world()
        assert [world.name for world in control.worlds()] == ["default"]

    def test_do_not_see_each_other(self, control):
        trial = control.create_world("trial")
        call(trial, "PUT", "/toy/notes/mine", b'{"text": "x"}')

        assert trial.state() == {"toy": {"notes": ["hello", "mine"]}}
        assert control.state() == {"toy": {"notes": ["hello"]}}
        assert trial.state_hash() != control.state_hash()

    def test_have_addresses(self, control):
        place = control.transport.url

        assert control.url == place
        assert control.in_world("trial").url == f"{place}/_worlds/trial"

    @pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a b", "ü", "世界", "a\r\nb", "x" * 65])
    def test_have_names_that_fit_an_address(self, control, name):
        with pytest.raises(ControlError) as caught:
            control.create_world(name)

        assert caught.value.status == 400
        assert "name" in str(caught.value)

    def test_are_made_at_their_own_address(self, transport):
        sent = []

        class Listening:
            """A transport that writes down where calls go."""

            url = transport.url

            def send(self, method, target, headers, body):
                sent.append((method, target))
                return transport.send(method, target, headers, body)

        trial = Control(Listening()).create_world("trial")
        trial.create_world("other")

        assert sent == [("POST", f"/_worlds/{name}/_emulator/worlds") for name in ("trial", "other")]
        assert trial.state() == trial.in_world("other").state()

    def test_may_be_made_with_a_time_of_their_own(self, control):
        trial = control.create_world("trial", frozen_at=MIDNIGHT, seed=3)

        assert (trial.clock.now(), trial.clock.state().mode) == (MIDNIGHT, "frozen")

    def test_are_made_of_others_and_of_snapshots(self, control):
        call(control, "PUT", "/toy/notes/mine", b'{"text": "x"}')
        control.snapshot("kept")
        control.reset()

        kept = control.create_world("one", snapshot="kept")

        assert kept.state_hash() == control.create_world("two", world="one").state_hash() != control.state_hash()

    def test_go_back_to_snapshots(self, control):
        before = control.state_hash()
        assert control.snapshot("kept").name == "kept"
        call(control, "DELETE")
        assert control.state_hash() != before

        control.restore("kept")

        assert control.state_hash() == before
        assert [one.name for one in control.snapshots()] == ["kept"]
        control.delete_snapshot("kept")
        assert control.snapshots() == []

    def test_are_handed_out_as_fixtures(self, control):
        assert "Good morning" in control.export()


class TestFaults:
    def test_are_armed_by_keywords_and_counted(self, control):
        fault = control.faults.arm(404, operation="getNote", times=1)

        assert (fault.operations, fault.fired, fault.rule["effect"]) == (("getNote",), 0, "404")
        assert [call(control), call(control)] == [404, 200]
        (found,) = control.faults.all()
        assert (found.matched, found.fired, found.exhausted) == (2, 1, True)
        assert control.faults.unfired() == []
        assert str(found) == f"{found.id}: 404 on getNote: 2 calls fitted, 1 struck"

    def test_happen_in_turn(self, control):
        control.faults.arm(["pass", 404, {"kind": "status", "status": 400}], operation="getNote")

        assert [call(control) for _ in range(4)] == [200, 404, 400, 200]

    def test_take_all_conditions_there_are(self, control):
        fault = control.faults.arm(
            "latency=0.001",
            id="slow",
            service="toy",
            operation=("putNote",),
            method="PUT",
            path="/toy/**",
            headers={"X-Test": "a*"},
            query={"q": "*"},
            body="text",
            json={"text": "x"},
            phase="before",
            skip=1,
            every=2,
            times=3,
            probability=0.5,
            seed=4,
            undocumented=True,
        )

        assert fault == control.faults.find("slow")
        assert fault.rule["operation"] == ["putNote"]

    def test_are_disarmed(self, control):
        for id_ in ("one", "two", "three"):
            control.faults.arm("404", id=id_)
        control.faults.disarm("two")
        assert [fault.id for fault in control.faults.all()] == ["one", "three"]

        control.faults.clear()

        assert control.faults.all() == []

    def test_that_nothing_documents_are_refused_in_words(self, control):
        with pytest.raises(ControlError) as caught:
            control.faults.arm(503, operation="getNote")

        assert caught.value.status == 400
        assert caught.value.errors[0].startswith("effect: 503 is not documented for getNote")
        assert caught.value.errors[0] in str(caught.value)


class TestTime:
    def test_is_frozen_moved_and_let_go(self, control):
        assert control.clock.freeze(MIDNIGHT).now == MIDNIGHT
        assert control.clock.advance(1.5).now == "2030-01-01T00:00:01.5Z"
        assert control.clock.run("2031-01-01T00:00:00Z").mode == "running"
        assert control.clock.now().startswith("2031-01-01T00:00:")
        assert control.clock.follow().mode == "real"

    @pytest.mark.parametrize("zone", [None, UTC, timezone(timedelta(hours=2))])
    def test_is_given_as_a_datetime_too(self, control, zone):
        moment = datetime(2030, 1, 1, 2 if zone not in (None, UTC) else 0, tzinfo=zone)

        assert control.clock.freeze(moment).now == MIDNIGHT


class TestTheJournal:
    def test_has_entries_that_print_in_a_line(self, control):
        control.faults.arm(404, operation="getNote", id="gone")
        call(control, target=f"{NOTE}?q=1")

        (entry,) = control.journal.entries()

        assert (entry.number, entry.status, entry.faults, entry.query) == (1, 404, ("gone",), (("q", "1"),))
        assert str(entry) == f"1 GET {NOTE}?q=1 404 getNote [gone]: A fault makes getNote fail with 404."

    def test_is_read_in_parts(self, control):
        for _ in range(3):
            call(control)

        assert [entry.number for entry in control.journal.entries(after=1)] == [2, 3]
        assert [entry.number for entry in control.journal.entries(limit=1)] == [3]
        assert control.journal.total() == 3


def test_the_ledger_tells_what_was_wrong(control):
    call(control, target=f"{NOTE}?q=1")
    call(control, target="/toy/notes/NO")

    assert [one.kind for one in control.ledger().entries] == ["warning", "violation"]
    (warning,) = control.ledger("warning").entries
    assert str(warning).startswith("warning in call 1, getNote: ")
    assert control.ledger().totals == {"violation": 1, "broken": 0, "warning": 1}


def test_the_outcome_tells_at_one_go_what_a_test_asks_at_the_end(control):
    control.faults.arm("reset", operation="putNote", id="idle")
    call(control, target="/toy/notes/NO")

    outcome = control.outcome()

    assert outcome.unfired == ("idle",)
    assert outcome.ledger == control.ledger()
    assert outcome.ledger.totals["violation"] == 1


class TestCoverage:
    def test_is_that_of_a_world_or_of_all(self, control):
        trial = control.create_world("trial")
        call(trial)

        assert (control.coverage()["covered"], trial.coverage()["covered"]) == (0, 1)
        trial.delete_world()
        assert control.coverage(everywhere=True)["covered"] == 1

    def test_is_counted_anew_when_it_was_cleared(self, control):
        call(control)
        call(control.create_world("trial"))
        control.clear_coverage()

        assert (control.coverage()["covered"], control.coverage(everywhere=True)["covered"]) == (0, 1)
        control.clear_coverage(everywhere=True)
        assert control.coverage(everywhere=True)["covered"] == 0


class TestRefusals:
    def test_are_raised_with_what_the_emulator_said(self, control):
        with pytest.raises(ControlError) as caught:
            control.in_world("nowhere").state()

        assert caught.value.status == 404
        assert "There is no world 'nowhere'" in caught.value.detail

    def test_leave_the_client_usable(self, control):
        for _ in range(3):
            with pytest.raises(ControlError):
                control.restore("never")

        assert control.ready()


def test_the_package_offers_the_client_without_importing_it_first():
    code = "import sys, streamulator; print('streamulator.client' in sys.modules); print(streamulator.Control.__name__)"

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.split() == ["False", "Control"]
    with pytest.raises(AttributeError, match="no attribute 'Controls'"):
        _ = streamulator.Controls
