from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.clock import stopwatch
from streamulator.core.messages import NOTHING, Request
from streamulator.faults.where import Subject, Where, contains, matches

REQUEST = Request(
    "POST",
    "/api/v1/Tenants/t/Namespaces/n/Streams/s/Data",
    (("index", "2026"), ("index", "2027"), ("filter", "")),
    {"x-test": "abc", "content-type": "application/json"},
    b'[{"Time":1,"Tags":["a","b"],"Level":2}]',
)
SUBJECT = Subject("aveva", "insertValues", REQUEST, lambda: [{"Time": 1, "Tags": ["a", "b"], "Level": 2}])


@pytest.mark.parametrize(
    "where",
    [
        Where(),
        Where(path="/api/v1/Tenants/*/Namespaces/*/Streams/s/Data"),
        Where(path="/API/**/data"),
        Where(headers={"X-Test": "a*"}),
        Where(query={"INDEX": "2027"}),
        Where(query={"filter": ""}),
        Where(body='"Level":2'),
        Where(json=[{"Time": 1}]),
        Where(json=[{"Tags": ["b"]}]),
        Where(path="**", headers={"x-test": "abc"}, query={"index": "202*"}, json=[]),
    ],
)
def test_a_call_that_fits(where):
    assert where.fits(SUBJECT)


@pytest.mark.parametrize(
    "where",
    [
        Where(path="/api/*/Data"),
        Where(path="/api/v1"),
        Where(headers={"x-test": "b*"}),
        Where(headers={"x-other": "*"}),
        Where(query={"index": "2028"}),
        Where(query={"count": "*"}),
        Where(body="Pressure"),
        Where(json=[{"Time": 2}]),
        Where(json=[{"Time": True}]),
        Where(json={"Time": 1}),
        Where(headers={"x-test": "abc"}, query={"index": "x"}),
    ],
)
def test_a_call_that_does_not(where):
    assert not where.fits(SUBJECT)


def test_a_pattern_has_no_signs_but_the_star():
    assert not Where(headers={"x-test": "a.c"}).fits(SUBJECT)
    assert not Where(headers={"x-test": "[a]*"}).fits(SUBJECT)


def test_a_body_that_is_no_json_holds_nothing():
    assert not Where(json=None).fits(Subject("aveva", "insertValues", REQUEST, lambda: NOTHING))


@pytest.mark.parametrize(
    ("where", "meant"),
    [
        (Where(), True),
        (Where(service="aveva", operations=frozenset({"insertValues"}), method="POST"), True),
        (Where(service="mode"), False),
        (Where(operations=frozenset({"listValues"})), False),
        (Where(method="GET"), False),
    ],
)
def test_which_operations_are_meant(where, meant):
    assert where.names("aveva", "insertValues", "POST") is meant


@pytest.mark.parametrize(
    ("found", "sought", "holds"),
    [
        ({"a": 1, "b": 2}, {"a": 1}, True),
        ({"a": {"b": [1, {"c": 2}]}}, {"a": {"b": [{"c": 2}]}}, True),
        ([1, 2], [2, 1], True),
        ([1], [1, 2], False),
        ({"a": 1}, {"a": 1.0}, True),
        ({"a": None}, {"b": None}, False),
        ("a", "a", True),
    ],
)
def test_what_json_holds(found, sought, holds):
    assert contains(found, sought) is holds


@pytest.mark.parametrize(
    ("where", "path"),
    [
        (Where(path="**a" * 30 + "**b"), "/" + "a" * 1_900),
        (Where(path="*a" * 300 + "*b"), "/" + "a" * 1_900),
        (Where(path="/**a*a*a*b**/x"), "/" + "a/" * 900),
        (Where(headers={"x-test": "*a" * 400 + "*b"}), "/"),
    ],
)
def test_no_pattern_takes_long(where, path):
    request = REQUEST._replace(path=path, headers={"x-test": "a" * 100_000})
    begun = stopwatch()

    assert not where.fits(Subject("aveva", "insertValues", request, lambda: NOTHING))
    assert stopwatch() - begun < 2


def test_no_pattern_fits_a_path_without_end():
    assert not Where(path="**").fits(replace(SUBJECT, request=REQUEST._replace(path="/" + "a" * 2_000)))


WORDS = st.lists(st.sampled_from(["a", "b", "/", "ab"]), max_size=8).map("".join)
PIECES = st.lists(st.sampled_from(["a", "b", "/", "ab", "*", "**"]), max_size=8).map("".join)


@given(PIECES, WORDS)
def test_a_pattern_for_paths_fits_what_a_search_through_all_ways_does(glob, path):
    words = re.split(r"(\*\*|\*)", glob)
    slow = "".join({"**": ".*", "*": "[^/]*"}.get(word, re.escape(word)) for word in words)

    assert Where(path=glob).fits(Subject("", "", REQUEST._replace(path=path), lambda: NOTHING)) == bool(
        re.fullmatch(slow, path)
    )


@given(PIECES, WORDS)
def test_a_pattern_for_texts_fits_what_a_search_through_all_ways_does(glob, text):
    slow = ".*".join(map(re.escape, glob.split("*")))

    assert matches(glob, text) == bool(re.fullmatch(slow, text))
