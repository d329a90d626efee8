"""Instances that fit a schema, or would but for one place, so that both verdicts are reached."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

Schema = dict[str, Any]

DEEPEST, LOWEST = 3, -4  # levels on which all members are drawn; levels below them for what is required

ODD = [
    None,
    True,
    False,
    *(0, -0.0, 1, 1.0, -1, 0.5, 2.0**31, 2**31, 2**63, -(2**63), 2**64, 10**25, 1e25, 5e-324),
    *("", " ", "a", "a ", "1", "0", "\0", "ü", "\u0661", "a/b", "~2", "x" * 65, "x" * 251, "x" * 1001),
    *("2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "2026-01-01"),
    *([], [None], [[]], {}, {"": None}, {"a": {}}),
]
TIMES = [
    "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00.381Z",
    "2026-01-01t00:00:00.1234567z",
    "2026-01-01T00:00:00+14:00",
]


def near(schema: Schema, components: dict[str, Schema]) -> SearchStrategy[Any]:
    """Make a strategy for instances at or near a schema, whose references go into `components`."""
    right = _fitting(schema, components, DEEPEST)
    return right | _spoilt(right)


@st.composite
def _spoilt(draw: DrawFn, right: SearchStrategy[Any]) -> Any:
    """Put something odd into one place of an instance, or take something out."""
    instance = draw(right)
    if not isinstance(instance, dict | list) or not instance or draw(st.booleans()):
        return draw(st.sampled_from(ODD))
    copy = instance.copy()
    keys = list(copy) if isinstance(copy, dict) else list(range(len(copy)))
    key = draw(st.sampled_from(keys))
    what = draw(st.sampled_from(["odd inside", "gone", "added"]))
    if what == "gone":
        del copy[key]
    elif what == "added" and isinstance(copy, dict):
        copy["Other"] = draw(st.sampled_from(ODD))
    else:
        copy[key] = draw(_spoilt(st.just(copy[key])))
    return copy


def _fitting(schema: Schema, components: dict[str, Schema], depth: int) -> SearchStrategy[Any]:
    if depth < LOWEST:  # what is required goes on below 0, but not for ever
        return st.none()
    if "$ref" in schema:
        schema = components[schema["$ref"].rpartition("/")[2]]
    branches = schema.get("anyOf", schema.get("oneOf", ()))
    if branches:
        return st.one_of([_fitting(_merged(schema, branch), components, depth - 1) for branch in branches])
    kinds = ["enum"] if "enum" in schema else ["const"] if "const" in schema else schema.get("type", ())
    choices = [_of(kind, schema, components, depth) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return st.one_of(choices or [st.sampled_from(ODD)])


def _merged(schema: Schema, branch: Schema) -> Schema:
    """Put what holds for all branches and what holds for one into one schema."""
    rest = {name: one for name, one in schema.items() if name not in {"anyOf", "oneOf"}}
    properties = {**schema.get("properties", {}), **branch.get("properties", {})}
    required = [*schema.get("required", ()), *branch.get("required", ())]
    more = {"properties": properties, "required": required} if properties else {}
    return {**rest, **branch, **more}


def _of(kind: str, schema: Schema, components: dict[str, Schema], depth: int) -> SearchStrategy[Any]:  # noqa: PLR0911  one a kind
    match kind:
        case "enum":
            return st.sampled_from(schema["enum"])
        case "const":
            return st.just(schema["const"])
        case "object":
            return _objects(schema, components, depth)
        case "array":
            few, many = schema.get("minItems", 0), 3 if depth > 0 else 0
            items = _fitting(schema.get("items", {}), components, depth - 1) if depth > 0 or few else st.none()
            return st.lists(items, min_size=few, max_size=max(few, many))
        case "string":
            return _texts(schema)
        case "integer" | "number":
            low, high = schema.get("minimum", -5), schema.get("maximum", 5)
            whole = st.sampled_from([low, low + 1, high - 1, high])
            return whole | whole.map(float)
        case "boolean":
            return st.booleans()
    return st.none()


def _texts(schema: Schema) -> SearchStrategy[str]:
    if schema.get("format") == "date-time":
        return st.sampled_from([time for time in TIMES if re.search(schema.get("pattern", ""), time)])
    if "pattern" in schema:
        return st.from_regex(schema["pattern"], fullmatch=True)
    least, most = schema.get("minLength", 0), schema.get("maxLength", 20)
    texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=least, max_size=max(least, 5))
    return texts | st.sampled_from([least, min(most, 1000)]).map("x".__mul__)


def _objects(schema: Schema, components: dict[str, Schema], depth: int) -> SearchStrategy[dict[str, Any]]:
    declared = schema.get("properties", {})
    required = schema.get("required", ())
    properties = {
        name: _fitting(one, components, depth - 1) for name, one in declared.items() if depth > 0 or name in required
    }
    must = {name: one for name, one in properties.items() if name in required}
    whole = st.fixed_dictionaries(must, optional={name: one for name, one in properties.items() if name not in must})
    rest = schema.get("additionalProperties", True)
    if rest is False or depth <= 0:
        return whole
    names = schema.get("propertyNames", {}).get("enum", ["a", "B", "Longer name"])
    others = _fitting(rest if isinstance(rest, dict) else {}, components, depth - 1)
    return st.builds(dict.__or__, st.dictionaries(st.sampled_from(names), others, max_size=2), whole)
