"""Who is calling, and may they: tokens, and the doors of tenants."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from urllib.parse import unquote_plus

from streamulator.contract.operation import Operation
from streamulator.core.clock import TICKS_PER_SECOND
from streamulator.core.messages import ANONYMOUS, Caller, Request
from streamulator.core.problems import Forbidden, Unauthenticated
from streamulator.kernel.tokens import TokenError, Tokens
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.tenancy import Client, Right, Tenant

_TOKENS = Tokens("token")

_RIGHTS = {"GET": Right.READ, "DELETE": Right.DELETE}
_READS_BY_POST = frozenset({"joinValues", "listResolvedStreams"})  # what is wanted is in the body, nothing is changed


def authenticate(request: Request, operation: Operation, path: Mapping[str, str], store: Store) -> Caller:
    """Name the caller of an operation; Unauthenticated without a good token, Forbidden without the right."""
    if "tenantId" not in path:
        return ANONYMOUS
    header = request.headers.get("authorization", "")
    tenant = store.find_tenant(path["tenantId"])
    if tenant is None and not header:
        return ANONYMOUS  # the call will end with the tenant not being found, which tells more than a 401
    if tenant is not None and tenant.open:
        return ANONYMOUS
    owner, client = _bearer(header, store)
    if tenant is None or owner.id != tenant.id:
        raise _forbidden(client, f"knows only tenant '{owner.id}', not '{path['tenantId']}'")
    namespace = path.get("namespaceId")
    if namespace is not None and not client.enters(namespace):
        raise _forbidden(client, f"may not enter namespace '{namespace}'")
    right = Right.READ if operation.id in _READS_BY_POST else _RIGHTS.get(request.method, Right.WRITE)
    if not client.may(right):
        raise _forbidden(client, f"has the roles {sorted(client.roles)}, which do not grant the right to {right.value}")
    return Caller(client.id, "client", client.roles)


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


def _forbidden(client: Client, why: str) -> Forbidden:
    return Forbidden(f"Client '{client.id}' {why}.", "Use a client with that right.", ClientId=client.id)
