"""Samples out and in."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import NOTHING, Reply
from streamulator.core.problems import Missing, Refused
from streamulator.services.grovestreams.auth import REGISTER
from streamulator.services.grovestreams.handlers.places import organization_of
from streamulator.services.grovestreams.handlers.selections import picked
from streamulator.services.grovestreams.model.store import Store
from streamulator.services.grovestreams.model.uploads import Batch, Upload
from streamulator.services.grovestreams.wire.feeds import read_query, read_upload, show_feeds, show_last_value
from streamulator.services.grovestreams.wire.problems import answered, success


def list_feeds(call: Call, store: Store) -> Reply:
    """Show the samples of the streams that the query picks."""
    start, end = call.query["startDate"], call.query["endDate"]
    if start > end:
        raise Refused(f"The startDate {start} comes after the endDate {end}.", "Exchange them.")
    feed = show_feeds(picked(call, organization_of(call, store)), start, end)
    return answered({"feed": feed, "success": True, "message": ""})


def put_feeds(call: Call, store: Store) -> Reply:
    """Store the samples of query and body, all or none."""
    batches = [*_in_query(call, store.now()), *([] if call.body is NOTHING else read_upload(call.body, store.now()))]
    if not batches:
        raise Refused("There are no samples.", "Send compId and values in the query, or JSON.")
    upload = Upload(organization_of(call, store), store.now())
    upload.store(batches, register=REGISTER in call.caller.roles)
    return success()


def get_stream_last_value(call: Call, store: Store) -> Reply:
    """Show the last sample of a stream."""
    id_ = call.path["streamId"]
    component = organization_of(call, store).component_by_id(call.path["compId"])
    stream = component.stream(id_) if component else None
    if stream is None:
        raise Missing(f"There is no stream '{id_}' in a component '{call.path['compId']}'.", "Use ids, not uids.")
    return answered(show_last_value(stream))


def _in_query(call: Call, now: int) -> list[Batch]:
    query = call.query
    samples = {id_: text for id_, text in query["samples"].items() if text}  # a name alone is a flag of some sort
    if query["compTmplId"] is not None:
        call.warn("query parameter 'compTmplId': there are no templates here.")
    if query["compId"] is None:
        for name in samples:
            call.warn(f"query parameter '{name[:60]}': a sample without compId, which is ignored.")
        return []
    time = now if query["time"] is None else query["time"]
    return read_query(query["compId"], query["compName"] or "", samples, time)
