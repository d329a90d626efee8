"""Requests of GroveStreams' clients that make sense: streams of the fixture in all three ways, and samples that fit."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from tests.fuzz.drafts import Draft

PICKS = ("listStreamMetadata", "listFeeds")
SESSIONS = ("logOut", "getOrganization")  # which no API key opens

HOME, ELSEWHERE = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000003"
GARAGE = "0e95694d-91ce-3034-92bf-4e724dd18882"
UIDS = (
    "256be655-c8c4-317f-89ce-282db244f9db",
    "94711921-a326-3979-93de-7d487b3a9a16",
    "6c6d250c-8d9b-3e05-85bb-c15f18720234",
    "b60c84ec-837d-3bec-b403-9c7f274f8d54",
)
IDS = (("garage", "light"), ("garage", "low_battery"), ("cold-room", "door"), ("scale", "weight"), ("no", "thing"))
FOLDER = ("itemsByFolderPath", "streamId", "streamName", "includeSubs")
FORMS = (("streams",), ("itemsById",), FOLDER)
END = 1333302000000  # of the garage's samples
HOUR = 3_600_000


def _number(chance: Random) -> float:
    return chance.choice((0, -0.0, 1, 21.5, -1e-300, 1e308, 9007199254740993, chance.uniform(-10, 40)))


# What fits the streams that samples are sent for, and what begins one that is not there yet.
VALUES: Mapping[tuple[str, str], Callable[[Random], Any]] = {
    ("garage", "light"): _number,
    ("garage", "temperature"): lambda chance: chance.choice((None, "12.5", _number(chance))),
    ("garage", "low_battery"): lambda chance: chance.choice((True, "false", 0, None)),
    ("cold-room", "alarm"): lambda chance: chance.choice(("", "\u2601", 7, False)),
    ("scale", "weight"): _number,
    ("Probe", "value"): _number,
}


def _picked(draft: Draft) -> None:
    """Pick streams in one way or several, whole, so that nothing is left to refuse."""
    query, chance = draft.query, draft.chance
    if query is None:
        return
    forms = [form for form in FORMS if draft.about in form or chance.random() < 0.4] or [chance.choice(FORMS)]
    wanted = [name for form in forms for name in form]
    draft.drop([name for form in FORMS for name in form if name not in wanted])
    if "streams" in wanted:
        pairs = [f"{GARAGE}.{uid}" for uid in chance.sample(UIDS, chance.randint(1, 4))]
        draft.put("streams", chance.choice(("+", " ", "++")).join(pairs))
    if "itemsById" in wanted:
        items = [{"compId": component, "streamId": stream} for component, stream in chance.sample(IDS, 2)]
        draft.put("itemsById", json.dumps(items) if isinstance(query.get("itemsById", ""), str) else items)
    if FOLDER[0] in wanted:
        folder = chance.choice(("/", "", "/house", "warehouse1", "/warehouse1/dock", "/nowhere"))
        values = (
            folder,
            chance.choice(("", "*", "temp*")),
            chance.choice(("", "*e*")),
            chance.choice(("true", "0", "")),
        )
        for name, value in zip(FOLDER, values, strict=True):
            draft.put(name, value)
    draft.certain = draft.about is None


def _window(draft: Draft) -> None:
    start = END + draft.chance.randint(-48, 1) * HOUR
    draft.put("startDate", start)
    draft.put("endDate", start + draft.chance.randint(0, 48) * HOUR)
    _picked(draft)


def _sampled(draft: Draft) -> None:
    """Send one component's samples in the query; what is in the body is the body's matter."""
    query, chance = draft.query, draft.chance
    if query is None:
        return
    component = chance.choice(("garage", "scale", "Probe"))
    for name in set(query) - {"org", "compName", "compTmplId", "time", draft.about}:
        del query[name]
    draft.put("compId", component)
    for owner, stream in VALUES:
        if owner == component:
            value = VALUES[owner, stream](chance)
            query[stream] = "1" if value is None else json.dumps(value).strip('"')
    draft.certain = draft.body is None and draft.about is None


def _uploaded(draft: Draft) -> None:
    """Put samples that fit in the place of those that were drawn, in the form that was drawn."""
    chance, body = draft.chance, draft.body
    chosen = chance.sample(list(VALUES), chance.randint(1, 4))
    if isinstance(body, list):
        samples = [{"compId": owner, "streamId": id_, "data": VALUES[owner, id_](chance)} for owner, id_ in chosen]
        body[:] = [one | ({"time": END + chance.randint(0, HOUR)} if chance.random() < 0.7 else {}) for one in samples]
    elif isinstance(body, dict):
        body["feed"] = {
            "component": [
                {
                    "componentId": owner,
                    "stream": [
                        {
                            "streamId": id_,
                            "time": [END + at * HOUR for at in range(3)],
                            "data": [VALUES[owner, id_](chance) for _ in range(3)],
                        }
                    ],
                }
                for owner, id_ in chosen
            ]
        }


def _visited(draft: Draft) -> None:
    draft.put("org", draft.chance.choice((HOME, ELSEWHERE, ELSEWHERE)))


def _granted(draft: Draft) -> None:
    if isinstance(draft.body, dict) and draft.chance.random() < 0.5:
        draft.body |= {"grant_type": "authorization_code", "client_id": "demo-app", "code": "demo-code"}


def _known(draft: Draft) -> None:
    if isinstance(draft.body, dict) and draft.chance.random() < 0.5:
        draft.body |= {"email": "a_bogus_email@gmailx.com", "password": "DoDaDippity!"}


Step = Callable[[Draft], None]
QUERIES: Mapping[str, Step] = {
    "listStreamMetadata": _picked,
    "listFeeds": _window,
    "putFeeds": _sampled,
    "logInGuest": _visited,
}
BODIES: Mapping[str, Step] = {"putFeeds": _uploaded, "issueAccessToken": _granted, "logInUser": _known}
