"""The syntax of filter expressions: text → tree by the grammar in filter.lark, or a Refused that says where and why."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from streamulator.core.problems import Refused

if TYPE_CHECKING:  # a run that never filters must not pay for loading the parser
    from lark import Lark, Tree

LONGEST = 16_384  # characters; four times what the longest sensible filter would need

FORMER_FUNCTIONS = {"substringof": "contains"}  # of former pages, and what has taken their place

_OPERANDS = frozenset({"NAME", "NUMBER", "STRING"})
_EXPECTED = (
    ("COMPARISON", "a comparison (eq, ne, gt, ge, lt, le)"),
    ("ADDITION", "arithmetic (add, sub, mul, div, mod)"),
    ("_AND", "'and' or 'or'"),
    ("LPAR", "'('"),
    ("RPAR", "')'"),
    ("COMMA", "','"),
    ("$END", "the end"),
)
_SHOWN = 20  # characters of the text that an error repeats


def refusal(column: int, complaint: str) -> Refused:
    """Make the refusal of a filter; `column` counts from 1."""
    return Refused(
        f"The filter cannot be used: in column {column}, {complaint}.",
        "Correct the filter; text stands in single quotes, as in Name eq 'Tank1' or Measurement gt 10.",
        Column=str(column),
    )


@lru_cache(maxsize=64)
def parse(text: str) -> Tree[Any]:
    """Parse a filter; Refused with the column, what was found there and what was expected."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken  # noqa: PLC0415  see above

    if len(text) > LONGEST:
        raise refusal(LONGEST + 1, f"it goes on; {len(text)} characters are more than the {LONGEST} that are read")
    try:
        tree: Tree[Any] = _parser().parse(text)
    except UnexpectedToken as error:
        place = len(text) if error.token.type == "$END" else error.token.start_pos
        raise _unexpected(text, place or 0, error.accepts) from None
    except UnexpectedCharacters as error:
        found: Any = error.pos_in_stream  # which lark declares to be None
        raise _unexpected(text, found, set(error.allowed)) from None
    return tree


def names_in(text: str) -> frozenset[str]:
    """Return the names of the properties in a filter, spelt as they are there; Refused as for `parse`."""
    return frozenset(str(node.children[0]) for node in parse(text).find_data("property"))


def former_functions_in(text: str) -> list[str]:
    """Return the functions of former pages that a filter calls; Refused as for `parse`."""
    if not any(name in text.lower() for name in FORMER_FUNCTIONS):
        return []
    called = {str(node.children[0]).lower() for node in parse(text).find_data("call")}
    return [name for name in FORMER_FUNCTIONS if name in called]


@cache
def _parser() -> Lark:
    from lark import Lark  # noqa: PLC0415  see above

    return Lark.open("filter.lark", rel_to=__file__, parser="lalr", lexer="contextual", propagate_positions=True)


def _unexpected(text: str, place: int, expected: set[str]) -> Refused:
    rest = text[place:]
    shown = f"'{rest[:_SHOWN]}…'" if len(rest) > _SHOWN else f"'{rest}'"
    words = [word for terminal, word in _EXPECTED if terminal in expected]
    if expected & _OPERANDS:
        words = ["a value", "a property", "a function", *words]
    return refusal(
        place + 1, f"{shown if rest else 'the end'} was found where one of these is expected: {', '.join(words)}"
    )
