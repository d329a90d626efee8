"""A stream's metadata under JSON Patch (RFC 6902)."""

from __future__ import annotations

import pytest
from aveva_samples import ANNA, ROBOT, metadata_of, the_state
from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.problems import Conflict, PreconditionFailed, Problem, Refused
from streamulator.services.aveva.model.streams.metadata import ChangeData, Metadata


class TestPatching:
    def test_all_six_operations_work_in_order(self):
        metadata = metadata_of(Region="North", Country="Canada", Province="Quebec")

        metadata.patch(
            [
                {"op": "test", "path": "/Country", "value": "Canada"},
                {"op": "remove", "path": "/Region"},
                {"op": "replace", "path": "/Province", "value": "Ontario"},
                {"op": "add", "path": "/City", "value": "Toronto"},
                {"op": "copy", "from": "/City", "path": "/Town"},
                {"op": "move", "from": "/Town", "path": "/Place"},
            ],
            ROBOT,
            200,
        )

        assert metadata.values() == {
            "Country": "Canada",
            "Province": "Ontario",
            "City": "Toronto",
            "Place": "Toronto",
        }
        untouched = [key for key, entry in metadata.entries().items() if entry.change == ChangeData(100, ANNA)]
        assert untouched == ["Country"]

    @pytest.mark.parametrize(
        "operation",
        [
            {"op": "replace", "path": "/a", "value": "1"},
            {"op": "add", "path": "/a", "value": "1"},
            {"op": "move", "from": "/a", "path": "/a"},
            {"op": "copy", "from": "/a", "path": "/a"},
        ],
    )
    def test_writing_what_is_there_already_counts_as_a_touch(self, operation):
        metadata = metadata_of(a="1", b="2")

        metadata.patch([operation], ROBOT, 200)

        assert metadata.values() == {"a": "1", "b": "2"}
        assert metadata.entries()["a"].change == ChangeData(200, ROBOT)
        assert metadata.entries()["b"].change == ChangeData(100, ANNA)

    def test_slashes_and_tildes_in_keys_are_escaped(self):
        metadata = metadata_of(**{"a/b": "1", "~": "2", "~1": "3", "": "4"})

        metadata.patch(
            [
                {"op": "replace", "path": "/a~1b", "value": "slash"},
                {"op": "replace", "path": "/~0", "value": "tilde"},
                {"op": "replace", "path": "/~01", "value": "both"},
                {"op": "replace", "path": "/", "value": "empty"},
            ],
            ROBOT,
            200,
        )

        assert metadata.values() == {"a/b": "slash", "~": "tilde", "~1": "both", "": "empty"}
        assert {entry.change.ticks for entry in metadata.entries().values()} == {200}

    @pytest.mark.parametrize(
        "operation",
        [
            {"op": "remove", "path": "/gone"},
            {"op": "replace", "path": "/gone", "value": "x"},
            {"op": "move", "from": "/gone", "path": "/a"},
            {"op": "move", "from": "/gone", "path": "/gone"},
            {"op": "copy", "from": "/gone", "path": "/a"},
        ],
    )
    def test_a_missing_target_is_a_conflict_and_nothing_changes(self, operation):
        metadata = metadata_of(a="1")
        before = the_state(metadata)

        with pytest.raises(Conflict, match=r"Operation 1 .* 'gone'") as conflict:
            metadata.patch([{"op": "add", "path": "/b", "value": "2"}, operation], ROBOT, 200)

        assert the_state(metadata) == before
        assert conflict.value.details == {"Operation": "1", "Key": "gone"}

    @pytest.mark.parametrize(("path", "found"), [("/a", "'1'"), ("/gone", "not there")])
    def test_a_failed_test_is_a_failed_precondition_and_nothing_changes(self, path, found):
        metadata = metadata_of(a="1")
        before = the_state(metadata)

        with pytest.raises(PreconditionFailed, match=f"is {found}, not 'x'"):
            metadata.patch(
                [
                    {"op": "remove", "path": "/a"},
                    {"op": "add", "path": "/a", "value": "1"},
                    {"op": "test", "path": path, "value": "x"},
                ],
                ROBOT,
                200,
            )

        assert the_state(metadata) == before

    @pytest.mark.parametrize(
        "operations",
        [
            None,
            {},
            "text",
            [None],
            ["add"],
            [{}],
            [{"path": "/a", "value": "x"}],
            [{"op": "delete", "path": "/a"}],
            [{"op": ["add"], "path": "/a", "value": "x"}],
            [{"op": "ADD", "path": "/a", "value": "x"}],
            [{"op": "add", "value": "x"}],
            [{"op": "add", "path": None, "value": "x"}],
            [{"op": "add", "path": "", "value": "x"}],
            [{"op": "add", "path": "a", "value": "x"}],
            [{"op": "add", "path": "/a/b", "value": "x"}],
            [{"op": "add", "path": "/a~2", "value": "x"}],
            [{"op": "add", "path": "/a~", "value": "x"}],
            [{"op": "remove", "path": "//a"}],
            [{"op": "add", "path": "/a"}],
            [{"op": "add", "path": "/a", "value": None}],
            [{"op": "add", "path": "/a", "value": 1}],
            [{"op": "replace", "path": "/a", "value": {"b": "c"}}],
            [{"op": "test", "path": "/a", "value": 1}],
            [{"op": "replace", "path": "", "value": {"a": "b"}}],
            [{"op": "remove", "path": ""}],
            [{"op": "move", "path": "/a"}],
            [{"op": "move", "path": "/a", "from": ""}],
            [{"op": "copy", "path": "/a", "from": 7}],
            # one bad operation spoils the good ones before it, even where the bad one would never be reached
            [{"op": "test", "path": "/a", "value": "not it"}, {"op": "bogus", "path": "/a"}],
        ],
    )
    def test_a_malformed_patch_is_refused_and_nothing_changes(self, operations):
        metadata = metadata_of(a="1")
        before = the_state(metadata)

        with pytest.raises(Refused):
            metadata.patch(operations, ROBOT, 200)

        assert the_state(metadata) == before

    @pytest.mark.parametrize("path", ["/~", "/a~2", "/~~01", "/~~0", "/~0~", "/~1~~1"])
    @pytest.mark.parametrize("member", ["path", "from"])
    def test_a_tilde_that_escapes_nothing_is_refused_wherever_it_stands(self, path, member):
        with pytest.raises(Refused, match="in which ~ is followed by neither 0 nor 1"):
            metadata_of(a="1").patch([{"op": "copy", "path": "/b", "from": "/a", member: path}], ROBOT, 200)

    def test_members_that_nobody_knows_are_ignored(self):
        metadata = metadata_of(a="1")

        metadata.patch([{"op": "remove", "path": "/a", "comment": "bye", "value": 3}], ROBOT, 200)

        assert metadata.values() == {}


KEYS = st.sampled_from(["a", "b", "a/b", "~"])
VALUES = st.sampled_from(["1", "2"])
PATHS = KEYS.map(lambda key: "/" + key.replace("~", "~0").replace("/", "~1"))
OPERATIONS = st.one_of(
    st.fixed_dictionaries({"op": st.sampled_from(["add", "replace", "test"]), "path": PATHS, "value": VALUES}),
    st.fixed_dictionaries({"op": st.just("remove"), "path": PATHS}),
    st.fixed_dictionaries({"op": st.sampled_from(["move", "copy"]), "path": PATHS, "from": PATHS}),
)


def reference_patch(values, operations):
    """Follow RFC 6902 with plain dictionaries; return the values and the touched keys, or the problem's type."""
    values, touched = dict(values), set()
    for operation in operations:
        key = operation["path"][1:].replace("~1", "/").replace("~0", "~")
        source = operation.get("from", "/")[1:].replace("~1", "/").replace("~0", "~")
        match operation["op"]:
            case "test":
                if values.get(key) != operation["value"]:
                    return PreconditionFailed
                continue
            case "remove" | "replace" if key not in values:
                return Conflict
            case "move" | "copy" if source not in values:
                return Conflict
            case "remove":
                del values[key]
                continue
            case "move":
                values[key] = values.pop(source)
            case "copy":
                values[key] = values[source]
            case _:
                values[key] = operation["value"]
        touched.add(key)
    return values, {key for key in touched if key in values}


@given(values=st.dictionaries(KEYS, VALUES), operations=st.lists(OPERATIONS, max_size=6))
def test_a_patch_does_what_a_plain_dictionary_does(values, operations):
    metadata = Metadata()
    metadata.replace(values, ANNA, 1)
    before = the_state(metadata)
    expected = reference_patch(values, operations)

    try:
        metadata.patch(operations, ROBOT, 2)
    except Problem as problem:
        outcome = type(problem)
    else:
        outcome = None
    if outcome is not None or isinstance(expected, type):
        assert outcome is expected
        assert the_state(metadata) == before
    else:
        touched = {key for key, entry in metadata.entries().items() if entry.change == ChangeData(2, ROBOT)}
        assert (metadata.values(), touched) == expected
