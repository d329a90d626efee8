from __future__ import annotations

import gzip
import json
import zlib
from urllib.parse import unquote

import pytest
from small_contracts import contract, described, operation, taking

from streamulator.contract import media
from streamulator.core.messages import NOTHING, Request
from streamulator.core.problems import TooLarge, Violation

LENIENT = {"media-type": "ignore", "query-name-case": "ignore"}
NOTE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}


def parameter(name, **schema):
    return {"name": name, "in": "query", "schema": schema}


def sent(body=b"", media_type="application/json", query=(), **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request("POST", "/it", tuple(query), {"content-type": media_type, **names}, body)


def complaints(one, request, **more):
    with pytest.raises(Violation) as caught:
        one.admit(request, {}, **more)
    return caught.value.complaints


class TestPaths:
    def admitted(self, word):
        named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        one = operation(path="/it/{id}", parameters=[named])
        return one.admit(Request("POST", f"/it/{word}", headers={"content-type": ""}), {"id": unquote(word)}).path["id"]

    @pytest.mark.parametrize("word", ["%FF", "a%fe", "%C3%28", "%ED%A0%80", "%C0%AF", "%C3"])
    def test_whose_bytes_are_no_text_are_refused_for_two_of_them_would_be_one(self, word):
        with pytest.raises(Violation) as caught:
            self.admitted(word)

        (complaint,) = caught.value.complaints
        assert complaint == "path: found escaped bytes that are no text in UTF-8, expected UTF-8, percent-encoded."

    @pytest.mark.parametrize(
        ("word", "id_"), [("%EF%BF%BD", "\ufffd"), ("%C3%BC", "ü"), ("ü%20", "ü "), ("%zz%", "%zz%"), ("%2525", "%25")]
    )
    def test_of_any_text_are_taken(self, word, id_):
        assert self.admitted(word) == id_


class TestStrangersInBodies:
    NESTED = {  # noqa: RUF012  never changed
        "anyOf": [
            {"type": "array", "items": {"$ref": "#/components/schemas/Sample"}},
            {
                "type": "object",
                "properties": {"feed": {"type": "object", "properties": {"n": {}}}, "free": {"type": "object"}},
            },
        ]
    }
    COMPONENTS = {  # noqa: RUF012  as above
        "schemas": {"Sample": {"type": "object", "properties": {"text": {}, "time": {}}}}
    }

    def warned(self, content, **tolerance):
        body = taking({"$ref": "#/components/schemas/Body"})
        components = {"schemas": {**self.COMPONENTS["schemas"], "Body": self.NESTED}}
        paths = {"/it": {"post": described(requestBody=body)}}
        one = contract(paths, **{"x-tolerance": tolerance, "components": components}).operations[0]
        return one.admit(sent(json.dumps(content).encode()), {}).warnings

    @pytest.mark.parametrize(
        ("content", "warnings"),
        [
            ({"feed": {"n": 1}, "free": {"any": 1}}, []),
            ({"fed": 1}, ["body: the member 'fed' is ignored. Did you mean 'feed'?"]),
            ({"feed": {"x": 1}}, ["body: the member 'feed.x' is ignored."]),
            ([{"text": 1}, {"txt": 1}], ["body: the member '[1].txt' is ignored. Did you mean 'text'?"]),
            ([{"x" * 99: 1}], [f"body: the member '[0].{'x' * 60}' is ignored."]),
            ([], []),
            ([{str(n): 1 for n in range(99)}], [f"body: the member '[0].{n}' is ignored." for n in range(20)]),
        ],
    )
    def test_are_warned_of_where_they_are_tolerated(self, content, warnings):
        assert self.warned(content, **{"unknown-members": "ignore"}) == warnings
        assert self.warned(content) == []

    def test_are_refused_where_a_call_is_strict(self):
        one = operation({"unknown-members": "ignore"}, requestBody=taking(NOTE | {"type": "object"}))

        assert complaints(one, sent(b'{"text": "a", "txt": 1}'), strict=True) == (
            "body: the member 'txt' is ignored. Did you mean 'text'?",
        )

    def test_of_forms_are_passed_over(self):
        one = operation({"unknown-members": "ignore"}, requestBody=taking(NOTE, media.FORM))

        assert one.admit(sent(b"text=a&more=b", media.FORM), {}).warnings == []


def test_an_operation_that_is_deprecated_is_warned_of():
    assert operation(deprecated=True).admit(sent(), {}).warnings == ["it: deprecated."]


class TestBodies:
    def test_are_parsed_and_checked(self):
        one = operation(requestBody=taking(NOTE))

        assert one.admit(sent(b'{"text": "a"}'), {}).body == {"text": "a"}
        assert complaints(one, sent(b'{"text": 1}')) == ("body: text: found 1, expected a string.",)

    def test_say_all_that_is_wrong_with_them(self):
        one = operation(requestBody=taking({"type": "array", "items": NOTE}))

        assert complaints(one, sent(b'[{"text": 1}, {}, 2]')) == (
            "body: [1]: found no 'text', expected the members 'text'.",
            "body: [2]: found 2, expected an object.",
            "body: [0].text: found 1, expected a string.",
        )

    def test_may_be_missing_where_they_are_not_required(self):
        assert operation(requestBody=taking(NOTE, required=False)).admit(sent(), {}).body is NOTHING
        assert complaints(operation(requestBody=taking(NOTE)), sent()) == ("body: missing, and it is required.",)

    def test_that_hold_null_are_not_missing(self):
        assert operation(requestBody=taking({})).admit(sent(b"null"), {}).body is None

    def test_of_an_operation_that_takes_none_are_not_even_looked_at(self):
        assert operation().admit(sent(b"\xff", content_encoding="br"), {}).body is NOTHING

    @pytest.mark.parametrize("compress", [gzip.compress, zlib.compress])
    def test_may_be_compressed(self, compress):
        encoding = "gzip" if compress is gzip.compress else "deflate"

        call = operation(requestBody=taking(NOTE)).admit(sent(compress(b'{"text":"a"}'), content_encoding=encoding), {})

        assert call.body == {"text": "a"}

    def test_that_are_too_large_are_no_violation(self, monkeypatch):
        monkeypatch.setattr(media, "MOST_SENT", 5)

        with pytest.raises(TooLarge):
            operation(requestBody=taking(NOTE)).admit(sent(b'{"text": "a"}'), {})


class TestMediaTypes:
    FORM = "application/x-www-form-urlencoded"

    @pytest.mark.parametrize(
        "media_type",
        ["application/json", "Application/JSON", "application/json; charset=utf-8", " application/json ;a=b"],
    )
    def test_are_compared_without_case_and_parameters(self, media_type):
        assert operation(requestBody=taking(NOTE)).admit(sent(b'{"text": "a"}', media_type), {}).body == {"text": "a"}

    @pytest.mark.parametrize("media_type", ["", "text/plain", "application/jsonx", "application/*", FORM])
    def test_that_are_not_declared_are_refused(self, media_type):
        assert complaints(operation(requestBody=taking(NOTE)), sent(b'{"text": "a"}', media_type)) == (
            f"body: of type '{media_type}'; expected application/json.",
        )

    @pytest.mark.parametrize("media_type", ["", "text/plain", FORM])
    def test_may_be_tolerated_and_the_first_declared_one_assumed(self, media_type):
        one = operation(LENIENT, requestBody=taking(NOTE))

        assert one.admit(sent(b'{"text": "a"}', media_type), {}).body == {"text": "a"}

    @pytest.mark.parametrize("media_type", [FORM, f"{FORM}; charset=utf-8"])
    def test_include_forms(self, media_type):
        one = operation(requestBody=taking(NOTE, self.FORM))

        assert one.admit(sent(b"text=a+b", media_type), {}).body == {"text": "a b"}
        assert complaints(one, sent(b"word=a", media_type)) == ("body: found no 'text', expected the members 'text'.",)

    def test_choose_among_several_schemas(self):
        both = taking(NOTE)
        both["content"][self.FORM] = {"schema": {"type": "object", "required": ["other"]}}
        one = operation(requestBody=both)

        assert one.admit(sent(b"other=a", self.FORM), {}).body == {"other": "a"}
        assert complaints(one, sent(b'{"other": "a"}')) == ("body: found no 'text', expected the members 'text'.",)


class TestStrangers:
    COUNT = (parameter("count", type="integer"),)

    def test_among_query_parameters_are_warned_of(self):
        call = operation(parameters=self.COUNT).admit(sent(query=[("cuont", "1"), ("q", "2")]), {})

        assert call.warnings == [
            "query parameter 'cuont': not a parameter of this operation. Did you mean 'count'?",
            "query parameter 'q': not a parameter of this operation.",
        ]
        assert call.query == {"count": None}

    def test_are_refused_when_the_call_is_strict(self):
        (complaint,) = complaints(operation(parameters=self.COUNT), sent(query=[("q", "2")]), strict=True)

        assert "'q': not a parameter" in complaint

    def test_are_named_once_each(self):
        call = operation(parameters=self.COUNT).admit(sent(query=[("q", "1"), ("q", "2"), ("r", "1")]), {})

        assert len(call.warnings) == 2

    def test_without_a_name_are_nobody(self):
        assert operation().admit(sent(query=[("", ""), ("", "a")]), {}).warnings == []

    def test_in_a_flood_are_counted_not_named(self):
        flood = [(f"q{number}", "") for number in range(5000)]

        warnings = operation(parameters=self.COUNT).admit(sent(query=flood), {}).warnings

        assert len(warnings) == 21
        assert warnings[-1] == "query: 4980 more names that are no parameters here."

    def test_with_endless_names_are_shown_in_part(self):
        (warning,) = operation().admit(sent(query=[("q" * 10_000, "")]), {}).warnings

        assert len(warning) < 200

    @pytest.mark.parametrize("name", ["\0", "\ufffd", "a\nb", "ü", "'"])
    def test_may_have_any_name(self, name):
        assert len(operation().admit(sent(query=[(name, "")]), {}).warnings) == 1


def test_a_violation_says_everything_at_once_and_where_to_look_it_up():
    one = operation(
        parameters=[
            parameter("a", type="integer"),
            {**parameter("b", type="string"), "required": True},
            {"name": "X-C", "in": "header", "required": True, "schema": {"type": "string"}},
        ],
        requestBody=taking(NOTE),
    )

    with pytest.raises(Violation) as caught:
        one.admit(sent(b'{"text": 1}', query=[("a", "x"), ("q", "")]), {})

    assert [complaint.partition(": ")[0] for complaint in caught.value.complaints] == [
        "query parameter 'a'",
        "query parameter 'b'",
        "header parameter 'X-C'",
        "body",
    ]
    assert caught.value.resolution == "Send what it in small.yaml describes."


@pytest.mark.parametrize(
    ("body", "encoding", "complaint"),
    [(b"{", "", "not valid JSON"), (b"{}", "br", "is not known here"), (b"{}", "gzip", "not valid gzip data")],
)
def test_a_body_that_cannot_be_read_does_not_hide_what_else_is_wrong(body, encoding, complaint):
    one = operation(parameters=[parameter("a", type="integer")], requestBody=taking(NOTE))

    found = complaints(one, sent(body, query=[("a", "x")], content_encoding=encoding))

    assert len(found) == 2
    assert complaint in found[1]


def test_a_call_can_warn_of_more_unless_it_is_strict():
    one = operation()
    call, strict = one.admit(sent(), {}), one.admit(sent(), {}, strict=True)

    call.warn("The member 'x' is unknown.")

    assert call.warnings == ["The member 'x' is unknown."]
    with pytest.raises(Violation, match="The member 'x' is unknown"):
        strict.warn("The member 'x' is unknown.")


def test_a_long_value_is_quoted_in_part():
    one = operation(requestBody=taking(NOTE))

    (complaint,) = complaints(one, sent(json.dumps({"text": list(range(10_000))}).encode()))

    assert len(complaint) < 400


def test_a_body_with_many_wrongs_is_not_answered_with_as_many_complaints():
    one = operation(requestBody=taking({"type": "array", "items": NOTE}))

    assert len(complaints(one, sent(json.dumps([1] * 5000).encode()))) == 20
