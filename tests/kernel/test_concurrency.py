from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from kernel.trial import Trial
from toy_emulator import toy_emulator

from streamulator.core.messages import ANONYMOUS, Reply, Request

THREADS, EACH = 32, 25


@pytest.fixture(autouse=True)
def _restless():
    """Switch threads as often as the interpreter can, so that what can come between does."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def at_once(work):
    """Let every thread do its work, all starting at the same moment."""
    barrier = Barrier(THREADS)

    def run(number):
        barrier.wait()
        return [work(number, turn) for turn in range(EACH)]

    with ThreadPoolExecutor(THREADS) as pool:
        return [result for results in pool.map(run, range(THREADS)) for result in results]


def test_every_request_of_many_threads_has_its_own_number_in_the_journal():
    trial = Trial(lambda _call, _store: Reply(204))

    at_once(lambda thread, turn: trial.run(query=((f"{thread}-{turn}", ""),)))

    entries, findings = trial.world.journal.entries(), trial.world.ledger.findings()
    assert [entry.number for entry in entries] == list(range(1, THREADS * EACH + 1))
    assert len({entry.query for entry in entries}) == THREADS * EACH
    # Each request had one warning, which names the very entry of that request.
    by_number = {entry.number: entry.query[0][0] for entry in entries}
    assert sorted(finding.number for finding in findings) == list(range(1, THREADS * EACH + 1))
    assert all(f"'{by_number[finding.entry]}'" in finding.complaint for finding in findings)


def test_no_update_is_lost():
    def handler(_call, store):
        count = store.get("count", 0)
        for _ in range(50):  # long enough for another thread to come between, if it could
            pass
        store["count"] = count + 1
        return Reply(200, count)

    trial = Trial(handler)

    counts = at_once(lambda _thread, _turn: trial.run().content)

    assert sorted(counts) == list(range(THREADS * EACH))


def test_worlds_come_and_go_while_others_are_used(emulator):
    def work(thread, turn):
        name = f"world-{thread}"
        if turn % 5 == 0:
            emulator.create_world(name)
        reply = emulator.answer(Request("GET", "/toy/notes/hello", world=name))
        if turn % 5 == 4:
            emulator.delete_world(name)
        elif turn % 5 == 2:
            emulator.reset_world(name)
        return reply.status

    assert set(at_once(work)) == {200}
    assert list(emulator.worlds) == ["default"]


def test_of_many_who_create_a_world_at_once_one_succeeds(emulator):
    body = b'{"name": "contested"}'
    request = Request("POST", "/_emulator/worlds", headers={"content-type": "application/json"}, body=body)

    statuses = at_once(lambda _thread, _turn: emulator.answer(request).status)

    assert (statuses.count(201), statuses.count(409)) == (1, THREADS * EACH - 1)


def test_nobody_changes_what_a_caller_is_looked_up_in():
    held = []

    def authenticate(_request, _operation, _path, _store):
        held.append(trial.world.lock.locked())
        return ANONYMOUS

    trial = Trial(lambda _call, _store: Reply(204), authenticate=authenticate)
    trial.run()

    assert held == [True]


def test_what_was_reached_is_counted_once_however_often_a_world_is_reset():
    emulator = toy_emulator()
    note = Request("GET", "/toy/notes/hello")
    for _ in range(100):
        emulator.answer(note)

    at_once(lambda _thread, _turn: emulator.reset_world("default"))

    answers = next(one["answers"] for one in emulator.coverage()["operations"] if one["operation"] == "getNote")
    assert sum(answer["count"] for answer in answers) == 100
