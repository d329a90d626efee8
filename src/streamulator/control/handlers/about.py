"""What the control API says of the emulator itself."""

from __future__ import annotations

import platform
from pathlib import PurePath

from streamulator import __version__
from streamulator.contract.contract import Contract
from streamulator.contract.operation import Call
from streamulator.control import wire
from streamulator.core.clock import TICKS_PER_SECOND
from streamulator.core.messages import Reply
from streamulator.core.problems import Missing
from streamulator.kernel.emulator import Emulator


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
