"""The catalogue of units is whole, and finds what is meant by a name."""

from __future__ import annotations

from collections import Counter

import pytest

from streamulator.core.problems import Missing
from streamulator.services.aveva.model.units.catalogue import catalogue

UNITS = catalogue().units()
QUANTITIES = catalogue().quantities()


def test_every_unit_measures_a_quantity_and_every_quantity_has_its_base_unit():
    ids = {quantity.id for quantity in QUANTITIES}

    assert {unit.quantity for unit in UNITS} == ids
    for quantity in QUANTITIES:
        assert (quantity.base.quantity, quantity.base.factor, quantity.base.offset) == (quantity.id, 1, 0)
        assert len(quantity.dimensions) == 7
    assert all(unit.factor > 0 for unit in UNITS)


def test_there_are_as_many_as_the_page_lists():
    assert (len(UNITS), len(QUANTITIES)) == (416, 95)


def test_no_id_name_or_abbreviation_stands_for_two_units():
    spelt = Counter(text for unit in UNITS for text in {unit.id, unit.name, unit.abbreviation})

    assert [text for text, times in spelt.items() if times > 1] == []
    assert len({unit.id.lower() for unit in UNITS}) == len(UNITS)


@pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda quantity: quantity.id)
def test_a_unit_is_found_by_its_id_its_name_and_its_abbreviation(quantity):
    found = catalogue()
    units = found.units_of(found.quantity(quantity.id.upper()))

    assert units == [unit for unit in UNITS if unit.quantity == quantity.id] != []
    for unit in units:
        assert found.spelt(unit.id) == found.spelt(unit.name) == found.spelt(unit.abbreviation) == unit
        assert found.unit(unit.id.upper()) == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("meter", "meter"),
        ("m", "meter"),
        ("Meter", None),
        ("M", None),
        ("MW", "megawatt"),
        ("mWh", "milliwatt hour"),
        ("MWh", "megawatt hour"),
        ("\u00b5m", "micrometer"),
        ("\u03bcm", "micrometer"),
        ("\u2126", "ohm"),
        ("\u212b", "angstrom"),
        ("thousandth of an inch", "mil"),
        ("furlong", None),
        ("", None),
    ],
)
def test_spelling_counts_but_not_which_of_two_signs_that_look_alike(text, unit):
    found = catalogue().spelt(text)

    assert (found and found.id) == unit


@pytest.mark.parametrize(
    ("text", "like"), [("Meter", "meter"), ("METER", "meter"), ("celsius", "degree Celsius"), ("furlong", None)]
)
def test_what_may_have_been_meant_is_named(text, like):
    assert catalogue().like(text) == like


def test_what_is_not_there_is_missing():
    known = catalogue()

    for find, details in [
        (lambda: known.unit("furlong"), {"UomId": "furlong"}),
        (lambda: known.quantity("Luck"), {"QuantityId": "Luck"}),
        (lambda: known.unit_of(known.quantity("mass"), "METER"), {"QuantityId": "Mass", "UomId": "meter"}),
    ]:
        with pytest.raises(Missing) as raised:
            find()
        assert raised.value.details == details
