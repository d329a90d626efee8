"""Problems as the vendor answers them: its error body with the status, and OAuth's own form where tokens are issued."""

from __future__ import annotations

from streamulator.core.ids import Ids
from streamulator.core.messages import NOTHING, Reply, Request
from streamulator.core.problems import NotModified, Problem, TooLarge, Unauthenticated, Violation
from streamulator.kernel.problem_json import STATUSES, problem_headers

IDENTITY = "/identity/"
_LONGEST = 2_000  # characters of a text in an error body

_ERRORS = {
    400: "The request is not valid.",
    401: "The request is not authenticated.",
    403: "The request is not permitted.",
    404: "The specified resource was not found.",
    405: "The method is not allowed.",
    409: "The request was unsuccessful due to a conflict.",
    412: "A precondition of the request does not hold.",
    413: "The request is too large.",
    500: "The emulator's own reply would have broken its contract.",
}


def render(problem: Problem, request: Request, ids: Ids) -> Reply:
    """Put a problem into the reply that a client of the vendor expects."""
    if isinstance(problem, NotModified):
        return Reply(304, NOTHING, {"ETag": problem.etag})
    status = STATUSES[type(problem)]
    if request.path.lower().startswith(IDENTITY) and isinstance(problem, Violation | TooLarge):
        return Reply(status, {"error": "invalid_request", "error_description": problem.reason[:_LONGEST]})
    operation_id = ids.guid()
    headers = {"Operation-Id": operation_id, **problem_headers(problem)}
    if isinstance(problem, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    content = {
        "OperationId": operation_id,
        "Error": _ERRORS[status],
        "Reason": problem.reason[:_LONGEST],
        "Resolution": problem.resolution or None,
        "Parameters": {name: value[:_LONGEST] for name, value in problem.details.items()} or None,
    }
    return Reply(status, content, headers)
