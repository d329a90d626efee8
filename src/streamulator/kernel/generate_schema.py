"""What a fixture may say of series that are made by rule, as JSON Schema: the rules that `generate` follows."""

from __future__ import annotations

from streamulator.core.messages import Json
from streamulator.kernel.fixtures import closed

_LENGTH = {"type": ["string", "number"], "description": "500ms, 90s, 15m, 2h, 1d; a number where the index is one"}
_NUMBER = {"type": "number"}

_ONE_SIGNAL = {
    "minProperties": 1,
    "maxProperties": 1,
    **closed(
        [],
        sine=closed(["period"], mean=_NUMBER, amplitude=_NUMBER, period=_LENGTH, phase=_NUMBER),
        ramp=closed(["from", "to"], **{"from": _NUMBER, "to": _NUMBER, "period": _LENGTH}),
        noise=closed([], mean=_NUMBER, deviation=_NUMBER, seed={"type": "integer", "minimum": 0}),
        steps=closed(["values", "every"], values={"type": "array", "minItems": 1}, every=_LENGTH),
    ),
}
SIGNAL: Json = {
    "description": "One signal, or several that are added up.",
    "oneOf": [_ONE_SIGNAL, {"type": "array", "minItems": 1, "items": _ONE_SIGNAL}],
}


def generated(**more: Json) -> Json:
    """Return the schema of a rule; `more` are the members in which a service says what the values are."""
    return closed(
        ["start", "every", "count"],
        start={"type": ["string", "number"], "description": "The first index."},
        every=_LENGTH,
        count={"type": "integer", "minimum": 0, "maximum": 20_000_000},
        gaps={
            "type": "array",
            "items": {
                "oneOf": [
                    closed(["every", "for"], **{"every": _LENGTH, "for": _LENGTH}),
                    closed(["from", "for"], **{"from": _LENGTH, "for": _LENGTH}),
                ]
            },
        },
        late=closed(["every", "by"], every={"type": "integer", "minimum": 1}, by=_LENGTH),
        **more,
    )
