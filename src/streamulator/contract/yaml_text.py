"""YAML as the contracts and fixtures use it: safe, fast, and with dates that stay text as in JSON."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any

import yaml

from streamulator.contract.media import DEEPEST
from streamulator.core.messages import Json

_SHALLOW = 10_000  # levels that the C loader bears, and that a quick look may leave possible
_MOST_REPEATED = 10_000_000  # values that aliases may stand for

_Fast: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Fast):  # type: ignore[valid-type,misc]  # the C loader where it is built in, else the pure one
    """A safe loader that leaves dates alone, and reads every number that JSON has.

    A `datetime` would lose the seventh digit of a second; and to YAML 1.1 `1e5` is a text.
    """


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?[eE][+-]?[0-9]+$"), list("-0123456789")
)


class Excess(yaml.MarkedYAMLError):
    """YAML that goes too deep, or that aliases make too large; `expected` is what it may be."""

    def __init__(self, found: str, mark: Any, expected: str) -> None:
        super().__init__(problem=found, problem_mark=mark)
        self.expected = expected


def parsed(text: str) -> Json:
    """Return what a text says, None where it says nothing; YAMLError, or ValueError for a value that cannot be read."""
    node = composed(text)
    return None if node is None else constructed(node)


def composed(text: str) -> yaml.Node | None:
    """Return the nodes of a text, which are neither too deep nor too many for whoever follows aliases; YAMLError."""
    if 2 * (text.count("[") + text.count("{") + max(map(len, text.splitlines()), default=0)) > _SHALLOW:
        _refuse_depth(text)
    node: yaml.Node | None = Loader(text).get_single_node()
    if isinstance(node, yaml.CollectionNode):
        _Measure().of(node, 1)
    return node


def constructed(node: yaml.Node) -> Json:
    """Return what nodes say; ValueError for a value that cannot be read as what it is tagged."""
    try:
        return Loader("").construct_document(node)
    except (ArithmeticError, KeyError) as error:
        raise ValueError(f"a value that is not what its tag says: {error}") from error


def _refuse_depth(text: str) -> None:
    """Refuse what is too deep before the C loader, which has no bounds, comes to the end of its stack."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise _too_deep(event.start_mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _too_deep(mark: Any) -> Excess:
    return Excess(f"more than {DEEPEST} levels, one within the other", mark, f"{DEEPEST} at most")


class _Measure:
    """How many values nodes stand for and how deep they are, wherever aliases repeat them."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[int, int] | None] = {}
        self._there = 0

    def of(self, node: yaml.Node, depth: int) -> tuple[int, int]:
        """Measure a list or mapping that lies so many levels deep; Excess where it is too much."""
        if id(node) in self._known:
            return self._again(node, depth)
        if depth > DEEPEST:
            raise _too_deep(node.start_mark)
        self._known[id(node)] = None
        size, height = 1, 0
        self._there += 1
        for part in chain.from_iterable(node.value) if isinstance(node, yaml.MappingNode) else node.value:
            if isinstance(part, yaml.ScalarNode):
                size += 1
                self._there += 1
            else:
                its_size, its_height = self.of(part, depth + 1)
                size, height = size + its_size, max(height, its_height)
        if size > self._there + _MOST_REPEATED:
            found = f"aliases that stand for {size:,} values"
            raise Excess(found, node.start_mark, f"{_MOST_REPEATED:,} at most")
        self._known[id(node)] = size, height + 1
        return size, height + 1

    def _again(self, node: yaml.Node, depth: int) -> tuple[int, int]:
        measured = self._known[id(node)]
        if measured is None:
            raise Excess("an alias within what it stands for", node.start_mark, "an end")
        if depth + measured[1] - 1 > DEEPEST:
            raise _too_deep(node.start_mark)
        return measured
