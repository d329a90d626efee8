"""Components and their streams."""

from __future__ import annotations

from itertools import islice

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.services.grovestreams.handlers.places import organization_of
from streamulator.services.grovestreams.model.store import Store
from streamulator.services.grovestreams.wire.components import show_component, show_listed_component, show_stream
from streamulator.services.grovestreams.wire.problems import success


def list_components(call: Call, store: Store) -> Reply:
    """Show a page of the components, and how many there are."""
    components = organization_of(call, store).components
    start, limit = call.query["start"], call.query["limit"]
    page = islice(components.values(), start, None if limit is None else start + limit)
    return success(component=[show_listed_component(one) for one in page], totalCount=len(components))


def get_component(call: Call, store: Store) -> Reply:
    """Show a component with its streams."""
    return success(component=show_component(organization_of(call, store).component(call.path["componentUid"])))


def list_component_streams(call: Call, store: Store) -> Reply:
    """Show how the streams of a component are defined."""
    component = organization_of(call, store).component(call.path["componentUid"])
    return success(stream=[show_stream(stream) for stream in component.streams])
