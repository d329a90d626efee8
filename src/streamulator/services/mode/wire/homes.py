"""Homes, their members and modules, and who is calling, in JSON."""

from __future__ import annotations

from streamulator.core.messages import Json
from streamulator.services.mode.model.accounts import Credential, User
from streamulator.services.mode.model.homes import Home, Member, TimeSeries
from streamulator.services.mode.model.modules import SmartModule
from streamulator.services.mode.wire.entities import show_entity
from streamulator.services.mode.wire.times import show_time


def show_home(home: Home) -> Json:
    """Show a home; whether it is deactivated only if it is."""
    content = {
        "id": home.id,
        "projectId": home.project.id,
        "creationTime": show_time(home.created),
        "name": home.name,
    }
    return {**content, "deactivated": True} if home.deactivated else content


def show_member(member: Member, user: User) -> Json:
    """Show a member of a home."""
    return _present(
        userId=user.id,
        creationTime=show_time(member.since),
        name=user.name,
        phoneNumber=user.phone,
        email=user.email,
        verified=user.verified,
        role=member.role.value,
    )


def show_module(module: SmartModule) -> Json:
    """Show a Smart Module."""
    return {
        "id": module.id,
        "moduleType": module.kind,
        "creationTime": show_time(module.created),
        "description": module.description,
        "suspended": module.suspended,
        "version": module.version,
    }


def show_time_series(home: Home, series: TimeSeries) -> Json:
    """Show what a time series or a collection is described as."""
    content = {"homeId": home.id, "id": series.id, "moduleId": series.module, "timeZone": series.zone}
    return {**content, "valueNames": []} if series.is_collection else content


def show_authentication(credential: Credential | None) -> Json:
    """Show whom a key stands for."""
    if credential is None:
        return {"type": "nobody"}
    return {
        **show_entity(credential.caller),
        **_present(appId=credential.app, projectId=credential.project, expirationTime=_time(credential.ends)),
    }


def show_login(token: str, user: int, ends: int | None) -> Json:
    """Show the token of a user who has logged in."""
    return _present(token=token, userId=user, expirationTime=_time(ends))


def show_user_session(credential: Credential) -> Json:
    """Show who is logged in with a key, and since when."""
    return _present(
        userId=int(credential.id),
        appId=credential.app,
        projectId=credential.project,
        creationTime=show_time(credential.since),
    )


def _time(ticks: int | None) -> str | None:
    return None if ticks is None else show_time(ticks)


def _present(**members: Json) -> dict[str, Json]:
    return {name: value for name, value in members.items() if value is not None}
