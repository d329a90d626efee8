"""From a store to the section of a fixture that seeds the like of it, in one order on every machine."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from streamulator.core.messages import Json
from streamulator.services.grovestreams.model.access import ApiKey, Member, User
from streamulator.services.grovestreams.model.components import Component
from streamulator.services.grovestreams.model.cycles import EARLIEST, LATEST, Calendar, Cycle
from streamulator.services.grovestreams.model.feeds import Derived, Stored
from streamulator.services.grovestreams.model.organization import Organization
from streamulator.services.grovestreams.model.sessions import Grant
from streamulator.services.grovestreams.model.store import Store
from streamulator.services.grovestreams.model.streams import Bounds, Chart, Definition, Filling, Stream
from streamulator.services.grovestreams.model.units import PLAIN, Unit
from streamulator.services.grovestreams.wire.metadata import DERIVATIONS, STREAM_TYPES

# What the fields of some records are called in a fixture, in the order in which these have them.
_BOUNDS = "min", "max", "minMaxHandlerType", "rollupPercentSetToGap"
_FILLING = "maxGapsToFill", "gapFillType"
_CHART = "defaultChartType", "hasAxisMinMax", "chartAxisMin", "chartAxisMax", "offset", "multiplier"


def export(store: Store) -> Json:
    """Return all that requests can read or change, but for who is logged in, tokens, and how many calls there were.

    These are credentials and passing things, and go with their world. All times are said, so nothing is dated anew.
    """
    return {
        "rateLimits": store.limited,
        "sessionTimeout": store.sessions.timeout,
        **_unless_empty(
            users=[_user(user) for user in store.users.values()],
            grants=[_grant(code, grant) for code, grant in store.tokens.codes.items()],
        ),
        "organizations": [_organization(one) for one in store.organizations.values()],
    }


def _user(user: User) -> Json:
    names = _unless_empty(firstName=user.first_name, lastName=user.last_name)
    return {"uid": user.uid, "email": user.email, "password": user.password, **names}


def _grant(code: str, grant: Grant) -> Json:
    return {"code": code, "client": grant.client, **_unless_empty(secret=grant.secret), "user": grant.user.email}


def _organization(organization: Organization) -> Json:
    return {
        "uid": organization.uid,
        "name": organization.name,
        "public": organization.public,
        "rateLimits": organization.limited,
        "signupDate": organization.signed_up,
        **_unless_empty(
            address=dict(organization.address),
            members=list(map(_member, organization.members)),
            apiKeys=list(map(_key, organization.keys.values())),
            units=list(map(_unit, organization.units.values())),
            cycles=list(map(_cycle, organization.cycles.values())),
            rollupCalendars=list(map(_calendar, organization.calendars.values())),
        ),
        "folders": [
            {"uid": one.uid, "path": one.path, "created": one.created} for one in organization.folders.values()
        ],
        **_unless_empty(components=list(map(_component, organization.components.values()))),
    }


def _member(member: Member) -> Json:
    affiliation = _unless_empty(affiliation=member.affiliation)
    return {"user": member.user.email, "isOwner": member.owner, **affiliation, "role": member.role}


def _key(key: ApiKey) -> Json:
    rights = [{"resource": "/".join(one.resource) or "/", "actions": sorted(one.actions)} for one in key.rights]
    return {"secret": key.secret, "name": key.name, "rights": rights}


def _unit(unit: Unit) -> Json:
    return {
        "uid": unit.uid,
        "name": unit.name,
        **_unless_empty(id=unit.id, symbol=unit.symbol),
        "numberFormat": unit.number_format,
        "booleanStyle": unit.boolean_style,
        "symbolLocation": unit.symbol_location,
    }


def _cycle(cycle: Cycle) -> Json:
    return {
        "uid": cycle.uid,
        "name": cycle.name,
        **_unless_empty(description=cycle.description, timeZoneId=cycle.zone),
        "intvlSizeType": cycle.size,
        "numSizeTypesPerIntvl": cycle.count,
        "referenceDate": cycle.reference.isoformat(),
    }


def _calendar(calendar: Calendar) -> Json:
    return {
        "uid": calendar.uid,
        "name": calendar.name,
        **_unless_empty(description=calendar.description),
        "cycle": [cycle.name for cycle in calendar.cycles],
    }


def _component(component: Component) -> Json:
    return {
        "uid": component.uid,
        **_unless_empty(id=component.id),
        "name": component.name,
        **_unless_empty(description=component.description),
        "timeZoneId": component.zone.key,
        "folder": component.folder,
        "created": component.created,
        **_unless_empty(stream=list(map(_stream, component.streams))),
    }


def _stream(stream: Stream) -> Json:
    own = stream.definition
    return {
        "uid": own.uid,
        **_unless_empty(id=own.id),
        "name": own.name,
        **_unless_empty(description=own.description),
        "streamType": STREAM_TYPES[own.kind],
        "valueType": own.value_type,
        **_referred(own),
        "rollupMethod": own.rollup_method,
        "devicePermType": own.device_right,
        **_unless_empty(
            constraints=_changed(_BOUNDS, own.bounds, Bounds()),
            gap_filling=_changed(_FILLING, own.filling, Filling()),
            visuals=_changed(_CHART, own.chart, Chart()),
        ),
        **(_derived(stream.feed, own) if isinstance(stream.feed, Derived) else _stored(stream.feed)),
    }


def _referred(own: Definition) -> dict[str, Json]:
    named = {"unit": own.unit, "baseCycle": own.cycle, "rollup_calendar": own.calendar}
    return {name: one.name for name, one in named.items() if one is not None and one is not PLAIN}


def _derived(feed: Derived, own: Definition) -> dict[str, Json]:
    sources = []
    for source in feed.sources:
        origin: Any = source.origin  # a stream, of which feeds need to know no more than its samples
        sources.append({"component": origin.owner.uid, "stream": origin.uid, "times": source.times})
    return {"derivation": {"type": DERIVATIONS[own.derivation], "of": sources, "plus": feed.plus}}


def _stored(feed: Stored) -> dict[str, Json]:
    samples = [{"time": at, "data": value} for at, value in feed.between(EARLIEST, LATEST)]
    return {"updated": feed.updated, "samples": samples} if samples or feed.updated else {}


def _changed(names: tuple[str, ...], record: Any, usual: Any) -> dict[str, Json]:
    values = zip(names, astuple(record), astuple(usual), strict=True)
    return {name: value for name, value, otherwise in values if value != otherwise}


def _unless_empty(**members: Json) -> dict[str, Json]:
    return {name: value for name, value in members.items() if value}
