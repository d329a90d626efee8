"""Tenants: their namespaces, their clients, and who may do what."""

from __future__ import annotations

import pytest

from streamulator.core.problems import Conflict, Missing
from streamulator.services.aveva.model.namespace import Namespace, Region
from streamulator.services.aveva.model.tenancy import Client, Tenant

ANNA = Client("anna", "secret", frozenset({"Administrator"}))


@pytest.fixture
def tenant():
    made = Tenant("Plant", open_=False, clients=[ANNA], lifetime=60)
    for name, region in (("Main", Region("eu", "Europe")), ("test", Region("us", "America")), ("old", None)):
        made.add(Namespace(name, region=region))
    return made


def ids(namespaces):
    return [one.id for one in namespaces]


def test_a_client_enters_its_namespaces_or_all():
    bound = Client("c", "s", frozenset(), frozenset({"main"}))

    assert ANNA.enters("anything")
    assert bound.enters("MAIN")
    assert not bound.enters("test")


def test_a_tenant_says_who_it_is(tenant):
    assert (tenant.id, tenant.open, tenant.lifetime) == ("Plant", False, 60)
    assert tenant.clients == {"anna": ANNA}
    assert Tenant("x", open_=True, clients=(), lifetime=1).open is True


def test_namespaces_keep_their_order_and_are_found_without_case(tenant):
    assert ids(tenant.namespaces()) == ["Main", "test", "old"]
    assert tenant.namespace("MAIN") is tenant.namespaces()[0]


def test_two_namespaces_of_one_id_are_a_conflict(tenant):
    with pytest.raises(Conflict) as refusal:
        tenant.add(Namespace("MAIN"))

    assert refusal.value.reason == "There are two namespaces 'MAIN' in tenant 'Plant'."
    assert len(tenant.namespaces()) == 3


def test_a_missing_namespace_is_told_with_those_there_are(tenant):
    with pytest.raises(Missing) as refusal:
        tenant.namespace("Gone")

    assert refusal.value.reason == "Namespace 'Gone' was not found in tenant 'Plant'."
    assert refusal.value.resolution == "Use one of its namespaces: Main, test, old."
    assert refusal.value.details == {"NamespaceId": "Gone"}


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        (None, ["Main", "test", "old"]),
        ("", ["Main", "test", "old"]),
        ("EU", ["Main"]),
        ("america", ["test"]),
        ("local", ["old"]),
        ("mars", []),
    ],
)
def test_a_region_is_named_by_its_id_or_name_in_any_case(tenant, region, expected):
    assert ids(tenant.namespaces_in(region)) == expected


def test_a_region_may_be_written_in_any_case_where_it_is_defined():
    tenant = Tenant("x", open_=True, clients=(), lifetime=1)
    tenant.add(Namespace("n", region=Region("EU-West", "Western EUROPE")))

    assert ids(tenant.namespaces_in("eu-west")) == ids(tenant.namespaces_in("western europe")) == ["n"]


def test_copies_do_not_see_each_others_changes(tenant):
    copy = tenant.fork()

    assert (copy.id, copy.open, copy.lifetime, copy.clients) == ("Plant", False, 60, {"anna": ANNA})
    assert ids(copy.namespaces()) == ["Main", "test", "old"]
    assert copy.namespace("main") is not tenant.namespace("main")
    copy.add(Namespace("new"))
    assert ids(tenant.namespaces()) == ["Main", "test", "old"]
