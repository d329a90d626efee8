"""Fixture files: YAML checked against a schema, with file and line in every complaint."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from streamulator.contract import media
from streamulator.contract.schema import Schema
from streamulator.contract.yaml_text import Loader, composed, constructed
from streamulator.core.messages import NOTHING, Json
from streamulator.core.problems import Problem, Violation

Place = Sequence[str | int]

FAULTS = "faults"  # the section that is for the emulator itself
_FAULT_RULE = "control-faults.yaml"

_TAG = "tag:yaml.org,2002:"
_NAME_TAGS = {_TAG + "str", _TAG + "merge"}
_JSON_TAGS = {_TAG + kind for kind in ("str", "int", "float", "bool", "null", "seq", "map")}


class FixtureError(Exception):
    """A fixture cannot be used; one line a mistake: file, line, place, what was found, what was expected."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one fixture file holds for one service; places are counted from here."""

    file: Path
    name: str
    data: Json
    root: Callable[[], yaml.Node | None]

    def mistake(self, place: Place, found: object, expected: str) -> FixtureError:
        """Make the complaint about one place in this section."""
        return self.refusal(place, f"found {found!r}, expected {expected}")

    def refusal(self, place: Place, reason: str) -> FixtureError:
        """Make a complaint whose words the model has found already."""
        return FixtureError(_complaint(self.file, self.root(), (self.name, *place), reason.rstrip(".?")))

    @contextmanager
    def at(self, place: Place) -> Iterator[None]:
        """Turn a refusal of the model into a complaint about a place."""
        try:
            yield
        except Problem as problem:
            raise self.refusal(place, problem.reason) from problem

    def beside(self, name: str, place: Place) -> Path:
        """Return the path of a data file that the fixture names, relative to itself."""
        path = self.file.parent / name
        if not path.is_file():
            raise self.mistake(place, name, f"the name of a file in {self.file.parent}")
        return path


def fixture_files(paths: Iterable[Path]) -> list[Path]:
    """List the fixture files that paths name: files as they are, of a folder its `*.yaml` and `*.yml` in order."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted([*path.glob("*.yaml"), *path.glob("*.yml")])
            if not inside:
                raise FixtureError(f"{path}: found a folder without fixtures, expected a *.yaml or *.yml in it.")
            files += inside
        elif path.is_file():
            files.append(path)
        else:
            raise FixtureError(f"{path}: found no such file or folder, expected a fixture.")
    return files


def read_fixtures(files: Iterable[Path], schema: Schema) -> dict[str, list[Section]]:
    """Read and check fixture files; the sections of all of them, by service."""
    sections: dict[str, list[Section]] = {}
    for file in files:
        root, data = _parse(file)
        complaints = list(_schema_complaints(file, root, schema, data))
        if complaints:
            raise FixtureError("\n".join(complaints))
        for name in data:
            if not name.startswith("x-"):
                sections.setdefault(name, []).append(Section(file, name, data[name], root))
    return sections


def _parse(file: Path) -> tuple[Callable[[], Any], Json]:
    """Return what a file says, and where to get the nodes that know its lines.

    JSON is YAML, and read so it takes a hundredth of the time; its nodes are made only where there is a complaint.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise _unreadable(file, error) from error
    data = _json(text)
    if data is not NOTHING:
        return cache(lambda: _nodes(text)), data
    node, data = _yaml(file, text)
    return lambda: node, data


def _json(text: str) -> Json:
    """Return what a text says in JSON, NOTHING where that is not quite what it is: YAML has the complaints for it."""
    if not text.lstrip().startswith("{"):
        return NOTHING
    try:
        media.parsed_json(text.encode())  # knows what JSON must not say, but not what is said twice
        return json.loads(text, object_pairs_hook=_each_once)
    except (ValueError, Violation):
        return NOTHING


def _each_once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("A name stands twice.")
    return members


def _nodes(text: str) -> Any:
    """Return the nodes of a text in JSON, None in the rare case that YAML cannot read it, as with very long names."""
    try:
        return Loader(text).get_single_node()
    except yaml.YAMLError:
        return None


def _yaml(file: Path, text: str) -> tuple[Any, Json]:
    try:
        node = composed(text)
        if node is None:
            return None, {}
        _refuse_odd(file, node, set())
        return node, constructed(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem, expected = getattr(error, "problem", None) or str(error), getattr(error, "expected", "YAML")
        raise FixtureError(f"{file}{line}: found {' '.join(problem.split())}, expected {expected}.") from error
    except ValueError as error:  # a number of thousands of digits, say
        raise FixtureError(f"{file}: found {error}, expected values that can be read.") from error


def _unreadable(file: Path, error: Exception) -> FixtureError:
    return FixtureError(f"{file}: found {error}, expected a readable file in UTF-8.")


def _refuse_odd(file: Path, node: yaml.Node, seen: set[int]) -> None:
    """Refuse what YAML can say and JSON cannot: dates, sets, names that are no text, or that stand twice."""
    if node.tag not in _JSON_TAGS:
        found = f"a value tagged {node.tag.removeprefix(_TAG)}"
        raise FixtureError(f"{file}:{node.start_mark.line + 1}: found {found}, expected what JSON can say as well.")
    if id(node) in seen or isinstance(node, yaml.ScalarNode):
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        names: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.tag not in _NAME_TAGS:
                found = repr(key.value) if isinstance(key, yaml.ScalarNode) else "a collection"
                raise FixtureError(f"{file}:{line}: found {found} as a name, expected text; put it in quotes.")
            if key.value in names and key.value != "<<":
                raise FixtureError(f"{file}:{line}: found {key.value!r} a second time, expected each name once.")
            names.add(key.value)
            _refuse_odd(file, value, seen)
    else:
        for value in node.value:
            _refuse_odd(file, value, seen)


def _schema_complaints(file: Path, root: Callable[[], Any], schema: Schema, data: Json) -> Iterator[str]:
    flaws = schema.flaws(data)
    node = root() if flaws else None
    for flaw in sorted(flaws, key=lambda flaw: _line(node, flaw.place)):
        yield _complaint(file, node, flaw.place, f"found {flaw.found}, expected {flaw.expected}")


def _complaint(file: Path, node: yaml.Node | None, place: Place, message: str) -> str:
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")
    return f"{file}:{_line(node, place)}: {where + ': ' if where else ''}{message}."


def _line(node: yaml.Node | None, place: Place) -> int:
    """Walk down to a place, as far as it can be followed, and return its line."""
    if node is None:
        return 1
    line = int(node.start_mark.line) + 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == part), None)
            if pair is None:
                return line
            line, node = int(pair[0].start_mark.line) + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = int(node.start_mark.line) + 1
        else:
            return line
    return line


def fixture_schema(services: Mapping[str, Mapping[str, Json]], documents: Mapping[str, Mapping[str, Json]]) -> Json:
    """Put together the JSON Schema of a fixture file: one member a service, and `x-…` for whatever authors like.

    A service's part may refer to `document.yaml#/components/schemas/Name`. Where the documents say what a rule is, a
    fixture may arm faults as well.
    """
    root = "https://streamulator.invalid/"
    embedded = {
        name: {"$id": f"{root}{name}", "components": {"schemas": document.get("components", {}).get("schemas", {})}}
        for name, document in documents.items()
    }
    rules = {"type": "array", "items": {"$ref": f"{_FAULT_RULE}#/components/schemas/FaultRule"}}
    faults = {FAULTS: rules} if _FAULT_RULE in documents else {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{root}fixture.json",
        "title": "A Streamulator fixture",
        "type": "object",
        "properties": {**services, **faults},
        "patternProperties": {"^x-": True},
        "additionalProperties": False,
        "$defs": embedded,
    }
