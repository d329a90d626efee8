from __future__ import annotations

import pytest
from small_contracts import contract, described

from streamulator.contract.tolerance import Tolerance, tolerance_of

WORDS = {
    "path-case": "ignore",
    "trailing-slash": "ignore",
    "query-name-case": "ignore",
    "value-case": "ignore",
    "empty-query-value": "absent",
    "media-type": "ignore",
}


def test_a_document_without_the_extension_tolerates_nothing():
    assert tolerance_of({}) == Tolerance()
    assert not any(getattr(Tolerance(), word.replace("-", "_")) for word in WORDS)


@pytest.mark.parametrize(("name", "word"), WORDS.items())
def test_each_word_grants_one_thing(name, word):
    granted = tolerance_of({"x-tolerance": {name: word}})

    assert granted == Tolerance(**{name.replace("-", "_"): True})


def test_prefixes_are_kept_in_order():
    prefixes = {"/b": "/a", "/c": "/a"}

    assert list(tolerance_of({"x-tolerance": {"path-prefixes": prefixes}}).path_prefixes.items()) == [
        ("/b", "/a"),
        ("/c", "/a"),
    ]


def test_notes_in_the_extension_grant_nothing():
    assert tolerance_of({"x-tolerance": {"x-source": "a page"}}) == Tolerance()


@pytest.mark.parametrize(
    ("name", "word"), [("path-case", "fold"), ("path-case", True), ("paths", "ignore"), ("empty-query-value", "ignore")]
)
def test_a_word_that_nobody_knows_is_refused_since_it_would_do_nothing(name, word):
    with pytest.raises(ValueError, match=f"says '{name}: {word}'; it may say path-case: ignore"):
        contract({"/it": {"get": described()}}, **{"x-tolerance": {name: word}})
