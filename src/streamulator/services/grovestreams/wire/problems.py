"""Problems as GroveStreams answers them: a message, and that it was no success."""

from __future__ import annotations

from http import HTTPStatus

from streamulator.core.ids import Ids
from streamulator.core.messages import Json, Reply, Request
from streamulator.core.problems import Problem
from streamulator.kernel.problem_json import problem_headers, status_of

TOKEN = "/api/oauth_access_token"  # noqa: S105  a path
OPEN = {"Access-Control-Allow-Origin": "*"}  # the vendor's own example calls from whatever page it stands in
_OF_OAUTH = (400, 413)  # where tokens are issued these have OAuth's own form
_LONGEST = 2_000  # characters of a message


def success(**content: Json) -> Reply:
    """Answer that all went well."""
    return answered({"message": "", **content, "success": True})


def answered(content: Json, status: int = 200, **headers: str) -> Reply:
    """Answer with a content; names of headers are written with underscores."""
    return Reply(status, content, {**OPEN, **{name.replace("_", "-"): value for name, value in headers.items()}})


def render(problem: Problem, request: Request, _ids: Ids) -> Reply:
    """Put a problem into the reply that a client expects: the vendor's, or OAuth's own where tokens are issued."""
    status, headers = status_of(problem), {**OPEN, **problem_headers(problem)}
    if request.path.lower().rstrip("/") == TOKEN and status in _OF_OAUTH:
        return Reply(status, {"error": "invalid_request", "error_description": problem.reason[:_LONGEST]}, headers)
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    message = f"{problem.reason} {problem.resolution}".strip()
    return Reply(status, {"message": message[:_LONGEST], "success": False}, headers)
