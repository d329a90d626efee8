from __future__ import annotations

import json

import pytest
from conformance.documents import FOLDER, NAMES, load, operations
from small_contracts import ANY, contract, described, taking

from streamulator.contract.contract import Contract
from streamulator.core.messages import Reply, Request
from streamulator.core.problems import Violation

PROBLEM = {"description": "No.", "content": ANY}


@pytest.fixture
def loaded(tmp_path):
    """Return a function that loads a document from its text."""

    def load_text(text):
        file = tmp_path / "small.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Contract.load(file)

    return load_text


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_of_our_documents_is_compiled(name):
    expected = [(one.id, one.method, one.path) for one in operations(load(name))]

    compiled = Contract.load(FOLDER / name)

    assert sorted((one.id, one.method, one.path) for one in compiled.operations) == sorted(expected)
    assert compiled.document == load(name)
    assert compiled.text == (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_of_our_documents_is_compiled(name):
    expected = {one.id: {int(status) for status in one.responses} for one in operations(load(name))}

    assert {one.id: set(one.answers) for one in Contract.load(FOLDER / name).operations} == expected


def test_a_contract_says_what_it_is_called():
    small = contract({"/a": {"get": described()}}, "some-name.yaml")

    assert (small.name, small.title, small.version) == ("some-name.yaml", "Small", "1")
    assert small.operations[0].document == "some-name.yaml"


def test_parameters_of_a_path_hold_for_its_operations_and_those_of_an_operation_win():
    def count(most):
        return {"name": "count", "in": "query", "schema": {"type": "integer", "maximum": most}}

    small = contract({"/a": {
        "parameters": [count(5), {**count(9), "in": "header"}],
        "get": described("get"),
        "put": described("put", parameters=[count(10)]),
    }})  # fmt: skip
    get, put = small.operations

    for one, most in ((get, 5), (put, 10)):
        request = Request("GET", "/a", (("count", str(most)),))
        call = one.admit(request, {})
        assert (call.query, call.headers) == ({"count": most}, {"count": None})
        with pytest.raises(Violation, match="or less"):
            one.admit(Request("GET", "/a", (("count", str(most + 1)),)), {})


def test_references_are_followed_wherever_they_may_stand():
    text = {"type": "string"}
    small = contract(
        {"/a": {"post": {
            "operationId": "it",
            "parameters": [{"$ref": "#/components/parameters/p~1q"}],
            "requestBody": {"$ref": "#/components/requestBodies/Text"},
            "responses": {"200": {"$ref": "#/components/responses/Alias"}},
        }}},
        components={
            "schemas": {"Text": text},
            "parameters": {"p/q": {"name": "p", "in": "query", "schema": text}},
            "requestBodies": {"Text": taking({"$ref": "#/components/schemas/Text"})},
            "headers": {"Tag": {"required": True, "schema": {"$ref": "#/components/schemas/Text"}}},
            "responses": {
                "Alias": {"$ref": "#/components/responses/Text"},
                "Text": {
                    "description": "Text.",
                    "headers": {"ETag": {"$ref": "#/components/headers/Tag"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Text"}}},
                },
            },
        },
    ).operations[0]  # fmt: skip

    with pytest.raises(Violation, match="body: found 1, expected a string"):
        small.admit(Request("POST", "/a", headers={"content-type": "application/json"}, body=b"1"), {})
    assert small.complaints(Reply(200, "a", {"ETag": "x"})) == []
    assert len(small.complaints(Reply(200, 1))) == 2


def test_answers_to_unknown_paths_are_compiled():
    small = contract({"/a": {"get": described()}}, **{"x-unrouted": {"404": PROBLEM}})

    assert small.unrouted[404].complaints(Reply(404, {})) == []
    assert small.unrouted[404].complaints(Reply(404)) == ["body: missing."]


def test_an_answer_that_many_operations_share_is_compiled_once():
    shared = {"404": {"$ref": "#/components/responses/NotFound"}}
    paths = {f"/{name}": {"get": described(name, responses=shared)} for name in "ab"}

    one, other = contract(paths, components={"responses": {"NotFound": PROBLEM}}).operations

    assert one.answers[404] is other.answers[404]


@pytest.mark.parametrize("method", ["get", "put", "post", "delete", "options", "head", "patch", "trace"])
def test_every_method_may_have_an_operation(method):
    assert contract({"/a": {method: described()}}).operations[0].method == method.upper()


class TestUnusableDocuments:
    START = 'openapi: 3.1.1\ninfo: {title: T, version: "1"}\n'

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[]",
            "text",
            "a: [",
            "a: b: c",
            b"\xff\xfe",
            "openapi: 3.1.1",
            START,
            START + "paths: {/a: {get: {}}}",
            START + "paths: {/a: {get: {operationId: a}}}",
            START + "paths: {/a: {get: {operationId: a, responses: {default: {description: x}}}}}",
            START + "paths: {/a: {get: {operationId: a, responses: {2XX: {description: x}}}}}",
            START + "paths: {/a: {get: {operationId: a, responses: {'200': {$ref: '#/components/none'}}}}}",
            START + "paths: {/a: {get: {operationId: a, responses: {'200': {content: {a/b: {}}}}}}}",
            START + "paths: {/a: {get: {operationId: a, responses: {'200': {content: {a/b: {schema: {type: x}}}}}}}}",
            START + "paths: {}\nx-tolerance: {path-case: fold}",
            START + "paths: {}\nx-unrouted: {any: {description: x}}",
            START + f"paths: {{}}\nx-deep: {'[' * 3_000}{']' * 3_000}",
            START + "paths: {}\nx-endless: &endless [*endless]",
            START + "paths: {}\nx-number: !!bool abc",
        ],
    )
    def test_are_refused_by_their_name(self, loaded, text):
        with pytest.raises(ValueError, match=r"^small\.yaml is not a usable OpenAPI document: "):
            loaded(text)

    def test_whose_references_have_no_end_are_refused(self, loaded):
        links = (
            "components: {responses: {A: {$ref: '#/components/responses/B'}, B: {$ref: '#/components/responses/A'}}}"
        )
        answer = "{'200': {$ref: '#/components/responses/A'}}"

        with pytest.raises(ValueError, match="#/components/responses/A leads to itself"):
            loaded(self.START + f"paths: {{/a: {{get: {{operationId: a, responses: {answer}}}}}}}\n{links}")

    def test_that_go_too_deep_are_refused_with_their_line(self, loaded):
        with pytest.raises(ValueError, match=r"^small\.yaml is not .*: more than 200 levels, .* line 5, column 2"):
            loaded("a:\n b:\n  c:\n   - d\n   - " + "[" * 300 + "]" * 300)

    def test_that_are_not_there_are_refused_too(self, tmp_path):
        with pytest.raises(ValueError, match=r"^none\.yaml is not a usable OpenAPI document: "):
            Contract.load(tmp_path / "none.yaml")

    @pytest.mark.parametrize(
        ("parameter", "complaint"),
        [
            ({"in": "query", "style": "spaceDelimited", "schema": {"type": "array"}}, "of a style"),
            ({"in": "query", "style": "deepObject", "schema": {"type": "object"}}, "of a style"),
            ({"in": "path", "required": True, "style": "label", "schema": {"type": "string"}}, "of a style"),
            ({"in": "cookie", "schema": {"type": "string"}}, "of a style"),
            ({"in": "query", "explode": False, "schema": {"type": "array"}}, "lists are supported in a query only"),
            ({"in": "header", "schema": {"type": "array"}}, "lists are supported in a query only"),
            ({"in": "query", "explode": False, "schema": {"type": "object"}}, "objects are supported in a query only"),
            ({"in": "header", "schema": {"type": "object"}}, "objects are supported in a query only"),
            ({"in": "query", "content": {"text/plain": {"schema": {"type": "string"}}}}, "KeyError"),
        ],
    )
    def test_include_those_whose_parameters_would_be_misread(self, parameter, complaint):
        with pytest.raises(ValueError, match=complaint):
            contract({"/a": {"get": described(parameters=[{"name": "p", **parameter}])}})

    @pytest.mark.parametrize("more", [{}, {"style": "form"}, {"style": "form", "explode": True}])
    def test_do_not_include_those_with_the_usual_style_spelled_out(self, more):
        parameter = {"name": "p", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}, **more}

        assert contract({"/a": {"get": described(parameters=[parameter])}}).operations


def test_what_several_operations_share_is_compiled_once(tmp_path):
    document = {
        "openapi": "3.1.1",
        "info": {"title": "t", "version": "1"},
        "paths": {
            path: {
                "post": {
                    "operationId": path[1:],
                    "parameters": [{"$ref": "#/components/parameters/limit"}],
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/It"}}}},
                    "responses": {"204": {"description": "Done."}},
                }
            }
            for path in ("/one", "/two")
        },
        "components": {
            "parameters": {"limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}},
            "schemas": {"It": {"type": "object"}},
        },
    }
    file = tmp_path / "shared.yaml"
    file.write_text(json.dumps(document))

    one, two = Contract.load(file).operations

    assert one.parameters["query"][0] is two.parameters["query"][0]
    assert one.body.schemas["application/json"] is two.body.schemas["application/json"]
