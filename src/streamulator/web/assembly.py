"""Puts the whole together: every service, the control API, and the fixtures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from streamulator import control, resources, services
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.pipeline import Conduct


def assemble(fixtures: Sequence[Path] = (), conduct: Conduct | None = None, *, seeded: bool = True) -> Emulator:
    """Make an emulator with the built-in fixtures, or others; ValueError or FixtureError for what cannot be used."""
    documents = resources.folder("openapi")
    emulator = Emulator(services.discover(), documents, conduct)
    control.mount(emulator, documents)
    if seeded:
        emulator.load(fixtures or (resources.folder("fixtures"),))
    return emulator
