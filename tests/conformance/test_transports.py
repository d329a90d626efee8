"""What a client gets does not depend on how it comes: by a socket, or by calling the application in its own process.

`tests/parity` holds the answers to all printed requests against each other; here is what is not printed, and where the
two ways do differ.
"""

from __future__ import annotations

from contextlib import closing
from http.client import IncompleteRead, RemoteDisconnected
from pathlib import Path

import pytest
from both_ways import START, both_ways, shown

from streamulator.client import Control, SocketTransport, WsgiTransport
from streamulator.faults.effects import KINDS
from streamulator.web.app import Application
from streamulator.web.assembly import assemble
from streamulator.web.thread import EmulatorServing

PAGE = Path(__file__).parents[2] / "docs" / "testing.md"
TANK = "/api/v1/Tenants/default/Namespaces/default/Streams/Tank/Data/Last"
READS = ["/_emulator/ready", "/_emulator/openapi/control.yaml", "/_emulator/nothing", "/nobody/is?here=1", "/", TANK]
ALIKE = ["404", "malformed", "latency=0.001", "503;retryAfter=7", "400", "drip=16;seconds=0"]
# A rule, and what a client meets of it at a socket and in process. The end of an answer is what closes the connection.
DIFFERENT = {
    "reset": (ConnectionResetError, ConnectionResetError),
    "empty": (RemoteDisconnected, ConnectionAbortedError),
    "cut=0.5": (IncompleteRead, ConnectionAbortedError),
    "stall=0": (RemoteDisconnected, TimeoutError),
    "length=1": (IncompleteRead, 1),
    "length=-1": (-1, -1),
}


@pytest.fixture(scope="module")
def serving():
    with EmulatorServing(assemble()) as serving:
        yield serving


@pytest.fixture(scope="module")
def send(serving):
    """Send by both ways at once; a second emulator answers the calls in process."""
    with both_ways(serving.url, Application(assemble())) as send:
        yield send


@pytest.fixture
def ways(serving):
    """Reach one emulator by both transports, over a new connection."""
    with closing(SocketTransport(serving.url)) as socket:
        yield socket, WsgiTransport(serving.application, url=serving.url)


def struck(transport, effect):
    """Ask for a value in a world where that goes wrong; return the answer, and what was asked is in no other world."""
    control = Control(transport).create_world("struck", frozen_at=START, seed=1)
    try:
        control.faults.arm(effect, operation="getLastValue")
        transport.close()  # so that the call has a connection that nobody used, and is not repeated on another
        return transport.send("GET", TANK, {"X-Emulator-World": "struck"})
    finally:
        control.delete_world()


@pytest.mark.parametrize("target", READS)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "gzip"}, {"X-Emulator-World": "nowhere"}])
def test_what_is_not_printed_gets_the_same_answers_too(send, method, target, headers):
    assert send(method, target, headers, b"").status


@pytest.mark.parametrize("effect", ALIKE)
def test_faults_are_the_same(ways, effect):
    served, called = (shown(struck(transport, effect)) for transport in ways)

    assert served == called


@pytest.mark.parametrize("effect", DIFFERENT)
def test_faults_of_a_connection_are_what_becomes_of_it(ways, effect):
    for transport, expected in zip(ways, DIFFERENT[effect], strict=True):
        if isinstance(expected, int):
            answer = struck(transport, effect)
            announced = int(answer.headers["content-length"])
            whole = len(transport.send("GET", TANK, {}).body)
            assert announced - whole == expected
            assert len(answer.body) == (announced if isinstance(transport, SocketTransport) else whole)
            continue
        with pytest.raises(OSError, match=r".") as caught:
            struck(transport, effect)
        assert expected in (type(caught.value), type(caught.value.__cause__))


def test_every_kind_of_fault_is_tried_by_both_ways():
    tried = {effect.partition("=")[0].partition(";")[0] for effect in [*ALIKE, *DIFFERENT]}

    assert KINDS.keys() - {"status"} == {name for name in tried if not name.isdigit()}


def test_the_page_on_testing_says_where_they_differ():
    page = PAGE.read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(" `"): line for line in page.splitlines() if line.startswith("| `")}

    for effect, expected in DIFFERENT.items():
        row = rows[effect.partition("=")[0]]
        assert [one.__name__ in row for one in expected if not isinstance(one, int)].count(False) == 0


def test_headers_of_the_server_are_missing_in_process(ways):
    served, called = (transport.send("GET", TANK, {}).headers.keys() for transport in ways)

    assert served - called == {"date", "server"}
    assert called <= served
