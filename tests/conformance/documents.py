"""The OpenAPI documents as the tests of this folder see them: loaded once, with references followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).resolve().parents[2] / "openapi"
NAMES = tuple(sorted(path.name for path in FOLDER.glob("*.yaml")))
VENDOR = tuple(name for name in NAMES if not name.startswith("control"))
FAMILIES = {
    vendor: tuple(name for name in VENDOR if name.startswith(f"{vendor}-"))
    for vendor in sorted({name.partition("-")[0] for name in VENDOR})
}
METHODS = ("get", "put", "post", "delete", "patch")

Node = Mapping[str, Any]


class Operation(NamedTuple):
    """One operation; references at the top of parameters, answers and links are followed."""

    id: str
    method: str
    path: str
    node: Node
    parameters: Mapping[tuple[str, str], Node]  # by location and name
    responses: Mapping[str, Node]


@lru_cache
def load(name: str) -> dict[str, Any]:
    """Read a document; whoever wants to change it must copy it first."""
    document: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return document


def resolve(document: Node, node: Any) -> Any:
    """Follow a node's reference, or several in a row."""
    while isinstance(node, Mapping) and isinstance(node.get("$ref"), str):
        target: Any = document
        for word in node["$ref"].removeprefix("#/").split("/"):
            target = target[word]
        node = target
    return node


def expand(document: Node, node: Any) -> Any:
    """Follow all references below a node, which must not be recursive."""
    node = resolve(document, node)
    if isinstance(node, Mapping):
        return {name: expand(document, value) for name, value in node.items()}
    if isinstance(node, list):
        return [expand(document, value) for value in node]
    return node


def operations(document: Node) -> Iterator[Operation]:
    """Go through the operations in the order of the document."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            node = item[method]
            declared = [
                resolve(document, entry) for entry in (*item.get("parameters", ()), *node.get("parameters", ()))
            ]
            yield Operation(
                node["operationId"],
                method.upper(),
                path,
                node,
                {(parameter["in"], parameter["name"]): parameter for parameter in declared},
                {status: resolve(document, response) for status, response in node["responses"].items()},
            )


def walk(node: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Go through a node and everything below it, each with its place."""
    yield place, node
    if isinstance(node, Mapping):
        for name, value in node.items():
            yield from walk(value, f"{place}/{name}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from walk(value, f"{place}/{number}")


def schema_with_components(document: Node, schema: Node) -> dict[str, Any]:
    """Give a schema what its references point to, so that it can be used on its own."""
    return {**schema, "components": {"schemas": document.get("components", {}).get("schemas", {})}}
