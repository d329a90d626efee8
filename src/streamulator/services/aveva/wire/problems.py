"""Problems as the vendor answers them: its error body with the status, and OAuth's own form where tokens are issued."""

from __future__ import annotations

from http import HTTPStatus

from streamulator.core.ids import Ids
from streamulator.core.messages import NOTHING, Reply, Request
from streamulator.core.problems import NotModified, Problem
from streamulator.kernel.problem_json import phrase, problem_headers, status_of

IDENTITY = "/identity/"
_OF_OAUTH = (400, 413)  # where tokens are issued these have OAuth's own form
LONGEST = 2_000  # characters of a text in an error body

_ERRORS = {
    400: "The request is not valid.",
    401: "The request is not authenticated.",
    403: "The request is not permitted.",
    404: "The specified resource was not found.",
    405: "The method is not allowed.",
    408: "The operation timed out.",
    409: "The request was unsuccessful due to a conflict.",
    412: "A precondition of the request does not hold.",
    413: "The request is too large.",
    500: "The emulator's own reply would have broken its contract.",
}


def error_of(status: int) -> str:
    """Return what the vendor's error bodies call a status."""
    return _ERRORS[status]


def render(problem: Problem, request: Request, ids: Ids) -> Reply:
    """Put a problem into the reply that a client of the vendor expects."""
    if isinstance(problem, NotModified):
        return Reply(304, NOTHING, {"ETag": problem.etag})
    status = status_of(problem)
    if request.path.lower().startswith(IDENTITY) and status in _OF_OAUTH:
        return Reply(status, {"error": "invalid_request", "error_description": problem.reason[:LONGEST]})
    operation_id = ids.guid()
    headers = {"Operation-Id": operation_id, **problem_headers(problem)}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    content = {
        "OperationId": operation_id,
        "Error": _ERRORS.get(status) or f"{phrase(status)}.",
        "Reason": problem.reason[:LONGEST],
        "Resolution": problem.resolution or None,
        "Parameters": {name: value[:LONGEST] for name, value in problem.details.items()} or None,
    }
    return Reply(status, content, headers)
