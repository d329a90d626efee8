"""Where things lie: contracts and default fixtures in the package or the checkout around it, copies with the user."""

from __future__ import annotations

import os
import sys
from pathlib import Path

CACHE = "STREAMULATOR_CACHE"  # the environment variable that names another folder for copies, or says "off"
_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder `openapi` or `fixtures`; the package's own comes first, then the checkout's."""
    candidates = (_PACKAGE / "_resources" / name, _PACKAGE.parent.parent / name)
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"no folder '{name}' in {' or '.join(str(candidate.parent) for candidate in candidates)}")


def cache_folder() -> Path | None:
    """Return where copies of what takes long to read may be kept; None where that is nowhere."""
    wanted = os.environ.get(CACHE)
    if wanted is not None:
        return None if wanted in {"", "off"} else Path(wanted)
    home = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    try:
        return (Path(home) if Path(home).is_absolute() else Path.home() / ".cache") / "streamulator"
    except RuntimeError:  # nobody's home
        return None
