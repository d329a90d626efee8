from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from streamulator.contract.schema import Schema

NAMES = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "integer"}}}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ({"a": [1, "x"]}, 'a[1]: found "x", expected an integer.'),
        ({"a": 1}, "a: found 1, expected an array."),
        ([], "found [], expected an object."),
    ],
)
def test_a_complaint_says_what_does_not_fit_and_where(content, complaint):
    assert Schema(NAMES).complaints(content) == [complaint]


def test_flaws_come_with_their_places_outermost_first():
    flaws = Schema(NAMES).flaws({"a": ["x"], "b": 2})

    assert [flaw.place for flaw in flaws] == [("b",), ("a", 0)]


def test_what_fits_has_no_flaws():
    assert Schema(NAMES).flaws({"a": [1]}) == []
    assert Schema(NAMES).is_valid({"a": [1]})


def test_long_values_are_shortened():
    (complaint,) = Schema({"type": "integer"}).complaints("x" * 10_000)

    assert len(complaint) < 400


def test_references_lead_into_the_components():
    schema = Schema({"$ref": "#/components/schemas/Name"}, {"schemas": {"Name": {"type": "string"}}})

    assert schema.is_valid("a")
    assert schema.complaints(1) == ["found 1, expected a string."]


def test_formats_count():
    schema = Schema({"type": "string", "format": "date-time"})

    assert schema.is_valid("2026-01-01T00:00:00.1234567Z")
    assert schema.complaints("2026-13-01T00:00:00Z") != []


@pytest.mark.parametrize("source", [{"type": "text"}, {"$ref": "#/components/schemas/None"}, {"pattern": "("}])
def test_a_schema_that_is_none_is_refused_when_it_is_compiled(source):
    with pytest.raises(ValueError, match=r"."):
        Schema(source)


def test_as_long_as_everything_fits_the_slow_validator_is_not_even_imported():
    script = (
        "import sys; from streamulator.contract.schema import Schema; "
        "schema = Schema({'type': 'string'}); schema.is_valid('a'); schema.complaints('a'); "
        "assert 'jsonschema' not in sys.modules; schema.complaints(1); assert 'jsonschema' in sys.modules"
    )

    subprocess.run([sys.executable, "-c", script], check=True)


def test_one_that_is_proven_is_compiled_when_it_is_needed():
    schema = Schema({"type": "text"}, proven=True)

    with pytest.raises(ValueError, match="text"):
        schema.is_valid("a")


def test_one_that_is_proven_judges_as_others_do_also_for_many_at_once():
    components = {"schemas": {"Name": {"type": "string"}}}
    for _ in range(20):
        schema = Schema({"$ref": "#/components/schemas/Name"}, components, proven=True)
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(lambda value: schema.is_valid(value), ["a", 1] * 8)) == [True, False] * 8  # noqa: PLW0108, B023  the attribute is looked up by each
