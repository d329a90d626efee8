"""Runs a mutation tester over the model of the AVEVA service, room by room: `make mutants`.

mutmut makes the mutants of a room and tries each against the tests of that room that call the function it is in. It
forks, so that what ran while modules were imported (tables made by functions, say) is never mutated; what survives is
therefore tried again in a process of its own, against all tests of the room.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).parents[2]
MODEL = "src/streamulator/services/aveva/model"
TESTS = "tests/services/aveva/model"
ROOMS = ("reads", "streams", "filters", "search", "views", "shape", "namespace")
NAMESPACE = ("namespace.py", "store.py", "tenancy.py")  # what lies beside the rooms
SHARED = ("src", "tests", "openapi", "fixtures")
# Hypothesis draws few examples, the same ones each time. A test of speed would only measure mutmut, and one that takes
# a second finds nothing that the quick ones beside it do not.
PYTEST = ["-p", "_hypothesis_pytestplugin", "--hypothesis-profile=mutants", "-p", "no:cacheprovider"]
PYTEST += ["-k", "not take_no_time and not TestForks"]
LIBRARIES = (
    "hypothesis.stateful",
    "jsonschema",
    "jsonschema_rs",
    "lark",
    "flask",
    "waitress",
    "yaml",
)  # slow to import
MEMORY = 3 << 30  # bytes; some mutants never stop collecting
PATIENCE = 120  # seconds for the tests of one room in a process of their own


def main() -> None:
    """Run the rooms that were asked for, or all, and say what became of their mutants."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="room", help=f"of {', '.join(ROOMS)}; all where none is given")
    rooms = parser.parse_args().rooms or ROOMS
    if unknown := set(rooms) - set(ROOMS):
        parser.error(f"there is no room {', '.join(unknown)}; choose from {', '.join(ROOMS)}")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # to load the others takes as long as most rooms' tests
    for room in rooms:
        folder = prepare(room)
        subprocess.run([Path(sys.executable).with_name("mutmut"), "run", "--max-children", "1"], cwd=folder, check=True)
        report(room, folder, judged(room, folder))


def prepare(room: str) -> Path:
    """Copy the project into a folder of its own, told there what to mutate and which tests to run."""
    folder = ROOT / "build" / "mutants" / room
    shutil.rmtree(folder, ignore_errors=True)
    for name in SHARED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    files = [f"{MODEL}/{name}" for name in NAMESPACE] if room == "namespace" else [f"{MODEL}/{room}/*"]
    settings = {
        "source_paths": ["src"],
        "only_mutate": files,
        "also_copy": ["openapi", "fixtures"],
        "pytest_add_cli_args_test_selection": tests_of(room),
        "pytest_add_cli_args": PYTEST,
        "timeout_constant": 2.0,
        "timeout_multiplier": 4.0,
        "use_git_change_detection": False,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    project = (ROOT / "pyproject.toml").read_text()
    (folder / "pyproject.toml").write_text("\n".join([project, "[tool.mutmut]", *lines, ""]))
    return folder


def tests_of(room: str) -> list[str]:
    """Return the tests that judge a room: those that lie where it lies."""
    if room != "namespace":
        return [f"{TESTS}/{room}"]
    return sorted(str(file.relative_to(ROOT)) for file in (ROOT / TESTS).glob("test_*.py"))


def judged(room: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each mutant with what became of it, survivors after another try in a process of their own."""
    for file in sorted(folder.glob(f"mutants/{MODEL}/**/*.meta")):
        for mutant, code in json.loads(file.read_text())["exit_code_by_key"].items():
            status = status_by_exit_code[code]
            if status in ("survived", "no tests") and killed_alone(room, folder / "mutants", mutant):
                status = "killed alone"
            yield mutant, status


def killed_alone(room: str, folder: Path, mutant: str) -> bool:
    """Run all tests of a room in a process that has imported nothing of ours yet, so that the mutant is there first."""
    for library in LIBRARIES:
        import_module(library)
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    signal.alarm(PATIENCE)
    os.chdir(folder)
    os.environ["MUTANT_UNDER_TEST"] = mutant
    sys.path[0] = str(folder / "src")
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    os._exit(pytest.main(["-x", "-q", "--rootdir=.", *PYTEST, *tests_of(room)]))


def report(room: str, folder: Path, mutants: Iterator[tuple[str, str]]) -> None:
    """Print how many mutants ended how, and which are left."""
    counts: Counter[str] = Counter()
    left = []
    for mutant, status in mutants:
        counts[status] += 1
        if status not in ("killed", "killed alone", "timeout", "segfault"):
            left.append(f"  {status:10} {mutant}")
    total = sum(counts.values())
    print(f"\n{room}: {total} mutants, {total - len(left)} killed ({1 - len(left) / total:.1%}); {dict(counts)}")
    print(*left, sep="\n")
    print(f"`mutmut show NAME` in {folder} shows one.\n", flush=True)


if __name__ == "__main__":
    main()
