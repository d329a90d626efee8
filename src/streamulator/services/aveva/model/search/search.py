"""The language of `query`, which finds streams and types by words ("Search in SDS" of the vendor's developer guide).

Words are joined by AND, OR and NOT in capitals, NOT binding tightest; two words side by side are joined by OR, so that
`cat NOT dog` finds what has "cat" or has no "dog". A query that makes no sense as a whole is read as far as it does:
brackets are closed, operators without an operand fall away. Only a misplaced wildcard is refused, for the vendor lists
those as not supported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import Enum

from streamulator.services.aveva.model.search.terms import (
    ESCAPED,
    PLAIN,
    QUOTED,
    SCOPE,
    WILD,
    Fields,
    Term,
    Word,
    term_of,
)

__all__ = ["Fields", "Search", "compile_search"]

Search = Callable[[Fields], bool]


class _Operator(Enum):
    OPEN = 0
    OR = 1
    AND = 2
    NOT = 3


_OR, _AND, _NOT, _OPEN = _Operator.OR, _Operator.AND, _Operator.NOT, _Operator.OPEN
_WORDS = {"AND": _AND, "OR": _OR, "NOT": _NOT}
_SPECIAL = {"*": WILD, ":": SCOPE}

_GAP = re.compile(r"\s*")
_PIECE = re.compile(r'\\(?P<escaped>.)|"(?P<quoted>(?:\\.|[^"\\])*)"?|(?P<plain>[^\s()"\\])|(?P<lone>\\)\Z', re.DOTALL)
_BACKSLASH = re.compile(r"\\(.)", re.DOTALL)

_Step = Term | _Operator
_Program = list[_Step]  # in postfix order, so that no nesting, however deep, needs a deep stack


def compile_search(text: str) -> Search:
    """Compile a query into a predicate; an empty one finds everything.

    Refused for a wildcard in a place where none is supported.
    """
    program = _parse(text)
    if not program:
        return lambda _fields: True

    def search(fields: Fields) -> bool:
        found: list[bool] = []
        for step in program:
            if not isinstance(step, _Operator):
                found.append(step(fields))
            elif step is _NOT:
                found[-1] = not found[-1]
            else:
                right = found.pop()
                found[-1] = (found[-1] and right) if step is _AND else (found[-1] or right)
        return found[0]

    return search


class _Yard:
    """Sorts the words and operators of a query into postfix order."""

    def __init__(self) -> None:
        self._program: _Program = []
        self._operands: list[bool] = []  # whether each is there, or missing where the query is unfinished
        self._operators: list[_Operator] = []
        self._open = 0
        self._wants_operand = True

    def take(self, term: Term) -> None:
        self._join()
        self._program.append(term)
        self._operands.append(True)
        self._wants_operand = False

    def begin(self, operator: _Operator) -> None:
        """Take a NOT or an opening bracket, which stand before an operand."""
        self._join()
        self._operators.append(operator)
        self._open += operator is _OPEN

    def join(self, operator: _Operator) -> None:
        """Take an AND or an OR, which stand between operands."""
        self._complete()
        while self._operators and self._operators[-1].value >= operator.value:
            self._reduce()
        self._operators.append(operator)
        self._wants_operand = True

    def close(self) -> None:
        """Take a closing bracket; one that closes nothing is passed over."""
        if not self._open:
            return
        self._complete()
        while self._operators[-1] is not _OPEN:
            self._reduce()
        self._operators.pop()
        self._open -= 1

    def finish(self) -> _Program:
        self._complete()
        while self._operators:
            self._reduce()
        return self._program

    def _join(self) -> None:
        if not self._wants_operand:
            self.join(_OR)

    def _complete(self) -> None:
        if self._wants_operand:
            self._operands.append(False)
            self._wants_operand = False

    def _reduce(self) -> None:
        operator = self._operators.pop()
        if operator is _OPEN:
            return
        right = self._operands.pop()
        left = operator is _NOT or self._operands.pop()
        if left and right:
            self._program.append(operator)
        self._operands.append(right or (left and operator is not _NOT))


def _parse(text: str) -> _Program:
    yard = _Yard()
    for lexeme in _lexemes(text):
        if isinstance(lexeme, Word):
            yard.take(term_of(lexeme))
        elif lexeme is None:
            yard.close()
        elif lexeme in (_NOT, _OPEN):
            yard.begin(lexeme)
        else:
            yard.join(lexeme)
    return yard.finish()


def _lexemes(text: str) -> Iterator[Word | _Operator | None]:
    """Cut a query into words, operators and brackets; None is a closing one."""
    place = 0
    while True:
        gap = _GAP.match(text, place)
        place = gap.end() if gap else place
        if place == len(text):
            return
        if text[place] in "()":
            yield _OPEN if text[place] == "(" else None
            place += 1
            continue
        word, end = _word(text, place)
        operator = _WORDS.get(text[place:end])
        place = end
        yield word if operator is None else operator


def _word(text: str, start: int) -> tuple[Word, int]:
    letters, marks, place = [], [], start
    while piece := _PIECE.match(text, place):
        place = piece.end()
        if piece["quoted"] is not None:
            inside = _BACKSLASH.sub(r"\1", piece["quoted"])
            letters.append(inside)
            marks.append(QUOTED * len(inside))
        elif piece["plain"]:
            letters.append(piece["plain"])
            marks.append(_SPECIAL.get(piece["plain"], PLAIN))
        else:
            letters.append(piece["escaped"] or "\\")
            marks.append(ESCAPED)
    return Word("".join(letters), "".join(marks), start + 1), place
