"""Sessions: which lie in a range, who made them, and what cannot become one."""

from __future__ import annotations

import pytest
from aveva_http import Api, in_process

SESSIONS = "/modeCar/sessions"
ALL = f"{SESSIONS}?start=0&stop=2000"


def ids(answer):
    return [session["id"] for session in answer.content]


@pytest.mark.parametrize(
    ("start", "stop", "found"),
    [
        (0, 2000, ["early", "kept", "middle", "late"]),
        (900, 1050, ["early", "kept", "middle", "late"]),
        (951, 999, ["middle"]),
        (950, 950, ["early", "middle"]),
        (945, 945, ["early", "kept", "middle"]),
        (1011, 5000, ["late"]),
        (1051, 5000, []),
        (0, 899, []),
        (1000, 900, []),
        (941, 940, []),
        (-9, -1, []),
    ],
)
def test_sessions_with_a_packet_in_the_range_are_listed(streams, start, stop, found):
    assert ids(streams.get(f"{SESSIONS}?start={start}&stop={stop}")) == found


def test_a_list_is_paged_after_it_is_sorted(streams):
    answer = streams.get(f"{ALL}&skip=1&limit=2")

    assert ids(answer) == ["kept", "middle"]
    assert answer.headers["vnd.tinkermode.range"] == "1-2/4"


def test_a_stream_that_is_not_there_has_none(streams):
    answer = streams.get("/nothing/sessions?start=0&stop=1")

    assert (answer.status, answer.content) == (200, [])


def test_an_open_session_is_not_listed(streams):
    assert streams.get("/growing/sessions?start=0&stop=100").content == []


@pytest.mark.parametrize(
    ("id_", "author"),
    [
        ("early", {"type": "user", "userId": 2081}),
        ("middle", {"type": "device", "deviceId": 1234}),
        ("late", {"type": "project key", "projectKeyName": "app server"}),
        ("kept", {"type": "nobody"}),
    ],
)
def test_a_session_tells_who_made_it(streams, id_, author):
    session = streams.get(f"{SESSIONS}/{id_}").content

    assert session["id"] == id_
    assert session["author"] == author


@pytest.mark.parametrize(
    ("key", "author"),
    [
        ("v1.writer", {"type": "project key", "projectKeyName": "app server"}),
        ("v1.jane", {"type": "user", "userId": 2081}),
    ],
)
def test_a_new_session_is_its_makers(having, key, author):
    streams = having(key).below("/homes/12/smartModules/cardata/streams")

    made = streams.post(SESSIONS, {"start": 900, "stop": 900, "id": "mine", "author": {"type": "nobody"}})

    assert made.status == 201
    assert made.content == {"id": made.content["id"], "start": 900, "stop": 900, "author": author}
    assert made.content["id"] != "mine"
    assert streams.get(f"{SESSIONS}/{made.content['id']}").content == made.content
    assert made.content in streams.get(ALL).content


def test_members_that_are_not_the_callers_to_choose_are_a_warning(streams, warnings):
    streams.post(SESSIONS, {"start": 900, "stop": 900, "id": "mine"})

    assert warnings() == ["body: the member 'id' is ignored."]


def test_strictly_they_are_refused(emulator_of):
    home = "{id: 1, name: a, streams: [{module: sds, name: s, packets: [{text: a}]}]}"
    keys, modules = "[{name: a, key: k, permissions: [write]}]", "[{id: sds, type: sds}]"
    project = f"{{id: 1, keys: {keys}, smartModules: {modules}, homes: [{home}]}}"
    emulator = emulator_of(f"mode: {{projects: [{project}]}}", strict=True)
    api = Api(in_process(emulator, "default"), "/homes/1/smartModules/sds").having(Authorization="ModeCloud k")

    assert api.post("/streams/s/sessions", {"start": 0, "stop": 0}).status == 201
    assert api.post("/streams/s/sessions", {"start": 0, "stop": 0, "id": "mine"}).status == 403


def test_two_sessions_may_be_alike(streams):
    made = [streams.post(SESSIONS, {"start": 900, "stop": 901}).content for _ in range(2)]

    assert made[0]["id"] != made[1]["id"]
    assert len(streams.get(ALL).content) == 6


@pytest.mark.parametrize(
    "content",
    [
        {"start": 901, "stop": 900},
        {"start": 900, "stop": 1051},
        {"start": -1, "stop": 900},
        {"start": 900},
        {"stop": 900},
        {},
        [],
        [900, 901],
        "900",
        None,
        {"start": "900", "stop": "901"},
        {"start": 900.0, "stop": 901.0},
        {"start": True, "stop": 901},
        {"start": None, "stop": 901},
        {"start": 900, "stop": 10**30},
    ],
    ids=str,
)
def test_data_that_makes_no_session_is_refused_as_the_page_says(streams, content):
    answer = streams.post(SESSIONS, content)

    assert (answer.status, answer.content) == (403, {"reason": "INVALID_PARAMETER"})
    assert len(streams.get(ALL).content) == 4


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"start=1&stop=2", b"[" * 500, b'{"start": NaN, "stop": 1}'])
def test_what_is_no_json_is_refused_likewise(streams, body):
    answer = streams("POST", SESSIONS, body=body)

    assert (answer.status, answer.content) == (403, {"reason": "INVALID_PARAMETER"})


@pytest.mark.parametrize("media_type", ["", "application/x-www-form-urlencoded", "text/plain", "application/json; x=y"])
def test_json_is_taken_whatever_it_is_called(streams, media_type):
    assert streams("POST", SESSIONS, {"start": 900, "stop": 900}, headers={"Content-Type": media_type}).status == 201


@pytest.mark.parametrize("stream", ["nothing", "empty"])
def test_a_stream_without_packets_has_no_valid_range(streams, stream):
    answer = streams.post(f"/{stream}/sessions", {"start": 0, "stop": 0})

    assert (answer.status, answer.content) == (403, {"reason": "INVALID_PARAMETER"})
    assert streams.get("/nothing").status == 404


def test_packets_between_need_not_be_there(streams):
    assert streams.post("/listed/sessions", {"start": 0, "stop": 70_000}).status == 201
    assert streams.post("/listed/sessions", {"start": 0, "stop": 70_001}).status == 403


def test_a_deleted_session_is_gone_and_its_packets_are_not(streams):
    assert streams.delete(f"{SESSIONS}/early").status == 204
    assert streams.get(f"{SESSIONS}/early").status == 404
    assert streams.delete(f"{SESSIONS}/early").status == 404
    assert streams.get("/modeCar/data?start=900&stop=900").status == 302
    assert ids(streams.get(ALL)) == ["kept", "middle", "late"]


def test_a_session_in_use_stays(streams):
    answer = streams.delete(f"{SESSIONS}/kept")

    assert (answer.status, answer.content) == (409, {"reason": "SESSION_IN_USE"})
    assert streams.get(f"{SESSIONS}/kept").status == 200


def test_a_body_where_none_belongs_is_not_looked_at(streams):
    assert streams("GET", ALL, body=b"{}").status == 200
    assert streams("DELETE", f"{SESSIONS}/early", body=b"{").status == 204


def test_another_stream_has_sessions_of_its_own(streams):
    assert streams.get("/listed/sessions/early").status == 404
