"""What each operation does: take what the call names, ask the store, answer."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.kernel.service import Handler
from streamulator.services.mode.handlers import streams

HANDLERS: Mapping[str, Handler] = {
    # mode-stream-data-store.yaml
    "listHomeStreams": streams.list_home_streams,
}
