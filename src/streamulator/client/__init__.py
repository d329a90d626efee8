"""A typed client of the control API, for tests and tools; it needs the standard library only."""

from streamulator.client.control import Control
from streamulator.client.errors import ControlError
from streamulator.client.faults import FaultRule, Faults
from streamulator.client.journal import Criteria, Journal
from streamulator.client.records import (
    ClockState,
    Entry,
    Fault,
    Finding,
    Health,
    Info,
    Ledger,
    NearMiss,
    Outcome,
    Snapshot,
    Verdict,
    World,
)
from streamulator.client.time import Clock
from streamulator.client.transports import Answer, SocketTransport, Transport, WsgiTransport

__all__ = [
    "Answer",
    "Clock",
    "ClockState",
    "Control",
    "ControlError",
    "Criteria",
    "Entry",
    "Fault",
    "FaultRule",
    "Faults",
    "Finding",
    "Health",
    "Info",
    "Journal",
    "Ledger",
    "NearMiss",
    "Outcome",
    "Snapshot",
    "SocketTransport",
    "Transport",
    "Verdict",
    "World",
    "WsgiTransport",
]
