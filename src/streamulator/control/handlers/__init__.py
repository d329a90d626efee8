"""Which function does what an operation of the control API asks, by operationId."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.control.handlers import about, clock, coverage, faults, record, state, worlds
from streamulator.kernel.service import Handler

HANDLERS: Mapping[str, Handler] = {
    "getHealth": about.get_health,
    "getReady": about.get_ready,
    "getInfo": about.get_info,
    "listDocuments": about.list_documents,
    "getDocument": about.get_document,
    "getFixtureSchema": about.get_fixture_schema,
    "listWorlds": worlds.list_worlds,
    "createWorld": worlds.create_world,
    "getWorld": worlds.get_world,
    "deleteWorld": worlds.delete_world,
    "resetWorld": worlds.reset_world,
    "resetState": worlds.reset_state,
    "getState": state.get_state,
    "getStateHash": state.get_state_hash,
    "exportState": state.export_state,
    "listSnapshots": state.list_snapshots,
    "getSnapshot": state.get_snapshot,
    "takeSnapshot": state.take_snapshot,
    "restoreSnapshot": state.restore_snapshot,
    "deleteSnapshot": state.delete_snapshot,
    "getClock": clock.get_clock,
    "setClock": clock.set_clock,
    "advanceClock": clock.advance_clock,
    "getJournal": record.get_journal,
    "clearJournal": record.clear_journal,
    "findCalls": record.find_calls,
    "countCalls": record.count_calls,
    "verifyCalls": record.verify_calls,
    "exportJournal": record.export_journal,
    "getLedger": record.get_ledger,
    "getOutcome": record.get_outcome,
    "listFaults": faults.list_faults,
    "armFault": faults.arm_fault,
    "disarmFaults": faults.disarm_faults,
    "getFault": faults.get_fault,
    "disarmFault": faults.disarm_fault,
    "getCoverage": coverage.get_coverage,
    "clearCoverage": coverage.clear_coverage,
}
