"""Clients in other languages than the emulator's: curl, which follows, Node's fetch, and a reader in Perl."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from serving import started

HERE = Path(__file__).parent
STREAMS = "homes/12/smartModules/cardata/streams"
KEY = "v1.demo-project"


def program(name):
    """Return a program's path, or skip the test where there is none."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"there is no {name} on this machine")
    return found


@pytest.fixture(scope="module")
def url():
    with started("--log-level", "error") as server:
        yield server.url


def run(*command, **more):
    ran = subprocess.run(command, capture_output=True, timeout=60, check=False, **more)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture
def base(url, request):
    """The base URL of the default world, or of another where a test asks for it."""
    if not hasattr(request, "param") or request.param == "default":
        return url
    name = f"{request.param}-{request.node.name.partition('[')[0]}"
    made = run(
        program("curl"),
        "-s",
        "-X",
        "POST",
        "-H",
        "Content-Type: application/json",
        "-d",
        json.dumps({"name": name}),
        f"{url}/_emulator/worlds",
    )
    assert json.loads(made)["name"] == name
    return f"{url}/_worlds/{name}"


@pytest.mark.parametrize("base", ["default", "other"], indirect=True)
def test_curl_follows_to_the_packets_and_perl_reads_them(base):
    curl, perl = program("curl"), program("perl")
    place = f"{base}/{STREAMS}/notes/data?start=0&stop=100"

    body = run(curl, "-sfL", "-b", "", "-H", f"Authorization: ModeCloud {KEY}", place)

    assert run(perl, str(HERE / "download.pl"), input=body).decode().splitlines() == [
        "notes 7 48656c6c6f2c207061636b6574",
        "notes 8 00ff",
        "notes 9 0102",
    ]


def test_curl_sends_the_worlds_header_to_the_fetch_only(url):
    """A client that sets a header for one request only: the address itself has to lead to the world."""
    curl = program("curl")
    run(
        curl,
        "-s",
        "-X",
        "POST",
        "-H",
        "Content-Type: application/json",
        "-d",
        '{"name": "header-only"}',
        f"{url}/_emulator/worlds",
    )
    run(
        curl,
        "-sf",
        "-X",
        "POST",
        "-H",
        "Content-Type: application/json",
        "-H",
        "X-Emulator-World: header-only",
        "-d",
        '{"packets": [{"data": "Kg=="}]}',
        f"{url}/_emulator/mode/{STREAMS}/fresh/packets",
    )

    found = run(
        curl,
        "-sf",
        "-o",
        "/dev/null",
        "-w",
        "%{redirect_url}",
        "-H",
        f"Authorization: ModeCloud {KEY}",
        "-H",
        "X-Emulator-World: header-only",
        f"{url}/{STREAMS}/fresh/data?start=0&stop=9",
    ).decode()

    assert run(curl, "-sf", found) == b"\xa5fresh\x00\xc4\x01\x2a"


def test_curl_gets_the_length_and_can_be_cut_short(url):
    curl = program("curl")

    head = run(
        curl,
        "-sL",
        "-D",
        "-",
        "-o",
        "/dev/null",
        "-H",
        f"Authorization: ModeCloud {KEY}",
        f"{url}/{STREAMS}/modeCar/data?start=0&stop=2000",
    ).decode()

    assert head.count("HTTP/1.1") == 2
    assert f"Content-Length: {151 * (8 + 3 + 3 + 256)}\r\n" in head
    assert "Content-Type: application/messagepack\r\n" in head


@pytest.mark.parametrize("base", ["default", "other"], indirect=True)
def test_a_client_in_node_does_all_of_it(base):
    node = program("node")

    found = json.loads(run(node, str(HERE / "download.mjs"), base, KEY, "12", "cardata", "modeCar", "900", "1049"))

    assert found["status"]["content"]["packetIndex"] == 1050
    assert found["made"]["status"] == 201
    assert found["made"]["content"]["author"] == {"type": "project key", "projectKeyName": "app server"}
    assert (found["listed"], found["range"], found["deleted"]) == (True, "0-0/1", 204)
    assert found["gone"] == {"status": 404, "content": {"reason": "NOT_FOUND"}, "range": None}
    assert found["download"] == {"status": 200, "redirected": True, "type": "application/messagepack"}
    assert found["names"] == ["modeCar"]
    assert found["indexes"] == list(range(900, 1050))
    assert found["bytes"] == 150 * 256
