from __future__ import annotations

import json

import pytest
from small_contracts import ANY, contract, described
from toy_emulator import TOY, toy_emulator

from streamulator import control
from streamulator.core.messages import ANONYMOUS, Reply, Request
from streamulator.core.problems import Conflict, Missing
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.fixtures import FixtureError
from streamulator.kernel.pipeline import Conduct
from streamulator.kernel.problem_json import problem_reply
from streamulator.kernel.service import Service

NOTE = "/toy/notes/hello"
JSON = {"content-type": "application/json"}


def put(emulator, text, world="default"):
    body = json.dumps({"text": text}).encode()
    return emulator.answer(Request("PUT", NOTE, headers=JSON, body=body, world=world))


def text(emulator, world="default"):
    reply = emulator.answer(Request("GET", NOTE, world=world))
    return reply.content["text"] if reply.status == 200 else reply.status


class TestWorlds:
    def test_start_as_the_fixtures_say(self, emulator):
        emulator.create_world("other")

        assert [text(emulator, world) for world in ("default", "other")] == ["Good morning"] * 2

    def test_share_nothing(self, emulator):
        emulator.create_world("other")

        put(emulator, "Good night", "other")

        assert [text(emulator, world) for world in ("default", "other")] == ["Good morning", "Good night"]
        totals = [emulator.world(name).journal.total for name in ("default", "other")]
        assert totals == [1, 2]

    def test_go_back_to_the_fixtures_when_they_are_reset(self, emulator):
        emulator.create_world("other")
        for world in ("default", "other"):
            put(emulator, "Good night", world)

        emulator.reset_world("default")

        assert [text(emulator, world) for world in ("default", "other")] == ["Good morning", "Good night"]
        assert emulator.world("default").journal.total == 1

    def test_do_not_write_through_to_the_fixtures(self, emulator):
        put(emulator, "Good night")

        emulator.create_world("later")

        assert text(emulator, "later") == "Good morning"

    def test_can_be_deleted_and_made_again(self, emulator):
        emulator.create_world("other")
        put(emulator, "Good night", "other")

        emulator.delete_world("other")

        assert text(emulator, "other") == 404
        emulator.create_world("other")
        assert text(emulator, "other") == "Good morning"

    def test_have_one_name_each(self, emulator):
        emulator.create_world("other")
        put(emulator, "Good night", "other")

        with pytest.raises(Conflict):
            emulator.create_world("other")
        assert text(emulator, "other") == "Good night"

    def test_always_include_the_default_one(self, emulator):
        with pytest.raises(Conflict):
            emulator.delete_world("default")
        assert text(emulator) == "Good morning"

    @pytest.mark.parametrize("method", ["world", "reset_world", "delete_world"])
    def test_that_are_not_there_are_missing(self, emulator, method):
        with pytest.raises(Missing, match="There is no world 'nowhere'; there are: default"):
            getattr(emulator, method)("nowhere")

    def test_that_are_not_there_answer_404(self, emulator):
        reply = emulator.answer(Request("GET", NOTE, world="nowhere"))

        assert (reply.status, reply.media_type) == (404, "application/problem+json")
        assert b"There is no world 'nowhere'" in reply.body


class TestPathsOfNobody:
    @pytest.mark.parametrize("path", ["/", "/nobody", "/toys", "/_emulatorx", "/_world/x", "/%74oyx", "/\ufffd"])
    def test_are_answered_404_and_written_down(self, emulator, path):
        reply = emulator.answer(Request("POST", path, (("a", "b"),), body=b"123"))

        assert (reply.status, reply.media_type) == (404, "application/problem+json")
        assert "the services are: toy" in json.loads(reply.body)["detail"]
        world = emulator.world("default")
        (entry,) = world.journal.entries()
        assert (entry.method, entry.path, entry.query, entry.sent_bytes) == ("POST", path, (("a", "b"),), 3)
        assert (entry.status, entry.reply_bytes, entry.operation) == (404, len(reply.body), None)
        (finding,) = world.ledger.findings()
        assert (finding.kind, finding.operation, finding.entry) == ("violation", None, 1)

    @pytest.mark.parametrize("path", ["/toy", "/toy/", "/toy/note", "/toy/notes", "/toy/notes/a/b"])
    def test_that_begin_like_a_services_are_answered_in_its_own_way(self, emulator, path):
        reply = emulator.answer(Request("GET", path))

        assert reply.status == 404
        assert "the services are" not in json.loads(reply.body)["detail"]

    def test_do_not_fill_the_memory(self, emulator):
        emulator.answer(Request("GET", "/nobody" + "x" * 10**6))

        world = emulator.world("default")
        assert len(world.journal.entries()[0].path) < 10_000
        assert len(world.journal.entries()[0].problem) < 10_000
        assert len(world.ledger.findings()[0].complaint) < 10_000


def small_service(name, paths):
    """Make a service that answers every GET with its own name."""
    document = {**described(), "responses": {"200": {"description": "Done.", "content": ANY}}}
    small = contract({path: {"get": {**document, "operationId": path}} for path in paths}, f"{name}.yaml")
    service = Service(
        name,
        [small.name],
        lambda _sections, _surroundings: Nothing(),
        {path: lambda _call, _store: Reply(200, name) for path in paths},
        lambda *_: ANONYMOUS,
        lambda problem, *_: problem_reply(problem),
    )
    return service, small


class Nothing:
    """A store without anything in it."""

    def fork(self, _surroundings):
        return self


@pytest.fixture
def two(tmp_path):
    """Return an emulator of two services whose paths begin alike."""
    services = []
    for name, paths in (("one", ["/api/{x}/a", "/api/only"]), ("other", ["/api/{x}/b", "/api/{x}/{y}/c"])):
        service, small = small_service(name, paths)
        (tmp_path / small.name).write_text(small.text, encoding="utf-8")
        services.append(service)
    emulator = Emulator(services, tmp_path)
    emulator.load([])
    return emulator


@pytest.mark.parametrize(
    ("path", "name"), [("/api/1/a", "one"), ("/api/1/b", "other"), ("/api/only", "one"), ("/api/only/a/c", "other")]
)
def test_a_path_leads_to_the_service_that_has_it(two, path, name):
    assert two.answer(Request("GET", path)).content == name


class TestLoading:
    def test_opens_the_default_world(self):
        emulator = toy_emulator(seeded=False)
        assert (emulator.ready, text(emulator)) == (False, 404)

        emulator.load([TOY / "fixtures"])

        assert (emulator.ready, text(emulator)) == (True, "Good morning")
        assert [file.name for file in emulator.fixtures] == ["toy.yaml"]

    def test_of_nothing_gives_empty_services(self):
        emulator = toy_emulator(seeded=False)

        emulator.load([])

        assert text(emulator) == 404
        assert put(emulator, "a").status == 204

    def test_of_a_faulty_fixture_is_refused(self, tmp_path):
        (tmp_path / "a.yaml").write_text("toys: {}\n", encoding="utf-8")

        with pytest.raises(FixtureError, match=r"a\.yaml:1: toys: "):
            toy_emulator(seeded=False).load([tmp_path])

    def test_needs_the_documents_that_the_services_name(self, tmp_path):
        service, _small = small_service("one", ["/a"])

        with pytest.raises(ValueError, match=r"^one\.yaml is not a usable OpenAPI document"):
            Emulator([service], tmp_path)


def test_what_is_mounted_beside_the_services_has_its_prefix_to_itself(emulator):
    for path in ("/_emulator", "/_emulator/nothing", "/_emulator/health/x"):
        reply = emulator.answer(Request("GET", path))
        assert (reply.status, reply.media_type) == (404, "application/problem+json")
    assert emulator.answer(Request("GET", "/_emulator/health")).status == 200
    assert emulator.world("default").journal.total == 0


def test_contracts_are_those_of_the_services_and_those_of_the_mounts_apart(emulator):
    assert [one.name for one in emulator.contracts] == ["toy.yaml"]
    assert [one.name for one in emulator.mounted_contracts] == list(control.DOCUMENTS)


def test_a_strict_emulator_refuses_what_another_only_warns_of():
    request = Request("GET", NOTE, (("q", ""),))

    assert toy_emulator().answer(request).status == 200
    assert toy_emulator(Conduct(strict=True)).answer(request).status == 400
