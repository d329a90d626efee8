"""Where a call leads: to what it names, and what guards that; and how it wants to be answered."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import NOTHING
from streamulator.services.aveva.model.access.guards import Collection, Guard, trustee_of
from streamulator.services.aveva.model.access.lists import Right, Trustee
from streamulator.services.aveva.model.namespace import Namespace
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.streams.stream import Stream
from streamulator.services.aveva.model.units.conversion import Conversion, conversion_of
from streamulator.services.aveva.model.views.lens import Lens
from streamulator.services.aveva.wire.access import COLLECTIONS
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
    return lens_for(call, namespace_of(call, store), view).through(stream) if view else stream


def stream_for(call: Call, namespace: Namespace, id_: str, right: Right = Right.READ) -> Stream:
    """Return a stream that is named elsewhere than in the path; Forbidden where the caller has no such right to it."""
    namespace.guards.demand(call.caller, right, Collection.STREAMS, id_)
    return namespace.stream(id_)


def lens_for(call: Call, namespace: Namespace, id_: str) -> Lens:
    """Return a stream view that is named elsewhere than in the path; Forbidden where the caller may not read it."""
    namespace.guards.demand(call.caller, Right.READ, Collection.STREAM_VIEWS, id_)
    return namespace.views.lens(id_)


def owner_of(call: Call) -> Trustee:
    """Return who will own what a call makes."""
    return trustee_of(call.caller, call.path["tenantId"])


def guard_of(call: Call, store: Store) -> Guard:
    """Return the guard of the thing in the path, else that of its collection; Missing when the thing is not there."""
    return namespace_of(call, store).guards.of(*_guarded(call, store))


def put_guard(guard: Guard, call: Call, store: Store) -> None:
    """Put another guard before the thing in the path, else before its collection."""
    namespace_of(call, store).guards.put(guard, *_guarded(call, store))


def _guarded(call: Call, store: Store) -> tuple[Collection, str | None]:
    namespace, path = namespace_of(call, store), call.path
    if "streamId" in path:
        return Collection.STREAMS, namespace.stream(path["streamId"]).id
    if "typeId" in path:
        return Collection.TYPES, namespace.type(path["typeId"]).id
    if "streamViewId" in path:
        return Collection.STREAM_VIEWS, namespace.views.lens(path["streamViewId"]).view.id
    return COLLECTIONS[call.operation.path.rpartition("/")[2]], None


def units_wanted(call: Call, stream: Stream) -> Conversion:
    """Return how what is read of a stream gets the units that the body names; a call without a body names none."""
    return conversion_of(stream, () if call.body is NOTHING else read_units(call.body, call.warn))


def is_verbose(call: Call) -> bool:
    """Tell whether the caller asks for members that are equal to their default, too."""
    return call.request.headers.get("accept-verbosity", "").strip().lower() == "verbose"
