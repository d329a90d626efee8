"""Every way a call can fail, as values that carry what went wrong and know nothing of any wire format.

Problem
├── Unroutable           no operation of the service has this path
├── WrongMethod          the path exists, but not with this method
├── Unauthenticated      nobody knows who is calling
├── Forbidden            the caller is known and may not do this
├── Violation            the request breaks the contract
├── TooLarge             the body is larger than the service takes
├── TimedOut             the call takes longer than it may
├── Refused              the contract is kept, yet what was asked makes no sense for what is stored
├── Missing              what the call names does not exist
├── Conflict             what is stored stands in the way
├── Throttled            too many calls have come too quickly
├── PreconditionFailed   what the caller knows of the state is no longer true
├── NotModified          what the caller has is still what is stored
├── Struck               a fault was armed to fail this call with some status
└── Broken               our own reply breaks the contract, or our own code failed
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

_MOST_NAMED = 20


class Problem(Exception):
    """An expected failure: `reason` says why, `resolution` how to mend it, `details` which ids or values."""

    def __init__(self, reason: str, resolution: str = "", /, **details: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.resolution = resolution
        self.details: Mapping[str, str] = details


class Unroutable(Problem):
    """No operation has this path."""


class WrongMethod(Problem):
    """The path is known, the method is not; `allowed` are the methods it has."""

    def __init__(self, reason: str, resolution: str = "", /, *, allowed: Sequence[str]) -> None:
        super().__init__(reason, resolution)
        self.allowed = tuple(allowed)


class Unauthenticated(Problem):
    """Credentials are missing, unknown or expired."""


class Forbidden(Problem):
    """The caller is known and lacks the right."""


class Violation(Problem):
    """The request breaks the contract; `complaints` are all the wrongs found, each with its place."""

    def __init__(self, complaints: Sequence[str], resolution: str = "", /, **details: str) -> None:
        super().__init__(" ".join(complaints), resolution, **details)
        self.complaints = tuple(complaints)


class TooLarge(Problem):
    """The body is larger than the service takes."""


class TimedOut(Problem):
    """The call takes longer than it may."""


class Refused(Problem):
    """The request keeps the contract but cannot be honoured for what is stored: an index of another type, say."""


class Missing(Problem):
    """Something that the call names is not there."""


class Conflict(Problem):
    """Something that is there stands in the way."""


class Throttled(Problem):
    """Too many calls have come too quickly; `seconds` is how long to wait before the next."""

    def __init__(self, reason: str, resolution: str = "", /, *, seconds: int = 0) -> None:
        super().__init__(reason, resolution)
        self.seconds = seconds


class PreconditionFailed(Problem):
    """An If-Match, an If-None-Match or a `test` did not hold."""


class NotModified(Problem):
    """The caller's copy is current; `etag` names it."""

    def __init__(self, reason: str, /, *, etag: str) -> None:
        super().__init__(reason)
        self.etag = etag


class Struck(Problem):
    """A fault says that the call fails with `status`.

    `seconds` is how long the client should wait before the next call, `allowed` are the methods that the path has.
    """

    def __init__(self, status: int, reason: str, /, *, seconds: int | None = None, allowed: Iterable[str] = ()) -> None:
        super().__init__(reason)
        self.status = status
        self.seconds = seconds
        self.allowed = tuple(sorted(allowed))


class Broken(Problem):
    """The emulator itself is at fault; `complaints` say how its reply differs from the contract."""

    def __init__(self, complaints: Sequence[str], /) -> None:
        super().__init__(" ".join(complaints))
        self.complaints = tuple(complaints)


def some_of(names: Sequence[str]) -> str:
    """List names for a reader, who wants no thousands of them."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more or "none"
