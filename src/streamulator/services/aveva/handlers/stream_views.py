"""Stream views, their maps, and the change of a stream's type through one."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.aveva.handlers.places import is_verbose, lens_for, namespace_of, owner_of
from streamulator.services.aveva.model.access.guards import Collection
from streamulator.services.aveva.model.search.listing import Listing, listed, view_of_stream_view
from streamulator.services.aveva.model.store import Store
from streamulator.services.aveva.model.views.lens import Lens
from streamulator.services.aveva.wire.stream_views import read_stream_view, show_map, show_stream_view


def list_stream_views(call: Call, store: Store) -> Reply:
    """List stream views, searched, filtered, ordered and paged."""
    namespace = namespace_of(call, store)
    views = namespace.guards.readable(call.caller, Collection.STREAM_VIEWS, namespace.views.all())
    found = listed(views, view_of_stream_view, Listing(**call.query))
    return Reply(200, [show_stream_view(view, verbose=is_verbose(call)) for view in found])


def get_stream_view(call: Call, store: Store) -> Reply:
    """Show one stream view."""
    return Reply(200, show_stream_view(_lens(call, store).view, verbose=is_verbose(call)))


def get_or_create_stream_view(call: Call, store: Store) -> Reply:
    """Make a stream view, or show the one that is there when it is the same."""
    wanted = read_stream_view(call.body, call.path["streamViewId"], call.warn)
    lens, new = namespace_of(call, store).get_or_create_view(wanted, store.now(), owner=owner_of(call))
    return Reply(201 if new else 200, show_stream_view(lens.view, verbose=is_verbose(call)))


def create_or_update_stream_view(call: Call, store: Store) -> Reply:
    """Make a stream view, or redefine the one that is there."""
    wanted = read_stream_view(call.body, call.path["streamViewId"], call.warn)
    lens = namespace_of(call, store).create_or_update_view(wanted, store.now(), owner=owner_of(call))
    return Reply(200, show_stream_view(lens.view, verbose=is_verbose(call)))


def delete_stream_view(call: Call, store: Store) -> Reply:
    """Delete a stream view; no stream changes with it."""
    namespace_of(call, store).delete_view(call.path["streamViewId"])
    return Reply(204)


def get_stream_view_map(call: Call, store: Store) -> Reply:
    """Show what a stream view does with each property."""
    return Reply(200, show_map(_lens(call, store).map, verbose=is_verbose(call)))


def update_stream_type(call: Call, store: Store) -> Reply:
    """Give a stream and its events the target type of a stream view."""
    namespace = namespace_of(call, store)
    lens = lens_for(call, namespace, call.query["streamViewId"])
    namespace.change_type(call.path["streamId"], lens.view.id, store.now())
    return Reply(204)


def _lens(call: Call, store: Store) -> Lens:
    return namespace_of(call, store).views.lens(call.path["streamViewId"])
