"""Types, streams and events as a user of AVEVA's Python library writes them."""

from __future__ import annotations

import json
from typing import Any

from adh_sample_library_preview import SdsStream, SdsType, SdsTypeCode, SdsTypeProperty
from clients.entrances import Entrance

STREAM = "Boiler"
TYPE = "Reading"


class Reading:
    """One event, with the three methods that the library asks of a value class."""

    def __init__(self, time: str, value: float = 0.0, note: str | None = None) -> None:
        self.time, self.value, self.note = time, value, note

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reading) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash(self.time)

    def __repr__(self) -> str:
        return f"Reading({self.time!r}, {self.value}, {self.note!r})"

    def toDictionary(self) -> dict[str, Any]:  # noqa: N802  the library's name
        """Write the event's members."""
        return {"Time": self.time, "Value": self.value, "Note": self.note}

    def toJson(self) -> str:  # noqa: N802  as above
        """Write the event."""
        return json.dumps(self.toDictionary())

    @staticmethod
    def fromJson(content: dict[str, Any]) -> Reading:  # noqa: N802  as above
        """Read an event; members that are equal to their default may be left out."""
        return Reading(content["Time"], content.get("Value", 0.0), content.get("Note"))


def at(time: str, value: float = 0.0, note: str | None = None) -> Reading:
    """Return an event of the day that all tests use, at a time such as "12:30"."""
    return Reading(moment(time), value, note)


def moment(time: str) -> str:
    """Return a time of that day as an index."""
    return f"2030-05-01T{time}:00Z"


FIVE = [at(f"{12 + step}:00", 10.0 * step, f"n{step}") for step in range(5)]


def reading_type(type_id: str = TYPE) -> SdsType:
    """Return the type of these events, keyed by time."""
    return SdsType(
        type_id,
        SdsTypeCode.Object,
        [
            SdsTypeProperty("Time", is_key=True, sds_type=SdsType("TimeType", SdsTypeCode.DateTime)),
            SdsTypeProperty("Value", is_key=False, sds_type=SdsType("NumberType", SdsTypeCode.Double), uom="bar"),
            SdsTypeProperty("Note", is_key=False, sds_type=SdsType("NoteType", SdsTypeCode.String)),
        ],
        "Reading",
        "A number with a note",
    )


def boiler(entrance: Entrance, events: list[Reading] | None = None) -> None:
    """Make the stream, with five events an hour apart unless others are given."""
    entrance.client.Types.getOrCreateType(entrance.namespace, reading_type())
    entrance.client.Streams.getOrCreateStream(entrance.namespace, SdsStream(STREAM, TYPE))
    chosen = FIVE if events is None else events
    if chosen:
        entrance.client.Streams.insertValues(entrance.namespace, STREAM, chosen)
