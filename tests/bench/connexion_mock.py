"""connexion as a mock of an OpenAPI document, as its own command sets it up; run in an environment that has it."""

from __future__ import annotations

import sys
from pathlib import Path

import connexion
import uvicorn
from connexion.mock import MockResolver

document, port = sys.argv[1:]
app = connexion.FlaskApp("mock", specification_dir=Path(document).parent)
app.add_api(Path(document).name, resolver=MockResolver(mock_all=True), validate_responses=True)
uvicorn.run(app, port=int(port), log_level="error", access_log=False)
