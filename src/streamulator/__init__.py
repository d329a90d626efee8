"""A local, stateful emulator of stream-data APIs, driven by their OpenAPI contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streamulator.client import Control, ControlError, Fault, Ledger, Verdict

__version__ = "0.1.0"
__all__ = ["Control", "ControlError", "Fault", "Ledger", "Verdict", "__version__"]


def __getattr__(name: str) -> Any:
    """Import the client when somebody asks for it, so that starting the emulator does not."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  as above

    return getattr(import_module("streamulator.client"), name)
