"""Signed tokens: what goes in comes out, for one purpose and for as long as it was meant."""

from __future__ import annotations

import pytest

from streamulator.kernel.tokens import TokenError, Tokens

TOKENS = Tokens("trial")


@pytest.mark.parametrize("values", [[], ["a"], [1, "b", None], [["deep"], {"er": 1.5}], ["\u2601" * 500]])
def test_a_token_carries_values(values):
    assert TOKENS.read(TOKENS.issue(values), 10**18) == values


def test_a_token_can_stand_in_a_path():
    token = TOKENS.issue(["a/b c%", 1], 5)

    assert all(sign.isalnum() or sign in "-_." for sign in token)


def test_a_token_ends_at_its_end():
    token = TOKENS.issue(["a"], 100)

    assert TOKENS.read(token, 99) == ["a"]
    with pytest.raises(TokenError, match="has expired"):
        TOKENS.read(token, 100)


@pytest.mark.parametrize("text", ["", "a", "a.b", "\udcff", Tokens("other").issue(["a"]), TOKENS.issue(["a"]) + "x"])
def test_what_was_not_issued_is_no_token(text):
    with pytest.raises(TokenError, match="was not issued here"):
        TOKENS.read(text, 0)


def test_every_letter_counts():
    token = TOKENS.issue(["a"])
    changed = ("B" if token[1] == "A" else "A").join((token[:1], token[2:]))

    with pytest.raises(TokenError):
        TOKENS.read(changed, 0)
