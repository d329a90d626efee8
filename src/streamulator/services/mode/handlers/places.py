"""Where a call leads: the home, the module or the stream that its path names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from streamulator.contract.operation import Call
from streamulator.core.problems import Forbidden, Missing
from streamulator.services.mode.model.homes import Home
from streamulator.services.mode.model.store import Store
from streamulator.services.mode.model.streams import Stream


def home_of(call: Call, store: Store) -> Home:
    """Return the home in the path; it is there, or nobody would have been let in."""
    return store.home(int(call.path["homeId"]))


def stream_of(call: Call, store: Store) -> Stream:
    """Return the stream in the path; Missing when it is not there."""
    return store.stream(int(call.path["homeId"]), call.path["moduleId"], call.path["streamName"])


def find_stream(call: Call, store: Store) -> Stream | None:
    """Return the stream in the path, None when it is not there; Forbidden when its module is not."""
    with forbidding():
        home_of(call, store).stream_data_store(call.path["moduleId"])
    try:
        return stream_of(call, store)
    except Missing:
        return None


@contextmanager
def forbidding() -> Iterator[None]:
    """Let what is not there be forbidden: for the operations for which the page has no 404."""
    try:
        yield
    except Missing as problem:
        raise Forbidden(problem.reason, problem.resolution, **problem.details) from problem
