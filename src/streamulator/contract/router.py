"""From a method and a path as it was sent to an operation, by OpenAPI's own precedence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from streamulator.contract.operation import Operation
from streamulator.contract.tolerance import Tolerance

_MOST_KEPT = 4096  # paths whose ends are remembered, for clients come back to the same ones
_LONGEST_KEPT = 512  # characters of such a path


class Found(NamedTuple):
    """Where a path leads: the operations there by method, the values of its parameters, and how far it was known.

    `operations` is empty when the path leads nowhere; `depth` is then the number of its leading words that are known.
    """

    operations: Mapping[str, Operation]
    values: tuple[str, ...]
    depth: int


class _Node:
    __slots__ = ("any", "operations", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node] = {}
        self.any: _Node | None = None
        self.operations: dict[str, Operation] = {}


class Router:
    """The paths of one service as a tree; a literal word is tried before a parameter, at every level."""

    def __init__(self, operations: Iterable[Operation], rules: Tolerance) -> None:
        """Plant the operations; two with the same method and path are an error."""
        self._rules = rules
        self._root = _Node()
        self._known = lru_cache(_MOST_KEPT)(self._sought)
        for operation in operations:
            for path in (operation.path, *operation.aliases):
                self._plant(operation, path)

    def find(self, path: str) -> Found:
        """Follow a percent-encoded path, word by word; `%2F` stays inside its word."""
        return self._known(path) if len(path) <= _LONGEST_KEPT else self._sought(path)

    def _sought(self, path: str) -> Found:
        for alias, prefix in self._rules.path_prefixes.items():
            if self._fold(path[: len(alias) + 1]) == f"{self._fold(alias)}/":
                path = prefix + path[len(alias) :]
                break
        words = path.split("/")[1:]
        if self._rules.trailing_slash and len(words) > 1 and not words[-1]:
            words.pop()
        words = [unquote(word) if "%" in word else word for word in words]
        return self._follow(self._root, words, [self._fold(word) for word in words], 0)

    def _follow(self, node: _Node, words: list[str], folded: list[str], depth: int) -> Found:
        if depth == len(words):
            return Found(node.operations, (), depth)
        word = words[depth]
        literal, best = node.words.get(folded[depth]), None
        if literal is not None:
            best = self._follow(literal, words, folded, depth + 1)
            if best.operations:
                return best
        if node.any is not None and word:
            other = self._follow(node.any, words, folded, depth + 1)
            if best is None or other.operations or other.depth > best.depth:
                best = Found(other.operations, (word, *other.values), other.depth)
        return best or Found({}, (), depth)

    def _plant(self, operation: Operation, path: str) -> None:
        node = self._root
        for word in path.split("/")[1:]:
            if word.startswith("{"):
                node.any = node.any or _Node()
                node = node.any
            else:
                node = node.words.setdefault(self._fold(word), _Node())
        if operation.method in node.operations:
            other = node.operations[operation.method].id
            raise ValueError(f"{operation.method} {path} belongs to {other} and to {operation.id}")
        node.operations[operation.method] = operation

    def _fold(self, word: str) -> str:
        return word.lower() if self._rules.path_case else word
