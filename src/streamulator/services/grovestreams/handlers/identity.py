"""Logging in and out, and tokens for other programs."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.core.problems import Forbidden, Refused, Unauthenticated
from streamulator.services.grovestreams.auth import ORGANIZATION, SESSION, tokens_of
from streamulator.services.grovestreams.model.access import GUEST, User
from streamulator.services.grovestreams.model.organization import Organization
from streamulator.services.grovestreams.model.sessions import LIFETIME, Session
from streamulator.services.grovestreams.model.store import Store
from streamulator.services.grovestreams.wire.people import show_login
from streamulator.services.grovestreams.wire.problems import answered


def log_in_user(call: Call, store: Store) -> Reply:
    """Open a session for a user who knows the password."""
    user = store.users.get(call.body["email"])
    if user is None or not hmac.compare_digest(user.password.encode(), call.body["password"].encode()):
        raise Unauthenticated("Nobody has this email and this password.", "Use those of a user in the fixture.")
    return _logged_in(user, store.organizations_of(user), store)


def log_in_guest(call: Call, store: Store) -> Reply:
    """Open a session for a guest of the organization that the call names."""
    uid = call.query[ORGANIZATION] or tokens_of(call.request).get(ORGANIZATION)
    if not uid:
        raise Refused("The token org is missing, which says whose guest this is.", "Send it.")
    organization = store.organization(uid)
    if not organization.public:
        raise Forbidden(f"Organization '{organization.name}' is not public.", "Log in as a user.")
    return _logged_in(GUEST, [organization], store, guest_of=organization.uid)


def log_out(call: Call, store: Store) -> Reply:
    """End the session."""
    store.sessions.end(tokens_of(call.request)[SESSION])
    return answered({"message": "Session ended", "success": True})


def issue_access_token(call: Call, store: Store) -> Reply:
    """Give tokens for a grant code or a refresh token."""
    form, tokens = call.body, store.tokens
    client, secret = form["client_id"], form.get("client_secret", "")
    refresh = form.get("refresh_token", "")
    if form["grant_type"] == "authorization_code":
        grant, refresh = tokens.redeem(form.get("code", ""), client, secret), store.surroundings.ids.guid()
    elif form["grant_type"] == "refresh_token":
        grant = tokens.refreshed(refresh, client, secret)
    else:
        return _refusal("unsupported_grant_type", f"'{form['grant_type'][:60]}' is no grant that is known here.")
    if grant is None:
        return _refusal("invalid_grant", "The code or token is unknown or used up, or it is not for this client.")
    access = store.surroundings.ids.guid()
    tokens.issue(grant, access=access, refresh=refresh, now=store.now())
    content = {"access_token": access, "token_type": "bearer", "expires_in": LIFETIME, "refresh_token": refresh}
    return answered(content, Cache_Control="no-store", Pragma="no-cache")


def _logged_in(user: User, organizations: Sequence[Organization], store: Store, guest_of: str = "") -> Reply:
    uid = store.surroundings.ids.guid()
    store.sessions.open(uid, Session(user, store.now(), guest_of))
    return answered(show_login(user, organizations, uid), Set_Cookie=f"{SESSION}={uid}; Path=/")


def _refusal(error: str, description: str) -> Reply:
    return answered({"error": error, "error_description": description}, 400)
