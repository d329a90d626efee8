"""Parameters of an operation: from text on the wire to typed values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from streamulator.contract import media
from streamulator.contract.schema import Schema
from streamulator.contract.tolerance import Tolerance
from streamulator.core.messages import Json
from streamulator.core.problems import Violation

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})\Z", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})(?:\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,3})?\Z", re.ASCII)

FORMER_NAMES = "x-former-names"  # names that still do, and that nobody should use any more
MISSING = "missing, and it is required."  # how the complaint about what is not there ends

Complain = Callable[[str], None]
Read = Callable[[str], Json]


class Parameter:
    """One parameter as its operation declares it."""

    def __init__(
        self,
        declared: Mapping[str, Json],
        components: Mapping[str, Json],
        schema: Mapping[str, Json],
        rules: Tolerance,
        *,
        proven: bool = False,
    ) -> None:
        """Take a declaration whose references are resolved, and its schema likewise; `proven` is as in Schema."""
        self.name: str = declared["name"]
        self.key = self.name.lower()  # as it stands among a request's headers
        self.location: str = declared["in"]
        self.required: bool = declared.get("required", False)
        self.former_names: tuple[str, ...] = tuple(declared.get(FORMER_NAMES, ()))
        self.deprecated: bool = declared.get("deprecated", False)
        self.default: Json = schema.get("default")
        self.enumeration: tuple[Json, ...] = tuple(schema.get("enum", ()))
        as_json = "content" in declared
        self._many = schema.get("type") == "array" and not as_json
        # An exploded object has no name of its own on the wire: it is what comes under names that nobody declares.
        self.takes_strangers = schema.get("type") == "object" and not as_json
        self._schema = Schema(schema, components, proven=proven)
        self._welcomes_empty: bool = declared.get("allowEmptyValue", False)
        self._ignores_empty = rules.empty_query_value
        kind = schema.get("items", {}) if self._many else schema
        self._read = _read_json if as_json else _reader(kind, ignore_case=rules.value_case)

    @cached_property
    def keeps_empty(self) -> bool:
        """Tell whether an empty value is one, rather than as good as none.

        Where the schema does not take it, `allowEmptyValue` says that it is none.
        """
        return not self._ignores_empty or (self._welcomes_empty and self._schema.is_valid(""))

    def outdated(self, name: str) -> str:
        """Say why nobody should send this parameter under some name any more; empty where anybody may."""
        if name.lower() != self.key:
            return f"{self.location} parameter '{name}': deprecated; it is '{self.name}' now."
        return f"{self.location} parameter '{name}': deprecated." if self.deprecated else ""

    def value(self, texts: Sequence[str], complain: Complain) -> Json:
        """Read the texts sent under this name (none at all: the default); complain of what does not fit."""
        if not texts:
            if self.required:
                complain(f"{self.location} parameter '{self.name}': {MISSING}")
            return self.default
        if len(texts) > 1 and not self._many:
            complain(f"{self.location} parameter '{self.name}': given {len(texts)} times, and it takes one value.")
            return self.default
        try:
            return self.checked([self._read(text) for text in texts] if self._many else self._read(texts[0]), complain)
        except Violation as violation:
            for complaint in violation.complaints:
                complain(f"{self.location} parameter '{self.name}': {complaint.removeprefix('body: ')}")
            return self.default

    def checked(self, value: Json, complain: Complain) -> Json:
        """Return a value that is read already; complain of what does not fit."""
        if not self._schema.is_valid(value):
            for complaint in self._schema.complaints(value):
                complain(f"{self.location} parameter '{self.name}': {complaint}")
        return value


def _read_json(text: str) -> Json:
    return media.parsed_json(text.encode(errors="surrogatepass"))


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
