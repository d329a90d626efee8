from __future__ import annotations

import subprocess
import sys

import pytest
from toy_emulator import toy_emulator
from werkzeug.test import Client

from streamulator.web.app import Application
from streamulator.web.entrance import Entrance


@pytest.mark.parametrize("path", ["/", "/toy/notes/hello", "/_emulator/health", "/nobody"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_the_server_and_the_flask_application_answer_alike(path, method):
    emulator = toy_emulator()
    bare, flask = Client(Entrance(emulator)), Application(emulator).test_client()

    one, other = bare.open(path, method=method), flask.open(path, method=method)

    assert (one.status, one.mimetype, one.allow) == (other.status, other.mimetype, other.allow)


def test_the_page_for_people_comes_from_flask_again_and_again():
    bare = Client(Entrance(toy_emulator()))

    assert "Streamulator" in bare.get("/").text
    assert bare.get("/").text == bare.get("/").text


def test_flask_is_imported_for_pages_only():
    script = """
import sys
from streamulator.web.assembly import assemble
from streamulator.web.thread import EmulatorServing
from urllib.request import urlopen
with EmulatorServing(assemble()) as serving:
    urlopen(serving.url + "/_emulator/ready").read()
    assert not {"flask", "werkzeug", "jinja2", "jsonschema", "lark"} & set(sys.modules)
    assert b"Streamulator" in urlopen(serving.url).read()
    assert "flask" in sys.modules
"""

    subprocess.run([sys.executable, "-c", script], check=True)
