"""Data packets: the way to them, and the packets themselves."""

from __future__ import annotations

from streamulator.contract.operation import Call
from streamulator.core.messages import Reply
from streamulator.core.problems import Forbidden, Missing
from streamulator.kernel.tokens import TokenError, Tokens
from streamulator.services.mode.handlers.places import stream_of
from streamulator.services.mode.model.store import Store
from streamulator.services.mode.model.streams import span
from streamulator.services.mode.wire.packets import MEDIA_TYPE, flow_of
from streamulator.services.mode.wire.replies import answer

_TICKETS = Tokens("download")


def fetch_data_packets(call: Call, store: Store) -> Reply:
    """Say where the packets of a range can be had, for a while and without a key; Missing when there are none."""
    stream, start, stop = stream_of(call, store), call.query["start"], call.query["stop"]
    if not span(stream.packets, start, stop):
        raise Missing(f"Stream '{stream.name}' has no packet from {start} to {stop}.", "Look at its status.")
    wanted = [stream.home, stream.module.id, stream.name, start, stop]
    ticket = _TICKETS.issue(wanted, store.now() + store.register.download_lasts)
    there = f"{call.request.way_back}/sds/downloads/{ticket}"
    return answer(302, headers={"Location": there, "Cache-Control": "no-store"})


def download_data_packets(call: Call, store: Store) -> Reply:
    """Give the packets that a ticket is for, as far as they are still there."""
    try:
        home, module, name, start, stop = _TICKETS.read(call.path["ticket"], store.now())
    except TokenError as error:
        raise Forbidden(f"The ticket {error}.", "Fetch the packets again.", why="invalid token") from error
    packets = store.stream(home, module, name).packets
    found = span(packets, start, stop)
    if not found:
        raise Missing(f"Stream '{name}' has no packet from {start} to {stop} any more.", "Look at its status.")
    return Reply(
        200, headers=answer(200).headers, media_type=MEDIA_TYPE, flow=flow_of(name, packets, found.start, found.stop)
    )
