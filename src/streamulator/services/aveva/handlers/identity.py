"""Where tokens come from."""

from __future__ import annotations

import hmac

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.aveva.auth import basic_credentials, issue
from streamulator.services.aveva.model.store import Store


def get_open_id_configuration(call: Call, _store: Store) -> Reply:
    """Say where the endpoints are, on the host that was asked: some clients compare the two."""
    identity = f"{call.request.base_url}/identity"
    content = {
        "issuer": identity,
        "jwks_uri": f"{identity}/.well-known/openid-configuration/jwks",
        "authorization_endpoint": f"{identity}/connect/authorize",
        "token_endpoint": f"{identity}/connect/token",
        "grant_types_supported": ["client_credentials"],
        "scopes_supported": ["ocsapi"],
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }
    return Reply(200, content)


def get_signing_keys(_call: Call, _store: Store) -> Reply:
    """Answer with no keys: nothing outside the emulator can check its tokens."""
    return Reply(200, {"keys": []})


def issue_token(call: Call, store: Store) -> Reply:
    """Give a token to a client that knows its secret."""
    form = call.body
    if form["grant_type"] != "client_credentials":
        return _refusal("unsupported_grant_type", f"Only client_credentials is granted, not '{form['grant_type']}'.")
    basic = basic_credentials(call.request.headers.get("authorization", ""))
    client_id, secret = basic or (form.get("client_id", ""), form.get("client_secret", ""))
    known = store.client(client_id)
    if known is None or not hmac.compare_digest(known[1].secret.encode(), secret.encode()):
        return _refusal("invalid_client", "The client id is unknown, or the secret is not its own.")
    tenant, client = known
    token = issue(tenant, client, store.now())
    content = {"access_token": token, "expires_in": tenant.lifetime, "token_type": "Bearer", "scope": "ocsapi"}
    return Reply(200, content)


def _refusal(error: str, description: str) -> Reply:
    return Reply(400, {"error": error, "error_description": description})
