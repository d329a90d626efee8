"""The requests of the vendor's waveform sample, numbered and in their order, with and without a token."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
import requests
from clients.entrances import ENTRANCES

WAVES = ("Tau", "Radians", "Sin", "Cos", "Tan", "Sinh", "Cosh", "Tanh")
MADE, CHANGED = {200, 201}, {200, 201, 204}
T, T2, T3, T4 = "Ripple", "RippleTarget", "RippleWhole", "PairedRipple"  # types
V, V2 = "RippleView", "RippleWholeView"  # stream views
S, S2, S3 = "Ripples", "IndexedRipples", "PairedRipples"  # streams
RANGE = f"Streams/{S}/Data/Transform?startIndex=1&skip=0&count=3&reversed=False&boundary_type=3&filter=&stream_view_id="
WHOLE = {"Order": "OrderTarget", "Sin": "SinInt", "Cos": "CosInt", "Tan": "TanInt"}


def ripple(order: int, multiplier: float = 2.0) -> dict[str, Any]:
    """Return an event as the sample spells it: members small, and one that the type does not have."""
    angle = order * math.pi / 32
    hyperbolic = {"sinh": math.sinh(angle), "cosh": math.cosh(angle), "tanh": math.tanh(angle)}
    circular = {"sin": math.sin(angle), "cos": math.cos(angle), "tan": math.tan(angle)}
    waves = {name: multiplier * value for name, value in (circular | hyperbolic).items()}
    return {"order": order, "radians": angle, "tau": order / 64, **waves, "multiplier": multiplier}


def ripples(start: int, stop: int, multiplier: float) -> list[dict[str, Any]]:
    return [ripple(order, multiplier) for order in range(start, stop, 2)]


def type_of(type_id: str, keys: tuple[str, ...], values: tuple[str, ...], code: str = "Double") -> dict[str, Any]:
    whole, real = ({"Id": f"{name}Type", "SdsTypeCode": name, "Properties": []} for name in ("Int32", code))
    parts = [{"Id": key, "IsKey": True, "SdsType": whole, "Order": at} for at, key in enumerate(keys)]
    parts += [{"Id": value, "IsKey": False, "SdsType": real} for value in values]
    return {"Id": type_id, "SdsTypeCode": "Object", "Properties": parts, "Name": type_id}


class Sample:
    """A session like the sample's: kept alive, compressed answers, and a status that has to be among those expected.

    `number` is that of the next request; 0 and 1 are discovery and token.
    """

    def __init__(self, place: str, token: str | None) -> None:
        self.authorized, self.number = token is not None, 2
        self._place, self._session = place, requests.Session()
        self._session.headers.update({"Content-type": "application/json", "Accept": "application/json"})
        if token:
            self._session.headers["Authorization"] = f"Bearer {token}"

    def __call__(self, method: str, target: str, body: Any = None, expected: set[int] | None = None) -> Any:
        content = None if body is None else json.dumps(body)
        answer = self._session.request(
            method, f"{self._place}/{target}", data=content, timeout=10, allow_redirects=False
        )
        assert answer.status_code in (expected or {200}), (self.number, answer.text)
        self.number += 1
        return answer.json() if answer.content else None

    def close(self) -> None:
        self._session.close()


@pytest.fixture(params=ENTRANCES)
def ask(request, world_url):
    """Return the sample's session, once with a token and once without."""
    entrance = ENTRANCES[request.param](world_url)
    ask = Sample(entrance.place, entrance.client.baseClient._getToken() if request.param == "ADHClient" else None)
    yield ask
    ask.close()


@pytest.fixture
def filled(ask):
    """Have the twenty events that the sample ends up with after its inserts and updates."""
    write_events(ask)
    return ask


def test_the_whole_sample_runs_in_its_order_and_again(ask):
    for _ in range(2):  # it leaves two views and three types behind, which its next run finds
        ask.number = 2
        for first, step in STEPS.items():
            assert ask.number == first, step
            if step is describe and not ask.authorized:
                ask.number += 10  # an Edge Data Store has neither tags nor metadata
            else:
                step(ask)
        assert ask.number == 68


def write_events(ask):
    made = ask("POST", f"Types/{T}", type_of(T, ("Order",), WAVES), MADE)
    ask("PUT", f"Streams/{S}", {"Id": S, "TypeId": T, "Name": S}, CHANGED)
    ask("POST", f"Streams/{S}/Data", [ripple(0)], CHANGED)
    ask("POST", f"Streams/{S}/Data", ripples(2, 20, 2), CHANGED)
    last = ask("GET", f"Streams/{S}/Data/Last")
    ten = ask("GET", f"Streams/{S}/Data?startIndex=0&endIndex=180&filter=")
    table = ask("GET", f"Streams/{S}/Data?startIndex=0&endIndex=180&form=tableh")
    ask("PUT", f"Streams/{S}/Data", [ripple(0, 4)], CHANGED)
    ask("PUT", f"Streams/{S}/Data", ripples(2, 40, 4), CHANGED)
    updated = ask("GET", f"Streams/{S}/Data?startIndex=0&endIndex=40&filter=")
    ask("PUT", f"Streams/{S}/Data?allowCreate=false", [ripple(0, 5)], CHANGED)
    ask("PUT", f"Streams/{S}/Data?allowCreate=false", ripples(2, 40, 5), CHANGED)
    replaced = ask("GET", f"Streams/{S}/Data?startIndex=0&endIndex=180&filter=")

    assert made["Id"] == T
    assert (last["Order"], len(ten)) == (18, 10)
    assert table["Rows"][0] == ["Order", *WAVES]
    assert len(table["Rows"]) == 11
    assert [event["Cosh"] for event in updated] == [event["cosh"] for event in ripples(0, 40, 4)]
    assert [event["Cosh"] for event in replaced] == [event["cosh"] for event in ripples(0, 40, 5)]


def calculate(ask):
    between = ask("GET", f"Streams/{S}/Data/Transform/Interpolated?startIndex=5&endIndex=32&count=4&filter=")
    small = ask("GET", f"Streams/{S}/Data?startIndex=0&endIndex=50&filter=Radians+lt+3")
    options = "startIndex=0&endIndex=40&sampleBy=sin&intervals=4&filter=&stream_view_id="
    sampled = ask("GET", f"Streams/{S}/Data/Sampled?{options}")
    before = ask("GET", RANGE)
    overrides = [{"SdsTypePropertyId": "Radians", "InterpolationMode": "Discrete"}]
    ask("PUT", f"Streams/{S}", {"Id": S, "TypeId": T, "Name": S, "PropertyOverrides": overrides}, CHANGED)
    after = ask("GET", RANGE)

    assert [event["Order"] for event in between] == [5, 14, 23, 32]
    assert [between[0]["Sin"], between[2]["Sin"]] == pytest.approx([2.34563416, 3.84644098])
    assert [event.get("Order", 0) for event in small] == list(range(0, 32, 2))
    assert {0, 38} <= {event.get("Order", 0) for event in sampled}
    assert [event["Order"] for event in before] == [2, 4, 6]  # boundary_type is not the API's name
    assert after == before


def make_views(ask):
    targets = tuple(f"{name}Target" for name in WAVES)
    ask("POST", f"Types/{T2}", type_of(T2, ("OrderTarget",), targets), MADE)
    ask("POST", f"Types/{T3}", type_of(T3, ("OrderTarget",), ("SinInt", "CosInt", "TanInt"), "Int32"), MADE)
    views = [{"Id": V, "SourceTypeId": T, "TargetTypeId": T2}, {"Id": V2, "SourceTypeId": T, "TargetTypeId": T3}]
    views[1]["Properties"] = [{"SourceId": source, "TargetId": target} for source, target in WHOLE.items()]
    made = [ask("POST", f"StreamViews/{view['Id']}", view, MADE) for view in views]
    by_place, by_name = (ask("GET", f"StreamViews/{name}/Map")["Properties"] for name in (V, V2))

    assert [view["Id"] for view in made] == [V, V2]
    assert [(part["SourceId"], part["TargetId"]) for part in by_place] == [
        (name, f"{name}Target") for name in ("Order", *WAVES)
    ]
    assert {part["SourceId"]: part["TargetId"] for part in by_name if "TargetId" in part} == WHOLE
    assert {part["SourceId"] for part in by_name if "TargetId" not in part} == {"Order", *WAVES} - WHOLE.keys()


def change_type(ask):
    plain, *seen = (ask("GET", RANGE + name) for name in ("", V, V2))
    first = ask("GET", f"Streams/{S}/Data/First")
    ask("PUT", f"Streams/{S}/Type?streamViewId={V}", expected=CHANGED)
    stream = ask("GET", f"Streams/{S}")
    renamed = ask("GET", f"Streams/{S}/Data/First")
    everything = ask("GET", "Types?skip=0&count=100&query=")
    targets = ask("GET", "Types?skip=0&count=100&query=Id%3A%2ATarget%2A")

    assert seen == [plain, plain]  # stream_view_id is not the API's name either
    assert first == {"Cos": 5.0, "Cosh": 5.0}
    assert stream["TypeId"] == T2
    assert "PropertyOverrides" not in stream
    assert renamed == {"CosTarget": 5.0, "CoshTarget": 5.0}
    assert {T, T2, T3} <= {type_["Id"] for type_ in everything}
    assert [type_["Id"] for type_ in targets] == [T2]


def describe(ask):
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


def remove_events(ask):
    ask("DELETE", f"Streams/{S}/Data?index=0", expected=CHANGED)
    ask("DELETE", f"Streams/{S}/Data?startIndex=0&endIndex=40", expected=CHANGED)

    assert ask("GET", f"Streams/{S}/Data/Last") is None


def index(ask):
    radians, target = ([{"SdsTypePropertyId": name}] for name in ("Radians", "RadiansTarget"))
    created = ask("POST", f"Streams/{S2}", {"Id": S2, "TypeId": T, "Indexes": radians}, MADE)
    read = ask("GET", f"Streams/{S}")
    ask("PUT", f"Streams/{S}", {**read, "Indexes": target}, CHANGED)
    gained = ask("GET", f"Streams/{S}")
    ask("PUT", f"Streams/{S2}", {"Id": S2, "TypeId": T, "Indexes": []}, CHANGED)
    lost = ask("GET", f"Streams/{S2}")

    assert created["Indexes"] == radians
    assert {**gained, "ModifiedDate": read["ModifiedDate"]} == {**read, "Indexes": target}
    assert not lost.get("Indexes")


def use_two_keys(ask):
    ask("POST", f"Types/{T4}", type_of(T4, ("Order", "Multiplier"), WAVES), MADE)
    ask("PUT", f"Streams/{S3}", {"Id": S3, "TypeId": T4}, CHANGED)
    pairs = [(1, 10), (2, 2), (3, 1), (10, 3), (10, 8), (10, 10)]
    ask("POST", f"Streams/{S3}/Data", [ripple(order, by) for order, by in pairs], CHANGED)
    ends = [ask("GET", f"Streams/{S3}/Data/{end}") for end in ("Last", "First")]
    window = ask("GET", f"Streams/{S3}/Data?startIndex=2%7C1&endIndex=10%7C8&filter=")

    assert [(event["Order"], event["Multiplier"]) for event in ends] == [(10, 10), (1, 10)]
    assert [(event["Order"], event["Multiplier"]) for event in window] == pairs[1:5]


def clean_up(ask):
    """Delete what the sample deletes: never the views, so that the types they name stay."""
    for stream in (S, S2, S3):
        ask("DELETE", f"Streams/{stream}", expected=CHANGED)
    for type_ in (T, T2, T3):
        ask("DELETE", f"Types/{type_}", expected={409})
    ask("DELETE", f"Types/{T4}", expected=CHANGED)


STEPS = {
    2: write_events,
    15: calculate,
    21: make_views,
    27: change_type,
    36: describe,
    46: remove_events,
    49: index,
    55: use_two_keys,
    61: clean_up,
}


def test_ranges_start_where_nothing_is_stored_unless_a_property_is_discrete(filled):
    query = "startIndex=1&skip=0&count=3&reversed=False&boundaryType=3&filter=&streamViewId="
    before = filled("GET", f"Streams/{S}/Data/Transform?{query}")
    overrides = [{"SdsTypePropertyId": "Radians", "InterpolationMode": "Discrete"}]
    filled("PUT", f"Streams/{S}", {"Id": S, "TypeId": T, "PropertyOverrides": overrides}, CHANGED)
    after = filled("GET", f"Streams/{S}/Data/Transform?{query}")

    assert [event["Order"] for event in before] == [event["Order"] for event in after] == [1, 2, 4]
    assert before[0]["Radians"] == pytest.approx(ripple(1)["radians"])
    assert "Radians" not in after[0]  # the default, 0
    assert before[0]["Sin"] == after[0]["Sin"]
    assert before[1:] == after[1:]


def test_samples_that_spell_the_view_right_read_through_it(filled):
    """Those for Node and Java do, with the boundary that makes the first event a calculated one."""
    make_views(filled)
    query = "startIndex=1&skip=0&count=3&reversed=False&boundaryType=3&streamViewId="
    plain, renamed, whole = (filled("GET", f"Streams/{S}/Data/Transform?{query}{name}") for name in ("", V, V2))

    assert renamed == [{f"{name}Target": value for name, value in event.items()} for event in plain]
    assert [event["OrderTarget"] for event in whole] == [1, 2, 4]
    assert [event.get("SinInt", 0) for event in whole[1:]] == [round(event["Sin"]) for event in plain[1:]]
    assert all(event.keys() <= {"OrderTarget", "SinInt", "CosInt", "TanInt"} for event in whole)


def test_what_deletes_its_views_first_can_delete_all_its_types(filled):
    make_views(filled)
    filled("DELETE", f"Streams/{S}", expected=CHANGED)
    for name in (V, V2):
        filled("DELETE", f"StreamViews/{name}", expected=CHANGED)
    for type_ in (T, T2, T3):
        filled("DELETE", f"Types/{type_}", expected=CHANGED)

    filled("GET", f"Streams/{S}", expected={404})
    filled("GET", f"StreamViews/{V}", expected={404})
    filled("GET", f"Types/{T}", expected={404})
