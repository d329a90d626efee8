"""What a document must say for a fuzzer to be able to find fault: rules that each yield complaints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.documents import Node, Operation, operations, resolve, schema_of, schema_with_components, walk
from jsonschema import Draft202012Validator

SCHEMA_MAPS = ("properties", "patternProperties", "$defs")
SCHEMA_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
# Refusals that an operation words otherwise, and why.
OTHERWISE = {"addStreamSession": {"413"}}  # the page has 403 for invalid data, whatever is wrong with it
SCHEMAS = ("items", "additionalProperties", "propertyNames", "not")


def has_only_exact_statuses(document: Node) -> Iterator[str]:
    """Refuse `default` and `4XX`: with them no status is ever undocumented."""
    for operation in operations(document):
        for status in operation.responses:
            if not status.isdigit():
                yield f"{operation.id}: answers {status}"


def has_no_empty_schemas(document: Node) -> Iterator[str]:
    """Refuse schemas that everything fits."""
    for place, schema in _schemas(document):
        if schema in ({}, True) and not place.endswith("/additionalProperties"):
            yield f"{place}: an empty schema"


def says_what_objects_take(document: Node) -> Iterator[str]:
    """Ask every object for a word on members that it does not name."""
    for place, schema in _schemas(document):
        described = isinstance(schema, dict) and "object" in _kinds(schema)
        if described and "additionalProperties" not in schema:
            yield f"{place}: silent on further members"


def documents_refusals(document: Node) -> Iterator[str]:
    """Ask for the refusals that every operation can come to, with the headers that HTTP wants there."""
    for operation in operations(document):
        takes_input = bool(operation.parameters) or "requestBody" in operation.node
        expected = {"500"} | ({"400"} if takes_input else set())
        if "/Tenants/" in operation.path:
            expected |= {"400", "401", "403", "404"}
        ways_in = operation.node.get("security", document.get("security", []))
        if ways_in and {} not in ways_in:
            expected |= {"401"}
        if "requestBody" in operation.node:
            expected |= {"413"} - OTHERWISE.get(operation.id, set())
        if "x-time-limit" in operation.node:
            expected |= {"408"}
        yield from (f"{operation.id}: {status} is missing" for status in sorted(expected - operation.responses.keys()))
        unauthorized = operation.responses.get("401", {"headers": {"WWW-Authenticate": {}}})
        if "WWW-Authenticate" not in unauthorized.get("headers", {}):
            yield f"{operation.id}: 401 without WWW-Authenticate"
    unrouted = {status: resolve(document, answer) for status, answer in document.get("x-unrouted", {}).items()}
    if unrouted.keys() - {"401"} != {"404", "405"} or "Allow" not in unrouted["405"].get("headers", {}):
        yield "x-unrouted: must describe 404, and 405 with Allow"


def bounds_requests(document: Node) -> Iterator[str]:
    """Ask for an upper bound on whatever a request may hold: text, numbers, collections."""
    for operation in operations(document):
        for (_, name), parameter in operation.parameters.items():
            yield from _unbounded(document, schema_of(parameter), f"{operation.id}: {name}")
        for media_type, media in _bodies(document, operation):
            yield from _unbounded(document, media["schema"], f"{operation.id}: {media_type}")


def gives_examples(document: Node) -> Iterator[str]:
    """Ask for examples of path parameters and bodies, and for examples that fit."""
    for operation in operations(document):
        holders = [
            (name, parameter.get("content", {}).get("application/json", parameter), where == "path")
            for (where, name), parameter in operation.parameters.items()
        ]
        holders += [(media_type, media, True) for media_type, media in _bodies(document, operation)]
        for name, holder, needed in holders:
            if "example" not in holder:
                if needed:
                    yield f"{operation.id}: {name} has no example"
                continue
            schema = schema_with_components(document, holder["schema"])
            checker = Draft202012Validator.FORMAT_CHECKER
            for error in Draft202012Validator(schema, format_checker=checker).iter_errors(holder["example"]):
                yield f"{operation.id}: the example of {name}: {error.message}"


def says_where_it_comes_from(document: Node) -> Iterator[str]:
    """Ask operations and answers for their source, or for the reason why they were assumed."""
    for operation in operations(document):
        nodes = [(operation.id, operation.node)]
        nodes += [(f"{operation.id}: {status}", response) for status, response in operation.responses.items()]
        yield from (f"{name}: no source" for name, node in nodes if not node.keys() & {"x-source", "x-assumed"})
    for status, answer in document["x-unrouted"].items():
        if "x-assumed" not in resolve(document, answer):
            yield f"x-unrouted: {status}: no reason"


def uses_what_it_has(document: Node) -> Iterator[str]:
    """Refuse references that lead nowhere or out of the document, and components that nothing refers to."""
    references = {node["$ref"] for _, node in walk(document) if isinstance(node, dict) and "$ref" in node}
    for reference in sorted(references):
        try:
            resolve(document, {"$ref": reference})
        except KeyError:
            yield f"{reference}: leads nowhere"
    for kind, components in document["components"].items():
        if kind != "securitySchemes":
            known = {f"#/components/{kind}/{name}" for name in components}
            yield from (f"{name}: not used" for name in sorted(known - references))


def has_live_links(document: Node) -> Iterator[str]:
    """Ask links to lead to operations with all that these require, and to take it from where it is."""
    known = {operation.id: operation for operation in operations(document)}
    for operation in known.values():
        for status, response in operation.responses.items():
            for name, entry in response.get("links", {}).items():
                link = resolve(document, entry)
                place = f"{operation.id}: {status}: link {name}"
                if link.get("operationId") not in known:
                    yield f"{place}: leads to no operation"
                    continue
                yield from (
                    f"{place}: {wrong}" for wrong in _of_link(document, link, operation, known[link["operationId"]])
                )


def _of_link(document: Node, link: Node, source: Operation, target: Operation) -> Iterator[str]:
    given = {name.rpartition(".")[2]: value for name, value in link.get("parameters", {}).items()}
    names = {name: parameter.get("required", False) for (_, name), parameter in target.parameters.items()}
    yield from (f"{target.id} has no parameter {name}" for name in given.keys() - names.keys())
    yield from (f"{target.id} requires {name}" for name in names.keys() - given.keys() if names[name])
    if "requestBody" in link and "requestBody" not in target.node:
        yield f"{target.id} takes no body"
    for _, value in walk([given, link.get("requestBody")]):
        match str(value).split("#")[0].split("."):
            case ["$request", "path" | "query" as where, name] if (where, name) not in source.parameters:
                yield f"{source.id} has no parameter {name}"
            case ["$request", "body"] if "requestBody" not in source.node:
                yield f"{source.id} takes no body"
            case ["$response", "body"] if not any("content" in answer for answer in _linking(document, source, link)):
                yield f"{source.id} answers no body"
            case ["$response", "header", name] if not any(
                name in answer.get("headers", {}) for answer in _linking(document, source, link)
            ):
                yield f"{source.id} answers no header {name}"


def _linking(document: Node, source: Operation, link: Node) -> Iterator[Node]:
    for answer in source.responses.values():
        if any(resolve(document, entry) is link for entry in answer.get("links", {}).values()):
            yield answer


def _bodies(document: Node, operation: Operation) -> Iterator[tuple[str, Node]]:
    yield from resolve(document, operation.node.get("requestBody", {})).get("content", {}).items()


def _schemas(document: Node) -> Iterator[tuple[str, Any]]:
    for name, schema in document["components"]["schemas"].items():
        yield from _below(schema, name)
    for place, node in walk({key: value for key, value in document.items() if key != "components"}):
        if isinstance(node, dict) and place.endswith("/schema"):
            yield from _below(node, place)
    for place, node in walk({key: value for key, value in document["components"].items() if key != "schemas"}):
        if isinstance(node, dict) and place.endswith("/schema"):
            yield from _below(node, place)


def _below(schema: Any, place: str) -> Iterator[tuple[str, Any]]:
    yield place, schema
    if not isinstance(schema, dict):
        return
    for word, value in schema.items():
        if word in SCHEMA_MAPS:
            for name, below in value.items():
                yield from _below(below, f"{place}/{name}")
        elif word in SCHEMA_LISTS:
            for number, below in enumerate(value):
                yield from _below(below, f"{place}/{number}")
        elif word in SCHEMAS:
            yield from _below(value, f"{place}/{word}")


def _unbounded(document: Node, schema: Any, place: str, above: tuple[int, ...] = ()) -> Iterator[str]:
    schema = resolve(document, schema)
    if not isinstance(schema, dict) or id(schema) in above:
        return
    kinds = _kinds(schema)
    if not schema.keys() & {"enum", "const"}:
        if "string" in kinds and "maxLength" not in schema:
            yield f"{place}: text without end"
        if kinds & {"integer", "number"} and not {"minimum", "maximum"} <= schema.keys():
            yield f"{place}: numbers without end"
    if "array" in kinds and "maxItems" not in schema:
        yield f"{place}: an array without end"
    if "object" in kinds and isinstance(schema.get("additionalProperties"), dict) and "maxProperties" not in schema:
        yield f"{place}: an object without end"
    for below_place, below in _below(schema, place):
        if below is not schema:
            yield from _unbounded(document, below, below_place, (*above, id(schema)))


def _kinds(schema: Node) -> set[str]:
    kinds = schema.get("type", ())
    return {kinds} if isinstance(kinds, str) else set(kinds)
