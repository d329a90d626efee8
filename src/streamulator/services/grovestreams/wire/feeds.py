"""Samples on their way out and in: feeds by component and stream, and uploads in the three forms that clients send."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from streamulator.core.messages import Json
from streamulator.core.problems import Refused
from streamulator.services.grovestreams.model.streams import Stream, windows
from streamulator.services.grovestreams.model.uploads import Batch
from streamulator.services.grovestreams.model.values import Value
from streamulator.services.grovestreams.wire.metadata import STREAM_TYPES
from streamulator.services.grovestreams.wire.numbers import show_value


def show_feeds(streams: Iterable[Stream], start: int, end: int) -> Json:
    """Show the samples of streams between two times, gathered by component."""
    components: dict[str, list[Json]] = {}
    for stream, values in windows(streams, start, end):
        components.setdefault(stream.owner.uid, []).append(_show_feed(stream, values))
    return {
        "component": [{"stream": feeds, "componentUid": uid} for uid, feeds in components.items()],
        "requestEndDate": end,
        "requestStartDate": start,
    }


def _show_feed(stream: Stream, values: Iterable[Value | None]) -> Json:
    own, latest = stream.definition, stream.latest
    data = [show_value(own.value_type, value) for value in values]
    return {
        "lastUpdated": stream.feed.updated,
        "lastValue": None if latest is None else show_value(own.value_type, latest.value),
        "statistic": [{"data": data, "name": "BASE", "type": own.value_type}],
        "streamType": STREAM_TYPES[own.kind],
        "lastValueStartDate": 0 if latest is None else latest.start,
        "cycleUid": "" if own.cycle is None else own.cycle.uid,
        "lastValueType": own.value_type,
        "completedDate": stream.extent.completed,
        "lastValueEndDate": 0 if latest is None else latest.end,
        "streamUid": own.uid,
    }


def show_last_value(stream: Stream) -> Json:
    """Show the last sample of a stream, in an array."""
    latest = stream.latest
    if latest is None:
        return []
    return [{"time": latest.start, "data": show_value(stream.definition.value_type, latest.value)}]


def read_query(component: str, name: str, samples: Mapping[str, str], time: int) -> list[Batch]:
    """Read samples of one component from a query, where each stands under the id of its stream."""
    return [
        Batch([(time, text)], component_id=component, component_name=name, stream_id=id_)
        for id_, text in samples.items()
    ]


def read_upload(content: Json, now: int) -> list[Batch]:
    """Read an upload, which is a list of samples or a feed; samples without a time are of now."""
    if isinstance(content, list):
        return [_read_sample(one, now) for one in content]
    return [
        _read_stream(component, f"feed.component[{at}]", stream, f"feed.component[{at}].stream[{number}]")
        for at, component in enumerate(content["feed"]["component"])
        for number, stream in enumerate(component["stream"])
    ]


def _read_sample(content: Mapping[str, Json], now: int) -> Batch:
    return Batch(
        [(content.get("time", now), content["data"])],
        component_id=content["compId"],
        component_name=content.get("compName", ""),
        stream_id=content["streamId"],
    )


def _read_stream(component: Mapping[str, Json], owner: str, stream: Mapping[str, Json], place: str) -> Batch:
    for content, what, where in ((component, "component", owner), (stream, "stream", place)):
        if not content.keys() & {f"{what}Uid", f"{what}Id"}:
            raise Refused(f"{where}: neither {what}Uid nor {what}Id is there.", f"Name the {what}.")
    times, values = stream["time"], stream["data"]
    if len(times) != len(values):
        found = f"{len(times)} times and {len(values)} values"
        raise Refused(f"{place}: found {found}, expected as many of one as of the other.", "Pair them.")
    return Batch(
        list(zip(times, values, strict=True)),
        component_uid=component.get("componentUid", ""),
        component_id=component.get("componentId", ""),
        stream_uid=stream.get("streamUid", ""),
        stream_id=stream.get("streamId", ""),
    )
