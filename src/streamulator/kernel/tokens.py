"""Signed tokens: texts that carry a few values and an end, and that nobody comes by through a typing error."""

from __future__ import annotations

from collections.abc import Sequence

from itsdangerous import BadSignature, URLSafeSerializer

from streamulator.core.messages import Json


class TokenError(ValueError):
    """A text that is no token, or no longer one; the message goes on where the name of the token stands."""


class Tokens:
    """Tokens for one purpose; those for another are not taken.

    They prove nothing outside this machine. That the signature is always the same lets a client go on after a restart
    or a reset, as it would with the real service.
    """

    def __init__(self, purpose: str) -> None:
        self._signer = URLSafeSerializer("streamulator", salt=purpose)

    def issue(self, values: Sequence[Json], end: int | None = None) -> str:
        """Return a token that carries values; it is good until `end` in ticks, or for ever."""
        return str(self._signer.dumps([*values, end]))

    def read(self, token: str, now: int) -> list[Json]:
        """Return the values that a token carries; TokenError for what was never issued, or has ended by now."""
        try:
            loaded: list[Json] = self._signer.loads(token)
            *values, end = loaded
        except (BadSignature, ValueError, TypeError):
            raise TokenError("was not issued here") from None
        if end is not None and end <= now:
            raise TokenError("has expired")
        return values
