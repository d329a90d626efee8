"""What does not fit a schema, said as what was found and what was expected."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from streamulator.core.messages import Json

_SHOWN = 120  # characters of an offending value that a complaint quotes


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
