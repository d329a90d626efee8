"""A contract: one OpenAPI document, compiled into operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from streamulator.contract.copies import Copies
from streamulator.contract.members import enumerated_members
from streamulator.contract.operation import Answer, Body, Operation, names_in
from streamulator.contract.parameter import Parameter
from streamulator.contract.schema import Schema
from streamulator.contract.tolerance import Tolerance, tolerance_of
from streamulator.contract.yaml_text import parsed
from streamulator.core.messages import NOTHING, Json

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
UNROUTED = "x-unrouted"
TIME_LIMIT = "x-time-limit"
ALIASES = "x-aliases"
_STYLES = {"path": "simple", "query": "form", "header": "simple"}


@dataclass(frozen=True, slots=True)
class Contract:
    """One document: its operations, what it answers where it has none, and the document itself.

    `unrouted` are the answers to paths and methods that the document does not know, by status.
    """

    name: str
    title: str
    version: str
    operations: tuple[Operation, ...]
    unrouted: Mapping[int, Answer]
    tolerance: Tolerance
    document: Mapping[str, Json]
    text: str

    @classmethod
    def load(cls, path: Path, copies: Copies | None = None) -> Contract:
        """Read and compile a document; ValueError says what in it cannot be used.

        One of which there is a copy has been tried before: its schemas are compiled when they are first needed.
        """
        copies = copies or Copies()
        try:
            text = path.read_text(encoding="utf-8")
            copy = copies.of(path.name, text)
            if copy is not NOTHING:
                return _Compiler(path.name, copy, proven=True).contract(text)
            document = parsed(text)
            contract = _Compiler(path.name, document).contract(text)
        except (OSError, KeyError, TypeError, AttributeError, ValueError, yaml.YAMLError) as error:
            words = " ".join(str(error).split()) if isinstance(error, yaml.YAMLError) else repr(error)
            raise ValueError(f"{path.name} is not a usable OpenAPI document: {words}") from error
        copies.keep(path.name, text, document)
        return contract


class _Compiler:
    def __init__(self, name: str, document: Mapping[str, Json], *, proven: bool = False) -> None:
        self._name = name
        self._document = document
        self._proven = proven
        self._components = {"schemas": document.get("components", {}).get("schemas", {})}
        self._tolerance = tolerance_of(document)
        schemes = document.get("components", {}).get("securitySchemes", {}).values()
        self._credentials = frozenset(scheme["name"] for scheme in schemes if scheme.get("in") == "query")
        # Components stand in many operations; each is compiled once, and known by its place in memory.
        self._answers: dict[int, Answer] = {}
        self._parameters: dict[int, Parameter] = {}
        self._compiled: dict[str, Schema] = {}

    def contract(self, text: str) -> Contract:
        info = self._document["info"]
        unrouted = {int(status): self._answer(answer) for status, answer in self._document.get(UNROUTED, {}).items()}
        operations = tuple(
            self._operation(method, path, item, item[method])
            for path, item in self._document["paths"].items()
            for method in METHODS
            if method in item
        )
        return Contract(
            self._name, info["title"], info["version"], operations, unrouted, self._tolerance, self._document, text
        )

    def _operation(self, method: str, path: str, item: Mapping[str, Json], operation: Mapping[str, Json]) -> Operation:
        declared: dict[tuple[str, str], Mapping[str, Json]] = {}
        for reference in (*item.get("parameters", ()), *operation.get("parameters", ())):
            entry = self._resolved(reference)
            declared[entry["in"], entry["name"]] = entry
        parameters: dict[str, list[Parameter]] = {"path": [], "query": [], "header": [], "cookie": []}
        rest = None
        for entry in declared.values():
            if id(entry) not in self._parameters:
                self._parameters[id(entry)] = self._parameter(entry)
            parameter = self._parameters[id(entry)]
            if parameter.takes_strangers:
                rest = parameter
            else:
                parameters[entry["in"]].append(parameter)
        body = self._body(operation.get("requestBody"))
        return Operation(
            id=operation["operationId"],
            method=method.upper(),
            path=path,
            document=self._name,
            parameters=parameters,
            names=self._names(parameters["query"]),
            body=body,
            answers={int(status): self._answer(answer) for status, answer in operation["responses"].items()},
            tolerance=self._tolerance,
            summary=operation.get("summary", ""),
            enumerated={place: [one for one in declared if one.enumeration] for place, declared in parameters.items()},
            members=enumerated_members(body.schemas.values()) if body else (),
            header_keys=frozenset(one.key for one in parameters["header"]),
            time_limit=_time_limit(operation.get(TIME_LIMIT), parameters["header"]),
            aliases=_aliases(path, item.get(ALIASES, ())),
            rest=rest,
            schemes=frozenset(
                name for way in operation.get("security", self._document.get("security", ())) for name in way
            ),
            credentials=self._credentials,
            deprecated=operation.get("deprecated", False),
        )

    def _parameter(self, declared: Mapping[str, Json]) -> Parameter:
        holder = declared["content"]["application/json"] if "content" in declared else declared
        schema = dict(self._resolved(holder["schema"]))
        if "items" in schema:
            schema["items"] = self._resolved(schema["items"])
        _refuse_unreadable(declared, schema.get("type"))
        return Parameter(declared, self._components, schema, self._tolerance, proven=self._proven)

    def _names(self, query: list[Parameter]) -> dict[str, Parameter]:
        spelt = {name: parameter for parameter in query for name in (parameter.name, *parameter.former_names)}
        return {name.lower(): one for name, one in spelt.items()} if self._tolerance.query_name_case else spelt

    def _body(self, entry: Mapping[str, Json] | None) -> Body | None:
        if entry is None:
            return None
        body = self._resolved(entry)
        return Body(body.get("required", False), self._schemas(body["content"]))

    def _answer(self, entry: Mapping[str, Json]) -> Answer:
        answer = self._resolved(entry)
        if id(answer) not in self._answers:
            headers = {name: self._resolved(header) for name, header in answer.get("headers", {}).items()}
            self._answers[id(answer)] = Answer(
                self._schemas(answer.get("content", {})),
                {name: self._parameter({**header, "name": name, "in": "header"}) for name, header in headers.items()},
            )
        return self._answers[id(answer)]

    def _schemas(self, content: Mapping[str, Json]) -> dict[str, Schema]:
        return {media_type: self._schema(media) for media_type, media in content.items()}

    def _schema(self, holder: Mapping[str, Json]) -> Schema:
        schema = holder["schema"]
        if schema.keys() != {"$ref"}:
            return Schema(schema, self._components, proven=self._proven)
        if schema["$ref"] not in self._compiled:
            self._compiled[schema["$ref"]] = Schema(schema, self._components, proven=self._proven)
        return self._compiled[schema["$ref"]]

    def _resolved(self, entry: Any) -> Any:
        followed: set[str] = set()
        while isinstance(entry, dict) and "$ref" in entry:
            if entry["$ref"] in followed:
                raise ValueError(f"{entry['$ref']} leads to itself")
            followed.add(entry["$ref"])
            target: Any = self._document
            for word in entry["$ref"].removeprefix("#/").split("/"):
                target = target[word.replace("~1", "/").replace("~0", "~")]
            entry = target
        return entry


def _time_limit(limit: Json, headers: list[Parameter]) -> str | float | None:
    """Read how long an operation may take; ValueError for what names no header that always has a number."""
    if limit is None or isinstance(limit, int | float):
        return limit
    default: Json = next((header.default for header in headers if header.name == limit), None)
    try:
        float(default)
    except (TypeError, ValueError):
        raise ValueError(f"{TIME_LIMIT} says '{limit}': neither seconds nor a header with seconds by default") from None
    return str(limit)


def _aliases(path: str, templates: Iterable[str]) -> tuple[str, ...]:
    """Return the other templates of a path; ValueError for one whose parameters are not those of the path."""
    for template in templates:
        if names_in(template) != names_in(path):
            raise ValueError(f"{ALIASES} of {path}: {template} has other parameters")
    return tuple(templates)


def _refuse_unreadable(declared: Mapping[str, Json], kind: Json) -> None:
    """Raise ValueError for a parameter in a form that would silently be misread."""
    name, place = declared["name"], declared["in"]
    if "content" in declared:
        return
    if declared.get("style", _STYLES.get(place)) != _STYLES.get(place, ""):
        raise ValueError(f"parameter {name} in {place}: of a style that is not supported")
    if kind in ("array", "object") and (place != "query" or not declared.get("explode", True)):
        kinds = "lists" if kind == "array" else "objects"
        raise ValueError(f"parameter {name} in {place}: {kinds} are supported in a query only, each value on its own")
