"""Filter expressions: compiled from text into a predicate over the rows of a type, or over the objects of a list.

The language is that of the vendor's page on filter expressions; what it leaves open follows OData, from which it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from streamulator.core.ticks import parse_span, parse_time
from streamulator.services.aveva.model.filters import functions
from streamulator.services.aveva.model.filters.syntax import parse, refusal
from streamulator.services.aveva.model.filters.terms import (
    Sort,
    Term,
    both,
    calculate,
    compare,
    condition,
    constant,
    either,
    negate,
    opposite,
)
from streamulator.services.aveva.model.shape import readings
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Column, Layout
from streamulator.services.aveva.model.shape.values import Blend, Row, Value

if TYPE_CHECKING:  # as in filter_syntax
    from lark import Tree

DEEPEST = 100  # brackets, `not`s, minus signs and calls within one another

_NULLABLE = 100  # NullableX is X + 100
_SORTS: Mapping[SdsTypeCode, Sort] = {
    SdsTypeCode.Boolean: Sort.CONDITION,
    SdsTypeCode.Char: Sort.TEXT,
    SdsTypeCode.String: Sort.TEXT,
    **{code: Sort.WHOLE for code in SdsTypeCode if SdsTypeCode.SByte <= code <= SdsTypeCode.UInt64},
    SdsTypeCode.Single: Sort.NUMBER,
    SdsTypeCode.Double: Sort.NUMBER,
    SdsTypeCode.Decimal: Sort.NUMBER,
    SdsTypeCode.DateTime: Sort.TIME,
    SdsTypeCode.DateTimeOffset: Sort.MOMENT,
    SdsTypeCode.TimeSpan: Sort.SPAN,
    SdsTypeCode.Guid: Sort.GUID,
}
_OBJECT_FIELDS: Mapping[str, Sort] = {
    "Id": Sort.TEXT,
    "Name": Sort.TEXT,
    "Description": Sort.TEXT,
    "CreatedDate": Sort.TIME,
    "ModifiedDate": Sort.TIME,
}
_NO_MORE: Mapping[str, Sort] = {}
_TYPED: Mapping[str, tuple[Sort, Callable[[str], Value]]] = {
    "datetime": (Sort.TIME, parse_time),
    "datetimeoffset": (Sort.TIME, parse_time),
    "duration": (Sort.SPAN, parse_span),
    "time": (Sort.SPAN, parse_span),
    "guid": (Sort.GUID, readings.guid),
}
_WORDS = {"true": (Sort.CONDITION, True), "false": (Sort.CONDITION, False), "null": (Sort.NULL, None)}
_LONGEST_INTEGER = 40  # digits; longer ones are read as floats


class _Scope(NamedTuple):
    """What a filter may name, and whether its texts are compared without case."""

    find: Callable[[str, int], Term]
    fold: bool = False


def compile_filter(text: str, layout: Layout) -> Callable[[Row], bool]:
    """Compile a filter over rows of a layout.

    Refused, with the detail Column, for what cannot be parsed, for names that the type does not have, for operands
    that do not fit their operator, and for what is nested more than DEEPEST deep.
    """
    return _compile(text, _Scope(lambda name, column: _property(layout, name, column)))


def compile_object_filter(text: str, more: Mapping[str, Sort] = _NO_MORE) -> Callable[[Mapping[str, Any]], bool]:
    """Compile a filter over the objects of a list, given as mappings with names as on the wire.

    Fields are Id, Name and Description, texts compared without case, CreatedDate and ModifiedDate, UTC ticks, and what
    there is `more`; each mapping must have all of them. Refused as for `compile_filter`.
    """
    fields = {name.lower(): (name, sort) for name, sort in {**_OBJECT_FIELDS, **more}.items()}
    return _compile(text, _Scope(lambda name, column: _field(fields, name, column), fold=True))


def _compile(text: str, scope: _Scope) -> Callable[[Any], bool]:
    (root,) = parse(text).children
    return condition(_term(root, scope, 0))


def _property(layout: Layout, name: str, column: int) -> Term:
    position = layout.position(name)
    if position is None:
        names = ", ".join(known.id for known in layout.columns)
        raise refusal(column, f"'{name}' is no property of type '{layout.type_id}', which has {names}")
    found = layout.columns[position]
    return Term(_sort(found, column), itemgetter(position), column, parse=_member_reader(found), place=position)


def _sort(found: Column, column: int) -> Sort:
    kind = found.kind
    if kind.blend is Blend.ZERO:
        return Sort.WHOLE
    sort = _SORTS.get(kind.code)
    if sort is None and kind.nullable and kind.code - _NULLABLE in _SORTS:
        sort = _SORTS[SdsTypeCode(kind.code - _NULLABLE)]
    if sort is None:
        raise refusal(column, f"'{found.id}' is of the type {kind.code.name}, which filters do not support")
    return sort


def _member_reader(found: Column) -> Callable[[str], Value] | None:
    return found.kind.read if found.kind.blend is Blend.ZERO else None


def _field(fields: Mapping[str, tuple[str, Sort]], name: str, column: int) -> Term:
    known = fields.get(name.lower())
    if known is None:
        names = ", ".join(field for field, _ in fields.values())
        raise refusal(column, f"'{name}' is none of the fields {names}")
    field, sort = known
    return Term(sort, itemgetter(field), column, place=field)


def _term(node: Any, scope: _Scope, depth: int) -> Term:
    """Compile a node of the tree, a token where it is a literal."""
    if not hasattr(node, "children"):
        return _LITERALS[node.type](str(node), node.start_pos + 1)
    if depth > DEEPEST:
        raise refusal(node.meta.start_pos + 1, f"more than {DEEPEST} brackets, functions or signs are open")
    return _NODES[node.data](node, scope, depth + 1)


def _terms(node: Tree[Any], scope: _Scope, depth: int) -> list[Term]:
    return [_term(child, scope, depth) for child in node.children]


def _brackets(node: Tree[Any], scope: _Scope, depth: int) -> Term:
    return _term(node.children[0], scope, depth)


def _negation(node: Tree[Any], scope: _Scope, depth: int) -> Term:
    return negate(_term(node.children[0], scope, depth))


def _minus(node: Tree[Any], scope: _Scope, depth: int) -> Term:
    return opposite(_term(node.children[0], scope, depth), node.meta.start_pos + 1)


def _comparison(node: Tree[Any], scope: _Scope, depth: int) -> Term:
    left, name, right = node.children
    return compare(str(name).lower(), _term(left, scope, depth), _term(right, scope, depth), fold=scope.fold)


def _chain(node: Tree[Any], scope: _Scope, depth: int) -> Term:
    first, *rest = node.children
    steps = [
        (str(name).lower(), _term(operand, scope, depth)) for name, operand in zip(rest[::2], rest[1::2], strict=True)
    ]
    return calculate(_term(first, scope, depth), steps)


def _named(node: Tree[Any], scope: _Scope, _depth: int) -> Term:
    return scope.find(str(node.children[0]), node.meta.start_pos + 1)


def _call(node: Tree[Any], scope: _Scope, depth: int) -> Term:
    name, *arguments = node.children
    terms = [_term(argument, scope, depth) for argument in arguments]
    return functions.call(str(name), terms, node.meta.start_pos + 1, fold=scope.fold)


def _number(text: str, column: int) -> Term:
    if text.isdigit() and len(text) <= _LONGEST_INTEGER:
        return constant(Sort.WHOLE, int(text), column)
    return constant(Sort.NUMBER, float(text), column)


def _string(text: str, column: int) -> Term:
    return constant(Sort.TEXT, text[1:-1].replace("''", "'"), column)


def _typed(text: str, column: int) -> Term:
    name, _, quoted = text.partition("'")
    return _read_as(*_TYPED[name.lower()], quoted[:-1], column)


def _read_as(sort: Sort, read: Callable[[str], Value], text: str, column: int) -> Term:
    try:
        return constant(sort, read(text), column)
    except ValueError as error:
        raise refusal(column, f"a literal is not {sort.value}: {str(error).rstrip('.')}") from None


_LITERALS: Mapping[str, Callable[[str, int], Term]] = {
    "NUMBER": _number,
    "STRING": _string,
    "TYPED": _typed,
    "TIME": lambda text, column: _read_as(Sort.TIME, parse_time, text, column),
    "GUID": lambda text, column: _read_as(Sort.GUID, readings.guid, text, column),
    "WORD": lambda text, column: constant(*_WORDS[text.lower()], column),
}
_NODES: Mapping[str, Callable[[Any, _Scope, int], Term]] = {
    "disjunction": lambda node, scope, depth: either(_terms(node, scope, depth)),
    "conjunction": lambda node, scope, depth: both(_terms(node, scope, depth)),
    "negation": _negation,
    "comparison": _comparison,
    "sum": _chain,
    "product": _chain,
    "minus": _minus,
    "property": _named,
    "call": _call,
    "brackets": _brackets,
}
