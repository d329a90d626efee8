"""Who is calling, and may they: API keys, tokens of logged-in users, and the doors of homes."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.contract.operation import Operation
from streamulator.core.messages import ANONYMOUS, Caller, Request
from streamulator.core.problems import Forbidden, Unauthenticated
from streamulator.kernel.tokens import TokenError, Tokens
from streamulator.services.mode.model.accounts import ALL_RIGHTS, DEVICE, USER, Credential, Right, User
from streamulator.services.mode.model.store import Store

_OPEN = frozenset({"getAuthentication", "logIn", "downloadDataPackets"})
_OF_ANY_RIGHT = frozenset({"getUserSession", "endUserSession"})
_LOGINS = Tokens("login")
_VERSION = "v1."  # keys that are seen in public begin so


def authenticate(request: Request, operation: Operation, path: Mapping[str, str], store: Store) -> Caller:
    """Name the caller of an operation; Unauthenticated without a good key, Forbidden where it does not permit that."""
    if operation.id in _OPEN:
        return ANONYMOUS
    credential = required_credential(request, store)
    if credential.kind == DEVICE:
        raise _forbidden(credential, "is no user and no project, and only these have access here")
    right = Right.READ if request.method == "GET" else Right.WRITE
    if right not in credential.rights and operation.id not in _OF_ANY_RIGHT:
        raise _forbidden(credential, f"has no permission to {right.value}")
    if "homeId" in path:
        _enter(credential, path["homeId"], store)
    return credential.caller


def credential_of(request: Request, store: Store) -> Credential | None:
    """Return what the key in a request stands for; None without one, and for a key that is not good."""
    key = key_of(request)
    found = store.register.keys.get(key) or _logged_in(key, store)
    if found is None or store.has_ended(key) or (found.ends is not None and found.ends <= store.now()):
        return None
    return found


def required_credential(request: Request, store: Store) -> Credential:
    """Return what the key in a request stands for; Unauthenticated when that is nothing."""
    credential = credential_of(request, store)
    if credential is None:
        raise Unauthenticated(
            "The request has no good API key.", "Send 'Authorization: ModeCloud …' with a user or project API key."
        )
    return credential


def key_of(request: Request) -> str:
    """Return the key in a request's Authorization header, empty where there is none of this platform."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "modecloud" else ""


def log_in(user: User, app: str, store: Store) -> tuple[str, int | None]:
    """Return a token for a user who has shown a password, and when it ends if it does; Forbidden for an unknown app."""
    project = store.register.projects[user.project]
    if app not in project.apps:
        raise Forbidden(f"Project {project.id} has no app '{app}'.", "Use one of its apps.")
    ends = None if project.login_lasts is None else store.now() + project.login_lasts
    return _VERSION + _LOGINS.issue([user.id, app, store.now(), store.new_id(), ends]), ends


def _logged_in(key: str, store: Store) -> Credential | None:
    try:
        user, app, since, _unique, ends = _LOGINS.read(key.removeprefix(_VERSION), store.now())
    except TokenError:
        return None
    known = store.register.users.get(user)
    return None if known is None else Credential(USER, str(user), known.project, ALL_RIGHTS, since, ends, app)


def _enter(credential: Credential, text: str, store: Store) -> None:
    """Refuse a home to whom it is closed; one that is not there is closed to everybody."""
    try:
        home = store.find_home(int(text))
    except ValueError:
        return  # the contract says what is wrong with it
    if home is None or home.project.id != credential.project:
        raise _forbidden(credential, f"knows no home {text} in its project {credential.project}")
    if credential.kind == USER and int(credential.id) not in home.members:
        raise Forbidden(
            f"User {credential.id} is not a member of home {text}.", "Ask an owner to be added.", why="members only"
        )


def _forbidden(credential: Credential, why: str) -> Forbidden:
    return Forbidden(f"The {credential.kind} '{credential.id}' {why}.", "Use a key that permits it.")
