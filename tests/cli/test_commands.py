from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner
from conformance.documents import FOLDER, NAMES, VENDOR, load, operations
from jsonschema import Draft202012Validator

from streamulator import __version__
from streamulator.cli import main
from streamulator.contract.contract import Contract
from streamulator.contract.copies import Copies
from streamulator.services import discover

NINE_LINES = """\
aveva:
  tenants:
  - id: t
    namespaces:
    - id: n
      types:
      - {Id: T, SdsTypeCode: Object, Properties: [{Id: Key, IsKey: true, SdsType: {SdsTypeCode: DateTime}}]}
      streams:
      - STREAM
"""


def run(*arguments, **environment):
    """Run a command; return exit code, stdout and stderr."""
    result = CliRunner().invoke(main, arguments, env=environment, catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_the_commands(option):
    code, out, _err = run(option)

    assert code == 0
    for command in ("serve", "check", "operations", "env", "schema"):
        assert f"  {command} " in out


def test_the_version_is_the_packages():
    assert run("--version")[1].strip().endswith(__version__)


class TestCheck:
    def test_names_every_contract_and_every_fixture(self):
        code, out, err = run("check")

        assert (code, err) == (0, "")
        for name in NAMES:
            count = len(list(operations(load(name))))
            assert f"{name}: {count} operations\n" in out
        assert f"{FOLDER.parent / 'fixtures' / 'aveva.yaml'}: usable\n" in out

    @pytest.mark.parametrize("how", ["option", "argument", "variable"])
    def test_takes_other_fixtures(self, tmp_path, how):
        file = tmp_path / "mine.yaml"
        file.write_text("aveva: {tenants: []}\n", encoding="utf-8")
        arguments = {"option": ["--fixtures", str(file)], "argument": [str(file)], "variable": []}[how]

        code, out, _err = run(
            "check", *arguments, **({"STREAMULATOR_FIXTURES": str(file)} if how == "variable" else {})
        )

        assert code == 0
        assert out.endswith(f"{file}: usable\n")
        assert "aveva.yaml" not in out

    def test_believes_no_copy_and_makes_those_that_later_starts_read(self, tmp_path):
        texts = {name: (FOLDER / name).read_text(encoding="utf-8") for name in NAMES}
        for name, text in texts.items():
            Copies(tmp_path).keep(name, text, {"paths": "nonsense"})

        assert run("check", STREAMULATOR_CACHE=str(tmp_path))[0] == 0

        assert {name: Copies(tmp_path).of(name, text) for name, text in texts.items()} == {
            name: Contract.load(FOLDER / name).document for name in NAMES
        }

    def test_exits_with_2_and_names_file_and_line(self, tmp_path):
        file = tmp_path / "faulty.yaml"
        file.write_text("aveva:\n  tenants:\n    - ident: x\n", encoding="utf-8")

        code, out, err = run("check", str(tmp_path))

        assert (code, out) == (2, "")
        lines = err.splitlines()
        assert lines[0].startswith(f"{file}:3: aveva.tenants[0]: found no 'id', 'namespaces'")
        assert lines[1].startswith(f"{file}:3: aveva.tenants[0].ident: found the member 'ident'")

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("{Id: S, TypeId: None}", "streams[0]"),
            ("{Id: S, TypeId: T, events: {file: none.csv}}", "streams[0].events.file"),
            ("{Id: S, TypeId: T, events: {generate: {start: x, every: 1s, count: 1}}}", "streams[0].events.generate"),
        ],
    )
    def test_names_the_line_of_what_the_model_refuses(self, tmp_path, text, place):
        file = tmp_path / "faulty.yaml"
        file.write_text(NINE_LINES.replace("STREAM", text), encoding="utf-8")

        code, _out, err = run("check", str(file))

        assert code == 2
        assert err.startswith(f"{file}:9: aveva.tenants[0].namespaces[0].{place}")


def test_operations_are_a_table_row_each():
    code, out, _err = run("operations")

    assert code == 0
    rows = re.findall(r"^\| (\w+) \| `([A-Z]+) [^`]+` \| ([\d ]+) \|$", out, re.MULTILINE)
    expected = [
        (one.id, one.method, " ".join(sorted(one.responses))) for name in VENDOR for one in operations(load(name))
    ]
    assert sorted(rows) == sorted(expected)


class TestEnv:
    def test_prints_what_a_shell_can_evaluate(self):
        code, out, _err = run("env", "--url", "http://127.0.0.1:1234")

        shell = subprocess.run(
            ["/bin/sh", "-c", f'{out}\necho "$STREAMULATOR_URL $ADH_RESOURCE $EDS_TENANT_ID"'],
            capture_output=True,
            text=True,
            check=True,
        )
        assert code == 0
        assert shell.stdout == "http://127.0.0.1:1234 http://127.0.0.1:1234 default\n"
        assert shell.stderr == ""

    def test_takes_the_usual_address_unless_it_is_told_another(self):
        assert "export STREAMULATOR_URL='http://127.0.0.1:5590'\n" in run("env")[1]
        assert "'http://elsewhere:1'" in run("env", STREAMULATOR_URL="http://elsewhere:1")[1]

    def test_prints_one_clients_settings_as_a_file(self):
        code, out, _err = run("env", "--json", "adh", "--url", "http://127.0.0.1:1234")

        settings = json.loads(out)
        assert code == 0
        assert "http://127.0.0.1:1234" in settings.values()

    def test_knows_its_clients(self):
        code, out, err = run("env", "--json", "nobody")

        assert (code, out) == (2, "")
        assert err.startswith("there is no client 'nobody'; there are: ")


def test_the_schema_is_one_and_the_default_fixture_keeps_it():
    code, out, _err = run("schema")

    schema = json.loads(out)
    assert code == 0
    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == [*(service.name for service in discover()), "faults"]


def test_contracts_that_cannot_be_used_exit_with_2(monkeypatch, tmp_path):
    monkeypatch.setattr("streamulator.resources.folder", lambda _name: tmp_path)

    code, out, err = run("check")

    assert (code, out) == (2, "")
    assert re.match(r"[\w-]+\.yaml is not a usable OpenAPI document: ", err)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["fault", "list", "--help"], ["fault", "list", "--url", "http://127.0.0.1:0"]]
)
def test_what_steers_or_explains_imports_nothing_that_serves(arguments):
    script = f"""
import sys
from streamulator.cli import main
try:
    main({arguments})
except SystemExit:
    print(sorted({{"flask", "waitress", "jsonschema_rs", "jsonschema", "yaml", "orjson"}} & set(sys.modules)))
"""

    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert said.splitlines()[-1] == "[]"
