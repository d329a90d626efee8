"""Conditions on calls, as rules of faults and questions to the journal share them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from streamulator.core.messages import Json


class Conditions(TypedDict, total=False):
    """Which calls are meant; what is left out fits always."""

    service: str
    operation: str | Sequence[str]
    method: Literal["GET", "PUT", "POST", "PATCH", "DELETE"]
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: str
    json: Json
