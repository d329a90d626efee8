"""Where a call leads: the namespace or the stream that its path names, and how it wants to be answered."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.services.aveva.model.namespace import Namespace
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.streams.stream import Stream


def namespace_of(call: Call, store: Store) -> Namespace:
    """Return the namespace in the path; Missing when it is not there."""
    return store.namespace(call.path["tenantId"], call.path["namespaceId"])


def stream_of(call: Call, store: Store) -> Stream:
    """Return the stream in the path; Missing when it is not there."""
    return store.stream(call.path["tenantId"], call.path["namespaceId"], call.path["streamId"])


def stream_as_read(call: Call, store: Store) -> Stream:
    """Return the stream in the path, through the stream view that a read names; Missing when either is not there."""
    stream, view = stream_of(call, store), call.query.get("streamViewId")
    return namespace_of(call, store).views.lens(view).through(stream) if view else stream


def is_verbose(call: Call) -> bool:
    """Tell whether the caller asks for members that are equal to their default, too."""
    return call.request.headers.get("accept-verbosity", "").strip().lower() == "verbose"
