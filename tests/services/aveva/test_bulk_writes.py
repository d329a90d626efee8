"""Writes to several streams at once: each of them has all of its events written or none, whatever the others have."""

from __future__ import annotations

import pytest
from aveva_http import Api, in_process

BULK = "/Bulk/Streams/Data"
TAKEN, FREE, LATER = (f"2017-11-23T{hour}:00:00Z" for hour in (12, 17, 18))
PARTLY = {
    "Error": "The request partially failed.",
    "Reason": "At least one of the attempted write operations resulted in an error.",
    "Resolution": "Iterate through the child errors for more information.",
}


def event(time=FREE, value=1):
    return {"Time": time, "Measurement": value}


def values(**streams):
    return {"Values": streams}


def child_errors(answer):
    assert answer.status == 207, answer.body
    assert {name: answer.content[name] for name in PARTLY} == PARTLY
    assert answer.content.keys() - PARTLY.keys() == {"ChildErrors"}
    return answer.content["ChildErrors"]


def times(api, stream):
    return [one["Time"] for one in api.get(f"/Streams/{stream}/Data?startIndex=2017-11-23").content]


@pytest.fixture(params=["POST", "PUT"])
def write(request, api):
    """Write to several streams, by either method."""
    return lambda content, api=api: api(request.param, BULK, content)


class TestBoth:
    def test_store_all_the_events_of_all_the_streams(self, write, api):
        answer = write(values(Simple=[event(LATER), event()], Empty=[event(), event(TAKEN)], Steady=[]))

        assert (answer.status, answer.body) == (204, b"")
        assert times(api, "Simple")[-2:] == [FREE, LATER]
        assert times(api, "Empty") == [TAKEN, FREE]

    def test_tell_of_streams_that_are_not_there_and_store_the_others(self, write, api):
        (error,) = child_errors(write(values(Nowhere=[event()], Empty=[event()])))

        assert error == {
            "Error": "The specified resource was not found.",
            "Reason": "Failed to update stream.",
            "Resolution": "Stream 'Nowhere' was not found in namespace 'default'. "
            "Create the stream first, or list the streams there are.",
            "StreamId": "Nowhere",
            "StatusCode": 404,
        }
        assert times(api, "Empty") == [FREE]

    def test_tell_of_events_that_do_not_fit_and_store_none_of_theirs(self, write, api):
        first, second = child_errors(
            write(values(Empty=[event(), event(LATER, "much")], Steady=[{"State": 1}], Simple=[event()]))
        )

        assert (first["StreamId"], first["StatusCode"], first["Index"]) == (
            "Empty",
            400,
            "2017-11-23T18:00:00.0000000Z",
        )
        assert "Member 'Measurement'" in first["Resolution"]
        assert (second["StreamId"], second["StatusCode"], second["Index"]) == ("Steady", 400, "body[0]")
        assert times(api, "Empty") == times(api, "Steady") == []
        assert times(api, "Simple")[-1] == FREE

    def test_answer_alike_when_nothing_at_all_is_stored(self, write):
        errors = child_errors(write(values(Nowhere=[], Neither=[event()])))

        assert [(error["StreamId"], error["StatusCode"]) for error in errors] == [("Nowhere", 404), ("Neither", 404)]

    def test_may_have_nothing_to_do(self, write):
        assert write(values()).status == 204

    def test_find_streams_and_members_in_any_case(self, write, api):
        assert write({"values": {"EMPTY": [{"time": FREE}]}}).status == 204
        assert times(api, "Empty") == [FREE]

    def test_warn_of_members_that_nobody_knows(self, write, warnings):
        assert write({**values(Empty=[{**event(), "Speed": 1}]), "Streams": 1}).status == 204
        assert warnings() == [
            "body: the member 'Streams' is unknown.",
            "event: the member 'Speed' is not in the stream's type.",
        ]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ([], "body"),
            ({}, "body.Values: missing"),
            ({"Values": None}, "body.Values: missing"),
            ({"values": [1]}, "body.Values: missing"),
            ({"Values": {"Simple": event()}}, "Simple"),
            ({"values": {"Simple": event()}}, "body.Values.Simple: expected an array"),
            ({"Values": {"Empty": [event()], "Simple": None}}, "Simple"),
            ({"Values": {str(n): [] for n in range(1001)}}, "Values"),
        ],
    )
    def test_refuse_a_body_that_makes_no_sense(self, write, api, content, words):
        answer = write(content)

        assert answer.status == 400
        assert words in answer.content["Reason"]
        assert times(api, "Empty") == []

    def test_need_the_right_to_write(self, write, api, locked):
        viewer, worker = (
            locked.having(Authorization=api.token(name, f"{name}-secret")) for name in ("viewer", "worker")
        )

        assert write(values(Empty=[event()]), viewer).status == 403
        assert write(values(Empty=[event()]), worker).status == 204

    def test_change_nothing_where_a_strict_emulator_refuses(self, write, strict):
        answer = write(values(Empty=[event()], Steady=[{**event(), "Speed": 1}]), strict)

        assert answer.status == 400
        assert "Speed" in answer.content["Reason"]
        assert times(strict, "Empty") == []


class TestInsert:
    def test_leaves_a_stream_alone_where_an_index_is_taken(self, api):
        (error,) = child_errors(api.post(BULK, values(Empty=[event()], Simple=[event(), event(TAKEN)])))

        assert error.pop("Resolution").startswith(
            "In stream 'Simple' the index 2017-11-23T12:00:00.0000000Z already has"
        )
        assert error == {
            "Error": "The request was unsuccessful due to a conflict.",
            "Reason": "Failed to update stream.",
            "StreamId": "Simple",
            "Index": "2017-11-23T12:00:00.0000000Z",
            "StatusCode": 409,
        }
        assert times(api, "Simple")[-1] == "2017-11-23T16:00:00Z"
        assert times(api, "Empty") == [FREE]

    def test_of_one_stream_under_two_spellings_knows_it_for_the_same(self, api):
        (error,) = child_errors(api.post(BULK, values(Empty=[event()], EMPTY=[event()])))

        assert (error["StreamId"], error["StatusCode"]) == ("EMPTY", 409)

    def test_tells_of_failures_in_the_order_of_the_request(self, api):
        errors = child_errors(api.post(BULK, values(Simple=[event(TAKEN)], Nowhere=[], Named=[event()])))

        assert [(error["StreamId"], error["StatusCode"]) for error in errors] == [
            ("Simple", 409),
            ("Nowhere", 404),
            ("Named", 400),
        ]


class TestUpdate:
    def test_writes_over_what_is_there(self, api):
        assert api.put(BULK, values(Simple=[event(TAKEN, 7), event(FREE, 8)])).status == 204

        found = api.get(f"/Streams/Simple/Data?startIndex={TAKEN}").content
        assert (found[0]["Measurement"], found[-1]["Measurement"], len(found)) == (7, 8, 6)


def test_a_world_keeps_its_writes_to_itself(emulator, api):
    emulator.create_world("other")
    try:
        api.post(BULK, values(Empty=[event()]))
        assert times(Api(in_process(emulator, "other")), "Empty") == []
    finally:
        emulator.delete_world("other")
