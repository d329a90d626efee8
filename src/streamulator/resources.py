"""Where the contracts and the default fixtures lie: in the installed package, or in the checkout around it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder `openapi` or `fixtures`; the package's own comes first, then the checkout's."""
    candidates = (_PACKAGE / "_resources" / name, _PACKAGE.parent.parent / name)
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"no folder '{name}' in {' or '.join(str(candidate.parent) for candidate in candidates)}")
