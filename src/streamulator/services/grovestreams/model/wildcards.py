"""Patterns in which `*` stands for any characters, none included, and every other character for itself."""

from __future__ import annotations


def matches(pattern: str, text: str) -> bool:
    """Tell whether a whole text fits a pattern; in one pass, however many stars there are."""
    first, *others = pattern.split("*")
    if not others:
        return pattern == text
    *middle, last = others
    if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
        return False
    place, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, place, end)
        if found < 0:
            return False
        place = found + len(piece)
    return True
