"""Components and their streams, as those who configure them see them."""

from __future__ import annotations

from streamulator.core.messages import Json
from streamulator.services.grovestreams.model.components import Component
from streamulator.services.grovestreams.model.streams import Stream
from streamulator.services.grovestreams.wire.definitions import (
    NO_CYCLE,
    NOTHING_NAMED,
    show_calendar,
    show_cycle,
    show_unit,
)
from streamulator.services.grovestreams.wire.metadata import DERIVATIONS, STREAM_TYPES


def show_listed_component(component: Component) -> Json:
    """Show a component in short."""
    return {
        "uid": component.uid,
        "id": component.id,
        "name": component.name,
        "description": component.description,
    }


def show_component(component: Component) -> Json:
    """Show a component with its streams."""
    return {
        **show_listed_component(component),
        "creationDate": component.created,
        "disposition": "FIXED",
        "timeZoneId": component.zone.key,
        "stream": [show_stream(stream) for stream in component.streams],
    }


def show_stream(stream: Stream) -> Json:
    """Show how a stream is defined."""
    own = stream.definition
    return {
        "uid": own.uid,
        "id": own.id,
        "name": own.name,
        "description": own.description,
        "streamType": STREAM_TYPES[own.kind],
        "valueType": own.value_type,
        "unit": show_unit(own.unit),
        "baseCycle": NO_CYCLE if own.cycle is None else show_cycle(own.cycle),
        "rollupMethod": own.rollup_method,
        "rollup_calendar": show_calendar(own.calendar),
        "streamDerivationType": DERIVATIONS[own.derivation],
        "delete_profile": NOTHING_NAMED,
    }
