"""What does not fit a schema, said as what was found and what was expected."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from streamulator.core.messages import Json

_SHOWN = 120  # characters of an offending value that a complaint quotes
_ALTERNATIVES = ("oneOf", "anyOf")


class Flaw(NamedTuple):
    """One thing that does not fit, and where: `place` is the path to it."""

    place: tuple[str | int, ...]
    found: str
    expected: str

    def __str__(self) -> str:
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.place).removeprefix(".")
        return f"{place + ': ' if place else ''}found {self.found}, expected {self.expected}."

    @property
    def order(self) -> tuple[object, ...]:
        """What flaws are sorted by: outermost first, then by place."""
        places = [f"{part:09}" if isinstance(part, int) else part for part in self.place]
        return len(places), places, self.found, self.expected


def flaws_of(error: Any) -> Iterator[Flaw]:
    """Put one of jsonschema's errors into words."""
    if error.validator in _ALTERNATIVES:
        yield from _of_alternatives(error)
    else:
        yield from _of_one(error)


def _of_one(error: Any) -> Iterator[Flaw]:
    place = tuple(error.absolute_path)
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        yield Flaw(place, f"no {_names(missing)}", f"the members {_names(error.validator_value)}")
    elif error.validator == "additionalProperties":
        known, patterns = error.schema.get("properties", {}), error.schema.get("patternProperties", {})
        for name in error.instance:
            if name not in known and not any(re.search(pattern, name) for pattern in patterns):
                yield Flaw((*place, name), f"the member {_names([name])}", f"none but {_names(known)}")
    else:
        words = _WORDS.get(error.validator)
        expected = words(error.validator_value) if words else f"what '{error.validator}' asks for ({error.message})"
        yield Flaw(place, shown(error.instance), shortened(expected))


def _of_alternatives(error: Any) -> Iterator[Flaw]:
    """Explain why no alternative fits, or several do: by the one that was meant, where that can be told.

    Alternatives for another type were not meant, nor those that name themselves otherwise in some member.
    """
    place, found = tuple(error.absolute_path), error.instance
    several = _alternatives(error)
    if not several:
        yield from _of_too_many(error)
        return
    types = [_types_of(one) for one in several]
    if all(types):
        yield Flaw(place, shown(found), _types(list(dict.fromkeys(kind for asked in types for kind in asked))))
        return
    left = [one for one, asked in zip(several, types, strict=True) if not asked]
    named = [_names_of(one) for one in left]
    if len(left) > 1 and all(named):
        for tag in sorted({tag for names in named for tag in names}):
            known = dict.fromkeys(shown(value) for names in named for value in names.get(tag, ()))
            yield Flaw((*place, tag), shown(found[tag]), f"one of {', '.join(known)}")
        return
    if not all(named):
        left = [one for one, names in zip(left, named, strict=True) if not names]
    missing = [_missing(one) for one in left]
    if len(left) > 1 and all(missing):
        always = [name for name in missing[0] if all(name in names for names in missing)]
        either = dict.fromkeys(name for names in missing for name in names)
        expected = f"the member {_names(always)}" if always else f"one of the members {_names(either)}"
        yield Flaw(place, shown(found), expected)
        return
    for inner in min(left, key=len):
        yield from flaws_of(inner)


def _of_too_many(error: Any) -> Iterator[Flaw]:
    place, found = tuple(error.absolute_path), error.instance
    asked = [one.get("required", []) if isinstance(one, Mapping) else [] for one in error.validator_value]
    if not all(asked):
        yield Flaw(place, shown(found), "what fits one alternative alone")
    elif isinstance(found, Mapping):  # anything else has no members, and another flaw says so
        members = _names(name for names in asked for name in names)
        yield Flaw(place, shown(found), f"only one of the members {members}")


def _alternatives(error: Any) -> list[list[Any]]:
    """Return what is wrong with each alternative, in their order."""
    several: dict[int, list[Any]] = {}
    for inner in error.context:
        several.setdefault(inner.relative_schema_path[0], []).append(inner)
    return [several[at] for at in sorted(several)]


def _types_of(errors: Sequence[Any]) -> list[str]:
    """Return the types that are asked for where the value is of another one, none where it is of the right type."""
    for error in errors:
        if error.validator == "type" and not error.relative_path:
            return [error.validator_value] if isinstance(error.validator_value, str) else list(error.validator_value)
        if error.validator in _ALTERNATIVES and not error.relative_path:
            several = [_types_of(one) for one in _alternatives(error)]
            if all(several):
                return [kind for types in several for kind in types]
    return []


def _names_of(errors: Sequence[Any]) -> dict[str, list[Json]]:
    """Return what members would have to say for an alternative to be meant, where they say something else."""
    return {
        error.relative_path[0]: [error.validator_value] if error.validator == "const" else error.validator_value
        for error in errors
        if len(error.relative_path) == 1 and error.validator in ("const", "enum")
    }


def _missing(errors: Sequence[Any]) -> list[str]:
    """Return the members that an alternative asks for and that are not there."""
    return [
        name
        for error in errors
        if error.validator == "required" and not error.relative_path
        for name in error.validator_value
        if name not in error.instance
    ]


def shown(value: Json) -> str:
    """Quote a value as JSON, shortened."""
    return shortened(json.dumps(value, ensure_ascii=False, default=repr))


def shortened(text: str) -> str:
    """Leave out the middle of a long text."""
    return text if len(text) <= 2 * _SHOWN else f"{text[:_SHOWN]} … {text[-_SHOWN:]}"


def _names(names: Any) -> str:
    return shortened(", ".join(f"'{name}'" for name in names) or "none")


def _types(types: Json) -> str:
    named = {"null": "null", "object": "an object", "array": "an array", "integer": "an integer"}
    return " or ".join(named.get(kind, f"a {kind}") for kind in ([types] if isinstance(types, str) else types))


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "type": _types,
    "enum": lambda values: f"one of {', '.join(map(shown, values))}",
    "const": shown,
    "pattern": lambda pattern: f"text that matches {pattern}",
    "format": lambda name: f"text in the format {name}",
    "minimum": lambda least: f"{least} or more",
    "maximum": lambda most: f"{most} or less",
    "exclusiveMinimum": lambda bound: f"more than {bound}",
    "exclusiveMaximum": lambda bound: f"less than {bound}",
    "minLength": lambda least: f"at least {least} characters",
    "maxLength": lambda most: f"at most {most} characters",
    "minItems": lambda least: f"at least {least} items",
    "maxItems": lambda most: f"at most {most} items",
    "minProperties": lambda least: f"at least {least} members",
    "maxProperties": lambda most: f"at most {most} members",
}
