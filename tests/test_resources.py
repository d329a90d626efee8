"""Where things lie."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from streamulator.resources import CACHE, cache_folder

HOME = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME"


@pytest.mark.parametrize(("wanted", "found"), [("/there", Path("/there")), ("off", None), ("", None)])
def test_copies_are_kept_where_the_environment_says(monkeypatch, wanted, found):
    monkeypatch.setenv(CACHE, wanted)

    assert cache_folder() == found


@pytest.mark.parametrize("elsewhere", ["", "relative"])
def test_copies_are_kept_with_the_user_as_a_rule(monkeypatch, tmp_path, elsewhere):
    monkeypatch.delenv(CACHE)
    monkeypatch.setenv(HOME, str(tmp_path))
    assert cache_folder() == tmp_path / "streamulator"

    monkeypatch.setenv(HOME, elsewhere)
    assert cache_folder() == Path.home() / ".cache" / "streamulator"


def test_copies_are_kept_nowhere_by_who_has_no_home(monkeypatch):
    def homeless(_cls):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv(CACHE)
    monkeypatch.delenv(HOME, raising=False)
    monkeypatch.setattr(Path, "home", classmethod(homeless))

    assert cache_folder() is None
