"""Who did something, in the words that the platform's authentication has for callers."""

from __future__ import annotations

from streamulator.core.messages import Caller, Json
from streamulator.services.mode.model.accounts import DEVICE, NOBODY, PROJECT_KEY, USER

_NUMBERED = {USER: "userId", DEVICE: "deviceId"}
_KEY_NAME = "projectKeyName"


def show_entity(caller: Caller) -> dict[str, Json]:
    """Show who acts: a user, a device, a project by one of its keys, or nobody."""
    if caller.kind in _NUMBERED:
        return {"type": caller.kind, _NUMBERED[caller.kind]: int(caller.id)}
    return {"type": caller.kind, _KEY_NAME: caller.id} if caller.kind == PROJECT_KEY else {"type": caller.kind}


def read_entity(content: Json) -> Caller:
    """Read who acts from what `show_entity` shows."""
    kind = content["type"]
    if kind in _NUMBERED:
        return Caller(str(content[_NUMBERED[kind]]), kind)
    return Caller(content[_KEY_NAME], kind) if kind == PROJECT_KEY else NOBODY
