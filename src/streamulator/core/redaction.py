"""What nobody should read in a journal: credentials, wherever they stand in a call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

HIDDEN = "(hidden)"

_NAMES = frozenset(
    {
        *("authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api_key", "apikey"),
        *("session", "sessionuid", "token", "authtoken", "access_token", "refresh_token"),
        *("client_secret", "clientsecret", "secret", "password"),
    }
)
_STEMS = sorted(name for name in _NAMES if not any(other in name for other in _NAMES - {name}))
_WORDS = "|".join(sorted(_NAMES))
_IN_JSON = re.compile(rf'("(?:{_WORDS})"\s*:\s*")(?:[^"\\]|\\.)*', re.IGNORECASE)
_IN_FORM = re.compile(rf"((?:^|[&?])(?:{_WORDS})=)[^&\s]*", re.IGNORECASE)


def shown(name: str, value: str) -> str:
    """Return the value of a header or a parameter as it may be read."""
    return HIDDEN if name.lower() in _NAMES and value else value


def shown_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers as they may be read."""
    return {name: shown_text(shown(name, value)) for name, value in headers.items()}


def shown_query(query: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return query parameters as they may be read, in order."""
    return [[name, shown(name, value)] for name, value in query]


def shown_text(text: str) -> str:
    """Return a body, or a URL, as it may be read."""
    if text.isascii():  # as most are, and then a look for the names takes a hundredth of the time
        lowered = text.lower()
        if not any(stem in lowered for stem in _STEMS):
            return text
    return _IN_FORM.sub(rf"\1{HIDDEN}", _IN_JSON.sub(rf"\1{HIDDEN}", text))
