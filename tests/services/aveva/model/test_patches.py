"""JSON Patch over documents of any depth; what metadata make of it has tests of its own."""

from __future__ import annotations

import pytest

from streamulator.core.problems import Conflict, PreconditionFailed, Refused
from streamulator.services.aveva.model.patches import applied, check_patch


def patched(document, *operations):
    check_patch(list(operations))
    for place, operation in enumerate(operations):
        document = applied(operation, place, document)
    return document


def test_operations_reach_into_arrays_and_objects():
    found = patched(
        {"a": [{"b": 1}, {"b": 2}]},
        {"op": "test", "path": "/a/1/b", "value": 2},
        {"op": "replace", "path": "/a/0/b", "value": 7},
        {"op": "add", "path": "/a/-", "value": {"b": 3}},
        {"op": "move", "from": "/a/1", "path": "/a/0"},
        {"op": "copy", "from": "/a/0/b", "path": "/c"},
        {"op": "remove", "path": "/a/2"},
    )

    assert found == {"a": [{"b": 2}, {"b": 7}], "c": 2}


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "remove", "path": "/a/9"},
        {"op": "remove", "path": "/a/-"},
        {"op": "remove", "path": ""},
        {"op": "remove", "path": "/a/0/b/c"},
        {"op": "add", "path": "/a/9", "value": 1},
        {"op": "add", "path": "/a/0x", "value": 1},
        {"op": "add", "path": "/a/" + "9" * 5000, "value": 1},
        {"op": "add", "path": "/x/y", "value": 1},
        {"op": "add", "path": "/a/0/b/c", "value": 1},
        {"op": "replace", "path": "/a/b", "value": 1},
        {"op": "replace", "path": "/a/-", "value": 1},
        {"op": "move", "from": "/a", "path": "/a/0"},
        {"op": "move", "from": "", "path": "/a"},
        {"op": "copy", "from": "/x", "path": "/a"},
    ],
)
def test_what_cannot_be_done_to_what_is_there_is_a_conflict(operation):
    with pytest.raises(Conflict, match="Operation 0 of the patch cannot"):
        patched({"a": [{"b": 1}]}, operation)


@pytest.mark.parametrize(
    ("path", "found"), [("/a/0/b", "1"), ("/a/1", "not there"), ("/a/x", "not there"), ("/a", r"\[\{\"b\": 1\}\]")]
)
def test_a_test_that_does_not_hold_says_what_is_there(path, found):
    with pytest.raises(PreconditionFailed, match=f"is {found}, not 'z'. Nothing was changed"):
        patched({"a": [{"b": 1}]}, {"op": "test", "path": path, "value": "z"})


def test_a_patch_that_copies_all_into_itself_comes_to_an_end():
    operations = [{"op": "copy", "from": "/a", "path": "/a/-"}] * 1000

    with pytest.raises(Refused, match="copies more than there is room for"):
        patched({"a": ["x" * 100]}, *operations)


def test_a_patch_that_nests_without_end_comes_to_one():
    document = {"a": []}
    place = document["a"]
    for _ in range(600):
        place.append([])
        place = place[0]

    with pytest.raises(Refused, match="deeper than there is room for"):
        patched(document, {"op": "copy", "from": "/a", "path": "/b"})


@pytest.mark.parametrize("operation", [{"op": "add", "path": "a/b", "value": 1}, {"op": "add", "path": "/a"}])
def test_what_is_not_in_form_is_refused(operation):
    with pytest.raises(Refused, match="Operation 1 of the patch"):
        check_patch([{"op": "remove", "path": "/a"}, operation])
