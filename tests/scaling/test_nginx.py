"""Two emulators behind nginx, as the page on scaling sets it up, are to their clients like one."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
import requests
from isolation.running import played
from serving import PATIENCE, started

from streamulator.client import Control

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scaling.md"
NGINX = shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed: apt-get install nginx")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def configuration(folder, ports):
    """Put the page's own configuration into a whole one, with other ports and nothing outside a folder."""
    (text,) = re.findall(r"```nginx\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for old, new in ports.items():
        assert text.count(f":{old}") == 1
        text = text.replace(f":{old}", f":{new}")
    places = "".join(f"{name}_temp_path {folder}/{name};\n" for name in TEMPORARY)
    user = "user root root;\n" if os.geteuid() == 0 else ""
    head = f"{user}daemon off;\npid {folder}/pid;\nerror_log stderr warn;\nworker_processes 2;\nevents {{}}\n"
    return f"{head}http {{\naccess_log off;\n{places}{text}}}\n"


def await_port(process, port):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, process.stderr.read()
        try:
            socket.create_connection(("127.0.0.1", port), PATIENCE).close()
        except ConnectionRefusedError:
            time.sleep(0.01)
        else:
            return
    raise AssertionError("nginx does not listen")


@pytest.fixture
def emulators():
    with started("--log-level", "error") as one, started("--log-level", "error") as other:
        yield one, other
        for server in (one, other):
            server.process.terminate()
            assert server.process.wait(PATIENCE) == 0
            assert server.process.stderr.read() == ""


@pytest.fixture
def balanced(emulators, tmp_path):
    """Start nginx in front of both emulators; return its address."""
    front = free_port()
    one, other = (server.url.rpartition(":")[2] for server in emulators)
    file = tmp_path / "nginx.conf"
    file.write_text(configuration(tmp_path, {5590: one, 5591: other, 5599: front}), encoding="utf-8")
    command = [NGINX, "-p", str(tmp_path), "-c", str(file), "-e", "stderr"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            await_port(process, front)
            yield f"http://127.0.0.1:{front}"
        finally:
            process.terminate()
            process.wait(PATIENCE)


@pytest.mark.parametrize("way", ["prefix", "header"])
def test_worlds_behind_nginx_are_answered_as_by_one_emulator_alone(balanced, way):
    with started("--log-level", "error") as single:
        alone = played(single.url, workers=1, tests=24, way=way)

    at_once = played(balanced, workers=8, tests=3, way=way)

    assert [number for number, answers in at_once.items() if answers != alone[number]] == []


def test_each_world_is_in_one_process_and_both_have_some(balanced, emulators):
    names = [f"w{number}" for number in range(16)]
    with Control(balanced) as control:
        made = [control.create_world(name) for name in names]
        assert [one.state_hash() for one in made] == [control.state_hash()] * 16

    ours, theirs = (
        {world["name"] for world in requests.get(f"{server.url}/_emulator/worlds", timeout=PATIENCE).json()}
        for server in emulators
    )
    assert ours & theirs == {"default"}
    assert ours | theirs == {"default", *names}
    assert min(len(ours), len(theirs)) > 1
    with Control(balanced) as control:
        for name in names:
            control.in_world(name).delete_world()
    for server in emulators:
        assert len(requests.get(f"{server.url}/_emulator/worlds", timeout=PATIENCE).json()) == 1


def test_a_fault_is_neither_hidden_nor_held_against_the_process(balanced):
    stream = f"{balanced}/api/v1/Tenants/default/Namespaces/default/Streams/Wave/Data/Last"
    for effect in ("503", "reset", "empty"):
        rule = {"operation": "getLastValue", "effect": effect, "times": 3}
        assert requests.post(f"{balanced}/_emulator/faults", json=rule, timeout=PATIENCE).status_code == 201

        met = [requests.get(stream, timeout=PATIENCE).status_code for _ in range(4)]

        assert met == [503 if effect == "503" else 502] * 3 + [200]


def test_a_body_that_is_cut_off_is_cut_off_for_the_client_too(balanced):
    stream = f"{balanced}/api/v1/Tenants/default/Namespaces/default/Streams/Wave/Data/Last"
    rule = {"operation": "getLastValue", "effect": "cut=5", "times": 1}
    assert requests.post(f"{balanced}/_emulator/faults", json=rule, timeout=PATIENCE).status_code == 201

    with pytest.raises(requests.RequestException, match="IncompleteRead"):
        requests.get(stream, timeout=PATIENCE)

    assert requests.get(stream, timeout=PATIENCE).status_code == 200


def test_a_reply_comes_through_as_it_was_sent(balanced, emulators):
    path = "/api/v1/Tenants/default/Namespaces/default/Streams/Tank/Data?startIndex=2026-01-01&count=1000"
    documents = requests.get(f"{balanced}/_emulator/openapi", timeout=PATIENCE).json()

    assert (
        requests.get(balanced + path, timeout=PATIENCE).content
        == requests.get(emulators[0].url + path, timeout=PATIENCE).content
    )
    assert requests.get(f"{balanced}/a%2Fb//c", timeout=PATIENCE).json()["detail"].count("/a%2Fb//c") == 1
    assert all(document["url"].startswith(balanced) for document in documents)
