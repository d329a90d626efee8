"""The shape of the house, as far as a machine can measure it."""

from __future__ import annotations

from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "streamulator"
FILES = sorted(SOURCE.rglob("*.py"))
WITHOUT_PURPOSE = {"utils", "util", "helpers", "common", "base", "manager", "misc"}


def name(file):
    return str(file.relative_to(SOURCE))


@pytest.mark.parametrize("file", FILES, ids=name)
def test_no_file_is_over_300_lines(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("file", FILES, ids=name)
def test_every_file_says_what_it_is_for_and_its_name_does_too(file):
    text = file.read_text(encoding="utf-8")

    assert text.startswith('"""')
    assert text[3].isupper()
    assert file.stem not in WITHOUT_PURPOSE
