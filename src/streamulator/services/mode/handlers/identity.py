"""Who is calling, and logging in and out."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.core.problems import Forbidden
from streamulator.services.mode.auth import credential_of, key_of, log_in, required_credential
from streamulator.services.mode.model.accounts import USER, Credential
from streamulator.services.mode.model.store import Store
from streamulator.services.mode.wire.homes import show_authentication, show_login, show_user_session
from streamulator.services.mode.wire.replies import answer


def get_authentication(call: Call, store: Store) -> Reply:
    """Say who the caller is, which may be nobody."""
    return answer(200, show_authentication(credential_of(call.request, store)))


def log_user_in(call: Call, store: Store) -> Reply:
    """Give a token to a user who knows the password."""
    form = call.body
    user = store.user_with_password(int(form["projectId"]), form["email"], form["password"])
    token, ends = log_in(user, form["appId"], store)
    return answer(200, show_login(token, user.id, ends))


def get_user_session(call: Call, store: Store) -> Reply:
    """Say who is logged in."""
    return answer(200, show_user_session(_of_user(call, store)))


def end_user_session(call: Call, store: Store) -> Reply:
    """Let the key be good no more."""
    _of_user(call, store)
    store.end(key_of(call.request))
    return answer(204)


def _of_user(call: Call, store: Store) -> Credential:
    credential = required_credential(call.request, store)
    if credential.kind != USER:
        raise Forbidden("Only users have sessions that can be looked at and ended.", "Use the key of a user.")
    return credential
