"""What the README and the pages in `docs/` print is what happens."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from documentation import OPERATIONS, README, with_generated_parts
from serving import started

from streamulator import control
from streamulator.cli import serve
from streamulator.faults.effects import KINDS, effect_in_short, effect_of
from streamulator.kernel.emulator import Emulator
from streamulator.resources import folder
from streamulator.services import discover

TEXT = README.read_text(encoding="utf-8")
DOCS = README.with_name("docs")
NAMES = ("clients", "faults", "testing")
PAGES = {"README": TEXT} | {name: (DOCS / f"{name}.md").read_text(encoding="utf-8") for name in NAMES}
PORT = "localhost:5590"


def blocks(text, kind):
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


def commands(text):
    """Split a page's console blocks into commands and what each prints."""
    for block in blocks(text, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            yield command, printed.strip()


def pattern(printed):
    return re.compile(".*?".join(re.escape(piece) for piece in printed.split("…")), re.DOTALL)


@pytest.fixture
def server():
    with started("--log-level", "warning") as process:
        yield process.url


@pytest.fixture
def outputs(tmp_path_factory, server):
    """Return a function that runs commands in one shell, in which curl is a curl: the real one, or a small stand-in."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    if shutil.which("curl") is None:
        folder = tmp_path_factory.mktemp("bin")
        shutil.copy(Path(__file__).with_name("small_curl.py"), folder / "curl")
        (folder / "curl").chmod(0o755)
        path = f"{folder}{os.pathsep}{path}"
    address = server.removeprefix("http://")

    def run(lines):
        script = [part for line in lines for part in (line.replace(PORT, address), "printf '\\n%s\\n' ====")]
        ran = subprocess.run(
            ["sh", "-c", "\n".join(script)],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            env={**os.environ, "PATH": path, "STREAMULATOR_URL": server},
        )
        return [output.strip() for output in ran.stdout.split("====")[:-1]]

    return run


@pytest.mark.parametrize("page", PAGES)
def test_every_console_block_prints_what_the_page_says(outputs, page):
    lines, expected = zip(*commands(PAGES[page]), strict=True)

    found = outputs(lines)

    assert len(found) == len(expected)
    for output, printed in zip(found, expected, strict=True):
        assert pattern(printed).fullmatch(output), (output, printed)


@pytest.mark.parametrize("block", [block for text in PAGES.values() for block in blocks(text, "python")])
def test_every_python_block_runs(block, server, tmp_path):
    block = block.replace(f"http://{PORT}", server).replace("EDSClient()", f'EDSClient(url="{server}")')

    ran = subprocess.run(
        [sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )

    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("block", [one for text in PAGES.values() for one in blocks(text, 'python title="test_.*?"')])
def test_every_test_file_that_is_printed_passes(block, tmp_path):
    (tmp_path / "test_printed.py").write_text(block, encoding="utf-8")
    installed = any(one.name == "streamulator" for one in entry_points(group="pytest11"))
    plugin = () if installed else ("-p", "streamulator.pytest_plugin")

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *plugin], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout


def test_the_generated_parts_are_up_to_date():
    page = OPERATIONS.read_text(encoding="utf-8")
    assert with_generated_parts(page) == page, "run `make docs`"


def test_the_fixture_example_makes_the_points_it_promises():
    (block,) = blocks(TEXT, "yaml")
    fixture = yaml.safe_load((folder("fixtures") / "aveva.yaml").read_text(encoding="utf-8"))
    (tenant,) = [one for one in fixture["aveva"]["tenants"] if one["id"] == "default"]
    tenant["namespaces"][0]["streams"] = yaml.safe_load(block)
    emulator = Emulator(discover(), folder("openapi"))

    assert len(block.strip().splitlines()) <= 5
    with TemporaryDirectory() as place:
        Path(place, "demo.yaml").write_text(yaml.safe_dump({"aveva": {"tenants": [tenant]}}), encoding="utf-8")
        emulator.load([Path(place)])
    (stream,) = emulator.world("default").stores["aveva"].describe()["tenants"][0]["namespaces"][0]["streams"]
    assert stream["events"] == 100_000


@pytest.mark.parametrize("block", blocks(PAGES["faults"], "yaml"))
def test_every_yaml_block_on_faults_is_a_fixture_that_arms_what_it_lists(block, tmp_path):
    emulator = Emulator(discover(), folder("openapi"))
    control.mount(emulator, folder("openapi"))
    (tmp_path / "faults.yaml").write_text(block, encoding="utf-8")

    emulator.load([folder("fixtures"), tmp_path])

    armed = [one.rule.id for one in emulator.world("default").plan.all()]
    assert armed == [rule["id"] for rule in yaml.safe_load(block)["faults"]] != []


def test_the_effects_in_the_table_on_faults_are_those_there_are():
    table = PAGES["faults"].partition("| effect |")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]

    assert sorted(kind.strip("`") for kind, *_ in rows) == sorted(KINDS)
    for kind, short, _members, phases, _meets in rows:
        effects = [effect_of(effect_in_short(text.strip(" `"))) for text in short.split(",")]
        assert {effect.kind for effect in effects} == {kind.strip("`")}
        assert list(effects[0].phases) == [phase.strip() for phase in phases.split(",")]


def test_every_row_of_the_comparison_has_a_cell_for_every_tool():
    tables = re.findall(r"(?:^\|.*\n)+", (DOCS / "comparison.md").read_text(encoding="utf-8"), re.MULTILINE)

    widths = [{line.count("|") for line in table.splitlines()} for table in tables]
    assert [len(found) for found in widths] == [1] * 5
    rows = [line for table in tables for line in table.splitlines()[2:]]
    assert [row for row in rows if not all(cell.strip() for cell in row.strip("|").split("|")[1:])] == []


def test_every_option_of_serve_is_in_the_readme():
    options = {option for parameter in serve.params for option in parameter.opts if option.startswith("--")}

    assert not {option for option in options if f"`{option}`" not in TEXT}
