"""The store of one world: its tenants and what is in them, found, copied and described."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from aveva_samples import SIMPLE, at, key, type_of

from streamulator.core.problems import Missing
from streamulator.services.aveva.model.namespace import Namespace, StreamDefinition
from streamulator.services.aveva.model.reads.stored import EVENT_LIMIT
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.tenancy import Client, Tenant
from streamulator.services.aveva.model.views.view import SdsStreamView

ANNA, BEN = (Client(name, "secret", frozenset()) for name in ("anna", "ben"))


def world(ticks):
    return SimpleNamespace(clock=SimpleNamespace(ticks=lambda: ticks), ids=None)


@pytest.fixture
def store():
    plant, lab = (
        Tenant("Plant", open_=True, clients=[ANNA], lifetime=60),
        Tenant("lab", open_=False, clients=[BEN], lifetime=60),
    )
    main = Namespace("main")
    main.get_or_create_type(SIMPLE, 1)
    main.get_or_create_type(type_of(key("Time", SdsTypeCode.DateTime), id="Target"), 1)
    main.get_or_create_view(SdsStreamView("View", "Simple", "Target"), 1)
    main.get_or_create_stream(StreamDefinition("Tank", "Simple"), 1)[0].insert(
        [(at(hour), 0, 1.0) for hour in (11, 12, 13)]
    )
    main.get_or_create_stream(StreamDefinition("Empty", "Simple"), 1)
    plant.add(main)
    return Store(world(7), [plant, lab], 50)


def test_a_store_has_the_time_of_its_world_and_a_limit_of_events(store):
    assert (store.now(), store.event_limit) == (7, 50)
    assert Store(world(1)).event_limit == EVENT_LIMIT
    assert Store(world(1)).tenants() == []


def test_what_is_in_it_is_found_without_case(store):
    plant = store.tenant("PLANT")

    assert store.find_tenant("plant") is plant is store.tenants()[0]
    assert store.namespace("plant", "MAIN") is plant.namespace("main")
    assert store.stream("plant", "main", "TANK") is plant.namespace("main").stream("Tank")


def test_a_missing_tenant_is_told_with_those_there_are(store):
    assert store.find_tenant("gone") is None
    with pytest.raises(Missing) as refusal:
        store.tenant("gone")

    assert refusal.value.reason == "Tenant 'gone' was not found."
    assert refusal.value.resolution == "Use one of the tenants: Plant, lab."
    assert refusal.value.details == {"TenantId": "gone"}


def test_a_client_is_found_with_its_tenant_in_exact_case(store):
    assert store.client("anna") == (store.tenant("Plant"), ANNA)
    assert store.client("ben") == (store.tenant("lab"), BEN)
    assert store.client("Anna") is None


def test_a_copy_is_of_another_world_and_does_not_see_changes(store):
    copy = store.fork(world(9))

    assert (copy.now(), copy.event_limit) == (9, 50)
    assert copy.describe() == store.describe()
    copy.namespace("plant", "main").delete_stream("Tank")
    assert store.stream("plant", "main", "Tank")


def test_it_is_described_with_what_its_namespaces_hold(store):
    first, last = "2017-11-23T11:00:00.0000000Z", "2017-11-23T13:00:00.0000000Z"

    assert store.describe() == {
        "tenants": [
            {
                "id": "Plant",
                "open": True,
                "namespaces": [
                    {
                        "id": "main",
                        "types": ["Enum", "Simple", "Target"],
                        "streamViews": ["View"],
                        "streams": [
                            {"id": "Tank", "type": "Simple", "events": 3, "first": first, "last": last},
                            {"id": "Empty", "type": "Simple", "events": 0, "first": None, "last": None},
                        ],
                    }
                ],
            },
            {"id": "lab", "open": False, "namespaces": []},
        ]
    }
