"""Queries that are unfinished, malformed or huge; and boolean algebra, whatever the brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Refused
from streamulator.services.aveva.model.search.search import Fields, compile_search


def matching(query, *texts):
    """Return the texts that a query finds when each is the description of one stream."""
    search = compile_search(query)
    return [text for text in texts if search(Fields("x", description=text))]


@pytest.mark.parametrize(
    ("query", "like"),
    [
        ("", "*"),
        (" \t ", "*"),
        ("()", "*"),
        ("AND", "*"),
        ("NOT", "*"),
        ("(((", "*"),
        (")))", "*"),
        ("AND cat", "cat"),
        ("cat AND", "cat"),
        ("cat AND AND dog", "cat AND dog"),
        ("cat OR AND dog", "cat OR dog"),
        ("(cat", "cat"),
        ("cat)", "cat"),
        ("(cat AND (dog", "cat AND dog"),
        ("cat) AND dog", "cat AND dog"),
        ("(cat)) AND dog", "cat AND dog"),
        ("cat AND () dog", "cat OR dog"),
        ("() AND dog", "dog"),
        ("cat AND ()", "cat"),
        ("cat NOT", "cat"),
        ('"cat', '"cat"'),
        ("cat(dog)bird", "cat OR dog OR bird"),
    ],
)
def test_what_is_left_unfinished_is_read_as_far_as_it_makes_sense(query, like):
    texts = ["cat", "dog", "cat dog", "bird", ""]

    assert matching(query, *texts) == matching(like, *texts)


@pytest.mark.parametrize("query", ["*l*g*", "*l*g", "l*g*", "*Ta*nk", "Ta*nk*", '"my"*"log"', "name:*a*b", "a*b*:c"])
def test_wildcards_that_the_vendor_does_not_support_are_refused(query):
    with pytest.raises(Refused, match=r"in column 5 .* wildcard") as refused:
        compile_search(f"cat {query}")

    assert refused.value.details == {"Column": "5"}
    assert refused.value.resolution == (
        "Use * once in a term (l*g, log*, *log), or at both of its ends (*log*); outside of quotes, at their ends."
    )


def test_deep_nesting_and_long_chains_are_no_matter():
    assert matching("(" * 20_000 + "cat" + ")" * 20_000, "cat", "dog") == ["cat"]
    assert matching("NOT " * 20_001 + "cat", "cat", "dog") == ["dog"]
    assert matching("a AND (b OR " * 5_000 + "cat", "a cat", "dog") == ["a cat"]
    assert matching("cat " * 20_000, "cat", "dog") == ["cat"]


ALPHABET = st.sampled_from(["cat", "dog", "a*", "*", '"', "\\", "(", ")", ":", "AND", "OR", "NOT", " ", ".", "name"])


@given(st.lists(ALPHABET, max_size=20).map("".join))
def test_no_query_ever_fails_but_by_being_refused(query):
    try:
        search = compile_search(query)
    except Refused as refused:
        said = refused.reason
    else:
        said = "a wildcard"
        assert search(Fields("cat", name="dog.", metadata={"a": "cat"})) in (True, False)
    assert "wildcard" in said


OPERANDS = st.sampled_from(["a", "b", "c"])
TREES = st.recursive(
    OPERANDS,
    lambda tree: st.one_of(
        st.tuples(st.just("NOT"), tree),
        st.tuples(tree, st.sampled_from(["AND", "OR"]), tree),
    ),
    max_leaves=8,
)


def written(tree):
    if isinstance(tree, str):
        return tree
    return "(" + " ".join(part if part in ("NOT", "AND", "OR") else written(part) for part in tree) + ")"


def truth(tree, words):
    match tree:
        case str():
            return tree in words
        case ("NOT", operand):
            return not truth(operand, words)
        case (left, "AND", right):
            return truth(left, words) and truth(right, words)
        case (left, _, right):
            return truth(left, words) or truth(right, words)


@given(TREES, st.sets(OPERANDS))
def test_bracketed_queries_follow_boolean_algebra(tree, words):
    assert compile_search(written(tree))(Fields("x", description=" ".join(words))) is truth(tree, words)
