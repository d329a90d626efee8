"""Waiting for connections, also where the system has no more to offer than Windows does."""

from __future__ import annotations

import json
import selectors
import socket
import subprocess
import sys
from itertools import repeat

import pytest
from raw_http import Connection
from serving import PATIENCE

from streamulator.web import waiting

WITHOUT = """
import os, select, signal, sys
for module, names in (
    (select, ("poll", "epoll", "kqueue", "devpoll")),
    (os, ("fork", "getpgrp", "tcgetpgrp", "getuid")),
    (signal, ("SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2")),
):
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
for name in ("SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"):
    del signal.Signals._member_map_[name]
from streamulator.cli import main
main()
"""
VICTIM = """
import json, os, socket, urllib.request
from http.client import IncompleteRead
from streamulator import Control
url = os.environ["STREAMULATOR_URL"]
control, met = Control(url), {}
for effect in ("cut=0.5", "drip=16;seconds=0.001", "stall=0.01", "reset"):
    control.faults.arm(effect, operation="getLastValue", times=1)
    try:
        with urllib.request.urlopen(f"{url}/api/v1/Tenants/default/Namespaces/default/Streams/Tank/Data/Last") as reply:
            met[effect] = reply.read().decode()[:1]
    except (OSError, IncompleteRead) as error:
        met[effect] = type(error).__name__
print(json.dumps(met))
"""


@pytest.fixture(params=["PollSelector", "SelectSelector"])
def pair(request, monkeypatch):
    """Two ends of a connection, watched in one way or the other."""
    monkeypatch.setattr(waiting, "_Selector", getattr(selectors, request.param))
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def test_what_can_be_read_is_noticed(pair):
    one, other = pair

    assert not waiting.ready(one, "read", 0.01)
    other.sendall(b"x")
    assert waiting.ready(one, "read", PATIENCE)


def test_an_end_can_be_read(pair):
    one, other = pair
    other.close()

    assert waiting.ready(one, "read", PATIENCE)


def test_a_full_connection_cannot_be_written(pair):
    one, other = pair
    one.settimeout(0)
    assert waiting.ready(one, "write", 0)
    with pytest.raises(BlockingIOError):
        list(map(one.send, repeat(bytes(1_000_000))))

    assert not waiting.ready(one, "write", 0.01)
    while not waiting.ready(one, "write", 0):
        other.recv(1_000_000)


def test_faults_strike_where_there_is_neither_poll_nor_signals_of_unix():
    command = [sys.executable, "-c", WITHOUT, "exec", "--", sys.executable, "-c", VICTIM]

    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=6 * PATIENCE)

    assert (ran.returncode, ran.stderr) == (0, "")
    met = json.loads(ran.stdout)
    assert met.pop("reset") in {"ConnectionResetError", "URLError"}
    assert met == {"cut=0.5": "IncompleteRead", "drip=16;seconds=0.001": "{", "stall=0.01": "RemoteDisconnected"}


def test_requests_sent_ahead_are_answered_before_a_break_in_either_way(live, monkeypatch):
    monkeypatch.setattr(waiting, "_Selector", selectors.SelectSelector)
    get = b"GET /toy/notes/hello HTTP/1.1\r\nHost: a\r\n"
    with Connection(live.port) as client:
        client.send(get + b"\r\n" + get + b"X-Emulator-Fault: empty\r\n\r\n")

        assert client.answer().status == 200
        assert client.ended()
