from __future__ import annotations

import pytest
from toy_emulator import toy_emulator

from streamulator.web.app import Application

NOTE = "/toy/notes/hello"


def in_world(name):
    return {"headers": {"X-Emulator-World": name}}


def note(client, world="default"):
    reply = client.get(NOTE, **in_world(world))
    return reply.json["text"] if reply.status_code == 200 else None


def write(client, text, world="default"):
    assert client.put(NOTE, json={"text": text}, **in_world(world)).status_code == 204


def hash_of(client, world="default"):
    return client.get("/_emulator/state/hash", **in_world(world)).json["hash"]


def take(client, name, world="default"):
    reply = client.put(f"/_emulator/snapshots/{name}", **in_world(world))
    assert reply.status_code == 200, reply.text


class TestSnapshots:
    def test_bring_back_what_was_there(self, client):
        write(client, "before")
        take(client, "kept")
        write(client, "after")

        reply = client.post("/_emulator/snapshots/kept/restore")

        assert (reply.status_code, note(client)) == (204, "before")

    def test_are_not_touched_by_what_happens_after_they_were_taken_or_restored(self, client):
        write(client, "before")
        take(client, "kept")

        for _ in range(2):
            client.post("/_emulator/snapshots/kept/restore")
            write(client, "after")
        client.post("/_emulator/snapshots/kept/restore")

        assert note(client) == "before"

    def test_take_faults_time_and_ids_along_and_leave_the_journal(self, client):
        client.put("/_emulator/clock", json={"mode": "frozen", "at": "2030-01-01T00:00:00Z"})
        take(client, "kept")
        client.post("/_emulator/faults", json={"operation": "getNote", "effect": "404"})
        client.post("/_emulator/clock/advance", json={"seconds": 5})
        note(client)

        client.post("/_emulator/snapshots/kept/restore")

        assert client.get("/_emulator/faults").json == []
        assert client.get("/_emulator/clock").json["now"] == "2030-01-01T00:00:00Z"
        assert client.get("/_emulator/journal").json["total"] == 1

    def test_serve_any_world(self, client):
        client.post("/_emulator/worlds", json={"name": "other"})
        write(client, "from default")
        take(client, "kept")

        client.post("/_emulator/snapshots/kept/restore", **in_world("other"))
        write(client, "later")

        assert note(client, "other") == "from default"

    def test_are_listed_described_and_forgotten(self, client):
        take(client, "one")
        take(client, "two")

        assert [one["name"] for one in client.get("/_emulator/snapshots").json] == ["one", "two"]
        assert client.delete("/_emulator/snapshots/one").status_code == 204
        assert client.get("/_emulator/snapshots/one").status_code == 404
        assert client.delete("/_emulator/snapshots/one").status_code == 404
        assert client.post("/_emulator/snapshots/one/restore").status_code == 404

    def test_are_not_without_end(self, client, emulator):
        emulator.most_snapshots = 2
        take(client, "one")
        take(client, "two")

        reply = client.put("/_emulator/snapshots/three")

        assert (reply.status_code, client.get("/_emulator/snapshots/three").status_code) == (409, 404)
        assert "There are 2 snapshots, which is the most." in reply.json["detail"]
        take(client, "two")
        client.delete("/_emulator/snapshots/one")
        take(client, "three")

    def test_replace_what_was_kept_under_their_name(self, client):
        write(client, "first")
        take(client, "kept")
        write(client, "second")
        take(client, "kept")
        write(client, "third")

        client.post("/_emulator/snapshots/kept/restore")

        assert note(client) == "second"


class TestWorldsMadeOfOthers:
    @pytest.mark.parametrize("origin", [{"world": "default"}, {"snapshot": "kept"}])
    def test_begin_with_what_those_hold(self, client, origin):
        write(client, "copied")
        take(client, "kept")

        reply = client.post("/_emulator/worlds", json={"name": "copy", **origin})
        write(client, "later")

        assert (reply.status_code, note(client, "copy")) == (201, "copied")

    @pytest.mark.parametrize("origin", [{"world": "nowhere"}, {"snapshot": "never"}])
    def test_need_those_to_be_there(self, client, origin):
        reply = client.post("/_emulator/worlds", json={"name": "copy", **origin})

        assert reply.status_code == 404
        assert client.get("/_emulator/worlds/copy").status_code == 404

    def test_are_made_of_one_thing_only(self, client):
        reply = client.post("/_emulator/worlds", json={"name": "copy", "world": "default", "snapshot": "kept"})

        assert reply.status_code == 400

    def test_may_live_in_a_time_of_their_own(self, client):
        client.post("/_emulator/worlds", json={"name": "copy", "frozenAt": "2030-01-01T00:00:00Z"})

        shown = client.get("/_emulator/clock", **in_world("copy")).json

        assert shown == {"now": "2030-01-01T00:00:00Z", "mode": "frozen", "offsetSeconds": None}
        assert client.get("/_emulator/clock").json["mode"] == "real"


class TestTheHash:
    def test_follows_the_state_and_nothing_else(self, client):
        client.post("/_emulator/worlds", json={"name": "other", "seed": 5, "frozenAt": "2030-01-01T00:00:00Z"})
        before = hash_of(client)

        assert hash_of(client, "other") == before
        write(client, "changed")
        assert hash_of(client) != before
        assert hash_of(client, "other") == before
        client.post("/_emulator/reset")
        assert hash_of(client) == before

    def test_is_that_of_an_emulator_that_starts_from_the_export(self, client, tmp_path):
        write(client, 'odd: "1e5", - \u00fc\n# no comment')
        export = client.get("/_emulator/state/fixture")
        fixture = tmp_path / "export.yaml"
        fixture.write_bytes(export.data)

        other = toy_emulator(seeded=False)
        other.load([fixture])

        assert export.mimetype == "application/yaml"
        assert hash_of(Application(other).test_client()) == hash_of(client)
