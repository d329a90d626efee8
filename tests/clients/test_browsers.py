"""Programs that run in a browser: Grafana's plug-in for the Edge Data Store, and a sample written with Angular."""

from __future__ import annotations

import json

import pytest
import requests
from serving import served

from streamulator import control, resources, services
from streamulator.kernel.emulator import Emulator
from streamulator.web.app import Application

GRAFANA = "http://localhost:3000"
ANGULAR = "http://localhost:4200"
ASKED = "authorization,cache-control,content-type"
SMALL = "/api/v1/tenants/default/namespaces/default"
DEMO = "/api/v1/Tenants/demo/Namespaces/demo/Streams/Tank"


@pytest.fixture(scope="module")
def url():
    """Serve the built-in fixtures to pages of any origin."""
    emulator = Emulator(services.discover(), resources.folder("openapi"))
    control.mount(emulator, resources.folder("openapi"))
    emulator.load([resources.folder("fixtures")])
    with served(Application(emulator, cors="*")) as server:
        yield server.url


@pytest.fixture
def token(url):
    form = {"grant_type": "client_credentials", "client_id": "demo-client", "client_secret": "demo-secret"}
    answer = requests.post(f"{url}/identity/connect/token", form, headers={"Origin": ANGULAR}, timeout=10)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.json()["access_token"]


def preflight(url, method):
    asking = {"Origin": ANGULAR, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": ASKED}
    return requests.options(url, headers=asking, timeout=10)


@pytest.mark.parametrize(
    ("target", "length"),
    [
        ("/streams?query=", 3),
        ("/streams?query=*tank*", 1),
        ("/streams/Wave/data?startIndex=10&endIndex=12", 3),
        ("/streams/Weather/data?startIndex=2026-01-01T00:00:00.000Z&endIndex=2026-01-01T03:00:00.000Z", 4),
    ],
)
def test_grafanas_edge_plug_in_reads_streams_and_data_across_origins(url, target, length):
    answer = requests.get(f"{url}{SMALL}{target}", headers={"Origin": GRAFANA}, timeout=10)

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert len(answer.json()) == length


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_angular_asks_leave_before_each_call_without_its_token(url, method):
    answer = preflight(f"{url}{DEMO}/Metadata", method)

    allowed = answer.headers["Access-Control-Allow-Headers"].replace(" ", "").lower().split(",")
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert method in answer.headers["Access-Control-Allow-Methods"].split(", ")
    assert set(allowed) >= set(ASKED.split(","))


def test_angular_writes_and_reads_with_its_token(url, token):
    headers = {"Origin": ANGULAR, "Authorization": f"Bearer {token}", "Cache-Control": "no-cache"}
    patch = [{"op": "replace", "path": "/Site", "value": "South"}]

    patched = requests.patch(f"{url}{DEMO}/Metadata", json.dumps(patch), headers=headers, timeout=10)
    read = requests.get(f"{url}{DEMO}/Metadata", headers=headers, timeout=10)

    assert [answer.headers["Access-Control-Allow-Origin"] for answer in (patched, read)] == ["*", "*"]
    assert (patched.status_code, read.json()["Site"]) == (200, "South")


def test_a_page_may_read_why_it_was_refused(url):
    answer = requests.get(f"{url}{DEMO}", headers={"Origin": ANGULAR}, timeout=10)

    assert answer.status_code == 401
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Operation-Id" in answer.headers["Access-Control-Expose-Headers"]


def test_angulars_login_finds_out_where_to_go_and_that_it_cannot(url):
    headers = {"Origin": ANGULAR}
    discovery = requests.get(f"{url}/identity/.well-known/openid-configuration", headers=headers, timeout=10)

    login = requests.get(discovery.json()["authorization_endpoint"], headers=headers, timeout=10)

    assert discovery.headers["Access-Control-Allow-Origin"] == "*"
    assert login.status_code == 404  # known difference: there is nobody to log in


def test_worlds_are_open_to_pages_as_well(url):
    requests.post(f"{url}/_emulator/worlds", json={"name": "page"}, timeout=10).raise_for_status()
    here = f"{url}/_worlds/page{DEMO}/Metadata"

    assert preflight(here, "PUT").status_code == 204
    answer = requests.get(f"{url}/_worlds/page{SMALL}/streams", headers={"Origin": GRAFANA}, timeout=10)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
