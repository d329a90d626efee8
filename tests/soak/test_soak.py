"""A short soak, and proof that a soak finds what it is for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from soak.figures import Held, leaks

ROOT = Path(__file__).resolve().parents[2]
WARM = Held(80_000_000, 7, 9)


def soaked(source, seconds):
    return subprocess.run(
        [sys.executable, "-m", "tests.soak.run", "--minutes", str(seconds / 60), "--source", str(source)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def spoiled(place, file, old, new):
    """Copy the emulator with one text in one file exchanged; return its `src`."""
    for folder in ("src", "openapi", "fixtures"):
        shutil.copytree(ROOT / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = (place / file).read_text()
    assert text.count(old) == 1, f"{file} has {old!r} {text.count(old)} times: mend this test"
    (place / file).write_text(text.replace(old, new))
    return place / "src"


def test_a_short_soak_finds_nothing_amiss_and_says_what_it_did():
    ran = soaked(ROOT / "src", 10)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    for kind in ("cut", "drip", "empty", "latency", "length", "malformed", "reset", "stall", "status"):
        assert f"{kind} " in ran.stdout
    assert ran.stdout.splitlines()[-1] == "nothing amiss"


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        pytest.param(
            "src/streamulator/web/mishaps.py",
            "    connection = take_over()\n",
            "    connection = take_over()\n    _LOST.append(connection.dup())\n",
            "file descriptors grew",
            id="connections that are kept",
        ),
        pytest.param(
            "src/streamulator/services/aveva/handlers/metadata.py",
            "    metadata.check(_conditions(call), safe=True)\n",
            "    raise KeyError(call)\n",
            "500 that nobody ordered",
            id="a handler that fails",
        ),
    ],
)
def test_what_is_wrong_is_found(tmp_path, file, old, new, found):
    source = spoiled(tmp_path, file, old, new)
    if "_LOST" in new:
        module = tmp_path / file
        module.write_text(module.read_text() + "\n_LOST: list[socket.socket] = []\n")

    ran = soaked(source, 2)

    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert found in ran.stdout


@pytest.mark.parametrize(
    ("end", "found"),
    [
        (WARM, []),
        (Held(100_000_000, 7, 8), []),
        (Held(200_000_000, 7, 9), ["memory grew from 80.0 to 200.0 MB, 128.0 are allowed"]),
        (Held(80_000_000, 8, 9), ["file descriptors grew from 7 to 8"]),
        (Held(80_000_000, 7, 10), ["threads grew from 9 to 10"]),
    ],
)
def test_what_grows_is_a_leak(end, found):
    assert list(leaks(WARM, end)) == found
