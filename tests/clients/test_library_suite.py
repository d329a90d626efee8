"""AVEVA's own end-to-end tests, which ship inside its library's wheel, run unmodified against the emulator."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

TESTS_IN_THE_WHEEL = 12


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(
            {
                "TenantId": "demo",
                "NamespaceId": "demo",
                "ClientId": "demo-client",
                "ClientSecret": "demo-secret",
                "AcceptVerbosity": True,
            },
            id="with a token",
        ),
        pytest.param(
            {"TenantId": "default", "NamespaceId": "default", "ClientId": None, "AcceptVerbosity": False},
            id="without a token",
        ),
    ],
)
def test_the_librarys_own_tests_pass(tmp_path: Path, world_url: str, who: dict[str, Any]):
    settings = {
        "ApiVersion": "v1",
        "Resource": world_url,
        "TypeId": "LibrarySuite",
        "StreamId": "LibrarySuite",
        "StartIndex": "1",
        "EndIndex": "2",
    }
    tmp_path.joinpath("appsettings.json").write_text(json.dumps(settings | who))
    tmp_path.joinpath("pytest.ini").write_text("[pytest]\n")
    with as_file(files("adh_sample_library_preview") / "Tests") as suite:
        shutil.copytree(suite, tmp_path / "Tests")

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "Tests", "--e2e", "True"],
        cwd=tmp_path,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    outcome = run.stdout.splitlines()[-1] if run.stdout else run.stderr
    assert re.match(rf"{TESTS_IN_THE_WHEEL} passed in ", outcome), run.stdout + run.stderr
