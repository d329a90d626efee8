"""Writes to several streams on the wire: their events by stream, and what became of those that failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from streamulator.core.messages import Json, Reply
from streamulator.core.problems import Problem, Refused
from streamulator.kernel.problem_json import STATUSES
from streamulator.services.aveva.wire.members import Members, Warn
from streamulator.services.aveva.wire.problems import LONGEST, error_of


def read_values(content: Json, warn: Warn) -> Mapping[str, Sequence[Json]]:
    """Read the events of each stream; Refused where there are none, or where they are not in arrays."""
    members = Members(content, "body")
    values = members.get("Values")
    if not isinstance(values, Mapping):
        raise Refused("body.Values: missing, and it is required.", "Send the events of each stream, by its Id.")
    for stream_id, events in values.items():
        if not isinstance(events, list):
            raise Refused(f"body.Values.{stream_id[:250]}: expected an array of events.", "Send events in arrays.")
    members.warn_of_strangers(warn)
    return values


def show_failure(stream_id: str, problem: Problem) -> Json:
    """Show why nothing was written to a stream; the vendor's Reason is always the same, so the Resolution says more."""
    status = STATUSES[type(problem)]
    index = problem.details.get("Index")
    return {
        "Error": error_of(status),
        "Reason": "Failed to update stream.",
        "Resolution": f"{problem.reason[:LONGEST]} {problem.resolution}".strip(),
        "StreamId": stream_id,
        **({} if index is None else {"Index": index}),
        "StatusCode": status,
    }


def outcome(failures: Sequence[Json]) -> Reply:
    """Answer that all is written or, in the words of the vendor's page, that some writes failed."""
    if not failures:
        return Reply(204)
    content = {
        "Error": "The request partially failed.",
        "Reason": "At least one of the attempted write operations resulted in an error.",
        "Resolution": "Iterate through the child errors for more information.",
        "ChildErrors": list(failures),
    }
    return Reply(207, content)
