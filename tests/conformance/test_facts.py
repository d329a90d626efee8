"""The contracts of the pages that the emulator is about say what the pages say, and nothing more without a reason."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from conformance.comparison import differences
from conformance.documents import load, operations, schema_with_components, walk
from jsonschema import Draft202012Validator

PAGES = ("aveva-stream-data", "aveva-streams-metadata", "mode-stream-data-store", "grovestreams-stream-metadata")
DATA, METADATA, STORE, STREAM_METADATA = PAGES


@lru_cache
def facts_of(page):
    text = (Path(__file__).parent / "facts" / f"{page}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def contract_of(page):
    return load(f"{page}.yaml")


def validator(document, schema):
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(schema_with_components(document, schema), format_checker=checker)


def printed_bodies():
    for page in PAGES:
        for name, operation in facts_of(page)["operations"].items():
            for status, bodies in operation.get("bodies", {}).items():
                yield from ((page, name, status, whole(body)) for body in bodies)


def whole(body):
    """Return a printed body, which stands in a file of its own where it is long."""
    if isinstance(body, dict) and body.keys() == {"file"}:
        return json.loads((Path(__file__).parent / "facts" / body["file"]).read_text(encoding="utf-8"))
    return body


def printed_instances():
    for page in PAGES:
        for name, schema in facts_of(page)["schemas"].items():
            yield from ((page, name, body) for body in schema["bodies"])


@pytest.mark.parametrize(("page", "count"), [(DATA, 10), (METADATA, 6), (STORE, 9), (STREAM_METADATA, 2)])
def test_the_facts_hold_every_operation_of_the_page(page, count):
    assert len(facts_of(page)["operations"]) == count


@pytest.mark.parametrize("page", PAGES)
def test_a_contract_says_what_its_page_says(page):
    assert list(differences(facts_of(page), contract_of(page))) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_contract_is_as_old_as_its_page(page):
    assert contract_of(page)["info"]["version"] == facts_of(page)["updated"]


@pytest.mark.parametrize("page", PAGES)
def test_every_source_on_a_page_is_one_of_its_headings(page):
    headings = {f"{page}#{heading}" for heading in facts_of(page)["headings"]}

    named = {
        node["x-source"]
        for _, node in walk(contract_of(page))
        if isinstance(node, dict) and str(node.get("x-source", "")).startswith(f"{page}#")
    }

    assert named == headings


@pytest.mark.parametrize("page", PAGES)
def test_every_reason_is_a_sentence_and_not_a_flag(page):
    reasons = [
        node["x-assumed"] for _, node in walk(contract_of(page)) if isinstance(node, dict) and "x-assumed" in node
    ]

    assert all(isinstance(reason, str) and len(reason.split()) > 3 for reason in reasons)


@pytest.mark.parametrize(("page", "name", "status", "body"), list(printed_bodies()))
def test_a_printed_body_fits_the_contract(page, name, status, body):
    document = contract_of(page)
    contradicted = facts_of(page)["operations"][name].get("contradicted", []) if status == "200" else []
    response = {operation.id: operation for operation in operations(document)}[name].responses[status]

    wrong = validator(document, response["content"]["application/json"]["schema"]).iter_errors(body)

    places = {error.absolute_path[-1] for error in leaves(wrong)}
    assert places == set(contradicted)


@pytest.mark.parametrize(("page", "name", "body"), list(printed_instances()))
def test_a_printed_instance_fits_its_schema(page, name, body):
    document = contract_of(page)

    assert list(validator(document, document["components"]["schemas"][name]).iter_errors(body)) == []


def leaves(errors):
    """Of a choice that fails, only what is wrong in its deepest branch says where."""
    for error in errors:
        if error.context:
            yield from leaves([deep for deep in error.context if len(deep.absolute_path) > len(error.absolute_path)])
        else:
            yield error


def drop_a_status(document):
    del at(document, "/Data", "post")["responses"]["409"]


def drop_a_parameter(document):
    del at(document, "/Data", "get")["parameters"][1]


def drop_an_operation(document):
    del at(document, "/Data")["patch"]


def move_an_operation(document):
    item = at(document, "/Data")
    item["patch"], item["put"] = item["put"], item["patch"]


def change_a_default(document):
    document["components"]["schemas"]["Count"]["default"] = 1000


def change_an_enum(document):
    document["components"]["schemas"]["SdsBoundaryType"]["enum"].remove("Inside")


def add_a_status(document):
    at(document, "/Data", "get")["responses"]["418"] = {"description": "new", "x-source": f"{DATA}#List Values"}


def add_a_parameter(document):
    extra = {"name": "extra", "in": "query", "schema": {"type": "string"}}
    at(document, "/Data", "get")["parameters"].append(extra)


def add_an_operation(document):
    document["paths"]["/all"] = {"get": {"operationId": "readAll", "responses": {}}}


def add_a_member_to_errors(document):
    document["components"]["schemas"]["ErrorResponseBody"]["properties"]["Hint"] = {"type": "string"}


def open_errors(document):
    document["components"]["schemas"]["ErrorResponseBody"]["additionalProperties"] = True


def give_a_write_a_body(document):
    content = {"application/json": {"schema": {"type": "object"}}}
    at(document, "/Data", "put")["responses"]["204"]["content"] = content


def require_a_parameter(document):
    at(document, "/Data", "get")["parameters"][1]["required"] = True


def at(document, path_end, method=None):
    item = next(item for path, item in document["paths"].items() if path.endswith(path_end))
    return item if method is None else item[method]


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (drop_a_status, "insertValues: status 409: missing"),
        (drop_a_parameter, "listValues: parameter startIndex: missing"),
        (drop_an_operation, "patchValues: missing"),
        (move_an_operation, "updateValues: is PATCH "),
        (change_a_default, "listValues: parameter count: has the default 1000"),
        (change_an_enum, "SdsBoundaryType: has "),
        (add_a_status, "listValues: status 418: not on the page"),
        (add_a_parameter, "listValues: parameter extra: not on the page"),
        (add_an_operation, "readAll: not an operation of the page"),
        (add_a_member_to_errors, "ErrorResponseBody: has "),
        (open_errors, "ErrorResponseBody: takes members"),
        (give_a_write_a_body, "updateValues: status 204: its body"),
        (require_a_parameter, "listValues: parameter startIndex: is required in one"),
    ],
)
def test_a_spoilt_contract_is_noticed(spoil, complaint):
    document = deepcopy(contract_of(DATA))

    spoil(document)

    assert [found for found in differences(facts_of(DATA), document) if found.startswith(complaint)]


@pytest.mark.parametrize("security", [[], [{}, {"modeCloud": []}]])
def test_a_contract_that_needs_no_key_where_its_page_does_is_noticed(security):
    document = {**contract_of(STORE), "security": security}

    found = [found for found in differences(facts_of(STORE), document) if found.endswith(": needs no authorization")]

    assert len(found) == 8
