"""How a contract differs from the facts of the page it was written after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.documents import Node, Operation, operations, resolve

ERROR = "ErrorResponseBody"  # what the body of a refusal is called, unless the facts say otherwise


def differences(facts: Node, document: Node) -> Iterator[str]:
    """Say what the contract lacks, what it says differently, and what it adds without saying why."""
    declared = {operation.id: operation for operation in operations(document)}
    for name in facts["operations"].keys() ^ declared.keys():
        yield f"{name}: {'missing' if name in facts['operations'] else 'not an operation of the page'}"
    for name in facts["operations"].keys() & declared.keys():
        for difference in _of_operation(facts, document, facts["operations"][name], declared[name]):
            yield f"{name}: {difference}"
    yield from _of_enums(facts, document)
    yield from _of_schemas(facts, document)


def _of_operation(facts: Node, document: Node, expected: Node, found: Operation) -> Iterator[str]:
    if (found.method, found.path) != (expected["method"], expected["path"]):
        yield f"is {found.method} {found.path}"
    if found.node.get("x-source") != f"{facts['page']}#{expected['heading']}":
        yield f"has the source {found.node.get('x-source')}"
    security = found.node.get("security", document.get("security", []))
    if expected.get("authorization") and (not security or {} in security):
        yield "needs no authorization"
    parameters = {name: parameter for (_, name), parameter in found.parameters.items()}
    for name, printed in expected["parameters"].items():
        if name not in parameters:
            yield f"parameter {name}: missing"
            continue
        for difference in _of_parameter(facts, document, printed, parameters[name]):
            yield f"parameter {name}: {difference}"
    for name in parameters.keys() - expected["parameters"].keys():
        if not _explained(facts, parameters[name]):
            yield f"parameter {name}: not on the page, and nothing says why it is here"
    yield from _of_statuses(facts, expected["statuses"], found.responses)


def _of_parameter(facts: Node, document: Node, printed: Node, found: Node) -> Iterator[str]:
    schema = resolve(document, found["schema"])
    repeatable = schema["type"] == "array"
    items = resolve(document, schema["items"]) if repeatable else schema
    kinds = {items["type"]} if isinstance(items["type"], str) else set(items["type"])
    if repeatable != printed.get("repeatable", False):
        yield "may be repeated in one, not in the other"
    if not (kinds == {printed["type"]} or (printed["type"] in kinds and "enum" in printed)):
        yield f"is {sorted(kinds)}, not {printed['type']}"
    if found["in"] != printed.get("in", "query"):
        yield f"is in {found['in']}"
    if found.get("required", False) != printed.get("required", False):
        yield "is required in one, not in the other"
    if schema.get("default") != printed.get("default") and "x-assumed" not in found:
        yield f"has the default {schema.get('default')}, not {printed.get('default')}"
    if ("enum" in schema) != ("enum" in printed) and "x-assumed" not in found:
        yield "is an enumeration in one, not in the other"
    if "enum" in printed and schema.get("enum") != _numbers_and_names(facts["enums"][printed["enum"]]):
        yield f"does not take the values of {printed['enum']}"


def _of_statuses(facts: Node, printed: Mapping[str, str], found: Mapping[str, Node]) -> Iterator[str]:
    for status, kind in printed.items():
        if status not in found:
            yield f"status {status}: missing"
        elif not _has_body(kind, found[status], facts.get("error", ERROR)):
            yield f"status {status}: its body is not of the kind {kind}"
    for status, response in found.items():
        if status not in printed and not _explained(facts, response):
            yield f"status {status}: not on the page, and nothing says why it is here"
        for name, header in response.get("headers", {}).items():
            if "$ref" not in header and not _explained(facts, header):
                yield f"status {status}: nothing says why header {name} is here"


def _has_body(kind: str, response: Node, error: str) -> bool:
    content = response.get("content", {})
    if kind == "None":
        return not content
    if list(content) != ["application/json"]:
        return False
    schema = content["application/json"]["schema"]
    if kind == "string":
        return bool(schema == {"type": "string"})
    return bool(schema == {"$ref": f"#/components/schemas/{error}"}) == (kind == error)


def _of_enums(facts: Node, document: Node) -> Iterator[str]:
    for name, members in facts["enums"].items():
        schema = document["components"]["schemas"].get(name, {})
        expected = list(members.values()) if schema.get("type") == "integer" else _numbers_and_names(members)
        if schema.get("enum") != expected:
            yield f"{name}: has {schema.get('enum')}, not {expected}"


def _of_schemas(facts: Node, document: Node) -> Iterator[str]:
    schemas = document["components"]["schemas"]
    for name, printed in facts["schemas"].items():
        schema = schemas.get(name, {"properties": {}})
        found = {
            member: {**_described(facts, document, value), "required": member in schema.get("required", ())}
            for member, value in schema["properties"].items()
        }
        if found != printed["properties"]:
            yield f"{name}: has {found}, not {printed['properties']}"
        if schema.get("additionalProperties") is not False:
            yield f"{name}: takes members that are not on the page"


def _described(facts: Node, document: Node, schema: Node) -> dict[str, Any]:
    """Give a member's type and nullability as the page's tables do."""
    if "anyOf" in schema:
        first, *rest = schema["anyOf"]
        return {**_described(facts, document, first), "nullable": rest == [{"type": "null"}]}
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name in facts["schemas"] or name in facts["enums"]:
            return {"type": name, "nullable": False}
        return _described(facts, document, resolve(document, schema))  # a name of ours
    kinds = [schema["type"]] if isinstance(schema["type"], str) else list(schema["type"])
    nullable = "null" in kinds
    return {"type": schema.get("format") or kinds[0], "nullable": nullable}


def _numbers_and_names(members: Mapping[str, int]) -> list[int | str]:
    return [*members.values(), *members]


def _explained(facts: Node, node: Node) -> bool:
    source = node.get("x-source", "")
    return "x-assumed" in node or (source != "" and not source.startswith(f"{facts['page']}#"))
