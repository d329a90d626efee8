"""Parts that the fixture schemas of several services are put together from."""

from __future__ import annotations

from streamulator.core.messages import Json


def closed(required: list[str], **properties: Json) -> Json:
    """Describe an object that has no members but these."""
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


_NUMBER = {"type": "number"}

LENGTH = {"type": ["string", "number"], "description": "500ms, 90s, 15m, 2h, 1d; a number where the index is one"}

_SIGNAL = {
    "minProperties": 1,
    "maxProperties": 1,
    **closed(
        [],
        sine=closed(["period"], mean=_NUMBER, amplitude=_NUMBER, period=LENGTH, phase=_NUMBER),
        ramp=closed(["from", "to"], **{"from": _NUMBER, "to": _NUMBER, "period": LENGTH}),
        noise=closed([], mean=_NUMBER, deviation=_NUMBER, seed={"type": "integer", "minimum": 0}),
        steps=closed(["values", "every"], values={"type": "array", "minItems": 1}, every=LENGTH),
    ),
}

# One signal, or several that are added up; what they mean is in `generate`.
SIGNALS = {"oneOf": [_SIGNAL, {"type": "array", "minItems": 1, "items": _SIGNAL}]}

GAPS = {
    "type": "array",
    "items": {
        "oneOf": [
            closed(["every", "for"], **{"every": LENGTH, "for": LENGTH}),
            closed(["from", "for"], **{"from": LENGTH, "for": LENGTH}),
        ]
    },
}
