"""Puts the whole together: every service, the control API, and the fixtures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from streamulator import control, resources, services
from streamulator.contract.copies import Copies
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.pipeline import Conduct


def assemble(
    fixtures: Sequence[Path] = (), conduct: Conduct | None = None, *, seeded: bool = True, afresh: bool = False
) -> Emulator:
    """Make an emulator with the built-in fixtures, or others; ValueError or FixtureError for what cannot be used.

    `afresh` tries every contract anew, also those that were found usable before and kept in the user's cache.
    """
    documents = resources.folder("openapi")
    copies = Copies(resources.cache_folder(), afresh=afresh)
    emulator = Emulator(services.discover(), documents, conduct, copies)
    control.mount(emulator, documents)
    if seeded:
        emulator.load(fixtures or (resources.folder("fixtures"),))
    return emulator
