from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import click
import pytest
import requests
from serving import PATIENCE, started

from streamulator import __version__
from streamulator.cli import main, serve
from streamulator.client import Control


def failing(*arguments, **environment):
    """Run `serve` when it must not come to serving; return exit code, stdout and stderr."""
    run = subprocess.run(
        [sys.executable, "-m", "streamulator", "serve", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env={**os.environ, "STREAMULATOR_PORT": "0", **environment},
    )
    assert "Traceback" not in run.stderr
    return run.returncode, run.stdout, run.stderr


def ended(process):
    """End a process that serves; return what it said on stderr."""
    process.send_signal(signal.SIGTERM)
    _out, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    return said


@pytest.fixture
def fixture(tmp_path):
    """Return the path of a fixture of one tenant that is entered without a token."""
    file = tmp_path / "small.yaml"
    file.write_text("aveva: {tenants: [{id: small, open: true, namespaces: [{id: only}]}]}\n", encoding="utf-8")
    return file


def tenants(url):
    return [one["id"] for one in requests.get(f"{url}/_emulator/state", timeout=10).json()["aveva"]["tenants"]]


class TestTheStart:
    def test_prints_the_url_first_and_takes_a_free_port(self):
        with started("--port", "0") as (process, url, first):
            assert first == f"Streamulator {__version__} listens on {url}\n"
            assert url.startswith("http://127.0.0.1:")
            assert int(url.rpartition(":")[2]) > 0
            assert requests.get(f"{url}/_emulator/ready", timeout=10).json() == {"ready": True}
            ended(process)

    def test_writes_the_url_into_a_file_once_it_can_be_used(self, tmp_path):
        ready = tmp_path / "ready"
        with started("--ready-file", str(ready)) as (process, url, _first):
            # The line comes before the file, so the file may be some moments away; an answer is not.
            requests.get(f"{url}/_emulator/ready", timeout=10)
            ended(process)
        assert ready.read_text(encoding="utf-8") == url
        assert [file.name for file in tmp_path.iterdir()] == ["ready"]

    def test_names_the_host_that_it_was_given(self):
        with started("--host", "localhost") as (process, url, _first):
            assert url.startswith("http://localhost:")
            assert requests.get(f"{url}/_emulator/health", timeout=10).status_code == 200
            ended(process)

    def test_loads_the_fixtures_it_was_given_instead_of_its_own(self, fixture, tmp_path):
        other = tmp_path / "other.yaml"
        other.write_text("aveva: {tenants: [{id: other, namespaces: []}]}\n", encoding="utf-8")

        with started("--fixtures", str(fixture), str(other)) as (process, url, _first):
            assert sorted(tenants(url)) == ["other", "small"]
            ended(process)

    def test_keeps_the_garbage_collector_waiting_no_longer_than_that(self):
        script = """
import gc
from streamulator.cli import main
from streamulator.web.server import Server
Server.run = lambda _self: print(gc.isenabled(), gc.get_freeze_count() > 10_000)
main(["serve", "--port", "0"])
"""

        run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

        assert run.stdout.splitlines()[1:] == ["True True"]


class TestTheControlApi:
    def test_wants_no_token_on_a_loopback_address(self):
        with started() as (_process, url, _first):
            assert requests.get(f"{url}/_emulator/info", timeout=10).status_code == 200

    def test_wants_the_token_that_was_given(self):
        with started("--admin-token", "mine") as (_process, url, _first):
            assert requests.get(f"{url}/_emulator/info", timeout=10).status_code == 401
            with Control(url, token="mine") as control:
                assert control.info().worlds == 1

    def test_wants_one_that_is_made_and_printed_where_others_can_come(self):
        with started("--host", "0.0.0.0") as (process, url, _first):  # noqa: S104  what is tested
            line = process.stdout.readline()
            token = line.split()[-1]

            assert line == f"The control API wants the token {token}\n"
            assert requests.get(f"{url}/_emulator/info", timeout=10).status_code == 401
            assert requests.get(f"{url}/_emulator/ready", timeout=10).status_code == 200
            shown = {"Authorization": f"Bearer {token}"}
            assert requests.get(f"{url}/_emulator/info", headers=shown, timeout=10).status_code == 200


class TestTheEnvironment:
    def test_has_a_variable_for_every_option(self):
        context = click.Context(serve, info_name="serve")
        options = [one for one in serve.params if isinstance(one, click.Option)]

        assert len(options) > 5
        for option in options:
            name = option.opts[0].removeprefix("--").replace("-", "_").upper()
            assert option.envvar == f"STREAMULATOR_{name}"
            assert option.envvar in option.get_help_record(context)[1]

    def test_is_obeyed(self, fixture, tmp_path):
        ready = tmp_path / "ready"
        environment = {
            "STREAMULATOR_HOST": "localhost",
            "STREAMULATOR_PORT": "0",
            "STREAMULATOR_FIXTURES": os.pathsep.join([str(fixture)]),
            "STREAMULATOR_READY_FILE": str(ready),
            "STREAMULATOR_STRICT": "1",
            "STREAMULATOR_ON_BROKEN": "report",
            "STREAMULATOR_LOG_FORMAT": "json",
            "STREAMULATOR_LOG_LEVEL": "warning",
        }
        with started(**environment) as (process, url, _first):
            options = requests.get(f"{url}/_emulator/info", timeout=10).json()["options"]
            assert (options["strict"], options["onBroken"]) == (True, "report")
            assert options["fixtures"] == [str(fixture)]
            assert url.startswith("http://localhost:")
            assert ended(process) == ""  # nothing to warn of
        assert ready.read_text(encoding="utf-8") == url

    def test_gives_way_to_the_command_line(self, fixture):
        with started("--fixtures", str(fixture), STREAMULATOR_FIXTURES="/nowhere") as (process, url, _first):
            assert tenants(url) == ["small"]
            ended(process)


class TestTheLog:
    def test_has_a_json_object_a_line_and_a_line_a_request(self):
        with started("--log-format", "json") as (process, url, _first):
            requests.get(f"{url}/nobody%0Ahere", params={"q": "ü"}, timeout=10)
            requests.get(f"{url}/_emulator/health", timeout=10)
            lines = [json.loads(line) for line in ended(process).splitlines()]

        # Paths that no service has are in the journal alone.
        (line,) = [one for one in lines if "method" in one]
        assert (line["method"], line["path"], line["status"]) == ("GET", "/_emulator/health", 200)
        assert (line["operation"], line["level"]) == ("getHealth", "info")
        assert line["milliseconds"] > 0

    def test_is_text_as_a_rule(self):
        with started() as (process, url, _first):
            requests.get(f"{url}/_emulator/health", timeout=10)

            assert "INFO GET /_emulator/health 200 " in ended(process)


class TestFailures:
    def test_to_get_the_port_are_told_in_a_sentence(self):
        with started() as (_process, url, _first):
            port = url.rpartition(":")[2]

            code, out, err = failing("--port", port)

        assert (code, out) == (1, "")
        assert err.splitlines()[-1].startswith(
            f"cannot listen on 127.0.0.1:{port}: Address already in use; choose another"
        )

    def test_to_find_the_host_are_told_in_a_sentence(self):
        code, out, err = failing("--host", "no.such.host.invalid")

        assert (code, out) == (1, "")
        assert err.startswith("cannot listen on no.such.host.invalid:0: ")

    def test_to_write_the_ready_file_are_told_in_a_sentence(self, tmp_path):
        code, _out, err = failing("--ready-file", str(tmp_path / "none" / "ready"))

        assert code == 1
        assert "cannot write the ready file" in err
        assert "No such file or directory" in err

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            (
                "aveva:\n  tenants:\n    - id: 1\n      namespaces: []\n",
                ":3: aveva.tenants[0].id: found 1, expected a string.",
            ),
            ("aveva:\n  tenants: [\n", ":3: found "),
            ("nobodys: {}\n", ":1: nobodys: found the member 'nobodys'"),
        ],
    )
    def test_to_read_a_fixture_name_file_and_line(self, tmp_path, text, complaint):
        file = tmp_path / "faulty.yaml"
        file.write_text(text, encoding="utf-8")

        code, out, err = failing("--fixtures", str(file))

        assert (code, out) == (2, "")
        assert err.startswith(f"{file}{complaint}")

    def test_to_find_a_fixture_name_it(self, tmp_path):
        code, _out, err = failing(str(tmp_path / "none.yaml"))

        assert (code, err) == (2, f"{tmp_path / 'none.yaml'}: found no such file or folder, expected a fixture.\n")

    @pytest.mark.parametrize(
        "arguments", [["--port", "65536"], ["--port", "x"], ["--on-broken", "x"], ["--log-level", "x"], ["--nothing"]]
    )
    def test_to_understand_the_command_line_exit_with_2(self, arguments):
        code, _out, err = failing(*arguments)

        assert code == 2
        assert "Error:" in err


def test_the_command_explains_itself():
    assert main.name == "main"
    for command in main.commands.values():
        assert command.help
