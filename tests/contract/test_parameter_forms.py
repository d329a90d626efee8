"""Query parameters of other forms than one text a value: JSON, objects without a name on the wire, credentials."""

from __future__ import annotations

import json

import pytest
from small_contracts import contract, described, operation

from streamulator.core.messages import Request
from streamulator.core.problems import Violation

ITEMS = {"type": "array", "items": {"type": "object", "required": ["id"]}, "maxItems": 2}
DECLARED = [
    {"name": "rest", "in": "query", "schema": {"type": "object", "additionalProperties": {"maxLength": 3}}},
    {"name": "count", "in": "query", "schema": {"type": "integer"}},
]
SCHEMES = {"securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "api_key"}}}


class TestJson:
    @pytest.fixture
    def read(self):
        """Return a function that reads the one query parameter, which is JSON."""
        content = {"application/json": {"schema": ITEMS}}
        one = operation({"empty-query-value": "absent"}, parameters=[{"name": "p", "in": "query", "content": content}])
        return lambda text: one.admit(Request("POST", "/it", (("p", text),)), {}).query["p"]

    @pytest.mark.parametrize("value", [[], [{"id": "a"}], [{"id": "\u2601"}, {"id": 1}]])
    def test_is_parsed(self, read, value):
        assert read(json.dumps(value)) == value

    def test_is_absent_where_it_is_empty_and_that_is_granted(self, read):
        assert read("") is None

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            ("[", "query parameter 'p': not valid JSON: "),
            ("[1] [2]", "query parameter 'p': not valid JSON: "),
            ("\ud800", "query parameter 'p': not valid JSON: "),
            ("[" * 300 + "]" * 300, "query parameter 'p': nested more than"),
            ("{}", "query parameter 'p': found {}, expected an array."),
            ("[{}]", "query parameter 'p': [0]: found no 'id', expected the members 'id'."),
        ],
    )
    def test_is_refused_where_it_does_not_fit(self, read, text, complaint):
        with pytest.raises(Violation) as caught:
            read(text)

        assert caught.value.reason.startswith(complaint)


class TestObjects:
    def admitted(self, *query, strict=False):
        document = contract({"/it": {"post": described(parameters=DECLARED)}}, components=SCHEMES)
        return document.operations[0].admit(Request("POST", "/it", query), {}, strict=strict)

    def test_take_what_comes_under_names_that_nobody_declares(self):
        call = self.admitted(("a", "1"), ("count", "2"), ("b", ""), ("", "x"), strict=True)

        assert call.query == {"count": 2, "rest": {"a": "1", "b": ""}}
        assert call.warnings == []

    def test_are_empty_where_there_is_nothing_of_that_kind(self):
        assert self.admitted().query == {"count": None, "rest": {}}

    def test_do_not_take_credentials(self):
        assert self.admitted(("api_key", "secret")).query["rest"] == {}

    def test_are_held_against_their_schema(self):
        with pytest.raises(Violation, match=r"query parameter 'rest': a: found \"long\", expected at most 3"):
            self.admitted(("a", "long"))


def test_credentials_in_a_query_are_no_strangers():
    schemes = {**SCHEMES["securitySchemes"], "bearer": {"type": "http"}}
    small = contract(
        {"/a": {"get": described("a")}, "/b": {"get": described("b", security=[])}},
        components={"securitySchemes": schemes},
        security=[{"key": []}, {"bearer": []}],
    )
    guarded, free = small.operations

    assert (guarded.schemes, free.schemes) == ({"key", "bearer"}, frozenset())
    assert guarded.admit(Request("GET", "/a", (("api_key", "x"),)), {}, strict=True).query == {}
