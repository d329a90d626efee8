"""Requests in the form that .NET samples, Grafana's plug-ins and Power Query send them, without their runtimes."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from clients.entrances import content_of

DEMO = "/api/v1/Tenants/demo/Namespaces/demo/"
TEXT = {"Content_Type": "text/plain; charset=utf-8"}
FORM = {"Content_Type": "application/x-www-form-urlencoded"}

# A type as .NET's serializer writes it: a null for each member that was not set.
UNSET = dict.fromkeys(
    ("Name", "Description", "BaseType", "GenericArguments", "DerivedTypes", "Uom", "Value", "FixedSize")
)


def whole(type_id: str | None, code: int) -> dict[str, Any]:
    return {
        **UNSET,
        "Id": type_id,
        "SdsTypeCode": code,
        "IsGenericType": False,
        "IsReferenceType": False,
        "InterpolationMode": 0,
        "ExtrapolationMode": 0,
        "Properties": None,
    }


def part(name: str, code: int, *, key: bool = False) -> dict[str, Any]:
    return {**UNSET, "Id": name, "Order": 0, "IsKey": key, "InterpolationMode": None, "SdsType": whole(None, code)}


METER = {**whole("Meter", 1), "Properties": [part("Timestamp", 16, key=True), part("Measurement", 14)]}
STREAM = {
    "Id": "M",
    "Name": None,
    "Description": None,
    "TypeId": "Meter",
    "Indexes": None,
    "InterpolationMode": None,
    "ExtrapolationMode": None,
    "PropertyOverrides": None,
}
EVENTS = [{"Timestamp": f"2030-05-01T12:00:0{second}.1234567Z", "Measurement": second} for second in range(5)]


@pytest.fixture
def meters(wire):
    """Have a stream of five events, made as .NET makes it."""
    assert wire.ask("POST", "Types/Meter", METER, **TEXT).status == 201
    assert wire.ask("POST", "Streams/M", STREAM, **TEXT).status == 201
    assert wire.ask("POST", "Streams/M/Data", EVENTS, **TEXT).status == 204
    return wire


def seconds(answer):
    return [int(event["Timestamp"][17:19]) for event in content_of(answer)]


# .NET: HttpClient with Newtonsoft's serializer and IdentityModel's tokens


def test_dotnet_wants_every_endpoint_absolute_and_keys_where_they_are_said_to_be(wire, world_url):
    document = content_of(wire.ask("GET", "/identity/.well-known/openid-configuration", Accept="application/json"))
    endpoints = {name: urlsplit(value) for name, value in document.items() if name.endswith(("endpoint", "jwks_uri"))}

    keys = wire.ask("GET", endpoints["jwks_uri"].path.removeprefix(urlsplit(world_url).path), Accept="application/json")

    assert {"token_endpoint", "authorization_endpoint", "jwks_uri"} <= endpoints.keys()
    assert {(url.scheme, url.hostname) for url in endpoints.values()} == {("http", "127.0.0.1")}
    assert isinstance(content_of(keys)["keys"], list)


def test_dotnet_shows_its_secret_in_the_header_and_asks_for_a_scope(wire):
    basic = b64encode(f"{quote('demo-client')}:{quote('demo-secret', safe='')}".encode()).decode()
    form = b"grant_type=client_credentials&scope=ocsapi"

    token = content_of(wire.ask("POST", "/identity/connect/token", form, Authorization=f"Basic {basic}", **FORM))
    answer = wire.ask("GET", f"{DEMO}Streams", Authorization=f"Bearer {token['access_token']}")

    assert token["token_type"] == "Bearer"
    assert answer.status == 200


def test_dotnet_sends_json_as_plain_text_with_a_null_for_what_is_not_set(meters):
    again = [meters.ask("POST", "Types/Meter", METER, **TEXT), meters.ask("POST", "Streams/M", STREAM, **TEXT)]
    changed = meters.ask("PUT", "Streams/M", {**STREAM, "Description": "changed"}, **TEXT)

    assert [answer.status for answer in again] == [200, 200]
    assert changed.status == 204
    assert content_of(meters.ask("GET", "Types/Meter"))["Properties"][1]["SdsType"]["SdsTypeCode"] == 14
    assert content_of(meters.ask("GET", "Streams/M"))["Description"] == "changed"


def test_dotnet_keeps_a_hundred_nanoseconds(meters):
    query = f"index={quote(EVENTS[3]['Timestamp'])}"

    assert content_of(meters.ask("GET", f"Streams/M/Data?{query}")) == [EVENTS[3]]


def test_dotnet_names_a_ranges_boundary_and_leaves_out_the_rest(meters):
    query = "startIndex=2030-05-01T12:00:02&count=2&boundaryType=ExactOrCalculated"

    assert seconds(meters.ask("GET", f"Streams/M/Data/Transform?{query}")) == [2, 2]


def test_dotnet_samples_without_transform(meters):
    window = "startIndex=2030-05-01T12:00:00Z&endIndex=2030-05-01T12:00:05Z"

    answer = meters.ask("GET", f"Streams/M/Data/Sampled?{window}&intervals=2&sampleBy=Measurement")

    assert {0, 4} <= set(seconds(answer))


def test_dotnet_asks_for_windows_of_two_keys_below_transform(wire):
    keys = [{**part(name, 9, key=True), "Order": at} for at, name in enumerate(("Order", "Multiplier"))]
    wire.ask("POST", "Types/Two", {**whole("Two", 1), "Properties": [*keys, part("Sin", 14)]}, **TEXT)
    wire.ask("PUT", "Streams/Two", {**STREAM, "Id": "Two", "TypeId": "Two"}, **TEXT)
    pairs = [(1, 10), (2, 2), (3, 1), (10, 3), (10, 8), (10, 10)]
    wire.ask("POST", "Streams/Two/Data", [{"Order": a, "Multiplier": b, "Sin": 0} for a, b in pairs], **TEXT)

    answer = wire.ask("GET", "Streams/Two/Data/Transform?startIndex=2%7C1&endIndex=10%7C8")

    assert [(event["Order"], event["Multiplier"]) for event in content_of(answer)] == pairs[1:5]


def test_dotnet_puts_the_value_of_a_patch_before_its_path_and_operation(meters):
    meters.ask("PUT", "Streams/M/Metadata", {"Region": "North"}, **TEXT)
    patch = b'[{"value":null,"path":"/Region","op":"remove"},{"value":"Ontario","path":"/Province","op":"add"}]'

    assert meters.ask("PATCH", "Streams/M/Metadata", patch, **TEXT).status == 200
    assert content_of(meters.ask("GET", "Streams/M/Metadata/Province")) == "Ontario"


def test_dotnet_is_not_redirected_to_the_view_that_is_there(meters):
    view = {"Id": "V", "Name": None, "SourceTypeId": "Meter", "TargetTypeId": "Meter", "Properties": None}

    assert [meters.ask("POST", "StreamViews/V", view, **TEXT).status for _ in range(2)] == [201, 200]


def test_dotnet_cleans_up_without_one_refusal(meters):
    meters.ask("POST", "StreamViews/V", {"Id": "V", "SourceTypeId": "Meter", "TargetTypeId": "Meter"}, **TEXT)
    targets = [f"Streams/M/Data?index={EVENTS[0]['Timestamp']}", "Streams/M", "StreamViews/V", "Types/Meter"]

    assert [meters.ask("DELETE", target).status for target in targets] == [204] * 4


# The samples for the Edge Data Store


def test_eds_analytics_unpacks_every_answer_without_looking(meters):
    targets = [
        f"Streams/M/Data?startIndex={EVENTS[1]['Timestamp']}&count=100",
        "Streams/M/Data/Last",
        "Streams/M/Data?startIndex=2031-01-01T00:00:00Z&count=100",
    ]

    answers = [meters.ask("GET", target, Accept_Encoding="gzip") for target in targets]

    assert [answer.headers["content-encoding"] for answer in answers] == ["gzip"] * 3
    assert [content_of(answer) for answer in answers] == [EVENTS[1:], EVENTS[-1], []]


def test_eds_analytics_sees_an_answer_packed_when_it_makes_a_type(wire):
    answer = wire.ask("POST", "Types/Meter", METER, Accept_Encoding="gzip", **TEXT)

    assert (answer.status, answer.headers["content-encoding"]) == (201, "gzip")
    assert content_of(answer)["Id"] == "Meter"


# Grafana's two plug-ins, which write their paths small


def test_grafana_is_told_of_the_namespace_it_checks_its_health_by(wire):
    answer = wire.ask("GET", "/api/v1/tenants/default/namespaces/default")

    assert content_of(answer)["Id"] == "default"


def test_grafana_writes_its_paths_small(meters):
    here = "/api/v1/tenants/default/namespaces/default"

    found = content_of(meters.ask("GET", f"{here}/streams?query=M"))
    everything = content_of(meters.ask("GET", f"{here}/streams?query="))
    window = "startIndex=2030-05-01T12:00:01Z&endIndex=2030-05-01T12:00:04Z"

    assert "M" in [stream["Id"] for stream in found]
    assert len(everything) == 4
    assert content_of(meters.ask("GET", f"{here}/streams/M"))["TypeId"] == "Meter"
    assert content_of(meters.ask("GET", f"{here}/types/Meter"))["Id"] == "Meter"
    assert seconds(meters.ask("GET", f"{here}/streams/M/Data?{window}")) == [1, 2, 3]
    assert seconds(meters.ask("GET", f"{here}/streams/M/data?{window}")) == [1, 2, 3]


def test_grafana_reads_the_life_of_a_token_as_a_number(wire):
    form = b"client_id=demo-client&client_secret=demo-secret&grant_type=client_credentials"

    token = json.loads(wire.ask("POST", "/identity/connect/token", form, **FORM).body)

    assert type(token["expires_in"]) is int


# Power Query


def test_power_query_knows_where_tokens_come_from_and_gives_times_without_a_zone(meters):
    form = b"client_id=demo-client&client_secret=demo-secret&grant_type=client_credentials"
    kind = {"Content_Type": "application/x-www-form-urlencoded;charset=UTF-8"}

    token = content_of(meters.ask("POST", "/identity/connect/token", form, **kind))["access_token"]
    listed = meters.ask("GET", f"{DEMO}Streams?query=*", Authorization=f"bearer {token}")
    window = "startIndex=2030-05-01T12:00:01.1234567&endIndex=2030-05-01T12:00:03.1234567"

    assert [stream["Id"] for stream in content_of(listed)] == ["Tank", "Wave", "Weather"]
    assert seconds(meters.ask("GET", f"Streams/M/Data?{window}")) == [1, 2, 3]


# What a published read-only sample and a PI bridge send


def test_numbers_come_as_text_and_nothing_as_empty_text(wire):
    type_ = {"Id": "Loose", "SdsTypeCode": "Object", "Properties": [part("At", 16, key=True), part("Value", 109)]}
    wire.ask("POST", "Types/Loose", type_)
    wire.ask("PUT", "Streams/L", {**STREAM, "Id": "L", "TypeId": "Loose"})
    sent = [{"At": f"2030-05-01 12:00:0{at}.5", "Value": value} for at, value in enumerate(["246", "", None, -3])]

    written = wire.ask("POST", "Streams/L/Data", sent)
    read = wire.ask(
        "GET", "Streams/L/Data?startIndex=2030-05-01+12%3A00%3A00.000000&count=9", accept_verbosity="verbose"
    )
    negative = wire.ask("GET", "Streams/L/Data?startIndex=2030-05-01&endIndex=2030-05-02&filter=Value+lt+0")

    assert written.status == 204
    assert [event["Value"] for event in content_of(read)] == [246, None, None, -3]
    assert [event["Value"] for event in content_of(negative)] == [-3]


def test_an_offsets_plus_may_arrive_as_a_blank(meters):
    window = "startIndex=2030-05-01T13:00:01+01:00&endIndex=2030-05-01T13:00:03%2B01:00"

    assert seconds(meters.ask("GET", f"Streams/M/Data?{window}")) == [1, 2]


def test_the_bridge_to_pi_pages_until_nothing_is_left(wire):
    sizes = [len(content_of(wire.ask("GET", f"Streams?skip={100 * page}&count=100"))) for page in range(2)]

    assert sizes == [3, 0]
