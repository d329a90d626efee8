"""Homes, their members and their Smart Modules."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.mode.auth import required_credential
from streamulator.services.mode.handlers.places import home_of
from streamulator.services.mode.model.accounts import USER
from streamulator.services.mode.model.homes import TimeSeries
from streamulator.services.mode.model.store import Store
from streamulator.services.mode.wire.homes import show_home, show_member, show_module, show_time_series
from streamulator.services.mode.wire.replies import answer, page


def list_homes(call: Call, store: Store) -> Reply:
    """List the homes of a project or of a user."""
    asking = required_credential(call.request, store)
    homes = store.homes_for(asking, call.query["projectId"], call.query["userId"])
    return page(homes, show_home, call.query["skip"], call.query["limit"])


def create_home(call: Call, store: Store) -> Reply:
    """Make a home, which belongs to the user who asks, if one does."""
    asking = required_credential(call.request, store)
    owner = int(asking.id) if asking.kind == USER else None
    return answer(201, show_home(store.add_home(asking.project, call.body["name"], owner)))


def get_home(call: Call, store: Store) -> Reply:
    """Show one home."""
    return answer(200, show_home(home_of(call, store)))


def list_home_members(call: Call, store: Store) -> Reply:
    """List the members of a home."""
    members = home_of(call, store).members.values()
    return answer(200, [show_member(member, store.register.users[member.user]) for member in members])


def list_smart_modules(call: Call, store: Store) -> Reply:
    """List the modules of a home's project."""
    return answer(200, [show_module(module) for module in home_of(call, store).project.modules.values()])


def list_time_series(call: Call, store: Store) -> Reply:
    """List a module's time series."""
    home = home_of(call, store)
    return answer(200, [show_time_series(home, one) for one in home.time_series(call.path["moduleId"])])


def list_collections(call: Call, store: Store) -> Reply:
    """List a module's collections of time series."""
    home = home_of(call, store)
    return answer(
        200, [show_time_series(home, one) for one in home.time_series(call.path["moduleId"], collections=True)]
    )


def create_collection(call: Call, store: Store) -> Reply:
    """Describe a collection of time series."""
    home, module = home_of(call, store), call.path["moduleId"]
    home.time_series_database(module)
    wanted = TimeSeries(module, call.body["id"], call.body.get("timeZone", "UTC"), is_collection=True)
    return answer(201, show_time_series(home, home.add_time_series(wanted)))
