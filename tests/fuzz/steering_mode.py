"""Requests to MODE that fit the stream modeCar of the default fixtures, and the accounts in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import requests
from tests.fuzz.drafts import SESSIONS, SPARE, Draft

FIRST, LAST = 900, 1050  # packets of modeCar
TIME_SERIES = ("listTimeSeries", "listCollections", "createCollection")
ACCOUNT = {"projectId": "1260", "appId": "controller_app", "email": "jane@example.com", "password": "demo-password"}
LEVERS = ("pushDataPackets", "openSession", "closeSession", "useSession", "releaseSession", "attachMetadata")
WORLD = "X-Emulator-World"
USUAL_KEY = "v1.demo-project"  # of schemathesis.toml
AUTHORIZED = {"Authorization": f"ModeCloud {USUAL_KEY}"}
STREAM = "/homes/12/smartModules/cardata/streams/modeCar"
KEYS = ("v1.demo-dashboard", "v1.demo-user", "v1.demo-stranger", "v1.demo-device", "v1.demo-other")
KNOWN = {f"ModeCloud {key}" for key in (USUAL_KEY, *KEYS)}
OF_USERS = ("getUserSession", "endUserSession")


def find_place(draft: Draft) -> None:
    """Look for time series where there are some, and for the sessions of modeCar in modeCar."""
    if draft.operation in TIME_SERIES and draft.path.get("moduleId") == "cardata":
        draft.path["moduleId"] = "tsdb"
    if draft.operation in LEVERS and draft.headers is not None and draft.about != WORLD and draft.chance.random() < 0.9:
        draft.headers.pop(WORLD, None)
    if draft.path.get("sessionId") in SESSIONS and draft.chance.random() < 0.9:
        draft.path["streamName"] = "modeCar"


def find_made(draft: Draft, place: str) -> None:
    """Name what only the server can have made: the ticket of a fetch, a session that nothing else needs."""
    if draft.operation == "downloadDataPackets" and draft.chance.random() < 0.8:
        draft.path["ticket"] = _ticket(place)
    if draft.operation == "deleteStreamSession" and draft.path.get("sessionId") in SPARE:
        draft.path |= {"homeId": 12, "moduleId": "cardata", "streamName": "modeCar", "sessionId": _session_id(place)}


def take_key(draft: Draft, place: str) -> None:
    """Ask with another key than the one that may do everything; a login is only ended by who has just made it."""
    if draft.headers is None or draft.headers.get("Authorization") not in KNOWN:
        return  # wrong on purpose
    if draft.operation in OF_USERS:
        key = _login_token(place) if draft.operation == "endUserSession" else "v1.demo-user"
        draft.headers["Authorization"] = f"ModeCloud {key}"
    elif draft.chance.random() < 0.1:
        draft.headers["Authorization"] = f"ModeCloud {draft.chance.choice(KEYS)}"


def _range(draft: Draft) -> None:
    """Ask for packets that are there, mostly in the right order."""
    query, chance = draft.query or {}, draft.chance
    if draft.operation == "fetchDataPackets":
        if chance.random() < 0.9:
            draft.path["streamName"] = "modeCar"
        draft.put("start", chance.randint(0, LAST))
        draft.put("stop", chance.randint(LAST, LAST + 100))
    elif str(query.get("start", "")) > str(query.get("stop", "")) and chance.random() < 0.8:
        draft.put("start", "0")


def _homes(draft: Draft) -> None:
    if draft.chance.random() < 0.8:
        draft.drop(["userId"])
        if "projectId" in (draft.query or {}):
            draft.put("projectId", "1260")


def _session(draft: Draft) -> None:
    if isinstance(draft.body, dict) and draft.chance.random() < 0.9:
        start = draft.chance.randint(FIRST, LAST)
        draft.body |= {"start": start, "stop": draft.chance.randint(start, LAST)}


def _login(draft: Draft) -> None:
    if isinstance(draft.body, dict) and draft.chance.random() < 0.8:
        draft.body |= ACCOUNT


def _device(draft: Draft) -> None:
    """Act as the one device there is, on a stream that nobody else owns."""
    if isinstance(draft.body, dict) and "device" in draft.body and draft.chance.random() < 0.9:
        draft.body["device"] = 1234
    if draft.operation == "openSession" and draft.chance.random() < 0.7:
        draft.path["streamName"] = f"new-{draft.chance.randint(0, 10**6)}"
    if draft.operation == "attachMetadata" and draft.chance.random() < 0.8:
        draft.path |= {"streamName": "modeCar", "packetIndex": draft.chance.randint(FIRST, LAST)}


Step = Callable[[Draft], None]
QUERIES: Mapping[str, Step] = {
    "listStreamSessions": _range,
    "listMetadataPackets": _range,
    "fetchDataPackets": _range,
    "listHomes": _homes,
}
BODIES: Mapping[str, Step] = {
    "addStreamSession": _session,
    "logIn": _login,
    "pushDataPackets": _device,
    "openSession": _device,
    "attachMetadata": _device,
}


@lru_cache
def _ticket(place: str) -> str:
    fetch = f"{place}{STREAM}/data?start={FIRST}&stop={LAST}"
    answer = requests.get(fetch, headers=AUTHORIZED, timeout=10, allow_redirects=False)
    return str(answer.headers["Location"].rpartition("/")[2])


def _session_id(place: str) -> str:
    session = {"start": FIRST, "stop": LAST}
    return str(requests.post(f"{place}{STREAM}/sessions", json=session, headers=AUTHORIZED, timeout=10).json()["id"])


def _login_token(place: str) -> str:
    return str(requests.post(f"{place}/auth/user", ACCOUNT, timeout=10).json()["token"])
