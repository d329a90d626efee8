"""The lists that clients fetch first: units, cycles, calendars, components and folders."""

from __future__ import annotations

import pytest
from grovestreams_samples import GARAGE, NOBODYS, refusal


def test_units_have_an_id_where_they_were_given_one(api):
    content = api.get("/unit").content

    assert (content["totalCount"], len(content["unit"])) == (6, 6)
    assert [unit["id"] for unit in content["unit"] if "id" in unit] == ["kwh", "door"]


@pytest.mark.parametrize("resource", ["unit", "cycle", "rollup_calendar"])
def test_whatever_is_listed_can_be_shown_alone(api, resource):
    listed = api.get(f"/{resource}").content[resource]

    for one in listed:
        whole = api.get(f"/{resource}/{one['uid'].upper()}").content[resource]
        assert whole | one == whole
    refusal(api.get(f"/{resource}/{NOBODYS}"), 404)
    refusal(api.get(f"/{resource}/x"), 400)


def test_a_calendar_shows_its_cycles_ascending(api):
    calendar = api.get("/rollup_calendar/b2ef79b1-32c3-355a-ab23-39286464f0e9").content["rollup_calendar"]

    assert [cycle["name"] for cycle in calendar["cycle"]] == [
        "5 Minutes",
        "Hours",
        "Days",
        "Months",
        "Quarters",
        "Years",
    ]


class TestComponents:
    def test_come_in_pages_with_their_number(self, api):
        pages = [api.get(f"/component?start={start}&limit=3").content for start in (0, 3, 6)]

        assert [[one["id"] for one in page["component"]] for page in pages] == [
            ["garage", "cold-room", "scale"],
            ["spare"],
            [],
        ]
        assert {page["totalCount"] for page in pages} == {4}

    @pytest.mark.parametrize("query", ["start=-1", "limit=0", "start=a", "limit=1001"])
    def test_come_in_pages_that_make_sense(self, api, query):
        refusal(api.get(f"/component?{query}"), 400)

    def test_are_shown_with_their_streams(self, api):
        component = api.get(f"/component/{GARAGE}").content["component"]

        assert component["timeZoneId"] == "US/Central"
        assert component["stream"] == api.get(f"/component/{GARAGE}/stream").content["stream"]
        assert [stream["streamDerivationType"] for stream in component["stream"]] == ["NONE"] * 3 + ["FROM_EXPRESSION"]

    def test_have_to_be_there(self, api):
        refusal(api.get(f"/component/{NOBODYS}"), 404)
        refusal(api.get(f"/component/{NOBODYS}/stream"), 404)


class TestFolders:
    @pytest.mark.parametrize(
        ("path", "text", "counts"),
        [
            ("", "Components", (2, 1)),
            ("Components", "Components", (2, 1)),
            ("Components/warehouse1", "warehouse1", (1, 1)),
            ("/warehouse1/dock/", "dock", (0, 1)),
        ],
    )
    def test_are_found_by_their_path(self, api, path, text, counts):
        node = api.get(f"/cr/comp?byFolderPath={path}&childCounts=true").content["cr_node"]

        assert (node["text"], (node["folderCount"], node["itemCount"])) == (text, counts)
        assert "fullPath" not in node

    def test_name_the_folder_they_lie_in(self, api):
        root, warehouse, dock = (
            api.get(f"/cr/comp?fullPath=true&byFolderPath=Components/{path}").content["cr_node"]
            for path in ("", "warehouse1", "warehouse1/dock")
        )

        assert (root["parentUid"], warehouse["parentUid"], dock["parentUid"]) == ("", root["uid"], warehouse["uid"])
        assert [node["fullPath"] for node in (root, warehouse, dock)] == ["/", "/warehouse1", "/warehouse1/dock"]
        assert "itemCount" not in root

    @pytest.mark.parametrize("path", ["Components/nowhere", "Components/Warehouse1", "warehouse1/Components"])
    def test_have_to_be_there(self, api, path):
        refusal(api.get(f"/cr/comp?byFolderPath={path}"), 404)


def test_paths_are_taken_in_the_spellings_that_the_pages_print(nobody):
    api = nobody.below("").having(Cookie="api_key=demo-key")

    assert api.get("/API/Unit").status == 200
    assert api.get("/api/Org_User/630114e8-76ac-46fc-866c-bb5e63258018").status == 200


def test_what_is_in_the_store_can_be_looked_at(nobody):
    state = nobody.below("").get("/_emulator/state").content["grovestreams"]

    (garage, *_others) = state["organizations"][0]["components"]
    assert garage["id"] == "garage"
    assert garage["streams"][0] | {"uid": ""} == {
        "uid": "",
        "id": "light",
        "start": 1331563500000,
        "end": 1333302000000,
        "completed": 1333302000000,
    }
