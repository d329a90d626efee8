"""The requests of the vendor's waveform samples, in their order, as far as they need no stream view."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
import requests
from clients.entrances import ENTRANCES

WAVES = ("Radians", "Tau", "Sin", "Cos", "Tan", "Sinh", "Cosh", "Tanh")
MADE, CHANGED = {200, 201}, {200, 201, 204}
T, PAIRED = "Ripple", "PairedRipple"  # types
S, INDEXED, PAIRS = "Ripples", "IndexedRipples", "PairedRipples"  # streams


def ripple(order: int, multiplier: float = 2.0) -> dict[str, Any]:
    """Return an event as the samples spell it: members small, and one that the type does not have."""
    angle = order * 2 * math.pi / 180  # a turn each 180
    hyperbolic = {"sinh": math.sinh(angle), "cosh": math.cosh(angle), "tanh": math.tanh(angle)}
    circular = {"sin": math.sin(angle), "cos": math.cos(angle), "tan": math.tan(angle)}
    waves = {name: multiplier * value for name, value in (circular | hyperbolic).items()}
    return {"order": order, "radians": order / 10, "tau": order / 180, **waves, "multiplier": multiplier}


def type_of(type_id: str, keys: tuple[str, ...], values: tuple[str, ...]) -> dict[str, Any]:
    whole, real = ({"Id": f"{code}Type", "SdsTypeCode": code, "Properties": []} for code in ("Int32", "Double"))
    parts = [{"Id": key, "IsKey": True, "SdsType": whole, "Order": at} for at, key in enumerate(keys)]
    parts += [{"Id": value, "IsKey": False, "SdsType": real} for value in values]
    return {"Id": type_id, "SdsTypeCode": "Object", "Properties": parts, "Name": type_id}


class Sample:
    """A session like the sample's: kept alive, compressed answers, and a status that has to be among those expected."""

    def __init__(self, place: str, headers: dict[str, str]) -> None:
        self._place, self._session = place, requests.Session()
        self._session.headers.update({"Content-type": "application/json", "Accept": "application/json", **headers})

    def __call__(self, method: str, target: str, body: Any = None, expected: set[int] | None = None) -> Any:
        content = None if body is None else json.dumps(body)
        answer = self._session.request(
            method, f"{self._place}/{target}", data=content, timeout=10, allow_redirects=False
        )
        assert answer.status_code in (expected or {200}), answer.text
        return answer.json() if answer.content else None

    def close(self) -> None:
        self._session.close()


@pytest.fixture(params=ENTRANCES)
def ask(request, world_url):
    """Return the sample's session, with and without a token, with the type and an empty stream in place."""
    entrance = ENTRANCES[request.param](world_url)
    headers = {}
    if request.param == "ADHClient":
        headers["Authorization"] = f"Bearer {entrance.client.baseClient._getToken()}"
    ask = Sample(entrance.place, headers)
    made = ask("POST", f"Types/{T}", type_of(T, ("Order",), WAVES), MADE)
    assert made["Id"] == T
    ask("PUT", f"Streams/{S}", {"Id": S, "TypeId": T, "Name": S}, CHANGED)
    yield ask
    ask.close()


@pytest.fixture
def filled(ask):
    """Have the twenty events that the sample ends up with after its inserts and updates."""
    ask("POST", f"Streams/{S}/Data", [ripple(0)], CHANGED)
    ask("POST", f"Streams/{S}/Data", [ripple(order) for order in range(2, 20, 2)], CHANGED)
    ask("PUT", f"Streams/{S}/Data", [ripple(0, 4)], CHANGED)
    ask("PUT", f"Streams/{S}/Data", [ripple(order, 4) for order in range(2, 40, 2)], CHANGED)
    ask("PUT", f"Streams/{S}/Data?allowCreate=false", [ripple(0, 5)], CHANGED)
    ask("PUT", f"Streams/{S}/Data?allowCreate=false", [ripple(order, 5) for order in range(2, 40, 2)], CHANGED)
    return ask


def test_events_are_inserted_updated_and_replaced(ask):
    ask("POST", f"Streams/{S}/Data", [ripple(0)], CHANGED)
    ask("POST", f"Streams/{S}/Data", [ripple(order) for order in range(2, 20, 2)], CHANGED)
    assert ask("GET", f"Streams/{S}/Data/Last")["Order"] == 18
    assert len(ask("GET", f"Streams/{S}/Data?startIndex=0&endIndex=180&filter=")) == 10
    table = ask("GET", f"Streams/{S}/Data?startIndex=0&endIndex=180&form=tableh")
    assert table["Rows"][0] == ["Order", *WAVES]
    assert len(table["Rows"]) == 11

    ask("PUT", f"Streams/{S}/Data", [ripple(0, 4)], CHANGED)
    ask("PUT", f"Streams/{S}/Data", [ripple(order, 4) for order in range(2, 40, 2)], CHANGED)
    assert len(ask("GET", f"Streams/{S}/Data?startIndex=0&endIndex=40&filter=")) == 20

    ask("PUT", f"Streams/{S}/Data?allowCreate=false", [ripple(0, 5)], CHANGED)
    ask("PUT", f"Streams/{S}/Data?allowCreate=false", [ripple(order, 5) for order in range(2, 40, 2)], CHANGED)
    events = ask("GET", f"Streams/{S}/Data?startIndex=0&endIndex=180&filter=")
    assert [event.get("Cosh") for event in events] == [ripple(order, 5)["cosh"] for order in range(0, 40, 2)]


def test_calculated_filtered_and_sampled_reads(filled):
    between = filled("GET", f"Streams/{S}/Data/Transform/Interpolated?startIndex=5&endIndex=32&count=4&filter=")
    small = filled("GET", f"Streams/{S}/Data?startIndex=0&endIndex=50&filter=Radians+lt+3")
    view = "filter=&stream_view_id="
    sampled = filled("GET", f"Streams/{S}/Data/Sampled?startIndex=0&endIndex=40&sampleBy=sin&intervals=4&{view}")

    assert [event["Order"] for event in between] == [5, 14, 23, 32]
    assert between[0]["Sin"] == pytest.approx((ripple(4, 5)["sin"] + ripple(6, 5)["sin"]) / 2)
    assert between[1]["Sin"] == ripple(14, 5)["sin"]
    assert len(small) == 15  # 0 to 28
    assert {0, 38} <= {event.get("Order", 0) for event in sampled}


def test_ranges_start_where_nothing_is_stored_unless_a_property_is_discrete(filled):
    query = "startIndex=1&skip=0&count=3&reversed=False&boundaryType=3&filter=&streamViewId="
    before = filled("GET", f"Streams/{S}/Data/Transform?{query}")
    overrides = [{"SdsTypePropertyId": "Radians", "InterpolationMode": "Discrete"}]
    filled("PUT", f"Streams/{S}", {"Id": S, "TypeId": T, "PropertyOverrides": overrides}, CHANGED)
    after = filled("GET", f"Streams/{S}/Data/Transform?{query}")

    assert [event["Order"] for event in before] == [event["Order"] for event in after] == [1, 2, 4]
    assert before[0]["Radians"] == pytest.approx(0.1)
    assert "Radians" not in after[0]  # the default, 0
    assert before[0]["Sin"] == after[0]["Sin"]
    assert before[1:] == after[1:]


def test_the_librarys_spelling_of_the_range_is_answered_too(filled):
    """Its names for boundary and view are not the API's, so the range starts at the first event there is."""
    query = "startIndex=1&skip=0&count=3&reversed=False&boundary_type=3&filter=&stream_view_id=NoSuchView"

    assert [event["Order"] for event in filled("GET", f"Streams/{S}/Data/Transform?{query}")] == [2, 4, 6]


def test_types_are_searched(ask):
    for type_id in ("RippleTarget", "RippleTargetWhole"):
        ask("POST", f"Types/{type_id}", type_of(type_id, ("OrderTarget",), ("SinTarget",)), MADE)

    everything = ask("GET", "Types?skip=0&count=100&query=")
    targets = ask("GET", "Types?skip=0&count=100&query=Id%3A%2ATarget%2A")

    assert {T, "RippleTarget", "RippleTargetWhole"} <= {type_["Id"] for type_ in everything}
    assert [type_["Id"] for type_ in targets] == ["RippleTarget", "RippleTargetWhole"]


def test_tags_and_metadata(ask):
    tags = ["waves", "periodic", "2018", "validated"]
    ask("PUT", f"Streams/{S}/Tags", tags, CHANGED)
    places = {"Region": "North America", "Country": "Canada", "Province": "Quebec"}
    ask("PUT", f"Streams/{S}/Metadata", places, CHANGED)
    assert ask("GET", f"Streams/{S}/Tags") == tags
    assert {key: ask("GET", f"Streams/{S}/Metadata/{key}") for key in places} == places

    patch = [
        {"op": "remove", "path": "/Region"},
        {"op": "replace", "path": "/Province", "value": "Ontario"},
        {"op": "add", "path": "/City", "value": "Toronto"},
    ]
    ask("PATCH", f"Streams/{S}/Metadata", patch, CHANGED)
    now = {key: ask("GET", f"Streams/{S}/Metadata/{key}") for key in ("Country", "Province", "City")}
    assert now == {"Country": "Canada", "Province": "Ontario", "City": "Toronto"}


def test_what_is_removed_leaves_null_behind(filled):
    filled("DELETE", f"Streams/{S}/Data?index=0", expected=CHANGED)
    filled("DELETE", f"Streams/{S}/Data?startIndex=0&endIndex=40", expected=CHANGED)

    assert filled("GET", f"Streams/{S}/Data/Last") is None
    assert filled("GET", f"Streams/{S}/Data?startIndex=0&endIndex=40") == []


def test_secondary_indexes_are_echoed_and_cleared(ask):
    radians = [{"SdsTypePropertyId": "Radians"}]
    overrides = [{"SdsTypePropertyId": "Sin", "InterpolationMode": "Discrete"}]
    ask("PUT", f"Streams/{S}", {"Id": S, "TypeId": T, "PropertyOverrides": overrides}, CHANGED)
    created = ask("POST", f"Streams/{INDEXED}", {"Id": INDEXED, "TypeId": T, "Indexes": radians}, MADE)
    read = ask("GET", f"Streams/{S}")
    ask("PUT", f"Streams/{S}", {**read, "Indexes": radians}, CHANGED)
    gained = ask("GET", f"Streams/{S}")
    ask("PUT", f"Streams/{INDEXED}", {"Id": INDEXED, "TypeId": T, "Indexes": []}, CHANGED)

    assert created["Indexes"] == radians
    assert {**gained, "ModifiedDate": read["ModifiedDate"]} == {**read, "Indexes": radians}
    assert not ask("GET", f"Streams/{INDEXED}").get("Indexes")


def test_two_keys_order_events_and_bound_windows(ask):
    ask("POST", f"Types/{PAIRED}", type_of(PAIRED, ("Order", "Multiplier"), WAVES), MADE)
    ask("PUT", f"Streams/{PAIRS}", {"Id": PAIRS, "TypeId": PAIRED}, CHANGED)
    pairs = [(1, 10), (2, 2), (3, 1), (10, 3), (10, 8), (10, 10)]
    ask("POST", f"Streams/{PAIRS}/Data", [ripple(order, by) for order, by in pairs], CHANGED)

    ends = [ask("GET", f"Streams/{PAIRS}/Data/{end}") for end in ("First", "Last")]
    window = ask("GET", f"Streams/{PAIRS}/Data?startIndex=2%7C1&endIndex=10%7C8&filter=")

    assert [(event["Order"], event["Multiplier"]) for event in ends] == [(1, 10), (10, 10)]
    assert [(event["Order"], event["Multiplier"]) for event in window] == pairs[1:5]


def test_cleaning_up_needs_streams_to_go_before_their_types(filled):
    filled("DELETE", f"Types/{T}", expected={409})
    filled("DELETE", f"Streams/{S}", expected=CHANGED)
    filled("DELETE", f"Types/{T}", expected=CHANGED)

    filled("GET", f"Streams/{S}", expected={404})
    filled("GET", f"Types/{T}", expected={404})
