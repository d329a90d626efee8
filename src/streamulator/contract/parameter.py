"""Parameters of an operation: from text on the wire to typed values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from streamulator.contract.schema import Schema
from streamulator.contract.tolerance import Tolerance
from streamulator.core.messages import Json

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})\Z", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})(?:\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,3})?\Z", re.ASCII)

Complain = Callable[[str], None]
Read = Callable[[str], Json]


class Parameter:
    """One parameter as its operation declares it."""

    def __init__(
        self, declared: Mapping[str, Json], components: Mapping[str, Json], schema: Mapping[str, Json], rules: Tolerance
    ) -> None:
        """Take a declaration whose references are resolved, and its schema likewise."""
        self.name: str = declared["name"]
        self.key = self.name.lower()  # as it stands among a request's headers
        self.location: str = declared["in"]
        self.required: bool = declared.get("required", False)
        self.aliases: tuple[str, ...] = tuple(declared.get("x-aliases", ()))
        self.default: Json = schema.get("default")
        self.enumeration: tuple[Json, ...] = tuple(schema.get("enum", ()))
        self._many = schema.get("type") == "array"
        self._schema = Schema(schema, components)
        # Where the schema does not take it, `allowEmptyValue` says that an empty value is as good as none.
        welcome = declared.get("allowEmptyValue", False) and self._schema.is_valid("")
        self.keeps_empty = welcome or not rules.empty_query_value
        self._read = _reader(schema.get("items", {}) if self._many else schema, ignore_case=rules.value_case)

    def value(self, texts: Sequence[str], complain: Complain) -> Json:
        """Read the texts sent under this name (none at all: the default); complain of what does not fit."""
        if not texts:
            if self.required:
                complain(f"{self.location} parameter '{self.name}': missing, and it is required.")
            return self.default
        if len(texts) > 1 and not self._many:
            complain(f"{self.location} parameter '{self.name}': given {len(texts)} times, and it takes one value.")
            return self.default
        value = [self._read(text) for text in texts] if self._many else self._read(texts[0])
        if not self._schema.is_valid(value):
            for complaint in self._schema.complaints(value):
                complain(f"{self.location} parameter '{self.name}': {complaint}")
        return value


def _reader(schema: Mapping[str, Json], *, ignore_case: bool) -> Read:
    """Make the reader of one text; what cannot be read stays text, and the schema says what is wrong with it."""
    kinds = schema.get("type", "string")
    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
    words = {word.lower(): word for word in schema.get("enum", ()) if isinstance(word, str)} if ignore_case else {}

    def read(text: str) -> Json:
        if "integer" in kinds and _INTEGER.match(text):
            return int(text)
        if "number" in kinds and _NUMBER.match(text):
            return float(text)
        if "boolean" in kinds and (text.lower() if ignore_case else text) in {"true", "false"}:
            return text.lower() == "true"
        return words.get(text.lower(), text) if words else text

    return read
