from __future__ import annotations

import pytest
from toy_emulator import toy_emulator

from streamulator.web.app import Application


def test_a_person_who_opens_the_base_url_is_told_what_is_here(client):
    reply = client.get("/")

    assert (reply.status_code, reply.mimetype) == (200, "text/html")
    assert '<a href="/_emulator/openapi/toy.yaml">toy.yaml</a>, 3 operations' in reply.text


def test_what_the_welcome_page_links_to_is_there(client):
    links = [part.partition('"')[0] for part in client.get("/").text.split('href="')[1:]]

    assert len(links) > 3
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_names_are_escaped_on_the_welcome_page():
    emulator = toy_emulator()
    contract = emulator.contracts[0]
    object.__setattr__(contract, "title", "<script>")

    assert "<script>" not in Application(emulator).test_client().get("/").text


@pytest.mark.parametrize(
    "path", ["/toy/notes/hello", "/nobody", "/_emulator/health", "/favicon.ico", "/static/x", "/a%0Ab"]
)
def test_every_other_path_is_the_emulators(client, path):
    assert client.get(path).mimetype in {"application/json", "application/problem+json"}


@pytest.mark.parametrize("method", ["options", "head", "patch", "trace"])
def test_flask_adds_no_methods_of_its_own(client, method):
    reply = getattr(client, method)("/toy/notes/hello")

    assert (reply.status_code, reply.headers["Allow"]) == (405, "DELETE, GET, PUT")


def test_flask_sends_nobody_elsewhere(client):
    for path in ("/toy/notes/hello/", "//toy//notes", "/toy/notes/"):
        assert client.get(path).status_code == 404


def test_a_note_is_written_read_and_removed(client):
    path = "/toy/notes/bye"

    assert client.put(path, json={"text": "Bye"}).status_code == 204
    assert client.get(path).json == {"text": "Bye"}
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404


def test_a_world_is_reached_by_header_or_by_base_url(client):
    client.post("/_emulator/worlds", json={"name": "trial"})
    client.put("/_worlds/trial/toy/notes/bye", json={"text": "Bye"})

    assert client.get("/toy/notes/bye").status_code == 404
    assert client.get("/toy/notes/bye", headers={"X-Emulator-World": "trial"}).json == {"text": "Bye"}
    assert client.get("/_worlds/trial/toy/notes/bye").json == {"text": "Bye"}
    assert client.get("/_worlds/nowhere/toy/notes/bye").status_code == 404


def test_two_applications_share_nothing():
    one, other = (Application(toy_emulator()).test_client() for _ in range(2))

    one.put("/toy/notes/bye", json={"text": "Bye"})

    assert other.get("/toy/notes/bye").status_code == 404
