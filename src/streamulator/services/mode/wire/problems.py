"""Refusals as the platform words them: a status, and a reason that is one word in capitals."""

from __future__ import annotations

import re

from streamulator.contract.parameter import MISSING
from streamulator.core.ids import Ids
from streamulator.core.messages import Reply, Request
from streamulator.core.problems import (
    Broken,
    Conflict,
    Forbidden,
    Missing,
    Problem,
    Refused,
    TooLarge,
    Unauthenticated,
    Unroutable,
    Violation,
    WrongMethod,
)
from streamulator.services.mode.wire.replies import answer

_ABSENCE = re.compile(rf"{re.escape(MISSING)}$|^body: found no '")

# The page gives only statuses; the words are those of MODE's own client libraries where these have one.
_FACES: dict[type[Problem], tuple[int, str]] = {
    Violation: (400, "INVALID_PARAMETER"),
    Unauthenticated: (401, "AUTHORIZATION_REQUIRED"),
    Forbidden: (403, "PERMISSION_DENIED"),
    Refused: (403, "INVALID_PARAMETER"),
    Missing: (404, "NOT_FOUND"),
    Unroutable: (404, "NOT_FOUND"),
    WrongMethod: (405, "METHOD_NOT_ALLOWED"),
    Conflict: (409, "CONFLICT"),
    TooLarge: (413, "ENTITY_TOO_LARGE"),
    Broken: (500, "INTERNAL_ERROR"),
}


def render(problem: Problem, request: Request, _ids: Ids) -> Reply:
    """Put a problem into the platform's words; a problem that knows `why` says so itself."""
    status, reason = _FACES[type(problem)]
    if isinstance(problem, Violation) and any(map(_ABSENCE.search, problem.complaints)):
        reason = "MISSING_PARAMETERS"
    if _is_session_data(problem, request):
        status, reason = _FACES[Refused]
    reason = problem.details.get("why", "").upper().replace(" ", "_") or reason
    headers = {}
    if isinstance(problem, Unauthenticated):
        headers["WWW-Authenticate"] = "ModeCloud"
    if isinstance(problem, WrongMethod):
        headers["Allow"] = ", ".join(problem.allowed)
    return answer(status, {"reason": reason}, headers)


def _is_session_data(problem: Problem, request: Request) -> bool:
    """Tell whether the data of a new session is at fault, for which the page has 403, whatever is wrong with it."""
    if request.method != "POST" or not request.path.endswith("/sessions"):
        return False
    if isinstance(problem, Violation):
        return all(complaint.startswith("body: ") for complaint in problem.complaints)
    return isinstance(problem, TooLarge)
