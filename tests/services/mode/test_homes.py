"""Homes, their members and modules, and as much of time series as is printed in public."""

from __future__ import annotations

import pytest

GARAGE = {"id": 12, "projectId": 1260, "creationTime": "2015-04-21T00:16:22.381Z", "name": "Garage"}


def ids(answer):
    return [home["id"] for home in answer.content]


def test_a_home_is_shown(api):
    assert api.get("/homes/12").content == GARAGE
    assert api.get("/homes/13").content["deactivated"] is True


@pytest.mark.parametrize(
    ("key", "query", "expected"),
    [
        ("v1.writer", "", [12, 13]),
        ("v1.reader", "projectId=1260", [12, 13]),
        ("v1.writer", "userId=2081", [12]),
        ("v1.writer", "projectId=1260&userId=2082", []),
        ("v1.foreign", "", [20]),
        ("v1.jane", "", [12]),
        ("v1.jane", "userId=2081", [12]),
        ("v1.jane", "userId=2081&projectId=1260", [12]),
        ("v1.john", "", []),
    ],
)
def test_everybody_lists_his_own(having, key, query, expected):
    assert ids(having(key).get(f"/homes?{query}")) == expected


@pytest.mark.parametrize(
    ("key", "query"),
    [
        ("v1.writer", "projectId=1261"),
        ("v1.jane", "userId=2082"),
        ("v1.jane", "projectId=1260"),
        ("v1.jane", "userId=2081&projectId=1261"),
    ],
)
def test_what_is_anothers_is_not_listed(having, key, query):
    answer = having(key).get(f"/homes?{query}")

    assert (answer.status, answer.content) == (403, {"reason": "PERMISSION_DENIED"})


def test_a_list_is_paged(api):
    answer = api.get("/homes?skip=1&limit=5")

    assert (ids(answer), answer.headers["vnd.tinkermode.range"]) == ([13], "1-1/2")


def test_a_users_home_is_his_own(having, api):
    john = having("v1.john")

    made = john.post("/homes", {"name": "Cabin"})

    assert made.status == 201
    assert made.content == {"id": 21, "projectId": 1260, "creationTime": "2020-05-01T10:00:00.000Z", "name": "Cabin"}
    assert ids(john.get("/homes")) == [21]
    (member,) = john.get("/homes/21/members").content
    assert member == {
        "userId": 2082,
        "creationTime": "2020-05-01T10:00:00.000Z",
        "name": "John Roe",
        "email": "john@example.com",
        "verified": False,
        "role": "owner",
    }
    assert ids(api.get("/homes")) == [12, 13, 21]
    assert john.get("/homes/21/smartModules/cardata/streams").content == []


def test_a_projects_home_is_nobodys(api, having):
    home = api.post("/homes", {"name": "Shed"}).content["id"]

    assert api.get(f"/homes/{home}/members").content == []
    assert having("v1.jane").get(f"/homes/{home}").status == 403


def test_modules_are_listed(api):
    modules = {module["id"]: module for module in api.get("/homes/12/smartModules").content}

    assert list(modules) == ["cardata", "other-data", "live", "parked", "tsdb"]
    created = modules["live"].pop("creationTime")
    assert modules["live"] == {
        "id": "live",
        "moduleType": "sds",
        "description": "Short of memory",
        "suspended": False,
        "version": "2",
    }
    assert created.endswith("Z")
    assert modules["parked"]["suspended"]
    assert modules["tsdb"]["moduleType"] == "tsdb"


class TestTimeSeries:
    PLACE = "/homes/12/smartModules/tsdb"

    def test_they_are_listed(self, api):
        assert api.get(f"{self.PLACE}/timeSeries").content == [
            {"homeId": 12, "id": "0001:01234567-value:0", "moduleId": "tsdb", "timeZone": "UTC"},
            {"homeId": 12, "id": "0001:01234567-co2:0", "moduleId": "tsdb", "timeZone": "Asia/Tokyo"},
        ]

    def test_a_collection_is_made_and_listed(self, api):
        assert api.get(f"{self.PLACE}/collections").content == []

        made = api.post(f"{self.PLACE}/collections", {"id": "a"})

        assert made.content == {"homeId": 12, "id": "a", "moduleId": "tsdb", "timeZone": "UTC", "valueNames": []}
        assert api.get(f"{self.PLACE}/collections").content == [made.content]
        assert len(api.get(f"{self.PLACE}/timeSeries").content) == 2
        assert api.post(f"{self.PLACE}/collections", {"id": "a"}).status == 409

    def test_a_module_of_streams_has_none(self, api):
        assert api.get("/homes/12/smartModules/cardata/timeSeries").status == 404
