"""A stub with connexion, which checks requests and replies; run in an environment that has it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import connexion
import uvicorn
from connexion.resolver import Resolver

document, port = sys.argv[1:]
folder = Path(document).parent


def handler(operation: str) -> Callable[..., object]:
    """Answer what was written down for a stream; take whatever is written."""
    if operation == "write":
        return lambda **_given: ("", 204)
    events = json.loads((folder / f"{operation}.json").read_bytes())
    return lambda **_given: events


app = connexion.FlaskApp("stub", specification_dir=folder)
app.add_api(Path(document).name, resolver=Resolver(handler), validate_responses=True)
uvicorn.run(app, port=int(port), log_level="error", access_log=False)
