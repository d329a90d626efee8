"""What each operation does: take what the call names, ask the store, answer."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.kernel.service import Handler
from streamulator.services.grovestreams.handlers import metadata

HANDLERS: Mapping[str, Handler] = {
    # grovestreams-stream-metadata.yaml
    "listStreamMetadata": metadata.list_stream_metadata,
    "listComponentStreamMetadata": metadata.list_component_stream_metadata,
}
