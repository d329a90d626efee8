"""Sessions, which end when nobody uses them, and OAuth tokens, which end after a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from streamulator.services.grovestreams.model.access import User

LIFETIME = 86_400  # seconds that an access token is good for
_MILLISECONDS = 1_000  # in a second


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody is logged in; `guest_of` is the one organization that a guest may see, "" for who is no guest."""

    user: User
    used: int
    guest_of: str = ""


class Sessions:
    """The sessions that are open; times are milliseconds since 1970, `timeout` is in seconds."""

    def __init__(self, timeout: int, sessions: Mapping[str, Session] | None = None) -> None:
        self.timeout = timeout
        self._sessions = dict(sessions or {})

    def fork(self) -> Sessions:
        """Return an independent copy."""
        return Sessions(self.timeout, self._sessions)

    def open(self, uid: str, session: Session) -> None:
        """Begin a session."""
        self._sessions[uid] = session

    def use(self, uid: str, now: int) -> Session | None:
        """Return a session, which stays open for another while; None when there is none, or none any more."""
        session = self._sessions.get(uid)
        if session is None or now - session.used > self.timeout * _MILLISECONDS:
            self._sessions.pop(uid, None)
            return None
        self._sessions[uid] = replace(session, used=now)
        return session

    def end(self, uid: str) -> None:
        """End a session, if it is open."""
        self._sessions.pop(uid, None)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a user has allowed a client; a secret is only asked for where there is one."""

    client: str
    secret: str
    user: User


class Tokens:
    """Grant codes, each good once; refresh tokens, good for ever; access tokens, good until a time."""

    def __init__(self) -> None:
        self.codes: dict[str, Grant] = {}
        self._refresh: dict[str, Grant] = {}
        self._access: dict[str, tuple[User, int]] = {}

    def fork(self) -> Tokens:
        """Return an independent copy."""
        copy = Tokens()
        copy.codes, copy._refresh, copy._access = dict(self.codes), dict(self._refresh), dict(self._access)
        return copy

    def redeem(self, code: str, client: str, secret: str) -> Grant | None:
        """Return what a code stands for, which is worth nothing from then on; None unless all three go together."""
        grant = _confirmed(self.codes.get(code), client, secret)
        if grant is not None:
            del self.codes[code]
        return grant

    def refreshed(self, token: str, client: str, secret: str) -> Grant | None:
        """Return what a refresh token stands for; None unless all three go together."""
        return _confirmed(self._refresh.get(token), client, secret)

    def issue(self, grant: Grant, *, access: str, refresh: str, now: int) -> None:
        """Give out an access token and a refresh token for a grant."""
        self._access[access] = (grant.user, now + LIFETIME * _MILLISECONDS)
        self._refresh[refresh] = grant

    def user(self, access: str, now: int) -> User | None:
        """Return whom an access token stands for; None when it is unknown or over."""
        user, end = self._access.get(access, (None, 0))
        return user if now < end else None


def _confirmed(grant: Grant | None, client: str, secret: str) -> Grant | None:
    if grant is None or grant.client != client or grant.secret not in ("", secret):
        return None
    return grant
