"""The metadata of a stream: 25 members, always all of them, in the order in which the vendor prints them."""

from __future__ import annotations

from functools import lru_cache

from streamulator.core.messages import Json
from streamulator.services.grovestreams.model.streams import Bounds, Chart, Definition, Derivation, Kind, Stream
from streamulator.services.grovestreams.wire.definitions import (
    NO_CYCLE,
    NOTHING_NAMED,
    show_calendar,
    show_cycle,
    show_unit,
)
from streamulator.services.grovestreams.wire.numbers import show_number

STREAM_TYPES = {Kind.INTERVAL: "intvl_stream", Kind.RANDOM: "rdm_stream", Kind.POINT: "point_stream"}
DERIVATIONS = {
    Derivation.NONE: "NONE",
    Derivation.EXPRESSION: "FROM_EXPRESSION",
    Derivation.AGGREGATION: "FROM_AGGREGATION",
}


def show_metadata(stream: Stream) -> Json:
    """Show what a chart needs to know of a stream."""
    extent, owner = stream.extent, stream.owner
    dates = {"startDate": extent.start, "endDate": extent.end, "completedDate": extent.completed}
    return {**_lasting(stream.definition, owner.uid, owner.name, owner.zone.key), **dates}


@lru_cache(maxsize=1 << 14)
def _lasting(own: Definition, component: str, name: str, zone: str) -> Json:
    """Show what never changes of a stream; its dates have their places."""
    return {
        "streamType": STREAM_TYPES[own.kind],
        "baseCycle": NO_CYCLE if own.cycle is None else show_cycle(own.cycle),
        "uid": own.uid,
        "startDate": 0,
        "rollup_calendar": show_calendar(own.calendar),
        "rollup_calendar_cycles": [show_cycle(cycle) for cycle in own.rollups],
        "selectedCycleUid": "",
        "componentUid": component,
        "constraints": _bounds(own.bounds),
        "devicePermType": own.device_right,
        "endDate": 0,
        "gap_filling": {"maxGapsToFill": own.filling.most, "gapFillType": own.filling.by},
        "delete_profile": NOTHING_NAMED,
        "id": own.id,
        "unit": show_unit(own.unit),
        "rollupMethod": own.rollup_method,
        "completedDate": 0,
        "componentName": name,
        "streamDerivationType": DERIVATIONS[own.derivation],
        "description": own.description,
        "name": own.name,
        "valueType": own.value_type,
        "visuals": _chart(own.chart),
        "selectedCycleName": "",
        "timeZoneId": zone,
    }


def _bounds(bounds: Bounds) -> Json:
    return {
        "min": show_number(bounds.least),
        "minMaxHandlerType": bounds.handler,
        "max": show_number(bounds.most),
        "rollupPercentSetToGap": bounds.gap_percent,
        "time_filter": NOTHING_NAMED,
    }


def _chart(chart: Chart) -> Json:
    return {
        "defaultChartType": chart.kind,
        "hasAxisMinMax": chart.bounded,
        "chartAxisMax": show_number(chart.most),
        "offset": show_number(chart.offset),
        "multiplier": show_number(chart.multiplier),
        "chartAxisMin": show_number(chart.least),
    }
