"""What a stream and its metadata refuse, word for word: what was wrong, what to do, and what the reply may name."""

from __future__ import annotations

import pytest
from aveva_samples import ANNA, NUMBERED, ignore, metadata_of

from streamulator.core.problems import Conflict, Missing, PreconditionFailed, Problem, Refused
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.streams.definition import Override
from streamulator.services.aveva.model.streams.stream import Stream

MALFORMED = "Send operations as RFC 6902 defines them; a path is '/key', with ~0 for a tilde and ~1 for a slash."


def numbered():
    stream = Stream("s", Layout(NUMBERED))
    stream.insert([(1, 1.0, None), (2, 2.0, None)])
    return stream


@pytest.mark.parametrize(
    ("write", "kind", "reason", "resolution", "details"),
    [
        (
            lambda stream: stream.insert([(5, 0.0, None), (4, 0.0, None), (4, 1.0, None)]),
            Conflict,
            "In stream 's' the index 4 stands more than once in the request.",
            "Send each index once.",
            {"StreamId": "s", "Index": "4"},
        ),
        (
            lambda stream: stream.insert([(3, 0.0, None), (2, 0.0, None)]),
            Conflict,
            "In stream 's' the index 2 already has an event.",
            "Update the event, or insert at another index.",
            {"StreamId": "s", "Index": "2"},
        ),
        (
            lambda stream: stream.remove([1, 7]),
            Missing,
            "In stream 's' the index 7 has no event.",
            "Name only indexes that have an event.",
            {"StreamId": "s", "Index": "7"},
        ),
        (
            lambda stream: stream.patch([], ["Value", "Speed", "Torque"], ignore),
            Refused,
            "The events of stream 's' have no member 'Speed', 'Torque'; their members are Order, Value, Note.",
            "Select members of the stream's type.",
            {"StreamId": "s", "Member": "Speed, Torque"},
        ),
    ],
)
def test_a_refused_write_says_what_is_wrong_and_what_to_do(write, kind, reason, resolution, details):
    stream = numbered()

    with pytest.raises(Problem) as refusal:
        write(stream)

    assert type(refusal.value) is kind
    assert (refusal.value.reason, refusal.value.resolution) == (reason, resolution)
    assert refusal.value.details == details
    assert stream.series.keys == [1, 2]


@pytest.mark.parametrize(
    ("event", "where", "index"),
    [
        ({"Order": 4, "Value": "x"}, "Event 1 of the request for stream 's', index 4. ", "4"),
        ({"Order": "x"}, "Event 1 of the request for stream 's'. ", "body[1]"),
    ],
)
def test_an_unreadable_event_is_named_by_its_place_and_where_it_can_be_by_its_index(event, where, index):
    with pytest.raises(Refused) as refusal:
        numbered().rows([{"Order": 3}, event], ignore)

    assert refusal.value.reason.startswith(where)
    assert refusal.value.details["Index"] == index


def test_a_definition_that_does_not_fit_is_refused_with_all_that_is_wrong():
    with pytest.raises(Refused) as refusal:
        Stream("s", Layout(NUMBERED), overrides=(Override("Speed"), Override("Torque")))

    assert refusal.value.reason == (
        "Stream 's' cannot be defined so. PropertyOverrides: type 'Sample' has no property 'Speed'. "
        "PropertyOverrides: type 'Sample' has no property 'Torque'."
    )
    assert refusal.value.resolution == "Correct the definition of the stream."
    assert refusal.value.details == {"StreamId": "s"}


def test_a_missing_key_of_the_metadata_is_named():
    with pytest.raises(Missing) as refusal:
        metadata_of(a="1").value("b")

    assert refusal.value.reason == "The metadata have no key 'b'."
    assert refusal.value.resolution == "Read the whole dictionary to see which keys there are; case matters."


@pytest.mark.parametrize(
    ("values", "reason", "resolution", "details"),
    [
        (
            [],
            "Metadata are a dictionary of texts, not an array.",
            'Send an object such as {"key": "value"}.',
            {},
        ),
        (
            {"a": "b", "c": None, "d": 1},
            "Metadata values are texts, but 'c' holds null, 'd' holds a number.",
            "Send every value as a JSON string.",
            {"Keys": "'c' holds null, 'd' holds a number"},
        ),
    ],
)
def test_metadata_that_are_no_texts_are_described(values, reason, resolution, details):
    with pytest.raises(Refused) as refusal:
        metadata_of().replace(values, ANNA, 1)

    assert (refusal.value.reason, refusal.value.resolution) == (reason, resolution)
    assert refusal.value.details == details


@pytest.mark.parametrize(
    ("operation", "complaint"),
    [
        ("add", "is a text, not an object"),
        ({"op": "put"}, "has the op 'put', which is none of add, remove, replace, move, copy, test"),
        ({"op": "remove", "path": 1}, "has no 'path' that is a text"),
        ({"op": "copy", "path": "/a", "from": None}, "has no 'from' that is a text"),
        ({"op": "remove", "path": "//b"}, "has the path '//b', which is not one key after a slash"),
        ({"op": "move", "path": "/a", "from": "a"}, "has the from 'a', which does not begin with a slash"),
        ({"op": "remove", "path": "/a~2"}, "has the path '/a~2', in which ~ is followed by neither 0 nor 1"),
        ({"op": "add", "path": "/a"}, "(add) has no value"),
        ({"op": "add", "path": "/a", "value": None}, "(add) has null where a text is expected"),
        ({"op": "test", "path": "/a", "value": True}, "(test) has a boolean where a text is expected"),
        ({"op": "replace", "path": "/a", "value": 1.5}, "(replace) has a number where a text is expected"),
        ({"op": "add", "path": "/a", "value": {}}, "(add) has an object where a text is expected"),
        ({"op": "add", "path": "/a", "value": []}, "(add) has an array where a text is expected"),
    ],
)
def test_a_malformed_operation_is_named_by_its_place_and_described(operation, complaint):
    with pytest.raises(Refused) as refusal:
        metadata_of(a="1").patch([{"op": "remove", "path": "/a"}, operation], ANNA, 1)

    assert refusal.value.reason == f"Operation 1 of the patch {complaint}."
    assert refusal.value.resolution == MALFORMED
    assert refusal.value.details == {"Operation": "1"}


@pytest.mark.parametrize(
    ("operations", "kind", "reason", "resolution", "details"),
    [
        (
            {"op": "add"},
            Refused,
            "A patch is an array of operations, not an object.",
            'Send an array such as [{"op": "add", "path": "/key", "value": "text"}].',
            {},
        ),
        (
            [{"op": "test", "path": "/a", "value": "2"}],
            PreconditionFailed,
            "Operation 0 of the patch does not hold: 'a' is '1', not '2'. Nothing was changed.",
            "Read what is stored again and adapt the patch to it.",
            {"Operation": "0", "Key": "a"},
        ),
        (
            [{"op": "move", "path": "/a", "from": "/b"}],
            Conflict,
            "Operation 0 of the patch cannot move 'b', for there is no such key. Nothing was changed.",
            "Read what is stored again, or add the key first.",
            {"Operation": "0", "Key": "b"},
        ),
    ],
)
def test_a_patch_that_cannot_be_applied_says_why(operations, kind, reason, resolution, details):
    with pytest.raises(Problem) as refusal:
        metadata_of(a="1").patch(operations, ANNA, 1)

    assert type(refusal.value) is kind
    assert (refusal.value.reason, refusal.value.resolution) == (reason, resolution)
    assert refusal.value.details == details
