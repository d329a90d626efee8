from __future__ import annotations

import socket
from threading import enumerate as threads
from time import perf_counter

import pytest
from toy_emulator import toy_emulator

from streamulator.client import Control
from streamulator.web.assembly import assemble
from streamulator.web.thread import EmulatorServing


def test_an_emulator_is_served_on_a_free_port_until_it_is_stopped():
    with EmulatorServing(toy_emulator()) as serving, Control(serving.url) as control:
        assert control.ready()

    port = int(serving.url.rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_stopping_takes_milliseconds_and_leaves_no_thread():
    before = set(threads())
    taken = []
    for _ in range(5):
        serving = EmulatorServing(toy_emulator())
        with Control(serving.url) as control:
            control.health()
            began = perf_counter()
            serving.stop()
            taken.append(perf_counter() - began)
    serving.stop()  # again, which does nothing

    assert min(taken) < 0.02
    assert not [thread for thread in set(threads()) - before if thread.is_alive() and thread.name == "streamulator"]


def test_a_port_that_is_taken_is_an_os_error():
    with (
        EmulatorServing(toy_emulator()) as serving,
        pytest.raises(OSError, match="in use"),
    ):
        EmulatorServing(toy_emulator(), port=int(serving.url.rpartition(":")[2]))


def test_calls_that_wait_keep_no_others_from_being_served():
    """The server's threads are few; a fault that takes its time must not take one of them."""
    emulator = toy_emulator()
    with EmulatorServing(emulator) as serving:
        assert emulator.wait == serving.server.pause


def test_what_is_assembled_has_every_service_and_the_built_in_fixtures():
    emulator = assemble()

    assert emulator.ready
    assert "aveva" in emulator.export("default")
    assert emulator.mounted_contracts
    assert not assemble(seeded=False).ready
