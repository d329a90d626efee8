"""How long reads and writes of events may take, and what becomes of those that take longer."""

from __future__ import annotations

import pytest
from conformance.documents import VENDOR, load, operations

from streamulator.services.aveva.doors import _READS_BY_POST

WINDOW = "/Streams/Simple/Data?startIndex=2017-11-23T12:00:00Z&endIndex=2017-11-23T16:00:00Z"
READS = [
    "/Streams/Simple/Data/First",
    "/Streams/Simple/Data/Last",
    WINDOW,
    WINDOW.replace("Data?", "Data/Interpolated?"),
    WINDOW.replace("Data?", "Data/Summaries?"),
    WINDOW.replace("Data?", "Data/Sampled?") + "&intervals=2&sampleBy=Measurement",
    WINDOW.replace("Data?", "Data/Transform?"),
    "/Bulk/Streams/Data/Joins?streams=Simple,Empty&joinMode=Outer&" + WINDOW.partition("?")[2],
]
EVENT = {"Time": "2017-11-23T17:00:00Z", "Measurement": 50}


@pytest.mark.parametrize("target", READS)
@pytest.mark.parametrize(("headers", "enough"), [({}, 30), ({"Request_Timeout": "300"}, 300)])
def test_a_read_may_take_thirty_seconds_unless_its_header_says_otherwise(api, clock, target, headers, enough):
    clock.seconds = enough // 2  # the clock is looked at twice after the request has come
    in_time = api.get(target, **headers)
    clock.seconds += 1
    late = api.get(target, **headers)

    assert (in_time.status, late.status) == (200, 408)


def test_a_refusal_for_time_has_the_vendors_error_body(api, clock):
    clock.seconds = 40

    answer = api.get(WINDOW, Request_Timeout="5")

    assert answer.status == 408
    assert answer.content == {
        "OperationId": answer.headers["operation-id"],
        "Error": "The operation timed out.",
        "Reason": "The operation took longer than 5 seconds.",
        "Resolution": "Ask for less at a time, or allow more seconds in Request-Timeout.",
        "Parameters": None,
    }


@pytest.mark.parametrize("value", ["0", "-5", "soon", "5 minutes", "00:05:00", "", "0.5", "3000000000", "30, 30"])
def test_a_header_that_is_no_number_of_seconds_is_refused(api, value):
    answer = api.get(WINDOW, Request_Timeout=value)

    assert answer.status == 400
    assert "Request-Timeout" in answer.content["Reason"]


@pytest.mark.parametrize("value", ["1", "30", "30.0", "300", "86400"])
def test_seconds_are_taken_whole_and_in_parts(api, value):
    assert api.get(WINDOW, Request_Timeout=value).status == 200


def test_writes_take_no_notice_of_the_header(api, clock):
    clock.seconds = 200

    answers = [
        api.post("/Streams/Simple/Data", [EVENT], Request_Timeout="1"),
        api.put("/Streams/Simple/Data", [EVENT], Request_Timeout="soon"),
        api.patch("/Streams/Simple/Data", [EVENT], Request_Timeout="-1"),
        api.delete(f"/Streams/Simple/Data?index={EVENT['Time']}", Request_Timeout="1"),
    ]

    assert [answer.status for answer in answers] == [204] * 4


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_write_that_comes_after_five_minutes_changes_nothing(api, clock, method):
    before = api.get(WINDOW).content
    clock.seconds = 301
    window = WINDOW if method == "DELETE" else "/Streams/Simple/Data"

    answer = api(method, window, [{**EVENT, "Time": "2017-11-23T12:00:00Z"}])

    clock.seconds = 0
    assert answer.status == 408
    assert answer.content["Reason"] == "The operation took longer than 300 seconds."
    assert api.get(WINDOW).content == before


def test_a_read_that_ends_too_late_leaves_no_trace_but_in_the_journal(api, world, clock):
    described = world.stores["aveva"].describe()
    clock.seconds = 16

    api.get(WINDOW)

    assert world.stores["aveva"].describe() == described
    assert world.ledger.findings() == []
    assert (world.journal.entries()[-1].operation, world.journal.entries()[-1].status) == ("listValues", 408)


def test_only_what_reads_lets_its_caller_say_how_long():
    limits = {
        operation.id: (operation.method, operation.node["x-time-limit"])
        for name in VENDOR
        for operation in operations(load(name))
        if "x-time-limit" in operation.node
    }

    by_header = {name for name, (method, limit) in limits.items() if limit == "Request-Timeout" and method != "GET"}
    fixed = {name for name, (_, limit) in limits.items() if limit == 300}
    assert by_header <= _READS_BY_POST
    assert {"insertValues", "updateValues", "patchValues", "removeValues"} <= fixed


def test_what_reads_no_events_takes_no_notice_of_the_header(api, clock):
    clock.seconds = 31

    assert [api.get(target, Request_Timeout="soon").status for target in ("/Streams", "/Types/Simple")] == [200, 200]
