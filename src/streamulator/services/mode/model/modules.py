"""Smart Modules, of which a project has some and each of its homes the data."""

from __future__ import annotations

from dataclasses import dataclass

STREAM_DATA_STORE = "sds"
TIME_SERIES_DATABASE = "tsdb"


@dataclass(frozen=True, slots=True)
class SmartModule:
    """One module; `timeout` is how many idle ticks end a stream's session, `retention` how many a packet is kept.

    Without either, sessions stay open and packets stay.
    """

    id: str
    kind: str
    created: int
    description: str = ""
    version: str = "1"
    suspended: bool = False
    timeout: int | None = None
    retention: int | None = None
