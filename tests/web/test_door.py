from __future__ import annotations

import pytest
from toy_emulator import toy_emulator

from streamulator import resources
from streamulator.client import Control, ControlError, WsgiTransport
from streamulator.contract.contract import Contract
from streamulator.core.messages import Request
from streamulator.web.app import Application
from streamulator.web.door import is_loopback, turned_away

TOKEN = "let me in"
NOTE = "/toy/notes/hello"


@pytest.fixture
def client():
    return Application(toy_emulator(), admin_token=TOKEN).test_client()


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_health_and_readiness_need_no_token(client, path):
    assert client.get(f"/_emulator{path}").status_code == 200


@pytest.mark.parametrize("path", [NOTE, "/", f"/_worlds/default{NOTE}"])
def test_neither_do_the_services(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/_emulator",
        "/_emulator/",
        "/_emulator/info",
        "/_worlds/default/_emulator/info",
        "/_worlds/default//_emulator/info",
        "/_worlds/unmade/_emulator/worlds",
        "/_emulator/none",
        "/_emulator/health/",
        "/_emulator/health/../info",
    ],
)
@pytest.mark.parametrize("shown", ["", TOKEN, f"Basic {TOKEN}", "Bearer", f"Bearer {TOKEN}!", "Bearer lét"])
def test_all_else_of_the_control_api_does(client, path, shown):
    reply = client.get(path, headers={"Authorization": shown} if shown else {})

    assert (reply.status_code, reply.mimetype) == (401, "application/problem+json")
    assert reply.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_who_shows_it_is_served(client, scheme):
    assert client.get("/_emulator/info", headers={"Authorization": f"{scheme} {TOKEN}"}).status_code == 200


def test_nobody_is_turned_away_where_no_token_is_wanted():
    assert Application(toy_emulator()).test_client().get("/_emulator/info").status_code == 200


def test_the_refusal_is_the_documented_one():
    contract = Contract.load(resources.folder("openapi") / "control.yaml")

    reply = turned_away(Request("GET", "/_emulator/info"), TOKEN)

    assert contract.unrouted[401].complaints(reply) == []


def test_the_client_shows_its_token_in_every_world():
    transport = WsgiTransport(Application(toy_emulator(), admin_token=TOKEN))
    control = Control(transport, token=TOKEN)

    assert control.create_world("trial").state() == {"toy": {"notes": ["hello"]}}
    with pytest.raises(ControlError, match="401: The control API wants a token"):
        Control(transport).state()


@pytest.mark.parametrize(
    ("host", "only_here"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104  what is tested
        ("", False),
        ("::", False),
        ("192.0.2.1", False),
        ("example.invalid", False),
    ],
)
def test_some_hosts_are_reached_from_this_machine_only(host, only_here):
    assert is_loopback(host) is only_here
