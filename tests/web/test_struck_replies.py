"""Faults on requests and replies of every make, met at a socket: codings, old clients, flows, requests sent ahead."""

from __future__ import annotations

import json
import zlib
from io import BytesIO

import msgpack
import pytest
import requests
from raw_http import PATIENCE, Connection, met

from streamulator.web.assembly import assemble
from streamulator.web.thread import EmulatorServing

TANK = "/api/v1/Tenants/default/Namespaces/default/Streams/Tank/Data"
LONG = f"{TANK}?startIndex=2026-01-01T00:00:00Z&count=300"  # comes in parts
NOTES = "/homes/12/smartModules/cardata/streams/notes/data?start=7&stop=7"
# A fault, and what becomes of the connection that it is on: it ends or breaks off, or goes on to the next request.
FAULTS = {
    "reset": "reset",
    "reset;phase=after": "reset",
    "empty": "end",
    "cut=0.5": "end",
    "cut=7": "end",
    "length=3": "end",
    "length=-3": "end",
    "stall=0.01": "end",
    "stall=0.01;bytes=7": "end",
    "drip=90;seconds=0": "end",
    "malformed": "on",
    "latency=0.001": "on",
    "404": "on",
}
WHOLE = {effect for effect in FAULTS if effect.startswith(("length", "drip", "latency"))}


@pytest.fixture(scope="module")
def serving():
    with EmulatorServing(assemble()) as serving:
        yield serving


@pytest.fixture(scope="module")
def wanted(serving):
    """The bodies of the long read and of the download, which nothing befell."""
    headers = {"Authorization": "ModeCloud v1.demo-project", "Accept-Encoding": "identity"}
    return {
        "parts": requests.get(serving.url + LONG, headers=headers, timeout=PATIENCE).content,
        "flow": requests.get(serving.url + NOTES, headers=headers, timeout=PATIENCE).content,
    }


@pytest.fixture
def place_of_notes(serving):
    """Where the packets are downloaded from."""
    headers = {"Authorization": "ModeCloud v1.demo-project"}
    reply = requests.get(serving.url + NOTES, headers=headers, timeout=PATIENCE, allow_redirects=False)
    return reply.headers["Location"].removeprefix(serving.url)


def asked(target, *, method="GET", version="1.1", **headers):
    """Write a request; names of headers are written with underscores."""
    lines = [f"{method} {target} HTTP/{version}", "Host: a"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def split(received):
    """Return the status, the headers, each of which is there once, and what follows them."""
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode().lower().split("\r\n")
    names = [line.partition(":")[0] for line in lines]
    assert len(names) == len(set(names)), names
    return int(first.split()[1]), dict(line.split(": ", 1) for line in lines), body


def arrives(effect, body):
    """Return what is to be there of a body."""
    if effect == "cut=0.5":
        return body[: len(body) // 2]
    if effect in ("cut=7", "stall=0.01;bytes=7"):
        return body[:7]
    return body if effect in WHOLE else b""


@pytest.mark.parametrize("effect", [effect for effect in FAULTS if effect not in ("malformed", "404")])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("kind", ["parts", "flow"])
def test_a_long_reply_is_struck_as_it_travels(serving, wanted, place_of_notes, effect, coding, kind):
    target = LONG if kind == "parts" else place_of_notes
    received, ending = met(
        serving.server.port, asked(target, X_Emulator_Fault=effect, Accept_Encoding=coding, Connection="close")
    )

    assert ending == ("reset" if FAULTS[effect] == "reset" else "end")
    if arrives(effect, b"anything"):
        status, headers, body = split(received)
        packed = coding == "gzip" and kind == "parts"
        whole = zlib.compress(wanted[kind], 1, 31) if packed else wanted[kind]
        wrong = int(effect.partition("=")[2]) if effect.startswith("length") else 0
        assert (status, body) == (200, arrives(effect, whole))
        assert headers["content-length"] == str(len(whole) + wrong)
        assert (headers.get("content-encoding") == "gzip") == packed
        assert headers["x-emulator-fault"] == "header"
    else:
        assert received == b""


def test_what_is_malformed_can_be_unpacked_but_not_parsed(serving, wanted):
    received, _ending = met(
        serving.server.port, asked(LONG, X_Emulator_Fault="malformed", Accept_Encoding="gzip", Connection="close")
    )

    text = zlib.decompress(split(received)[2], 31)
    assert text[:-1] == wanted["parts"][:-1]
    with pytest.raises(ValueError, match=r"."):
        json.loads(text)


def test_a_malformed_download_is_no_messagepack(serving, wanted, place_of_notes):
    received, _ending = met(
        serving.server.port, asked(place_of_notes, X_Emulator_Fault="malformed", Connection="close")
    )

    _status, headers, body = split(received)
    assert headers["content-length"] == str(len(wanted["flow"])) == str(len(body))
    with pytest.raises(msgpack.FormatError):
        list(msgpack.Unpacker(BytesIO(body)))


@pytest.mark.parametrize("effect", FAULTS)
def test_a_client_that_waits_for_leave_to_send_gets_it_first(serving, effect):
    order = 1_000 + list(FAULTS).index(effect)
    body = json.dumps([{"Order": order}]).encode()
    path = "/api/v1/Tenants/default/Namespaces/default/Streams/Wave/Data"
    head = asked(path, method="POST", Expect="100-continue", Content_Length=len(body), X_Emulator_Fault=effect)
    with Connection(serving.server.port) as client:
        client.send(head)
        assert client.answer().status == 100
        client.send(body)

        if FAULTS[effect] == "on":
            assert client.answer().status == (404 if effect == "404" else 204)
            assert client.send(asked(f"{TANK}/Last")).answer().status == 200
        else:
            if effect.startswith(("cut", "length", "drip")) or "bytes" in effect:
                assert client.answer().status == 204
            assert client.ended()
    found = requests.get(f"{serving.url}{path}?startIndex={order}&endIndex={order}", timeout=PATIENCE).json()
    assert bool(found) == (effect not in ("reset", "empty", "stall=0.01", "404"))


@pytest.mark.parametrize("effect", FAULTS)
@pytest.mark.parametrize("connection", ["close", "keep-alive"])
def test_old_clients_are_struck_too(serving, effect, connection):
    request = asked(f"{TANK}/Last", version="1.0", X_Emulator_Fault=effect, Connection=connection)
    again = asked(f"{TANK}/Last", version="1.0")

    received, ending = met(serving.server.port, request, again)

    goes_on = FAULTS[effect] == "on" and connection == "keep-alive"
    assert received.count(b"HTTP/1.") == goes_on + bool(arrives(effect, b"anything") or FAULTS[effect] == "on")
    assert ending == ("reset" if FAULTS[effect] == "reset" else "end")


@pytest.mark.parametrize("effect", FAULTS)
def test_after_a_break_nothing_sent_ahead_is_answered(serving, effect):
    struck = asked(f"{TANK}/Last", X_Emulator_Fault=effect)
    last = asked(f"{TANK}/First", Connection="close")

    received, ending = met(serving.server.port, struck, asked(f"{TANK}/First"), last)

    answers = received.count(b"HTTP/1.1 ")
    if FAULTS[effect] == "on":
        assert (answers, ending) == (3, "end")
    else:
        assert (answers, ending) == (bool(arrives(effect, b"anything")), FAULTS[effect])


@pytest.mark.parametrize("effect", FAULTS)
@pytest.mark.parametrize("target", [LONG, NOTES])
def test_a_head_is_no_operation_so_that_nothing_strikes_it(serving, effect, target):
    with Connection(serving.server.port) as client:
        client.send(asked(target, method="HEAD", X_Emulator_Fault=effect))

        answer = client.answer(bodiless=True)

        assert (answer.status, "x-emulator-fault" in answer.headers) == (405, False)
        assert client.send(asked(f"{TANK}/Last")).answer().status == 200
