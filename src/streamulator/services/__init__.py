"""The emulated services: one folder each, found at start."""

from __future__ import annotations

import importlib
import pkgutil

from streamulator.kernel.service import Service


def discover() -> list[Service]:
    """Import every folder here and return the records named `service`, by name."""
    folders = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    return [importlib.import_module(f"{__name__}.{folder}").service for folder in folders]
