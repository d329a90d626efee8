"""Many writers at once, over real sockets."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from aveva_http import Api, over_socket
from serving import started

WRITERS = 50
METADATA = "/Streams/Tank/Metadata"


@pytest.fixture(scope="module")
def url():
    with started("--log-level", "error") as server:
        yield server.url


def at_once(url, act):
    """Let fifty callers act at the same moment, each on a connection of its own; return their answers."""
    barrier = Barrier(WRITERS)

    def one(number):
        with over_socket(url) as send:
            api = Api(send)
            api.get("/Streams/Tank/Tags")
            barrier.wait(20)
            return act(api, number)

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(WRITERS)))


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_of_fifty_writers_with_the_same_tag_one_wins(url, method):
    with over_socket(url) as send:
        etag = Api(send).get(METADATA).headers["etag"]

        def write(api, number):
            whole, patch = {"Winner": str(number)}, [{"op": "add", "path": "/Winner", "value": str(number)}]
            return api(method, METADATA, whole if method == "PUT" else patch, headers={"If-Match": etag})

        answers = at_once(url, write)

        assert Counter(answer.status for answer in answers) == {200: 1, 412: WRITERS - 1}
        (winner,) = (str(number) for number, answer in enumerate(answers) if answer.status == 200)
        assert Api(send).get(f"{METADATA}/Winner").content == winner


def test_of_fifty_inserts_at_one_index_one_wins(url):
    body = [{"Time": "2030-01-01T00:00:00Z"}, {"Time": "2030-01-01T01:00:00Z"}]

    answers = at_once(url, lambda api, number: api.post("/Streams/Tank/Data", [{**body[0], "Level": number}, body[1]]))

    assert Counter(answer.status for answer in answers) == {204: 1, 409: WRITERS - 1}
    with over_socket(url) as send:
        found = Api(send).get("/Streams/Tank/Data?startIndex=2030-01-01").content
    (winner,) = (number for number, answer in enumerate(answers) if answer.status == 204)
    assert [event.get("Level", 0) for event in found] == [winner, 0]


def test_inserts_side_by_side_are_all_kept(url):
    answers = at_once(
        url, lambda api, number: api.post("/Streams/Wave/Data", [{"Order": 1000 + 50 * n + number} for n in range(20)])
    )

    assert {answer.status for answer in answers} == {204}
    with over_socket(url) as send:
        found = Api(send).get("/Streams/Wave/Data?startIndex=1000&count=5000").content
    assert [event["Order"] for event in found] == list(range(1000, 2000))


def test_of_fifty_changes_of_a_list_with_the_same_tag_one_wins_and_without_one_all_do(url):
    place, entries = "/Streams/Weather/AccessControl", "RoleTrusteeAccessControlEntries"
    with over_socket(url) as send:
        before = Api(send).get(place)

    def add(api, number, **condition):
        value = {"Trustee": {"Type": 3, "ObjectId": f"role {number}"}, "AccessType": 0, "AccessRights": 1}
        return api.patch(place, [{"op": "add", "path": f"/{entries}/-", "value": value}], **condition)

    conditional = at_once(url, lambda api, number: add(api, number, If_Match=before.headers["etag"]))
    free = at_once(url, add)

    assert Counter(answer.status for answer in conditional) == {204: 1, 412: WRITERS - 1}
    assert {answer.status for answer in free} == {204}
    with over_socket(url) as send:
        found = Api(send).get(place).content[entries]
    assert len(found) == len(before.content[entries]) + 1 + WRITERS
    assert {f"role {number}" for number in range(WRITERS)} <= {one["Trustee"]["ObjectId"] for one in found}
