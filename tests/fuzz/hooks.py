"""What Schemathesis loads for `make fuzz`: requests are steered, and judged by two checks of our own besides.

STREAMULATOR_URL says where tokens are to be had; without it no request gets one. STREAMULATOR_TENANT names a tenant
to take instead of the open one.
"""

from __future__ import annotations

import os
import zlib
from functools import lru_cache
from random import Random
from typing import Any

import requests
import schemathesis
from tests.fuzz import steering_mode
from tests.fuzz.drafts import Draft, spare
from tests.fuzz.steering import steer
from tests.fuzz.steering_grovestreams import SESSIONS

WILD = 0.15  # of all requests stay as they were drawn
DEMO = 0.12  # of the others go to the tenant that wants a token
CLIENTS = (
    *[("demo-client", "demo-secret")] * 5,
    ("demo-viewer", "viewer-secret"),
    ("demo-outsider", "outsider-secret"),
)

# The ids of cases that nothing stored can make invalid. Hook and check share nothing else.
_certain: set[str] = set()


@schemathesis.hook
def before_call(_context: Any, case: Any, **_options: Any) -> None:
    """Steer a request, unless its turn is to be wild, or its path or method is wrong on purpose."""
    chance = Random(zlib.crc32(_content(case).encode(errors="replace")))  # noqa: S311  the same case, the same chance
    _stay_with(os.environ.get("STREAMULATOR_TENANT", ""), case.path_parameters)
    spare(case.operation.definition.raw["operationId"], case.path_parameters, chance)
    if case.meta is None or chance.random() < WILD:
        return
    right = {place.value: info.mode.is_positive for place, info in case.meta.components.items()}
    phase, details = case.meta.phase.name.value, case.meta.phase.data
    coverage = phase == "coverage"
    if not right.get("path", True) or (coverage and details.scenario.value == "unspecified_http_method"):
        return
    about = details.parameter_location if coverage else None
    draft = Draft(
        operation=case.operation.definition.raw["operationId"],
        path=dict(case.path_parameters),
        query=case.query if right.get("query", True) else None,
        headers=case.headers if right.get("header", True) else None,
        body=case.body if _is_steerable(case.body) and right.get("body", True) and about != "body" else None,
        about=details.parameter if coverage else None,
        chance=chance,
    )
    steer(draft)
    if not case.path.startswith("/_emulator"):  # which wants no key, and where others may be struck by a fault
        _take_credentials(draft, late=phase == "fuzzing")
    if draft.path != case.path_parameters:
        case.path_parameters = draft.path
    if draft.certain and not coverage and all(right.values()) and "streamViewId" not in case.query:
        _certain.add(case.id)


@schemathesis.check
def contract_and_server_agree(_context: Any, response: Any, case: Any) -> None:
    """Refuse that a request which fits its schema is refused for not fitting it, whatever the status."""
    if case.meta is None or case.meta.generation.mode.is_negative or response.status_code != 400:
        return
    refusal = response.json()
    words = f"{refusal.get('Resolution', '')} {refusal.get('message', '')}"  # each vendor has its own place for them
    blames = " Send what " in f" {words}" or refusal.get("error") == "invalid_request"
    if blames:
        raise AssertionError(f"Valid by the contract, and refused for breaking it: {response.text[:2000]}")


@schemathesis.check
def fitting_requests_are_served(_context: Any, response: Any, case: Any) -> None:
    """Refuse that a request which fits what is stored as well is answered with 400 or 412."""
    if case.id in _certain and response.status_code in {400, 412}:
        raise AssertionError(f"Fits its schema and what is stored, and refused all the same: {response.text[:2000]}")


def _content(case: Any) -> str:
    return repr((case.method, case.path, case.path_parameters, case.query, sorted(case.headers.items()), case.body))


def _is_steerable(body: Any) -> bool:
    return isinstance(body, dict | list)


def _stay_with(tenant: str, path: dict[str, Any]) -> None:
    """Lead all that goes to the open tenant to another instead; its namespace has the same name."""
    if tenant and path.get("tenantId") == "default":
        path["tenantId"] = tenant
        if path.get("namespaceId") == "default":
            path["namespaceId"] = tenant


def _take_credentials(draft: Draft, *, late: bool) -> None:
    """Put in the credentials that a request needs; to the tenant behind a door few go, and only late."""
    place = os.environ.get("STREAMULATOR_URL", "")
    if place:
        steering_mode.find_made(draft, place)
        steering_mode.take_key(draft, place)
    if draft.operation in SESSIONS and draft.headers is not None:
        draft.headers["Cookie"] = _session(place)
    if "communityId" in draft.path or (late and draft.chance.random() < DEMO):
        _go_to_demo(draft)  # earlier phases teach later ones what there is


def _go_to_demo(draft: Draft) -> None:
    """Ask the tenant behind a door, mostly with the key to it."""
    path, place = draft.path, os.environ.get("STREAMULATOR_URL", "")
    if {path.get(name, "default") for name in ("tenantId", "namespaceId")} != {"default"} or draft.headers is None:
        return
    path |= {name: "demo" for name in ("tenantId", "namespaceId") if name in path}
    token = _token(place, *draft.chance.choice(CLIENTS)) if place else ""
    if token and draft.chance.random() < 0.9:
        draft.headers["Authorization"] = f"Bearer {token}"


@lru_cache
def _token(place: str, client: str, secret: str) -> str:
    form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret}
    return str(requests.post(f"{place}/identity/connect/token", form, timeout=10).json()["access_token"])


def _session(place: str) -> str:
    """Log in to GroveStreams; a session is not kept, for it may be ended by whoever gets it."""
    who = {"email": "a_bogus_email@gmailx.com", "password": "DoDaDippity!"}
    return f"session={requests.post(f'{place}/api/login', json=who, timeout=10).json()['sessionUid']}" if place else ""
