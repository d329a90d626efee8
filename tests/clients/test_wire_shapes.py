"""Requests in the form that the vendor's samples in Node and Java send them, without their runtimes."""

from __future__ import annotations

import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
from clients.entrances import content_of

INT32, DOUBLE, OBJECT = 9, 14, 1  # codes of types, as numbers
DEMO = "/api/v1/Tenants/demo/Namespaces/demo/"
EVENTS = [{"Order": order, "Radians": order / 2, "Sin": order * 1.5} for order in range(0, 20, 2)]


def circle(*keys: str, numbers: bool = True) -> dict[str, Any]:
    """Return a type with whole keys and two numbers, its codes as numbers or as names."""
    whole, real, thing = (INT32, DOUBLE, OBJECT) if numbers else ("Int32", "Double", "Object")
    parts = [
        {"Id": key, "IsKey": True, "Order": at, "SdsType": {"Id": "intType", "SdsTypeCode": whole}}
        for at, key in enumerate(keys or ("Order",))
    ]
    parts += [
        {"Id": name, "IsKey": False, "SdsType": {"Id": "doubleType", "SdsTypeCode": real}}
        for name in ("Radians", "Sin")
    ]
    return {"Id": "Circle", "Name": "Circle", "SdsTypeCode": thing, "Properties": parts}


@pytest.fixture
def circles(wire):
    """Have a stream of ten events, by the hand of the client that is tested last in the name."""
    assert wire.ask("POST", "Types/Circle", circle()).status == 201
    assert wire.ask("POST", "Streams/C", {"Id": "C", "TypeId": "Circle"}).status == 201
    assert wire.ask("POST", "Streams/C/Data", EVENTS).status in {200, 204}
    return wire


def orders(answer):
    return [event.get("Order", 0) for event in content_of(answer)]


# Node: axios, every body compressed, headers of its own


NODE = {"Accept": "*/*; q=1", "Content_Encoding": "gzip", "Content_Type": "application/json"}


def zipped(content: Any) -> bytes:
    return gzip.compress(json.dumps(content).encode())


def test_node_finds_the_token_endpoint_on_the_host_that_it_asked(wire, world_url):
    answer = wire.ask("GET", "/identity/.well-known/openid-configuration", Accept_Encoding="gzip")

    found, asked = urlsplit(content_of(answer)["token_endpoint"]), urlsplit(world_url)
    assert answer.headers["content-encoding"] == "gzip"
    assert (found.scheme, found.netloc) == (asked.scheme, asked.netloc)


def test_node_says_bearer_in_lower_case(wire):
    form = b"grant_type=client_credentials&client_id=demo-client&client_secret=demo-secret"
    token = content_of(
        wire.ask("POST", "/identity/connect/token", form, Content_Type="application/x-www-form-urlencoded")
    )

    answer = wire.ask("GET", f"{DEMO}Streams", authorization=f"bearer {token['access_token']}", **NODE)

    assert answer.status == 200
    assert token["expires_in"] > 300


def test_node_compresses_the_bodies_of_its_types_and_streams_and_events(wire):
    stream = {"Id": "N", "Name": "N", "Description": "", "TypeId": "Circle", "Indexes": [], "PropertyOverrides": []}
    created = [
        wire.ask("POST", "Types/Circle", zipped(circle()), **NODE),
        wire.ask("POST", "Streams/N", zipped(stream), **NODE),
        wire.ask("POST", "Streams/N/Data", zipped(EVENTS), **NODE),
        wire.ask("PUT", "Streams/N/Data", zipped(EVENTS), **NODE),
        wire.ask("PUT", "Streams/N/Data?allowCreate=false", zipped(EVENTS), **NODE),
        wire.ask("PUT", "Streams/N/Tags", zipped(["a"]), **NODE),
        wire.ask("PUT", "Streams/N/Metadata", zipped({"Region": "North"}), **NODE),
    ]

    assert [answer.status for answer in created] == [201, 201, 204, 204, 204, 200, 200]
    assert orders(wire.ask("GET", "Streams/N/Data?startIndex=0&endIndex=99")) == list(range(0, 20, 2))


def test_node_says_that_bodies_which_are_not_there_are_compressed(circles):
    read = circles.ask("GET", "Streams/C/Data/Last", **NODE)
    removed = circles.ask("DELETE", "Streams/C/Data?index=0", **NODE)
    deleted = [circles.ask("DELETE", target, **NODE).status for target in ("Streams/C", "Types/Circle")]

    assert content_of(read)["Order"] == 18
    assert removed.status == 204
    assert deleted == [204, 204]


def test_node_reads_ranges_below_transform_with_numbered_boundaries(circles):
    query = "startIndex=1&skip=0&count=3&reversed=False&boundaryType=3&streamViewId="

    answer = circles.ask("GET", f"Streams/C/Data/Transform?{query}", **NODE)

    assert orders(answer) == [1, 2, 4]
    assert content_of(answer)[0]["Sin"] == 1.5


def test_node_spells_endindex_small(circles):
    interpolated = circles.ask("GET", "Streams/C/Data/Transform/Interpolated?startIndex=5&endindex=14&count=4", **NODE)
    sampled = "Streams/C/Data/Transform/Sampled?startIndex=0&endindex=18&intervals=2&sampleBy=sin&filter="

    assert orders(interpolated) == [5, 8, 11, 14]
    assert orders(circles.ask("GET", sampled, **NODE)) == [0, 8, 10, 18]


def test_node_parts_two_keys_with_a_bare_bar(wire):
    wire.ask("POST", "Types/Circle", zipped(circle("Order", "Multiplier")), **NODE)
    wire.ask("POST", "Streams/Two", zipped({"Id": "Two", "TypeId": "Circle"}), **NODE)
    pairs = [(1, 10), (2, 2), (3, 1), (10, 3), (10, 8), (10, 10)]
    wire.ask("POST", "Streams/Two/Data", zipped([{"Order": a, "Multiplier": b} for a, b in pairs]), **NODE)

    answer = wire.ask("GET", "Streams/Two/Data?startIndex=2|1&endIndex=10|8", **NODE)

    assert [(event["Order"], event["Multiplier"]) for event in content_of(answer)] == pairs[1:5]


def test_node_reads_all_metadata_with_a_slash_at_the_end_and_takes_it_from_a_patch(circles):
    circles.ask("PUT", "Streams/C/Metadata", zipped({"Region": "North", "Country": "Canada"}), **NODE)
    patch = [{"op": "remove", "path": "/Region"}, {"op": "add", "path": "/City", "value": "Toronto"}]

    patched = circles.ask("PATCH", "Streams/C/Metadata", zipped(patch), **NODE)
    read = circles.ask("GET", "Streams/C/Metadata/", **NODE)

    assert content_of(patched) == content_of(read) == {"Country": "Canada", "City": "Toronto"}


def test_node_counts_the_indexes_of_a_stream(circles):
    stream = {"Id": "S", "TypeId": "Circle", "Indexes": [{"SdsTypePropertyId": "Radians"}]}
    circles.ask("POST", "Streams/S", zipped(stream), **NODE)

    assert len(content_of(circles.ask("GET", "Streams/S", **NODE))["Indexes"]) == 1


def test_node_gets_what_it_posts_a_second_time_and_no_redirection(circles):
    """Java loses its token on a redirection, and .NET does not follow any."""
    answers = [
        circles.ask("POST", "Types/Circle", zipped(circle()), **NODE),
        circles.ask("POST", "Streams/C", zipped({"Id": "C", "TypeId": "Circle"}), **NODE),
    ]

    assert [answer.status for answer in answers] == [200, 200]
    assert [content_of(answer)["Id"] for answer in answers] == ["Circle", "C"]


def test_node_lists_with_an_empty_search(circles):
    types = content_of(circles.ask("GET", "Types?query=&skip=0&count=100", **NODE))
    streams = content_of(circles.ask("GET", "Streams?query=", **NODE))

    assert "Circle" in [type_["Id"] for type_ in types]
    assert [stream["Id"] for stream in streams] == ["C", "Tank", "Wave", "Weather"]


def test_node_reads_through_a_view_that_it_made_and_then_changes_the_type_by_it(circles):
    target = {**circle("OrderTarget"), "Id": "Target"}
    view = {"Id": "V", "Name": "V", "Description": "", "SourceTypeId": "Circle", "TargetTypeId": "Target"}
    mapped = [{"SourceId": "Order", "TargetId": "OrderTarget"}, {"SourceId": "Sin", "TargetId": "Sin"}]
    circles.ask("POST", "Types/Target", zipped(target), **NODE)

    made = circles.ask("POST", "StreamViews/V", zipped({**view, "Properties": mapped}), **NODE)
    again = circles.ask("POST", "StreamViews/V", zipped({**view, "Properties": mapped}), **NODE)
    parts = content_of(circles.ask("GET", "StreamViews/V/Map", **NODE))["Properties"]
    query = "startIndex=4&skip=0&count=1&reversed=False&boundaryType=3&streamViewId=V"
    (seen,) = content_of(circles.ask("GET", f"Streams/C/Data/Transform?{query}", **NODE))
    changed = circles.ask("PUT", "Streams/C/Type?streamViewId=V", **NODE)

    assert [made.status, again.status, changed.status] == [201, 200, 204]
    mapping = {(part.get("SourceId"), part.get("TargetId")) for part in parts}
    assert mapping >= {("Order", "OrderTarget"), ("Sin", "Sin"), ("Radians", None)}
    assert seen == {"OrderTarget": 4, "Sin": 6.0}
    assert content_of(circles.ask("GET", "Streams/C", **NODE))["TypeId"] == "Target"


def test_node_sends_its_last_deletions_all_at_once(circles):
    for number in range(6):
        circles.ask("POST", f"Streams/N{number}", zipped({"Id": f"N{number}", "TypeId": "Circle"}), **NODE)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda at: circles.ask("DELETE", f"Streams/N{at}", **NODE), range(6)))

    assert [answer.status for answer in answers] == [204] * 6


# Java: HttpURLConnection, and java.net.http for PATCH


JAVA = {"Accept": "*/*; q=1", "Content_Type": "application/json", "Accept_Encoding": "gzip"}
H2C = {
    "Connection": "Upgrade, HTTP2-Settings",
    "Upgrade": "h2c",
    "HTTP2_Settings": "AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
}


def test_java_names_its_codes_and_asks_for_the_last_event_with_a_bare_question_mark(wire):
    made = wire.ask("POST", "Types/Circle", circle(numbers=False), **JAVA)
    wire.ask("POST", "Streams/J", {"Id": "J", "TypeId": "Circle"}, **JAVA)
    wire.ask("POST", "Streams/J/Data", EVENTS, **JAVA)

    assert made.status == 201
    assert content_of(wire.ask("GET", "Streams/J/Data/Last?", **JAVA))["Order"] == 18
    assert content_of(wire.ask("GET", "Streams/J/Data/First?", **JAVA)) == {}


def test_java_finds_its_token_with_the_headers_that_the_jdk_sends_by_itself(wire):
    accepted = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
    form = b"client_id=demo-client&client_secret=demo-secret&grant_type=client_credentials"
    kind = {"Content_Type": "application/x-www-form-urlencoded", "Accept": "application/json"}

    discovery = wire.ask("GET", "/identity/.well-known/openid-configuration", Accept=accepted, Connection="keep-alive")
    token = wire.ask("POST", "/identity/connect/token", form, **kind)

    assert content_of(discovery)["token_endpoint"].endswith("/identity/connect/token")
    assert type(content_of(token)["expires_in"]) is int


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("Data?startIndex=0&endIndex=4&form=&filter=", [0, 2, 4]),
        ("Data?startIndex=0&endIndex=18&form=&filter=Radians%20lt%203", [0, 2, 4]),
        ("Data/Transform?startIndex=1&endindex=&skip=0&count=2&reversed=false&boundaryType=ExactOrCalculated", [1, 2]),
        ("Data/Transform?startIndex=5&skip=1&count=2&reversed=True&boundaryType=exact&streamViewId=", [2, 0]),
        ("Data/Transform/Interpolated?startIndex=5&endindex=14&count=4", [5, 8, 11, 14]),
        ("Data/Sampled?startIndex=0&endIndex=18&intervals=2&sampleBy=Sin", [0, 8, 10, 18]),
    ],
)
def test_java_leaves_members_of_its_queries_empty_and_spells_them_its_way(circles, target, expected):
    assert orders(circles.ask("GET", f"Streams/C/{target}", **JAVA)) == expected


def test_java_reads_a_table_and_metadata_by_key(circles):
    circles.ask("PUT", "Streams/C/Metadata", {"Region": "North America"}, **JAVA)

    table = content_of(circles.ask("GET", "Streams/C/Data?startIndex=0&endIndex=4&form=tableh&filter=", **JAVA))

    assert table["Rows"][0] == ["Order", "Radians", "Sin"]
    assert content_of(circles.ask("GET", "Streams/C/Metadata/Region", **JAVA)) == "North America"


def test_javas_offer_to_speak_http_2_is_passed_over(circles):
    circles.ask("PUT", "Streams/C/Metadata", {"Region": "North"}, **JAVA)
    patch = [{"op": "replace", "path": "/Region", "value": "South"}]

    answer = circles.ask("PATCH", "Streams/C/Metadata", patch, **JAVA, **H2C)

    assert answer.status == 200
    assert "upgrade" not in answer.headers
    assert content_of(answer) == {"Region": "South"}


def test_java_spells_overrides_in_camel_case(circles):
    overrides = [{"sdsTypePropertyId": "Radians", "interpolationMode": "Discrete"}]

    updated = circles.ask("PUT", "Streams/C", {"Id": "C", "TypeId": "Circle", "PropertyOverrides": overrides}, **JAVA)

    assert updated.status == 204
    assert content_of(circles.ask("GET", "Streams/C"))["PropertyOverrides"] == [
        {"SdsTypePropertyId": "Radians", "InterpolationMode": 3}
    ]


def test_java_names_its_boundaries(circles):
    query = "startIndex=1&skip=0&count=3&reversed=false&boundaryType=ExactOrCalculated&filter=&streamViewId="

    assert orders(circles.ask("GET", f"Streams/C/Data/Transform?{query}", **JAVA)) == [1, 2, 4]


def test_java_posts_members_in_a_case_of_its_own_and_strangers_too(circles):
    circles.ask("PUT", "Streams/C/Data", [{"order": 0, "RADIANS": 7, "sin": 8, "multiplier": 2}], **JAVA)

    assert content_of(circles.ask("GET", "Streams/C/Data/First")) == {"Radians": 7.0, "Sin": 8.0}


def test_java_finds_a_window_empty_after_removing_it(circles):
    circles.ask("DELETE", "Streams/C/Data?startIndex=0&endIndex=40", **JAVA)

    assert content_of(circles.ask("GET", "Streams/C/Data?startIndex=0&endIndex=40", **JAVA)) == []


def test_java_reads_errors_as_they_come_so_they_are_not_compressed(circles):
    answer = circles.ask("GET", "Streams/Nowhere", **JAVA)

    assert answer.status == 404
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.body)["OperationId"] == answer.headers["operation-id"]
