"""What each operation of the control API does."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from pathlib import PurePath

from streamulator import __version__
from streamulator.contract.contract import Contract
from streamulator.contract.operation import Call
from streamulator.control import wire
from streamulator.core.clock import TICKS_PER_SECOND
from streamulator.core.messages import Reply
from streamulator.core.problems import Missing
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.service import Handler


def get_health(_call: Call, emulator: Emulator) -> Reply:
    """Say that the process is alive, and for how long."""
    uptime = (emulator.clock.ticks() - emulator.started) / TICKS_PER_SECOND
    return Reply(200, {"status": "ok", "version": __version__, "uptimeSeconds": round(uptime, 3)})


def get_ready(_call: Call, emulator: Emulator) -> Reply:
    """Say whether the fixtures are loaded."""
    return Reply(200 if emulator.ready else 503, {"ready": emulator.ready})


def get_info(_call: Call, emulator: Emulator) -> Reply:
    """Say what is running, and how it was started."""
    services = [
        {
            "name": pipeline.service.name,
            "documents": [contract.name for contract in pipeline.contracts],
            "operations": sum(len(contract.operations) for contract in pipeline.contracts),
        }
        for pipeline in emulator.pipelines
    ]
    options = {
        "strict": emulator.conduct.strict,
        "onBroken": emulator.conduct.on_broken,
        "fixtures": [str(path) for path in emulator.fixtures],
    }
    info = {"name": "streamulator", "version": __version__, "python": platform.python_version()}
    return Reply(200, {**info, "services": services, "worlds": len(emulator.worlds), "options": options})


def list_worlds(_call: Call, emulator: Emulator) -> Reply:
    """List the worlds."""
    return Reply(200, [wire.world(world) for world in list(emulator.worlds.values())])


def create_world(call: Call, emulator: Emulator) -> Reply:
    """Make a world as the fixtures describe it."""
    world = emulator.create_world(call.body["name"])
    return Reply(201, wire.world(world), {"Location": f"/_emulator/worlds/{world.name}"})


def get_world(call: Call, emulator: Emulator) -> Reply:
    """Describe one world."""
    return Reply(200, wire.world(emulator.world(call.path["world"])))


def delete_world(call: Call, emulator: Emulator) -> Reply:
    """Forget a world."""
    emulator.delete_world(call.path["world"])
    return Reply(204)


def reset_world(call: Call, emulator: Emulator) -> Reply:
    """Take the world in the path back to its fixtures."""
    emulator.reset_world(call.path["world"])
    return Reply(204)


def reset_state(call: Call, emulator: Emulator) -> Reply:
    """Take the request's own world back to its fixtures."""
    emulator.reset_world(call.request.world)
    return Reply(204)


def get_journal(call: Call, emulator: Emulator) -> Reply:
    """Show what happened in the request's own world."""
    world = emulator.world(call.request.world)
    with world.lock:
        entries = world.journal.entries(call.query["after"])
        total, dropped = world.journal.total, world.journal.dropped
    shown = entries[-call.query["limit"] :] if call.query["limit"] else []
    return Reply(200, {"entries": [wire.entry(entry) for entry in shown], "total": total, "dropped": dropped})


def get_ledger(call: Call, emulator: Emulator) -> Reply:
    """Show what was wrong in the request's own world."""
    world = emulator.world(call.request.world)
    with world.lock:
        findings = world.ledger.findings(call.query["kind"])
        totals, dropped = dict(world.ledger.totals), world.ledger.dropped
    content = {"entries": [wire.finding(finding) for finding in findings], "totals": totals, "dropped": dropped}
    return Reply(200, content)


def get_state(call: Call, emulator: Emulator) -> Reply:
    """Show what is in the request's own world."""
    world = emulator.world(call.request.world)
    with world.lock:
        return Reply(200, {name: store.describe() for name, store in world.stores.items()})


def list_documents(call: Call, emulator: Emulator) -> Reply:
    """List the contracts, the control API's own included."""
    return Reply(200, [wire.document(contract, call.request.base_url) for contract in _contracts(emulator)])


def get_document(call: Call, emulator: Emulator) -> Reply:
    """Hand out a contract as it is kept (`.yaml`) or as JSON (`.json`), but for its server, which is this one."""
    name = PurePath(call.path["document"])
    for contract in _contracts(emulator):
        if PurePath(contract.name).stem == name.stem:
            if name.suffix == ".json":
                return Reply(200, wire.here(contract.document, call.request.base_url))
            return Reply(200, wire.text_here(contract, call.request.base_url), media_type="application/yaml")
    known = ", ".join(contract.name for contract in _contracts(emulator))
    raise Missing(f"There is no document '{name}'; there are: {known}.", "End the name in .yaml or .json.")


def get_fixture_schema(_call: Call, emulator: Emulator) -> Reply:
    """Hand out the JSON Schema of a fixture file."""
    return Reply(200, emulator.fixture_schema())


def _contracts(emulator: Emulator) -> list[Contract]:
    return [*emulator.contracts, *emulator.mounted_contracts]


HANDLERS: Mapping[str, Handler] = {
    "getHealth": get_health,
    "getReady": get_ready,
    "getInfo": get_info,
    "listWorlds": list_worlds,
    "createWorld": create_world,
    "getWorld": get_world,
    "deleteWorld": delete_world,
    "resetWorld": reset_world,
    "resetState": reset_state,
    "getJournal": get_journal,
    "getLedger": get_ledger,
    "getState": get_state,
    "listDocuments": list_documents,
    "getDocument": get_document,
    "getFixtureSchema": get_fixture_schema,
}
