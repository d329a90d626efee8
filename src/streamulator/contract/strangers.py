"""Members of a body that its schema does not know and lets pass: the vendor ignores them, and who sends them errs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from streamulator.contract.schema import COMPONENT
from streamulator.core.messages import Json

MOST = 20  # strangers that are looked at one by one
_LONGEST = 60  # characters of a stranger's name that are told


def strangers_in(schema: Mapping[str, Json], content: Json) -> Iterator[str]:
    """Say which members of a body are ignored, and which ones may have been meant.

    The body fits the schema, which holds the components that it needs.
    """
    return _strangers(schema, content, schema.get("components", {}).get("schemas", {}), "")


def hint(name: str, known: Iterable[str]) -> str:
    """Ask whether a name that is known was meant, where one is near."""
    from difflib import get_close_matches  # noqa: PLC0415  only a client that errs pays for it

    near = get_close_matches(name, sorted(set(known)), 1, 0.6)
    return f" Did you mean '{near[0]}'?" if near else ""


def _strangers(schema: Mapping[str, Json], content: Json, components: Mapping[str, Json], place: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = components[schema["$ref"].removeprefix(COMPONENT)]
    for alternative in schema.get("anyOf", ()):
        yield from _strangers(alternative, content, components, place)
    if isinstance(content, Mapping) and schema.get("type") == "object":
        known = schema.get("properties", {})
        for name, value in content.items():
            if name in known:
                yield from _strangers(known[name], value, components, f"{place}{name}.")
            elif known:
                shown = name[:_LONGEST]
                yield f"body: the member '{place}{shown}' is ignored.{hint(shown, known)}"
    elif isinstance(content, list) and schema.get("items", {}).keys() & {"$ref", "anyOf", "properties"}:
        for at, item in enumerate(content):
            yield from _strangers(schema["items"], item, components, f"{place.removesuffix('.')}[{at}].")
