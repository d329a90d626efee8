"""What a client gets does not depend on how it comes: by a socket, or by calling the application in its own process."""

from __future__ import annotations

import json

import pytest
from aveva_http import Api
from parity.test_parity import EMPTY, FOLDER, cases, set_up

from streamulator.client import Control, SocketTransport, WsgiTransport
from streamulator.web.assembly import assemble
from streamulator.web.thread import EmulatorServing

CASES = list(cases())[::3]  # every third printed request is enough to tell the ways apart
PASSING = {"date", "content-length", "connection", "server", "operation-id", "via"}  # of the server, or of one call
READS = ["/_emulator/ready", "/_emulator/openapi/control.yaml", "/_emulator/nothing", "/nobody/is?here=1", "/"]


def in_world(transport, name, sent):
    """Return a way to send requests to a world; every answer is noted."""

    def send(method, target, headers, body):
        answer = transport.send(method, target, {"X-Emulator-World": name, **headers}, body)
        sent.append(shown(answer))
        return answer

    return send


def shown(answer):
    headers = {name: value for name, value in answer.headers.items() if name not in PASSING}
    return answer.status, headers, answer.body


@pytest.fixture(scope="module")
def ways():
    """Reach one emulator by both transports."""
    with EmulatorServing(assemble()) as serving:
        socket = SocketTransport(serving.url)
        yield {"socket": socket, "wsgi": WsgiTransport(serving.application, url=serving.url)}
        socket.close()


def test_every_file_of_printed_requests_is_among_them():
    stems = {case.id.partition(":")[0] for case in CASES}

    assert stems == {file.stem for file in FOLDER.glob("*.yaml")} - {"shared"}


@pytest.mark.parametrize(("own", "case"), CASES)
def test_printed_requests_get_the_same_answers(ways, own, case):
    own = own | {"types": own["types"] | case.get("types", {})}
    method, target = case["request"].split(" ", 1)
    body = json.dumps(case["content"]).encode() if "content" in case else b""
    found = {}
    for name, transport in ways.items():
        answers = found[name] = []
        control = Control(transport).create_world("trial", frozen_at="2030-01-01T00:00:00Z", seed=1)
        api = Api(in_world(transport, "trial", answers), EMPTY)
        set_up(api, own, case.get("given", own["given"]), case.get("types", {}))
        api(method, target, body=body, headers=case.get("headers"))
        answers.append(control.state_hash())
        control.delete_world()

    assert found["socket"] == found["wsgi"]
    assert len(found["socket"]) > 1


@pytest.mark.parametrize("target", READS)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "gzip"}, {"X-Emulator-World": "nowhere"}])
def test_what_is_not_printed_gets_the_same_answers_too(ways, method, target, headers):
    socket, wsgi = (shown(transport.send(method, target, headers)) for transport in ways.values())

    assert socket == wsgi


@pytest.mark.parametrize("effect", ["404", "malformed", "latency=0.001", "503;retryAfter=7", "400"])
def test_faults_are_the_same(ways, effect):
    found = []
    for transport in ways.values():
        control = Control(transport).create_world("struck", frozen_at="2030-01-01T00:00:00Z", seed=1)
        control.faults.arm(effect, operation="getLastValue")
        target = "/api/v1/Tenants/default/Namespaces/default/Streams/Tank/Data/Last"
        found.append(shown(transport.send("GET", target, {"X-Emulator-World": "struck"})))
        control.delete_world()

    assert found[0] == found[1]
