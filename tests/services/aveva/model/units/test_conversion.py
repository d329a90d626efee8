"""Numbers of one unit as numbers of another, and what is refused."""

from __future__ import annotations

import math
from itertools import product

import pytest
from aveva_samples import enumeration, key, member, type_of
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.shape.values import kind_of
from streamulator.services.aveva.model.streams.definition import Override
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.model.units.catalogue import catalogue
from streamulator.services.aveva.model.units.conversion import Wanted, conversion_of, converter
from streamulator.services.aveva.model.views.conversion import as_it_is

DOUBLE = kind_of(SdsTypeCode.Double)
LAYOUT = Layout(
    type_of(
        key("Order", SdsTypeCode.Int32, uom="second"),
        member("Length", SdsTypeCode.Double, uom="meter"),
        member("Whole", SdsTypeCode.Int32, uom="m"),
        member("Heat", SdsTypeCode.NullableDouble, uom="°C"),
        member("Bare", SdsTypeCode.Double),
        member("Odd", SdsTypeCode.Double, uom="furlong"),
        member("Note", SdsTypeCode.String, uom="meter"),
        member("State", enumeration(Ok=0), uom="meter"),
    )
)
ROW = (60, 2.5, 3, 20.0, 1.0, 1.0, "note", 0)


def stream(*overrides):
    return Stream("S", LAYOUT, overrides=overrides)


def converted(value, source, target, code=SdsTypeCode.Double):
    unit = catalogue().spelt
    return converter(unit(source), unit(target), kind_of(code))(value)


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (5.0, "meter", "centimeter", 500.0),
        (1.0, "mile", "km", 1.609344),
        (0.0, "°C", "K", 273.15),
        (100.0, "degree Celsius", "degree Fahrenheit", 212.0),
        (212.0, "°F", "°C", 100.0),
        (0.0, "delta °C", "delta °F", 0.0),
        (9.0, "delta degree Fahrenheit", "delta kelvin", 5.0),
        (0.0, "psig", "psi", 14.6959488),
        (1.0, "GWh", "MJ", 3_600_000.0),
        (1.0, "decimal", "%", 100.0),
        (7.5, "psi", "psia", 7.5),
    ],
)
def test_a_number_goes_through_the_base_unit(value, source, target, expected):
    assert converted(value, source, target) == pytest.approx(expected, rel=1e-7, abs=1e-6)


@pytest.mark.parametrize("quantity", catalogue().quantities(), ids=lambda quantity: quantity.id)
def test_there_is_a_way_between_any_two_units_of_a_quantity_and_back(quantity):
    units = catalogue().units_of(quantity)

    for one, other in product(units, units):
        back = converter(other, one, DOUBLE)(converter(one, other, DOUBLE)(12.5))
        # A difference of offsets, in the base unit, is what accuracy is lost to.
        slack = 1e-9 * max(1, abs(one.offset - other.offset)) / one.factor
        assert back == pytest.approx(12.5, rel=1e-9, abs=slack), (one.id, other.id)


@given(st.floats(), st.sampled_from(catalogue().units()))
def test_in_its_own_unit_a_number_is_not_touched(value, unit):
    convert = converter(unit, unit, DOUBLE)

    assert convert is as_it_is
    assert convert(value) is value


@pytest.mark.parametrize(
    ("value", "code", "target", "expected"),
    [
        (3, SdsTypeCode.Int32, "km", 0),
        (1500, SdsTypeCode.Int32, "km", 2),
        (2500, SdsTypeCode.Int32, "km", 2),
        (30_000_000, SdsTypeCode.Int32, "cm", 0),
        (300, SdsTypeCode.Byte, "km", 0),
        (None, SdsTypeCode.NullableInt32, "cm", None),
        (None, SdsTypeCode.NullableDouble, "cm", None),
        (30_000_000, SdsTypeCode.NullableInt32, "cm", None),
        (0.1, SdsTypeCode.Single, "cm", 10.0),
        (1e30, SdsTypeCode.Decimal, "cm", 0.0),
        (math.inf, SdsTypeCode.Double, "cm", math.inf),
        (1e308, SdsTypeCode.Double, "cm", math.inf),
    ],
)
def test_the_kind_of_the_property_stays(value, code, target, expected):
    assert converted(value, "meter", target, code) == expected


def test_what_is_not_a_number_stays_none():
    assert math.isnan(converted(math.nan, "meter", "cm"))


class TestAStreamsProperties:
    def test_are_converted_where_asked_for_and_left_alone_elsewhere(self):
        found = conversion_of(stream(), [Wanted("length", "cm"), Wanted("Heat", "K"), Wanted("Order", "minute")])

        assert found.row(ROW) == (1, 250.0, 3, 293.15, 1.0, 1.0, "note", 0)
        assert found.rows([ROW, ROW]) == [found.row(ROW)] * 2

    def test_have_the_unit_of_the_stream_before_that_of_the_type(self):
        centimeters = stream(Override("LENGTH", uom="cm"), Override("Bare", uom="kg"), Override("Whole", uom=""))
        found = conversion_of(centimeters, [Wanted("Length", "m"), Wanted("Bare", "g"), Wanted("Whole", "cm")])

        assert found.row(ROW) == (60, 0.025, 300, 20.0, 1000.0, 1.0, "note", 0)

    def test_need_no_step_in_their_own_unit(self):
        rows = [ROW]

        assert conversion_of(stream(), [Wanted("Length", "m")]).rows(rows) is rows
        assert conversion_of(stream(), []).rows(rows) is rows

    @pytest.mark.parametrize(
        ("name", "unit", "words"),
        [
            ("Width", "m", "has no property 'Width'"),
            ("Bare", "m", "'Bare' has no unit"),
            ("Length", "furlong", "The unit 'furlong', which the property 'Length' is wanted in, is not known"),
            ("Length", "Meter", "there is 'meter'"),
            ("Length", "kilogram", "'kilogram' is one of Mass"),
            ("Heat", "delta K", "Temperature (Delta)"),
            ("Odd", "m", "The unit 'furlong', which the property 'Odd' has, is not known"),
            ("Note", "cm", "'Note' is a String"),
            ("State", "cm", "'State' is a Int32Enum"),
        ],
    )
    def test_that_cannot_be_converted_are_refused(self, name, unit, words):
        with pytest.raises(Refused) as raised:
            conversion_of(stream(), [Wanted("Whole", "cm"), Wanted(name, unit)])

        assert words in raised.value.reason
        assert raised.value.details == {"StreamId": "S", "SdsTypePropertyId": f"Whole, {name}"}

    def test_are_refused_with_all_that_is_wrong(self):
        wanted = [Wanted("Length", "cm"), Wanted("LENGTH", "mm"), Wanted("Bare", "m"), Wanted("Width", "m")]

        with pytest.raises(Refused) as raised:
            conversion_of(stream(), wanted)

        assert "'LENGTH' is named more than once" in raised.value.reason
        assert "'Bare' has no unit" in raised.value.reason
        assert "no property 'Width'" in raised.value.reason
