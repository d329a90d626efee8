"""What each value type takes, as JSON and as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Refused
from streamulator.services.grovestreams.model.values import is_numeric, kind_of, read_value


@pytest.mark.parametrize(
    ("kind", "sent", "stored"),
    [
        ("DOUBLE", 21.5, 21.5),
        ("FLOAT", "21.50", 21.5),
        ("DOUBLE", " -1.5e3 ", -1500.0),
        ("DOUBLE", 7, 7),
        ("LATITUDE", ".5", 0.5),
        ("BOOLEAN", True, True),
        ("BOOLEAN", "FALSE", False),
        ("BOOLEAN", 1, True),
        ("BOOLEAN", "0", False),
        ("SHORT", -32768, -32768),
        ("INTEGER", "2147483647", 2**31 - 1),
        ("INTEGER", 3.0, 3),
        ("LONG", "-9223372036854775808", -(2**63)),
        ("LONG", "9007199254740993", 2**53 + 1),
        ("DATE", 1333302000000, 1333302000000),
        ("STRING", "warm", "warm"),
        ("STRING", 1.5, "1.5"),
        ("STRING", True, "true"),
    ],
)
def test_what_fits_is_taken(kind, sent, stored):
    value = read_value(kind, sent)

    assert (value, type(value)) == (stored, type(stored))


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("DOUBLE", "warm"),
        ("DOUBLE", True),
        ("DOUBLE", "nan"),
        ("DOUBLE", "1e999"),
        ("DOUBLE", "1_0"),
        ("DOUBLE", "9" * 5000),
        ("DOUBLE", 10**400),
        ("DOUBLE", ""),
        ("DOUBLE", "\u0663"),
        ("BOOLEAN", "yes"),
        ("BOOLEAN", 2),
        ("BOOLEAN", 1.0),
        ("SHORT", 32768),
        ("INTEGER", 1.5),
        ("INTEGER", "1" * 31),
        ("LONG", 2**63),
        ("LONG", False),
        ("DATE", "2012-03-12"),
    ],
)
def test_what_does_not_fit_is_refused(kind, sent):
    with pytest.raises(Refused, match=f"is no value of the type {kind}") as refusal:
        read_value(kind, sent)
    assert refusal.value.resolution.startswith("Send ")


@given(st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**63), 2**63 - 1)))
def test_a_number_is_read_from_its_text(number):
    assert read_value("DOUBLE", repr(number)) == float(number)


@pytest.mark.parametrize(
    ("value", "kind"),
    [(1, "DOUBLE"), ("1.5", "DOUBLE"), (True, "BOOLEAN"), ("true", "BOOLEAN"), ("warm", "STRING"), ("", "STRING")],
)
def test_a_new_stream_is_of_the_kind_of_its_first_value(value, kind):
    assert kind_of(value) == kind
    read_value(kind, value)


def test_only_numbers_can_be_calculated_with():
    assert [kind for kind in ("FLOAT", "SHORT", "BOOLEAN", "STRING", "DATE") if is_numeric(kind)] == ["FLOAT", "SHORT"]
