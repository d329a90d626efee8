"""Homes, their members and their Smart Modules."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.core.problems import Forbidden
from streamulator.services.mode.auth import required_credential
from streamulator.services.mode.handlers.places import home_of
from streamulator.services.mode.model.accounts import USER
from streamulator.services.mode.model.homes import Series
from streamulator.services.mode.model.store import Store
from streamulator.services.mode.wire.homes import show_home, show_member, show_module, show_series
from streamulator.services.mode.wire.replies import answer, page


def list_homes(call: Call, store: Store) -> Reply:
    """List the homes of a project or of a user, as far as they are the caller's business."""
    caller, project, user = _caller(call, store)
    wanted_project, wanted_user = call.query["projectId"], call.query["userId"]
    if user is not None:
        wanted_user = user if wanted_user is None and wanted_project is None else wanted_user
        if wanted_user != user or wanted_project not in (None, project):
            raise Forbidden(f"User {caller} may only list homes of his own.", f"Ask for userId={user}.")
    elif wanted_project not in (None, project):
        raise Forbidden(f"A key of project {project} knows no homes of another.", f"Ask for projectId={project}.")
    return page(store.homes_of(project, wanted_user), show_home, call.query["skip"], call.query["limit"])


def create_home(call: Call, store: Store) -> Reply:
    """Make a home, which belongs to the user who asks, if one does."""
    _id, project, user = _caller(call, store)
    return answer(201, show_home(store.add_home(project, call.body["name"], user)))


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
    return answer(200, [show_series(home, one) for one in home.series(call.path["moduleId"])])


def list_collections(call: Call, store: Store) -> Reply:
    """List a module's collections of time series."""
    home = home_of(call, store)
    return answer(200, [show_series(home, one) for one in home.series(call.path["moduleId"], collections=True)])


def create_collection(call: Call, store: Store) -> Reply:
    """Describe a collection of time series."""
    home, module = home_of(call, store), call.path["moduleId"]
    home.time_series_database(module)
    wanted = Series(module, call.body["id"], call.body.get("timeZone", "UTC"), is_collection=True)
    return answer(201, show_series(home, home.add_series(wanted)))


def _caller(call: Call, store: Store) -> tuple[str, int, int | None]:
    """Return who asks: an id, a project, and the number of the user if it is one."""
    credential = required_credential(call.request, store)
    return credential.id, credential.project, int(credential.id) if credential.kind == USER else None
