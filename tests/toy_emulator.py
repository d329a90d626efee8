"""The emulator with the toy service alone, for tests that need an emulator but no vendor."""

from __future__ import annotations

from pathlib import Path

from toy.services.toy import service

from streamulator import control, resources
from streamulator.contract.copies import Copies
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.pipeline import Conduct

TOY = Path(__file__).parent / "toy"


def toy_emulator(conduct: Conduct | None = None, *, seeded: bool = True) -> Emulator:
    """Build it, with the control API mounted."""
    emulator = Emulator([service], TOY / "openapi", conduct, Copies(resources.cache_folder()))
    control.mount(emulator, resources.folder("openapi"))
    if seeded:
        emulator.load([TOY / "fixtures"])
    return emulator
