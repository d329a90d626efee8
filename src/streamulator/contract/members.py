"""Members of a request's JSON that take one of some values: found once, and looked up in each body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from streamulator.contract.schema import COMPONENT, Schema
from streamulator.core.messages import Json

_ITEM = "[]"  # the word that stands for each item of a list
_SCALARS = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True)
class Member:
    """A member with the values that its schema lists; `words` lead to it from the whole body."""

    words: tuple[str, ...]
    enumeration: tuple[Json, ...]

    @property
    def name(self) -> str:
        """Return how the member is called, `body[].op` say."""
        return "body" + "".join(word if word == _ITEM else f".{word}" for word in self.words)

    def values(self, body: Json) -> list[Json]:
        """Return which of the values a body has there."""
        found = {value for value in _at(body, self.words) if isinstance(value, _SCALARS)}
        return [value for value in self.enumeration if value in found] if found else []


def enumerated_members(schemas: Iterable[Schema]) -> tuple[Member, ...]:
    """Find the members that a body of one of these schemas may have, as far as that can be told without a body.

    Which of several alternatives a body means cannot, so that members of those are left out; a component that contains
    itself is followed once.
    """
    found: dict[tuple[str, ...], dict[Json, None]] = {}
    for schema in schemas:
        known = schema.source.get("components", {}).get("schemas", {})
        for words, values in _listed(schema.source, known, ()):
            found.setdefault(words, {}).update(dict.fromkeys(values))
    return tuple(Member(words, tuple(values)) for words, values in found.items())


def _at(node: Json, words: Sequence[str]) -> Iterator[Json]:
    if not words:
        yield node
    elif words[0] == _ITEM:
        for item in node if isinstance(node, list) else ():
            yield from _at(item, words[1:])
    elif isinstance(node, Mapping) and words[0] in node:
        yield from _at(node[words[0]], words[1:])


def _listed(
    schema: Json, known: Mapping[str, Json], words: tuple[str, ...], within: frozenset[str] = frozenset()
) -> Iterator[tuple[tuple[str, ...], Sequence[Json]]]:
    """Yield the places below a schema that list their values, with those; `within` are the components around it."""
    if not isinstance(schema, Mapping):
        return
    values = schema.get("enum", ())
    if values and all(isinstance(value, _SCALARS) for value in values):
        yield words, values
    name = schema.get("$ref", "").removeprefix(COMPONENT)
    if name in known and name not in within:
        yield from _listed(known[name], known, words, within | {name})
    for part in schema.get("allOf", ()):
        yield from _listed(part, known, words, within)
    for member, part in schema.get("properties", {}).items():
        yield from _listed(part, known, (*words, member), within)
    yield from _listed(schema.get("items"), known, (*words, _ITEM), within)
