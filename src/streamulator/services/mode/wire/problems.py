"""Refusals as the platform words them: a status, and a reason that is one word in capitals."""

from __future__ import annotations

import re
from http import HTTPStatus

from streamulator.contract.parameter import MISSING
from streamulator.core.ids import Ids
from streamulator.core.messages import Reply, Request
from streamulator.core.problems import Problem, Refused, TooLarge, Violation
from streamulator.kernel.problem_json import phrase, problem_headers, status_of
from streamulator.services.mode.wire.replies import answer

_ABSENCE = re.compile(rf"{re.escape(MISSING)}$|^body: found no '")

# The page gives only statuses; the words are those of MODE's own client libraries where these have one.
_WORDS = {
    400: "INVALID_PARAMETER",
    401: "AUTHORIZATION_REQUIRED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    409: "CONFLICT",
    413: "ENTITY_TOO_LARGE",
    500: "INTERNAL_ERROR",
    503: "SERVICE_UNAVAILABLE",
}


def render(problem: Problem, request: Request, _ids: Ids) -> Reply:
    """Put a problem into the platform's words; a problem that knows `why` says so itself."""
    status, invalid = status_of(problem), isinstance(problem, Refused) or _is_session_data(problem, request)
    reason = _WORDS.get(status) or phrase(status)
    if isinstance(problem, Violation) and any(map(_ABSENCE.search, problem.complaints)):
        reason = "MISSING_PARAMETERS"
    if invalid:
        status, reason = HTTPStatus.FORBIDDEN.value, "INVALID_PARAMETER"
    headers = problem_headers(problem)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "ModeCloud"
    word = (problem.details.get("why") or reason).upper().replace(" ", "_")
    return answer(status, {"reason": word}, headers)


def _is_session_data(problem: Problem, request: Request) -> bool:
    """Tell whether the data of a new session is at fault, for which the page has 403, whatever is wrong with it."""
    if request.method != "POST" or not request.path.endswith("/sessions"):
        return False
    if isinstance(problem, Violation):
        return all(complaint.startswith("body: ") for complaint in problem.complaints)
    return isinstance(problem, TooLarge)
