"""What happened in a world, as a test asks for it and holds claims against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from streamulator.client.calls import Caller
from streamulator.client.conditions import Conditions
from streamulator.client.records import Entry, Verdict
from streamulator.core.messages import Json


class Criteria(Conditions, total=False):
    """Which calls, and what became of them."""

    status: int | Sequence[int]
    fault: str
    after: int


class Journal:
    """The journal of one world."""

    def __init__(self, caller: Caller) -> None:
        """Ask by a caller."""
        self._call = caller

    def entries(self, *, after: int | None = None, limit: int = 10_000) -> list[Entry]:
        """Return the calls, oldest first: those with a higher number than `after`, the newest `limit` of them."""
        found = self._call("GET", "/journal", query={"after": after, "limit": limit})
        return [Entry.of(one) for one in found["entries"]]

    def total(self) -> int:
        """Return how many calls there were, those that are no longer kept included."""
        return int(self._call("GET", "/journal", query={"limit": 1})["total"])

    def find(self, *, limit: int = 10_000, **criteria: Unpack[Criteria]) -> list[Entry]:
        """Return the calls that fit, with headers and bodies, oldest first: the newest `limit` of them."""
        found = self._call("POST", "/journal/find", criteria, query={"limit": limit})
        return [Entry.of(one) for one in found["entries"]]

    def count(self, **criteria: Unpack[Criteria]) -> int:
        """Return how many calls fit."""
        return int(self._call("POST", "/journal/count", criteria)["count"])

    def verify_count(
        self,
        criteria: Criteria | None = None,
        *,
        exactly: int | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
        **more: Unpack[Criteria],
    ) -> Verdict:
        """Tell whether so many calls fit; without any bound, at least one."""
        bounds = {"exactly": exactly, "atLeast": at_least, "atMost": at_most}
        given = {name: value for name, value in bounds.items() if value is not None}
        return self._verify({"count": {**(criteria or {}), **more}, **given})

    def verify_sequence(self, *steps: Criteria) -> Verdict:
        """Tell whether calls came that fit one after the other; others may lie between."""
        return self._verify({"sequence": list(steps)})

    def never(self, **criteria: Unpack[Criteria]) -> Verdict:
        """Tell whether no call fits."""
        return self._verify({"never": criteria})

    def har(self, *, limit: int = 10_000) -> dict[str, Any]:
        """Return the newest `limit` calls as an HTTP archive."""
        return dict(self._call("GET", "/journal/har", query={"limit": limit}))

    def clear(self) -> None:
        """Empty journal and ledger."""
        self._call("DELETE", "/journal")

    def _verify(self, claim: Mapping[str, Json]) -> Verdict:
        return Verdict.of(self._call("POST", "/journal/verify", claim))
