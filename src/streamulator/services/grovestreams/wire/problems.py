"""Problems as GroveStreams answers them: a message, and that it was no success."""

from __future__ import annotations

from streamulator.core.ids import Ids
from streamulator.core.messages import Json, Reply, Request
from streamulator.core.problems import Problem, Unauthenticated
from streamulator.kernel.problem_json import STATUSES, problem_headers

_LONGEST = 2_000  # characters of a message


def success(**content: Json) -> Reply:
    """Answer that all went well."""
    return Reply(200, {"message": "", **content, "success": True})


def render(problem: Problem, _request: Request, _ids: Ids) -> Reply:
    """Put a problem into the reply that a client of the vendor expects."""
    headers = problem_headers(problem)
    if isinstance(problem, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    message = f"{problem.reason} {problem.resolution}".strip()
    return Reply(STATUSES[type(problem)], {"message": message[:_LONGEST], "success": False}, headers)
