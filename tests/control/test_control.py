from __future__ import annotations

import pytest
import yaml
from conformance.documents import FOLDER, load, operations

from streamulator import __version__, control
from streamulator.control.handlers import HANDLERS

NOTE = "/toy/notes/hello"


def get(client, path, **more):
    reply = client.get(f"/_emulator{path}", **more)
    assert reply.status_code == 200, reply.text
    return reply.json


def create(client, name):
    return client.post("/_emulator/worlds", json={"name": name})


def in_world(name):
    return {"headers": {"X-Emulator-World": name}}


def test_every_operation_of_the_contract_has_a_handler():
    assert {one.id for name in control.DOCUMENTS for one in operations(load(name))} == set(HANDLERS)


class TestTheProcess:
    def test_says_that_it_is_alive(self, client):
        health = get(client, "/health")

        assert (health["status"], health["version"], health["uptimeSeconds"] >= 0) == ("ok", __version__, True)

    def test_says_whether_the_fixtures_are_loaded(self, client, emulator):
        assert get(client, "/ready") == {"ready": True}

        emulator.worlds.clear()
        reply = client.get("/_emulator/ready")

        assert (reply.status_code, reply.json) == (503, {"ready": False})

    def test_says_what_it_is_and_how_it_was_started(self, client):
        info = get(client, "/info")

        assert info["services"] == [{"name": "toy", "documents": ["toy.yaml"], "operations": 3}]
        assert info["options"]["strict"] is False
        assert info["options"]["onBroken"] == "error"
        assert info["options"]["fixtures"][0].endswith("toy.yaml")
        assert (info["worlds"], info["version"]) == (1, __version__)


class TestWorlds:
    def test_are_not_without_end(self, client, emulator):
        emulator.most_worlds = 3
        assert [create(client, name).status_code for name in ("one", "two", "three")] == [201, 201, 409]
        assert "There are 3 worlds, which is the most." in create(client, "three").json["detail"]
        assert "already" in create(client, "two").json["detail"]

        client.delete("/_emulator/worlds/one")

        assert create(client, "three").status_code == 201
        assert [world["name"] for world in get(client, "/worlds")] == ["default", "two", "three"]

    def test_are_created_listed_and_described(self, client):
        reply = create(client, "trial")

        assert (reply.status_code, reply.headers["Location"]) == (201, "/_emulator/worlds/trial")
        assert [world["name"] for world in get(client, "/worlds")] == ["default", "trial"]
        assert get(client, "/worlds/trial") == reply.json

    def test_count_their_requests(self, client):
        create(client, "trial")
        client.get(NOTE, **in_world("trial"))

        assert {world["name"]: world["requests"] for world in get(client, "/worlds")} == {"default": 0, "trial": 1}

    def test_have_one_name_each(self, client):
        create(client, "trial")

        assert create(client, "trial").status_code == 409

    @pytest.mark.parametrize("name", ["", "a b", "-a", "a/b", "x" * 65, "ü", "a\n", 1, None])
    def test_have_plain_names(self, client, name):
        reply = create(client, name)

        assert reply.status_code == 400
        assert reply.json["errors"][0].startswith("body: ")

    @pytest.mark.parametrize("name", ["a", "A.b-c_9", "x" * 64, "default2"])
    def test_may_have_these_names(self, client, name):
        assert create(client, name).status_code == 201

    def test_are_deleted_but_for_the_default_one(self, client):
        create(client, "trial")

        assert client.delete("/_emulator/worlds/trial").status_code == 204
        assert client.get("/_emulator/worlds/trial").status_code == 404
        assert client.delete("/_emulator/worlds/trial").status_code == 404
        assert client.delete("/_emulator/worlds/default").status_code == 409

    def test_are_reset_by_name(self, client):
        create(client, "trial")
        for world in ("default", "trial"):
            client.put(NOTE, json={"text": "Good night"}, **in_world(world))

        assert client.post("/_emulator/worlds/trial/reset").status_code == 204

        texts = [client.get(NOTE, **in_world(world)).json["text"] for world in ("default", "trial")]
        assert texts == ["Good night", "Good morning"]

    @pytest.mark.parametrize("where", [{}, in_world("trial")])
    def test_are_reset_by_their_own_requests(self, client, where):
        create(client, "trial")
        client.put(NOTE, json={"text": "Good night"}, **where)

        assert client.post("/_emulator/reset", **where).status_code == 204

        assert client.get(NOTE, **where).json["text"] == "Good morning"

    @pytest.mark.parametrize("path", ["/journal", "/ledger", "/outcome", "/state"])
    def test_that_are_not_there_are_missing(self, client, path):
        assert client.get(f"/_emulator{path}", **in_world("nowhere")).status_code == 404
        assert client.get(f"/_worlds/nowhere/_emulator{path}").status_code == 404

    def test_that_are_not_there_cannot_be_reset(self, client):
        assert client.post("/_emulator/reset", **in_world("nowhere")).status_code == 404
        assert client.post("/_emulator/worlds/nowhere/reset").status_code == 404


class TestTheJournal:
    def test_tells_what_happened(self, client):
        client.get(f"{NOTE}?q=a%20b&q")
        client.get("/toy/notes/none")

        journal = get(client, "/journal")

        first, second = journal["entries"]
        assert (journal["total"], journal["dropped"]) == (2, 0)
        assert (first["number"], first["method"], first["path"], first["status"]) == (1, "GET", NOTE, 200)
        assert (first["query"], first["operation"], first["problem"]) == ([["q", "a b"], ["q", ""]], "getNote", None)
        assert (second["status"], second["problem"]) == (404, "There is no note 'none'.")
        assert second["time"] > first["time"]

    def test_is_read_in_parts(self, client):
        for number in range(5):
            client.get(f"/toy/notes/{number}")

        def numbers(query):
            return [entry["number"] for entry in get(client, f"/journal?{query}")["entries"]]

        assert numbers("") == [1, 2, 3, 4, 5]
        assert numbers("limit=2") == [4, 5]
        assert numbers("after=3") == [4, 5]
        assert numbers("after=1&limit=1") == [5]
        assert numbers("after=5") == numbers("after=99") == []

    def test_has_a_world_to_itself(self, client):
        create(client, "trial")
        client.get(NOTE, **in_world("trial"))

        assert get(client, "/journal")["total"] == 0
        assert get(client, "/journal", **in_world("trial"))["total"] == 1
        assert client.get("/_worlds/trial/_emulator/journal").json["total"] == 1

    def test_does_not_tell_of_the_control_api_itself(self, client):
        get(client, "/info")

        assert get(client, "/journal")["total"] == 0

    @pytest.mark.parametrize("query", ["limit=0", "limit=10001", "limit=x", "after=-1", "limit=1&limit=2", "limit="])
    def test_is_asked_for_strictly(self, client, query):
        assert client.get(f"/_emulator/journal?{query}").status_code == 400


class TestTheLedger:
    def test_tells_what_was_wrong(self, client):
        client.get(f"{NOTE}?q=1")
        client.get("/toy/notes/NO")

        ledger = get(client, "/ledger")

        warning, violation = ledger["entries"]
        assert (warning["kind"], warning["operation"], warning["entry"]) == ("warning", "getNote", 1)
        assert (violation["kind"], violation["entry"]) == ("violation", 2)
        assert "path parameter 'noteId'" in violation["complaint"]
        assert (ledger["totals"], ledger["dropped"]) == ({"violation": 1, "broken": 0, "warning": 1}, 0)

    @pytest.mark.parametrize(("kind", "count"), [("warning", 1), ("violation", 1), ("broken", 0)])
    def test_can_be_read_by_kind(self, client, kind, count):
        client.get(f"{NOTE}?q=1")
        client.get("/toy/notes/NO")

        entries = get(client, f"/ledger?kind={kind}")["entries"]

        assert [entry["kind"] for entry in entries] == [kind] * count

    def test_knows_no_other_kinds(self, client):
        assert client.get("/_emulator/ledger?kind=fault").status_code == 400


class TestTheOutcome:
    def arm(self, client, id_, **rule):
        rule = {"id": id_, "operation": "getNote", "effect": "404", **rule}
        assert client.post("/_emulator/faults", json=rule).status_code == 201

    def test_is_the_ledger_and_the_faults_that_were_armed_in_vain(self, client):
        self.arm(client, "once", times=1)
        self.arm(client, "never", skip=9)
        assert [client.get("/toy/notes/hello?odd=1").status_code for _ in range(2)] == [404, 200]

        assert get(client, "/outcome") == {"ledger": get(client, "/ledger"), "unfired": ["never"]}
        assert get(client, "/ledger")["totals"]["warning"] == 1

    def test_has_no_faults_that_a_world_began_with(self, client):
        self.arm(client, "old")
        assert client.post("/_emulator/worlds", json={"name": "trial", "world": "default"}).status_code == 201
        trial = {"X-Emulator-World": "trial"}
        rule = {"id": "new", "operation": "getNote", "effect": "404"}
        assert client.post("/_emulator/faults", json=rule, headers=trial).status_code == 201

        assert get(client, "/outcome", headers=trial)["unfired"] == ["new"]
        assert get(client, "/outcome")["unfired"] == ["old"]

    def test_has_faults_that_were_taken_back_from_a_snapshot(self, client):
        self.arm(client, "kept")
        client.put("/_emulator/snapshots/before")
        client.delete("/_emulator/faults")
        assert get(client, "/outcome")["unfired"] == []

        client.post("/_emulator/snapshots/before/restore")

        assert get(client, "/outcome")["unfired"] == ["kept"]


def test_the_state_shows_what_each_service_holds(client):
    assert get(client, "/state") == {"toy": {"notes": ["hello"]}}

    client.put("/toy/notes/bye", json={"text": "Bye"})

    assert get(client, "/state") == {"toy": {"notes": ["bye", "hello"]}}


class TestDocuments:
    def test_are_listed_with_their_addresses(self, client):
        found = {one["name"]: one for one in get(client, "/openapi")}

        assert list(found) == ["toy.yaml", *control.DOCUMENTS]
        assert found["toy.yaml"]["title"] == "Toy"
        assert found["toy.yaml"]["operations"] == 3
        assert found["toy.yaml"]["url"] == "http://localhost/_emulator/openapi/toy.yaml"

    def test_have_addresses_in_the_world_they_were_asked_for_in(self, client):
        (first, *_) = client.get("/_worlds/default/_emulator/openapi").json

        assert first["url"] == "http://localhost/_worlds/default/_emulator/openapi/toy.yaml"

    def test_are_handed_out_as_they_are_kept_but_for_the_server(self, client):
        reply = client.get("/_emulator/openapi/control.yaml")

        assert reply.mimetype == "application/yaml"
        assert reply.text == (FOLDER / "control.yaml").read_text().replace("http://127.0.0.1:5590", "http://localhost")

    def test_are_handed_out_as_json(self, client):
        kept = yaml.safe_load((FOLDER / "control.yaml").read_text())

        assert get(client, "/openapi/control.json") == {**kept, "servers": [{"url": "http://localhost"}]}

    @pytest.mark.parametrize("form", ["yaml", "json"])
    def test_name_the_server_that_was_asked_and_the_world(self, client, form):
        document = yaml.safe_load(client.get(f"/_worlds/default/_emulator/openapi/control.{form}").data)

        assert document["servers"] == [{"url": "http://localhost/_worlds/default"}]

    @pytest.mark.parametrize(
        ("name", "status"),
        [("none.yaml", 404), ("none.json", 404), ("toy.txt", 400), ("toy", 400), ("..%2Fa.yaml", 400)],
    )
    def test_that_are_not_there_are_missing(self, client, name, status):
        assert client.get(f"/_emulator/openapi/{name}").status_code == status


def test_the_schema_of_fixtures_has_a_part_for_every_service(client):
    schema = get(client, "/fixture-schema")

    assert schema["$schema"].endswith("2020-12/schema")
    assert list(schema["properties"]) == ["toy", "faults"]


class TestStrictness:
    @pytest.mark.parametrize("path", ["/Health", "/health/", "/HEALTH", "/healt", "", "/", "/worlds/a/b"])
    def test_holds_for_paths(self, client, path):
        reply = client.get(f"/_emulator{path}")

        assert (reply.status_code, reply.mimetype) == (404, "application/problem+json")

    @pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "head"])
    def test_holds_for_methods(self, client, method):
        reply = getattr(client, method)("/_emulator/health")

        assert (reply.status_code, reply.headers["Allow"]) == (405, "GET")

    @pytest.mark.parametrize(
        "path",
        [
            "/health",
            "/ready",
            "/info",
            "/worlds",
            "/worlds/default",
            "/journal",
            "/state",
            "/openapi",
            "/fixture-schema",
        ],
    )
    def test_holds_for_query_parameters(self, client, path):
        reply = client.get(f"/_emulator{path}?verbose=1")

        assert reply.status_code == 400
        assert "query parameter 'verbose'" in reply.json["errors"][0]

    @pytest.mark.parametrize("media_type", ["text/plain", "", "application/x-www-form-urlencoded"])
    def test_holds_for_media_types(self, client, media_type):
        reply = client.post("/_emulator/worlds", data=b'{"name": "a"}', content_type=media_type)

        assert reply.status_code == 400

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"name": "a", "b": 1}', b'{"name": NaN}'])
    def test_holds_for_bodies(self, client, body):
        reply = client.post("/_emulator/worlds", data=body, content_type="application/json")

        assert (reply.status_code, reply.mimetype) == (400, "application/problem+json")

    @pytest.mark.parametrize("name", ["a b", "-", "x" * 65])
    def test_holds_for_the_world_in_a_header(self, client, name):
        assert client.get("/_emulator/journal", **in_world(name)).status_code == 400
