"""How AVEVA's Python clients come in, what they add to their requests, and what they make of a refusal."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys

import pytest
import requests
from adh_sample_library_preview import ADHClient, EDSClient, OCSClient, SdsError, SdsStream
from clients.readings import STREAM, TYPE, at, boiler, moment, reading_type

from streamulator.cli import serve


@pytest.fixture
def journal(world_url):
    """Return the headers of the requests that reached the world so far."""
    return lambda: requests.get(f"{world_url}/_emulator/journal", timeout=10).json()["entries"]


def test_a_refusal_tells_the_client_everything(entrance):
    with pytest.raises(SdsError) as raised:
        entrance.client.Streams.getFirstValue(entrance.namespace, "Nowhere")

    refusal = raised.value
    body = refusal.Response.json()
    assert refusal.StatusCode == 404
    assert refusal.Error == body["Error"] == "The specified resource was not found."
    assert "Nowhere" in refusal.Reason
    assert refusal.Resolution
    assert refusal.OperationId == body["OperationId"]
    assert refusal.Url == f"{entrance.place}/Streams/Nowhere/Data/First"


def test_every_refusal_has_an_operation_of_its_own(entrance):
    seen = set()
    for _ in range(3):
        with pytest.raises(SdsError) as raised:
            entrance.client.Types.getType(entrance.namespace, "Nothing")
        seen.add(raised.value.OperationId)

    assert len(seen) == 3


def test_a_bad_event_is_named_by_stream_and_index(entrance):
    boiler(entrance, [])

    with pytest.raises(SdsError) as raised:
        entrance.client.Streams.insertValues(
            entrance.namespace,
            STREAM,
            json.dumps([at("12:00").toDictionary(), {"Time": moment("13:00"), "Value": "x"}]),
        )

    assert raised.value.StatusCode == 400
    assert STREAM in raised.value.Reason
    assert "2030-05-01T13:00:00" in raised.value.Reason
    assert "Value" in raised.value.Reason
    assert entrance.client.Streams.getLastValue(entrance.namespace, STREAM) is None


def test_verbosity_shows_members_that_equal_their_default(entrance):
    boiler(entrance, [at("12:00", 0.0)])

    terse = entrance.client.Streams.getFirstValue(entrance.namespace, STREAM)
    entrance.client.acceptverbosity = True
    verbose = entrance.client.Streams.getFirstValue(entrance.namespace, STREAM)

    assert terse == {"Time": moment("12:00")}
    assert verbose == {"Time": moment("12:00"), "Value": 0.0, "Note": None}


def test_verbosity_leaves_everything_readable(entrance):
    entrance.client.acceptverbosity = True
    boiler(entrance)

    streams, namespace = entrance.client.Streams, entrance.namespace
    assert streams.getStream(namespace, STREAM).Id == STREAM
    assert entrance.client.Types.getType(namespace, TYPE).Id == TYPE
    assert entrance.client.Types.getTypes(namespace)
    assert streams.getStreams(namespace)
    assert streams.getWindowValuesPaged(namespace, STREAM, moment("12:00"), moment("16:00"), 100).end()


def test_a_request_timeout_is_taken(entrance):
    entrance.client.request_timeout = 30

    assert entrance.client.Streams.getLastValue(entrance.namespace, "Wave") is not None


def test_the_fixtures_streams_are_there_for_both(entrance):
    found = entrance.client.Streams.getStreams(entrance.namespace)

    assert [stream.Id for stream in found] == ["Tank", "Wave", "Weather"]
    assert entrance.client.Streams.getWindowValues(entrance.namespace, "Wave", "89", "91") != []


@pytest.mark.parametrize(
    ("status", "method", "target", "body"),
    [
        (400, "GET", "Streams/Wave/Data?startIndex=x&endIndex=y", None),
        (404, "GET", "Streams/Nowhere", None),
        (404, "GET", "Nowhere", None),
        (405, "PATCH", "Streams", None),
        (409, "POST", "Streams/Wave", b'{"Id": "Wave", "TypeId": "Tank"}'),
        (413, "POST", "Streams/Wave/Data", b" " * 30_000_001),
    ],
)
def test_every_refusal_is_of_exactly_the_kind_that_the_client_reads(entrance, status, method, target, body):
    answer = entrance.client.baseClient.request(method, f"{entrance.place}/{target}", data=body)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/json"
    with pytest.raises(SdsError) as raised:
        entrance.client.baseClient.checkResponse(answer, "Refused.")
    assert raised.value.Error
    assert raised.value.Reason
    assert raised.value.OperationId == answer.json()["OperationId"]


def test_a_slash_at_the_end_of_the_address_does_no_harm(world_url):
    client = ADHClient("v1", "demo", f"{world_url}/", "demo-client", "demo-secret")

    assert client.Streams.getStream("demo", "Tank").Id == "Tank"


def test_no_object_has_a_date_that_is_null(entrance):
    entrance.client.acceptverbosity = True
    shown = [
        entrance.client.baseClient.request("GET", f"{entrance.place}/{target}").text
        for target in ("Types", "Types/Tank", "Streams", "Streams/Tank", "Streams/Tank/Type", "StreamViews")
    ]

    assert all('"CreatedDate":"20' in text for text in shown[:4])
    assert not [text for text in shown if '"CreatedDate":null' in text or '"ModifiedDate":null' in text]


@pytest.mark.parametrize("accepted", ["application/json", "application/sds", "*/*; q=1", "text/html", ""])
def test_whatever_a_client_would_rather_have_it_gets_json(entrance, accepted):
    answer = entrance.client.baseClient.request(
        "GET", f"{entrance.place}/Streams/Wave/Data/Last", additional_headers={"Accept": accepted}
    )

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["Order"] == 359


def test_a_wrong_secret_gets_no_token(world_url):
    with pytest.raises(SdsError, match="invalid_client"):
        ADHClient("v1", "demo", world_url, "demo-client", "not-the-secret")


def test_without_a_token_a_guarded_tenant_stays_shut(world_url):
    client = ADHClient("v1", "demo", world_url, None)

    with pytest.raises(SdsError) as refusal:
        client.Streams.getStreams("demo")

    assert refusal.value.StatusCode == 401
    assert "token" in refusal.value.Reason
    assert refusal.value.OperationId


def test_a_viewer_reads_and_does_not_write(world_url):
    client = ADHClient("v1", "demo", world_url, "demo-viewer", "viewer-secret")

    with pytest.raises(SdsError) as refusal:
        client.Types.getOrCreateType("demo", reading_type())

    assert client.Streams.getStream("demo", "Tank").Id == "Tank"
    assert refusal.value.StatusCode == 403
    assert "demo-viewer" in refusal.value.Reason


def test_one_tenants_token_opens_no_other(world_url):
    client = ADHClient("v1", "elsewhere", world_url, "demo-client", "demo-secret")

    with pytest.raises(SdsError) as refusal:
        client.Streams.getStreams("demo")

    assert refusal.value.StatusCode == 403


def test_a_token_is_kept_between_calls(adh, journal):
    for _ in range(3):
        adh.client.Streams.getStreams("demo")

    asked = [entry["operation"] for entry in journal()]
    assert asked.count("issueToken") == 1
    assert asked.count("listStreams") == 3


def test_the_older_name_of_the_client_works_as_well(world_url):
    client = OCSClient("v1", "demo", world_url, "demo-client", "demo-secret")

    assert client.Streams.getStream("demo", "Wave").TypeId == "Wave"


def test_the_edge_client_looks_where_the_command_listens_unless_told_otherwise():
    looked_at = inspect.signature(EDSClient).parameters["url"].default

    port = next(option.default for option in serve.params if option.name == "port")
    assert looked_at == f"http://localhost:{port}"


def test_the_emulator_is_reached_by_the_name_of_this_machine(world_url):
    url = world_url.replace("127.0.0.1", "localhost")

    assert EDSClient("v1", url).Streams.getStream("default", "Tank").Id == "Tank"
    assert ADHClient("v1", "demo", url, "demo-client", "demo-secret").Streams.getStream("demo", "Tank").Id == "Tank"


def test_the_settings_that_the_command_prints_are_the_librarys(world_url, tmp_path):
    settings = tmp_path / "appsettings.json"
    command = [sys.executable, "-m", "streamulator", "env", "--url", world_url, "--json", "adh"]
    settings.write_text(subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout)

    client, namespace = ADHClient.fromAppsettings(str(settings))

    assert client.Streams.getStream(namespace, "Weather").Id == "Weather"


def test_the_two_clients_do_not_see_each_others_streams(adh, world_url):
    boiler(adh)

    with pytest.raises(SdsError, match="404"):
        EDSClient("v1", world_url).Streams.getStream("default", STREAM)


def test_a_changed_type_is_refused_in_an_update(entrance):
    boiler(entrance)
    entrance.client.Types.getOrCreateType(entrance.namespace, reading_type("Other"))

    with pytest.raises(SdsError) as refusal:
        entrance.client.Streams.createOrUpdateStream(entrance.namespace, SdsStream(STREAM, "Other"))

    assert refusal.value.StatusCode == 400


def test_a_session_gets_by_with_one_connection(entrance, world_url):
    boiler(entrance)  # writes with answers of 201 and 204
    entrance.client.Streams.replaceValues(entrance.namespace, STREAM, [at("12:00", 1)])
    entrance.client.Streams.getLastValue(entrance.namespace, STREAM)
    with pytest.raises(SdsError):
        entrance.client.Streams.getStream(entrance.namespace, "Nowhere")

    pools = entrance.client.baseClient._BaseClient__session.get_adapter(world_url).poolmanager.pools
    ((used, opened),) = [(pools[key].num_requests, pools[key].num_connections) for key in pools.keys()]  # noqa: SIM118
    assert (used, opened) == (6, 1)
