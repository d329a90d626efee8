"""Where a call leads: the namespace or the stream that its path names, and how it wants to be answered."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import NOTHING
from streamulator.services.aveva.model.namespace import Namespace
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.model.units.conversion import Conversion, conversion_of
from streamulator.services.aveva.wire.units import read_units


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


def units_wanted(call: Call, stream: Stream) -> Conversion:
    """Return how what is read of a stream gets the units that the body names; a call without a body names none."""
    return conversion_of(stream, () if call.body is NOTHING else read_units(call.body, call.warn))


def is_verbose(call: Call) -> bool:
    """Tell whether the caller asks for members that are equal to their default, too."""
    return call.request.headers.get("accept-verbosity", "").strip().lower() == "verbose"
