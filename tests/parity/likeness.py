"""When JSON that is answered is what a document prints."""

from __future__ import annotations

from typing import Any

import pytest


def assert_alike(found: Any, printed: Any, *, subset: bool, place: str = "body") -> None:
    """Compare JSON: numbers as numbers, objects member by member; a subset may have more members than are printed."""
    if isinstance(printed, dict):
        assert isinstance(found, dict), place
        assert (found.keys() >= printed.keys()) if subset else (found.keys() == printed.keys()), (place, found)
        for name, value in printed.items():
            assert_alike(found[name], value, subset=subset, place=f"{place}.{name}")
    elif isinstance(printed, list):
        assert isinstance(found, list), place
        assert len(found) == len(printed), (place, found)
        for at, value in enumerate(printed):
            assert_alike(found[at], value, subset=subset, place=f"{place}[{at}]")
    elif isinstance(printed, int | float) and not isinstance(printed, bool):
        assert isinstance(found, int | float), (place, found)
        assert not isinstance(found, bool), (place, found)
        assert found == pytest.approx(printed, rel=1e-12, abs=0), place
    else:
        assert (found, type(found)) == (printed, type(printed)), place
