"""JSON Schemas compiled once: a fast validator decides, a talkative one explains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from operator import attrgetter
from typing import Any

import jsonschema_rs

from streamulator.contract.flaws import Flaw, flaws_of, shown
from streamulator.core.messages import Json

COMPONENT = "#/components/schemas/"  # how a reference to a component begins
_MOST = 20  # complaints about one instance
_SOUGHT = 500  # errors looked at to find the outermost; each costs some 20 µs


class Schema:
    """One JSON Schema (draft 2020-12), ready to judge instances."""

    def __init__(
        self, schema: Mapping[str, Json], components: Mapping[str, Json] | None = None, *, proven: bool = False
    ) -> None:
        """Compile a schema whose local references point into the `schemas` of `components`, the document's own.

        ValueError says what is wrong with it. One that is proven to be all right is compiled when it is first needed.
        """
        self._schema = schema
        self._components = components or {}
        if not proven:
            self.compile()

    def compile(self) -> None:
        """Make what judges instances; ValueError where the schema is none."""
        _ = self.is_valid

    @cached_property
    def source(self) -> dict[str, Json]:
        """Return the schema with the components that it needs."""
        needed = _needed(self._schema, self._components.get("schemas", {}))
        return {**self._schema, "components": {"schemas": needed}} if needed else dict(self._schema)

    @cached_property
    def is_valid(self) -> Callable[[Json], bool]:
        """Tell whether an instance fits."""
        return jsonschema_rs.Draft202012Validator(self.source, validate_formats=True).is_valid

    def complaints(self, content: Json, /) -> list[str]:
        """Say in sentences what was found where, and what was expected; empty when all fits."""
        return [str(flaw) for flaw in self.flaws(content)]

    def flaws(self, content: Json, /) -> list[Flaw]:
        """Return what does not fit, outermost first; empty when all fits."""
        if self.is_valid(content):
            return []
        errors = islice(self._explainer.iter_errors(content), _SOUGHT)
        flaws = [flaw for error in errors for flaw in islice(flaws_of(error), _SOUGHT)]
        flaws = sorted(set(flaws), key=attrgetter("order"))[:_MOST]
        return flaws or [Flaw((), shown(content), "what the schema says")]

    @cached_property
    def _explainer(self) -> Any:
        # Importing jsonschema takes a tenth of a second, and most runs never have anything to explain.
        from jsonschema import Draft202012Validator  # noqa: PLC0415

        return Draft202012Validator(self.source, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _needed(schema: Json, known: Mapping[str, Json]) -> dict[str, Json]:
    """Return the components that a schema leads to: a validator holds all it is given, megabytes of it if allowed."""
    needed: dict[str, Json] = {}
    waiting = list(_references(schema)) if known else []
    while waiting:
        name = waiting.pop()
        if name in known and name not in needed:
            needed[name] = known[name]
            waiting += _references(known[name])
    return needed


def _references(node: Json) -> Iterator[str]:
    """Yield the names of the components that a schema refers to itself."""
    if isinstance(node, Mapping):
        target = node.get("$ref")
        if isinstance(target, str) and target.startswith(COMPONENT):
            yield target[len(COMPONENT) :].partition("/")[0]
    for part in node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ():
        yield from _references(part)
