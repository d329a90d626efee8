"""What devices do, which is not the vendor's HTTP API but what a test does in their place."""

from __future__ import annotations

from base64 import b64decode

from streamulator.contract.operation import Call
from streamulator.core.messages import Caller, Reply
from streamulator.services.mode.handlers.places import stream_of
from streamulator.services.mode.model.store import Store
from streamulator.services.mode.model.streams import Stream


def push_data_packets(call: Call, store: Store) -> Reply:
    """Store packets that a device sends."""
    device = _device(call, store)
    sent = [(packet.get("index"), b64decode(packet["data"])) for packet in call.body["packets"]]
    stream = _stream(call, store)
    stream.push(sent, device, store.now(), store.new_id)
    store.keep(stream)
    return Reply(204)


def open_session(call: Call, store: Store) -> Reply:
    """Make a device the owner of a stream."""
    device = _device(call, store)
    stream = _stream(call, store)
    stream.open(device, store.now(), store.new_id)
    store.keep(stream)
    return Reply(204)


def close_session(call: Call, store: Store) -> Reply:
    """End the open session."""
    stream_of(call, store).close()
    return Reply(204)


def use_session(call: Call, store: Store) -> Reply:
    """Keep a session from being deleted."""
    stream_of(call, store).use_session(call.path["sessionId"], in_use=True)
    return Reply(204)


def release_session(call: Call, store: Store) -> Reply:
    """Let a session be deleted again."""
    stream_of(call, store).use_session(call.path["sessionId"], in_use=False)
    return Reply(204)


def attach_metadata(call: Call, store: Store) -> Reply:
    """Say something about a packet."""
    device = _device(call, store)
    stream_of(call, store).attach(int(call.path["packetIndex"]), call.body["content"], device, store.now())
    return Reply(204)


def _device(call: Call, store: Store) -> Caller:
    return store.device_for(store.home(int(call.path["homeId"])), call.body.get("device")).caller


def _stream(call: Call, store: Store) -> Stream:
    """Return the stream in the path, which is kept once something has been done to it."""
    return store.stream_or_new(int(call.path["homeId"]), call.path["moduleId"], call.path["streamName"])
