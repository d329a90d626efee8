"""RFC 9457 problem details, for answers that no vendor gives: the emulator's own."""

from __future__ import annotations

from http import HTTPStatus

from streamulator.core.messages import Reply
from streamulator.core.problems import (
    Broken,
    Conflict,
    Forbidden,
    Missing,
    NotModified,
    PreconditionFailed,
    Problem,
    Refused,
    Struck,
    Throttled,
    TimedOut,
    TooLarge,
    Unauthenticated,
    Unroutable,
    Violation,
    WrongMethod,
)

MEDIA_TYPE = "application/problem+json"
STATUSES: dict[type[Problem], int] = {
    Violation: 400,
    Refused: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    Unroutable: 404,
    Missing: 404,
    WrongMethod: 405,
    TimedOut: 408,
    Conflict: 409,
    PreconditionFailed: 412,
    TooLarge: 413,
    Throttled: 429,
    Broken: 500,
    Problem: 500,
}


def phrase(status: int) -> str:
    """Return what a status is called; a plain word for one that has no name."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def status_of(problem: Problem) -> int:
    """Return the status that means a problem in HTTP."""
    if isinstance(problem, Struck):
        return problem.status
    return next(STATUSES[kind] for kind in type(problem).__mro__ if kind in STATUSES)


def problem_reply(problem: Problem) -> Reply:
    """Render a problem as `application/problem+json`; a violation's complaints are its `errors`."""
    if isinstance(problem, NotModified):
        return Reply(304, headers={"ETag": problem.etag})
    status = status_of(problem)
    detail = f"{problem.reason} {problem.resolution}".strip()
    content = {"type": "about:blank", "title": phrase(status), "status": status, "detail": detail}
    if isinstance(problem, (Violation, Broken)):
        content["errors"] = list(problem.complaints)
    return Reply(status, content, problem_headers(problem), media_type=MEDIA_TYPE)


def problem_headers(problem: Problem) -> dict[str, str]:
    """Return the headers that HTTP itself wants with a problem, whoever words its body."""
    headers = {}
    if isinstance(problem, WrongMethod | Struck) and status_of(problem) == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(problem.allowed)
    if isinstance(problem, Throttled | Struck) and problem.seconds is not None:
        headers["Retry-After"] = str(problem.seconds)
    return headers
