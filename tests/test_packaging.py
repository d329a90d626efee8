"""The wheel holds all that the emulator needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def test_the_wheel_serves_from_wherever_it_is_unpacked(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)

    checked = subprocess.run(
        [sys.executable, "-m", "streamulator", "check"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        check=True,
        capture_output=True,
        text=True,
    )

    model = installed / "streamulator" / "services" / "aveva" / "model"
    assert {table.name for table in (model / "units").glob("*.txt")} == {"units.txt", "quantities.txt"}
    assert "aveva-stream-data.yaml: 10 operations" in checked.stdout
    assert str(installed / "streamulator" / "_resources" / "fixtures" / "aveva.yaml") in checked.stdout
