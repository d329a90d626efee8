"""The three ways in which a call picks streams: by uids, by ids, and by folder."""

from __future__ import annotations

import re

from streamulator.contract.operation import Call
from streamulator.core.problems import Refused
from streamulator.services.grovestreams.model.organization import Organization
from streamulator.services.grovestreams.model.streams import Stream

_FOLDER = ("itemsByFolderPath", "streamId", "streamName", "includeSubs")
_DELIMITER = re.compile(r"[+\s]+")  # a bare + in a query arrives as a blank
_TRUE = ("true", "1")


def picked(call: Call, organization: Organization) -> list[Stream]:
    """Return the streams that a call picks, each once; Refused when it picks in no way, or only half by folder."""
    query, given = call.query, call.given
    folder = [name for name in _FOLDER if name in given]
    if folder and len(folder) < len(_FOLDER):
        missing = ", ".join(name for name in _FOLDER if name not in given)
        raise Refused(f"Of {', '.join(_FOLDER)} there is no {missing}.", "Send all four, empty where you like.")
    if not folder and "streams" not in given and "itemsById" not in given:
        raise Refused("Nothing says which streams are wanted.", "Send streams, itemsById or itemsByFolderPath.")
    found: list[Stream] = []
    if "streams" in given:
        items = _DELIMITER.split(query["streams"].strip("+ "))
        found += organization.streams_by_uid([(item.split(".", 1)[0], item.split(".", 1)[1]) for item in items])
    if "itemsById" in given:
        found += organization.streams_by_id([(item["compId"], item["streamId"]) for item in query["itemsById"]])
    if folder:
        found += organization.streams_in(
            query["itemsByFolderPath"],
            id_pattern=query["streamId"],
            name_pattern=query["streamName"],
            deep=query["includeSubs"] in _TRUE,
        )
    return list(dict.fromkeys(found))
