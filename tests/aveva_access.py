"""What the tests of access lists send and look at."""

from __future__ import annotations

from typing import Any

PLACE = "/api/v1/Tenants/plant/Namespaces/main"
OPERATORS = "0a1b2c3d-0000-4000-8000-00000000000f"
WATER_WORKS = "0a1b2c3d-0000-4000-8000-000000000001"
ELSEWHERE = "0a1b2c3d-0000-4000-8000-000000000002"


def entry(role: str, rights: int, *, kind: Any = 0, trustee: Any = 3) -> dict[str, Any]:
    """Return one entry of a list."""
    return {"Trustee": {"Type": trustee, "ObjectId": role}, "AccessType": kind, "AccessRights": rights}


def listing(*entries: dict[str, Any]) -> dict[str, Any]:
    """Return a list."""
    return {"RoleTrusteeAccessControlEntries": list(entries)}


def entries_of(answer: Any) -> list[dict[str, Any]]:
    """Return the entries in an answer."""
    found: list[dict[str, Any]] = answer.content["RoleTrusteeAccessControlEntries"]
    return found
