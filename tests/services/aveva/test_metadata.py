"""The six operations of Streams Metadata."""

from __future__ import annotations

import pytest

METADATA = "/Streams/Simple/Metadata"
CHANGES = "/Streams/Simple/ChangeData/Metadata"
NOBODY = "00000000-0000-0000-0000-000000000000"


class TestGetStreamMetadataValue:
    def test_it_is_a_json_string(self, api):
        answer = api.get(f"{METADATA}/Site")

        assert (answer.status, answer.body) == (200, b'"North"')

    def test_a_key_is_found_by_its_own_spelling_only(self, api):
        api.put(METADATA, {"Größe in m²": "3", "a%b": "5"})

        assert api.get(f"{METADATA}/Größe in m²").content == "3"
        assert api.get(f"{METADATA}/a%25b").content == "5"
        assert api.get(f"{METADATA}/größe in m²").status == 404

    def test_a_key_that_is_not_there_is_not_found(self, api):
        answer = api.get(f"{METADATA}/Colour")

        assert answer.status == 404
        assert answer.content["Parameters"] == {"Key": "Colour"}

    def test_a_key_with_control_characters_is_refused(self, api):
        assert api.get(f"{METADATA}/a%00b").status == 400

    @pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
    def test_it_can_only_be_read(self, api, method):
        answer = api(method, f"{METADATA}/Site")

        assert (answer.status, answer.headers["allow"]) == (405, "GET")


class TestGetStreamMetadata:
    @pytest.mark.parametrize("slash", ["", "/"])
    def test_it_is_the_whole_dictionary(self, api, slash):
        assert api.get(METADATA + slash).content == {"Site": "North", "Area": "Pump house"}

    def test_a_stream_without_any_has_an_empty_one(self, api):
        assert api.get("/Streams/Empty/Metadata").content == {}


class TestUpdateStreamMetadata:
    def test_it_replaces_the_whole_dictionary_and_shows_the_new_one(self, api):
        answer = api.put(METADATA, {"Area": "South", "Colour": ""})

        assert (answer.status, answer.content) == (200, {"Area": "South", "Colour": ""})
        assert api.get(METADATA).content == {"Area": "South", "Colour": ""}

    def test_an_empty_dictionary_is_fine(self, api):
        assert api.put(METADATA, {}).content == {}

    @pytest.mark.parametrize(
        "content", [{"a": 1}, {"a": None}, {"a": ["x"]}, {"a": {}}, {"a": True}, {"": "x"}, [], "text", None]
    )
    def test_anything_but_a_dictionary_of_texts_is_refused_and_changes_nothing(self, api, content):
        assert api.put(METADATA, content).status == 400

        assert api.get(METADATA).content == {"Site": "North", "Area": "Pump house"}


class TestPatchStreamMetadata:
    def test_all_six_operations_work(self, api):
        patch = [
            {"op": "test", "path": "/Site", "value": "North"},
            {"op": "add", "path": "/City", "value": "Toronto"},
            {"op": "replace", "path": "/Area", "value": "Harbour"},
            {"op": "copy", "from": "/City", "path": "/Town"},
            {"op": "move", "from": "/Site", "path": "/Place"},
            {"op": "remove", "path": "/City"},
        ]

        answer = api.patch(METADATA, patch)

        assert answer.status == 200
        assert answer.content == {"Area": "Harbour", "Town": "Toronto", "Place": "North"}
        assert api.get(METADATA).content == answer.content

    def test_slashes_and_tildes_are_escaped(self, api):
        answer = api.patch(METADATA, [{"op": "add", "path": "/a~1b~0c", "value": "x"}])

        assert answer.content["a/b~c"] == "x"

    @pytest.mark.parametrize("media_type", ["application/json", "application/json-patch+json", "text/plain"])
    def test_the_media_type_does_not_matter(self, api, media_type):
        patch = [{"op": "remove", "path": "/Area"}]

        assert api.patch(METADATA, patch, Content_Type=media_type).content == {"Site": "North"}

    @pytest.mark.parametrize(
        ("last", "status"),
        [
            ({"op": "test", "path": "/Site", "value": "North"}, 412),  # it is West by then
            ({"op": "test", "path": "/Colour", "value": "red"}, 412),
            ({"op": "remove", "path": "/Colour"}, 409),
            ({"op": "replace", "path": "/Colour", "value": "red"}, 409),
            ({"op": "move", "from": "/Colour", "path": "/Paint"}, 409),
            ({"op": "copy", "from": "/Colour", "path": "/Paint"}, 409),
            ({"op": "add", "path": "/Colour", "value": 5}, 400),
            ({"op": "add", "path": "/Colour"}, 400),
            ({"op": "add", "path": "", "value": "red"}, 400),
            ({"op": "add", "path": "/a/b", "value": "red"}, 400),
            ({"op": "add", "path": "Colour", "value": "red"}, 400),
            ({"op": "add", "path": "/a~2b", "value": "red"}, 400),
            ({"op": "move", "path": "/Colour"}, 400),
            ({"op": "paint", "path": "/Colour", "value": "red"}, 400),
            ({"path": "/Colour", "value": "red"}, 400),
            ("add", 400),
        ],
    )
    def test_one_operation_that_fails_undoes_all(self, api, last, status):
        before = api.get(METADATA)
        answer = api.patch(METADATA, [{"op": "replace", "path": "/Site", "value": "West"}, last])

        assert answer.status == status, answer.body
        assert api.get(METADATA) == before

    @pytest.mark.parametrize("content", [{"op": "remove", "path": "/Site"}, "remove", None])
    def test_a_patch_is_an_array(self, api, content):
        assert api.patch(METADATA, content).status == 400

    def test_an_empty_patch_changes_nothing(self, api):
        assert api.patch(METADATA, []).content == {"Site": "North", "Area": "Pump house"}


class TestDeleteStreamMetadata:
    def test_it_empties_the_dictionary(self, api):
        answer = api.delete(METADATA)

        assert (answer.status, answer.body) == (204, b"")
        assert api.get(METADATA).content == {}
        assert api.get(CHANGES).content == {}

    def test_an_empty_one_can_be_emptied(self, api):
        assert api.delete("/Streams/Empty/Metadata").status == 204


class TestGetStreamMetadataChangedata:
    def test_a_fixtures_metadata_are_nobodys(self, api):
        changes = api.get(CHANGES).content

        assert {name: entry["Value"] for name, entry in changes.items()} == {"Site": "North", "Area": "Pump house"}
        assert changes["Site"]["ChangeData"]["CreatorId"] == NOBODY
        assert changes["Site"]["ChangeData"]["CreatorType"] == 0

    def test_it_says_when_from_the_worlds_clock(self, api, clock):
        api.put(METADATA, {"Site": "North", "Area": "South"})
        clock.pass_hours(1.5)
        api.patch(METADATA, [{"op": "replace", "path": "/Area", "value": "West"}])

        times = {name: entry["ChangeData"]["Timestamp"] for name, entry in api.get(CHANGES).content.items()}

        assert times == {"Site": "2020-05-01T10:00:00Z", "Area": "2020-05-01T11:30:00Z"}

    def test_a_replacement_dates_every_key(self, api, clock):
        api.put(METADATA, {"Site": "North"})
        clock.pass_hours(1)
        api.put(METADATA, {"Site": "North"})

        assert api.get(CHANGES).content["Site"]["ChangeData"]["Timestamp"] == "2020-05-01T11:00:00Z"

    def test_it_says_who(self, locked):
        owner = locked.having(Authorization=locked.token("owner", "owner's secret"))
        worker = locked.having(Authorization=locked.token("worker", "worker-secret"))
        owner.put(METADATA, {"Site": "North", "Area": "South"})
        worker.patch(METADATA, [{"op": "add", "path": "/Area", "value": "West"}])

        found = {name: entry["ChangeData"] for name, entry in owner.get(CHANGES).content.items()}

        assert {name: (data["CreatorId"], data["CreatorType"]) for name, data in found.items()} == {
            "Site": ("owner", 2),
            "Area": ("worker", 2),
        }

    def test_a_caller_without_a_token_is_nobody(self, api):
        api.put(METADATA, {"Site": "North"})

        data = api.get(CHANGES).content["Site"]["ChangeData"]
        assert (data["CreatorId"], data["CreatorType"]) == (NOBODY, 0)


@pytest.mark.parametrize(
    ("method", "target", "content"),
    [
        ("GET", "Metadata", None),
        ("GET", "Metadata/Site", None),
        ("PUT", "Metadata", {}),
        ("PATCH", "Metadata", []),
        ("DELETE", "Metadata", None),
        ("GET", "ChangeData/Metadata", None),
    ],
)
def test_a_missing_stream_is_not_found(api, method, target, content):
    answer = api(method, f"/Streams/Nowhere/{target}", content)

    assert answer.status == 404
    assert answer.content["Parameters"] == {"StreamId": "Nowhere"}
