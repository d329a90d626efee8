"""Who is calling: tokens, and which door of a tenant they lead to."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from urllib.parse import unquote_plus

from streamulator.contract.operation import Operation
from streamulator.core.clock import TICKS_PER_SECOND
from streamulator.core.messages import ANONYMOUS, Caller, Request
from streamulator.core.problems import Unauthenticated
from streamulator.kernel.tokens import TokenError, Tokens
from streamulator.services.aveva.doors import admit, admit_member
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.tenancy import Client, Tenant

_TOKENS = Tokens("token")


def authenticate(request: Request, operation: Operation, path: Mapping[str, str], store: Store) -> Caller:
    """Name the caller of an operation; Unauthenticated without a good token, Forbidden without the right."""
    if path.keys().isdisjoint(("tenantId", "communityId")):
        return ANONYMOUS
    header = request.headers.get("authorization", "")
    if "tenantId" in path:
        tenant = store.find_tenant(path["tenantId"])
        if tenant is None and not header:
            return ANONYMOUS  # the call will end with the tenant not being found, which tells more than a 401
        if tenant is not None and tenant.open:
            return ANONYMOUS
    home, client = _bearer(header, store)
    community = request.headers.get("community-id", "").strip()
    if community:
        return admit_member(client, operation, path, community, store)
    return admit(client, operation, path, home, store)


def issue(tenant: Tenant, client: Client, now: int) -> str:
    """Return a token for a client that has shown its secret; `now` in ticks."""
    return _TOKENS.issue([client.id], now + tenant.lifetime * TICKS_PER_SECOND)


def basic_credentials(header: str) -> tuple[str, str] | None:
    """Return client id and secret from an Authorization header of the Basic kind, None when it is no such thing."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, colon, secret = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:
        return None
    return (unquote_plus(client_id), unquote_plus(secret)) if colon else None


def _bearer(header: str, store: Store) -> tuple[Tenant, Client]:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise _unauthenticated("The request has no bearer token in its Authorization header.")
    try:
        (client_id,) = _TOKENS.read(token.strip(), store.now())
    except TokenError as error:
        raise _unauthenticated(f"The bearer token {error}.") from None
    known = store.client(client_id)
    if known is None:
        raise _unauthenticated(f"The bearer token is for '{client_id}', which no tenant knows any more.")
    return known


def _unauthenticated(reason: str) -> Unauthenticated:
    return Unauthenticated(reason, "Get a token from /identity/connect/token and send it as 'Authorization: Bearer …'.")
