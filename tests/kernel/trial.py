"""One service of one operation, whose handler a test gives, on a pipeline and a world of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from small_contracts import ANY, contract, described

from streamulator.core.messages import ANONYMOUS, Reply, Request
from streamulator.kernel.pipeline import Conduct, Pipeline
from streamulator.kernel.problem_json import MEDIA_TYPE, problem_reply
from streamulator.kernel.service import Service
from streamulator.kernel.world import World

PROBLEM = {"description": "No.", "content": {MEDIA_TYPE: {"schema": {"type": "object", "required": ["status"]}}}}
DONE = {"description": "Done.", "content": ANY}
STATUSES = (400, 401, 403, 404, 408, 409, 412, 413, 500)


class Trial:
    """A pipeline whose `run` takes the parts of a request."""

    def __init__(
        self,
        handler: Callable[..., Any],
        *,
        conduct: Conduct | None = None,
        path: str = "/it",
        tolerance: dict[str, str] | None = None,
        **parts: Any,
    ) -> None:
        """Build it; `parts` replace those of the service or, under `it`, those of the operation's description."""
        responses = {"200": DONE, "204": {"description": "Done."}, **{str(status): PROBLEM for status in STATUSES}}
        document = contract(
            {path: {"post": described(**{"responses": responses, **parts.pop("it", {})})}},
            **{"x-unrouted": {"404": PROBLEM, "405": PROBLEM}, "x-tolerance": tolerance or {}},
        )
        service = {
            "name": "trial",
            "contracts": (document.name,),
            "seed": lambda _sections, _surroundings: None,
            "handlers": {"it": handler},
            "authenticate": lambda _request, _operation, _path, _store: ANONYMOUS,
            "render": lambda problem, _request, _ids: problem_reply(problem),
        }
        self.pipeline = Pipeline(Service(**{**service, **parts}), [document], conduct or Conduct())
        self.world = World("trial")
        self.world.stores = {"trial": {}}

    def run(self, method: str = "POST", path: str = "/it", **more: Any) -> Reply:
        """Send one request."""
        request = Request(method, path, headers=more.pop("headers", {"content-type": "application/json"}), **more)
        return self.pipeline.run(request, self.pipeline.find(path), self.world)

    @property
    def entry(self) -> Any:
        """The newest entry of the journal."""
        return self.world.journal.entries()[-1]

    def findings(self) -> list[tuple[str, str]]:
        """Return kind and complaint of all findings."""
        return [(finding.kind, finding.complaint) for finding in self.world.ledger.findings()]


def raising(problem: Exception) -> Callable[..., Reply]:
    """Make a handler that raises."""

    def handler(_call: Any, _store: Any) -> Reply:
        raise problem

    return handler


def answering(reply: Reply) -> Callable[..., Reply]:
    """Make a handler that always answers the same."""
    return lambda _call, _store: reply


def never(*_arguments: Any) -> Any:
    """Fail, since nobody should come here."""
    raise AssertionError("should not have been called")
