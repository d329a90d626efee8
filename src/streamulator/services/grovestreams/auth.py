"""Who is calling, may they, and not too often: tokens in a query, a cookie or a header, rights, and limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from streamulator.contract.operation import Operation
from streamulator.core.messages import ANONYMOUS, Caller, Request
from streamulator.core.problems import Forbidden, Refused, Unauthenticated
from streamulator.services.grovestreams.model.access import ANY, ApiKey, User
from streamulator.services.grovestreams.model.limits import AUTHENTICATED, FEED_PUTS, UNAUTHENTICATED
from streamulator.services.grovestreams.model.organization import Organization
from streamulator.services.grovestreams.model.store import Store

REGISTER = "register"  # the role of who may bring components into being
SESSION, ORGANIZATION, API_KEY = "session", "org", "api_key"  # names of tokens in queries and cookies
_BEARER = "bearer"
_TOO_MANY = 429
_PUT_FEEDS = "putFeeds"
# What keys call the resource of operations whose paths are others.
_RESOURCES = dict.fromkeys((_PUT_FEEDS, "listFeeds", "getStreamLastValue"), ("component", ANY, "feed"))


class _Visitor(NamedTuple):
    """Whom the tokens stand for: a user, who may be the guest of one organization, or an organization's key."""

    user: User | None = None
    guest_of: str = ""
    organization: Organization | None = None
    key: ApiKey | None = None


def authenticate(request: Request, operation: Operation, path: Mapping[str, str], store: Store) -> Caller:
    """Name the caller of an operation, and the organization that the call is for.

    Unauthenticated without a good token, Forbidden without the right, Refused where a user does not say for which
    organization the call is, Throttled after too many calls.
    """
    if not operation.schemes:
        return ANONYMOUS
    tokens = tokens_of(request)
    visitor = _visitor(tokens, operation.schemes, store)
    counted = _TOO_MANY in operation.answers
    if visitor is None:
        if counted and store.limited:
            store.limits.count(request.sender, UNAUTHENTICATED, store.now())
        raise _unauthenticated(tokens)
    organization = visitor.organization
    if organization is None and "apiKey" in operation.schemes:  # what keys can do is about one organization
        organization = _chosen(visitor, tokens.get(ORGANIZATION, ""), store)
    meant = organization or store.organizations.get(path.get("organizationUid", "").lower())
    if counted and (store.limited if meant is None else meant.limited):
        _count(request, operation, store)
    if organization is not None:
        _check_right(visitor, organization, operation, path)
    return _caller(visitor, organization)


def tokens_of(request: Request) -> dict[str, str]:
    """Return the tokens of a request by name: those of its cookies, over them those of its query, and the bearer."""
    tokens: dict[str, str] = {}
    for cookie in request.headers.get("cookie", "").split(";"):
        name, _, value = cookie.strip().partition("=")
        tokens[name] = value.strip().strip('"')
    tokens |= {name: value for name, value in reversed(request.query) if value}
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    wanted = {name: tokens[name] for name in (SESSION, ORGANIZATION, API_KEY) if tokens.get(name)}
    return wanted | ({_BEARER: bearer.strip()} if scheme.lower() == "bearer" else {})


def _visitor(tokens: Mapping[str, str], schemes: frozenset[str], store: Store) -> _Visitor | None:
    """Tell who comes; a session decides, whatever else is sent, then a bearer token, and an API key comes last."""
    if SESSION in tokens and "session" in schemes:
        session = store.sessions.use(tokens[SESSION], store.now())
        return None if session is None else _Visitor(session.user, session.guest_of)
    if _BEARER in tokens and "bearer" in schemes:
        user = store.tokens.user(tokens[_BEARER], store.now())
        return None if user is None else _Visitor(user)
    if API_KEY in tokens and "apiKey" in schemes:
        found = store.key(tokens[API_KEY])
        return None if found is None else _Visitor(organization=found[0], key=found[1])
    return None


def _chosen(visitor: _Visitor, uid: str, store: Store) -> Organization:
    """Return the organization that a user's call is for."""
    if not uid:
        raise Refused("The token org is missing, which says for which organization a session is used.", "Send it.")
    organization = store.organizations.get(uid.lower())
    user = visitor.user
    member = organization is not None and user is not None and organization.member(user.uid) is not None
    if organization is None or not (member or visitor.guest_of == organization.uid):
        raise Forbidden(f"The user does not belong to organization '{uid}'.", "Use one that the login has listed.")
    return organization


def _count(request: Request, operation: Operation, store: Store) -> None:
    sender, limit = request.sender, AUTHENTICATED
    if operation.id == _PUT_FEEDS:
        sender, limit = f"{sender} {request.headers.get('x-forwarded-for', '')}", FEED_PUTS
    store.limits.count(sender, limit, store.now())


def _check_right(visitor: _Visitor, organization: Organization, operation: Operation, path: Mapping[str, str]) -> None:
    method = operation.method
    if visitor.key is not None:
        resource = _RESOURCES.get(operation.id) or operation.path.format(**path).split("/")[2:]
        if not visitor.key.may(method, resource):
            reason = f"The API key '{visitor.key.name}' has no right to {method} {'/'.join(resource)}."
            raise Forbidden(reason, "Use a key with that right.")
    elif not _may(visitor, organization, method):
        raise Forbidden(f"The user has no right to {method} in '{organization.name}'.", "Log in as somebody else.")


def _may(visitor: _Visitor, organization: Organization, method: str) -> bool:
    member = organization.member(visitor.user.uid) if visitor.user else None
    return method == "GET" if member is None else member.may(method)


def _caller(visitor: _Visitor, organization: Organization | None) -> Caller:
    place = "" if organization is None else organization.uid
    if visitor.key is not None:
        roles = frozenset({REGISTER} if visitor.key.may("PUT", ("component",)) else ())
        return Caller(visitor.key.name, "client", roles, place)
    return Caller(visitor.user.uid if visitor.user else "", "user", frozenset({REGISTER}), place)


def _unauthenticated(tokens: Mapping[str, str]) -> Unauthenticated:
    sent = " and ".join(name for name in tokens if name != ORGANIZATION)
    reason = f"Nobody is known by the {sent} that was sent." if sent else "There is no session and no api_key."
    return Unauthenticated(reason, "Log in, or send a good api_key, in the query or as a cookie.")
