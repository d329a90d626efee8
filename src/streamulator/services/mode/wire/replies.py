"""What every reply of the platform has in common, and what its lists have besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from streamulator.core.messages import NOTHING, Json, Reply

_T = TypeVar("_T")

RANGE = "vnd.tinkermode.range"
# As printed on the vendor's page on device API keys.
_ALWAYS = {
    "Access-Control-Allow-Credentials": "false",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "X-Xsrf-Guard",
}
_JSON = {"Content-Type": "application/json; charset=utf-8"}
_LIST = {"Access-Control-Expose-Headers": f"X-Xsrf-Guard, {RANGE}"}


def answer(status: int, content: Json = NOTHING, headers: Mapping[str, str] | None = None) -> Reply:
    """Answer with JSON, or with nothing."""
    return Reply(status, content, {**_ALWAYS, **({} if content is NOTHING else _JSON), **(headers or {})})


def page(items: Sequence[_T], show: Callable[[_T], Json], skip: int | None, limit: int | None) -> Reply:
    """Answer with some of a list; a limit of 0 is none. A header says which they are, and of how many."""
    start = min(skip or 0, len(items))
    shown = items[start : start + limit] if limit else items[start:]
    which = f"{start}-{start + len(shown) - 1}" if shown else "*"
    return answer(200, [show(item) for item in shown], {**_LIST, RANGE: f"{which}/{len(items)}"})
