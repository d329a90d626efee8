from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys

import pytest
from serving import PATIENCE

TANK = "/api/v1/Tenants/default/Namespaces/default/Streams/Tank/Data/Last"
HEAD = f"""
import os, sys, urllib.request, urllib.error
from streamulator import Control
url = os.environ["STREAMULATOR_URL"]
control = Control(url)
def get(path, place=url):
    try:
        with urllib.request.urlopen(place + path) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
TANK = {TANK!r}
"""


def executed(code, *options, **environment):
    """Run some Python against an emulator; return exit code, stdout and stderr."""
    command = [sys.executable, "-m", "streamulator", "exec", *options, "--", sys.executable, "-c", HEAD + code]
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=6 * PATIENCE,
        env={**os.environ, **environment},
    )
    return ran.returncode, ran.stdout, ran.stderr


class TestTheCommand:
    def test_finds_the_emulator_and_its_exit_code_is_ours(self):
        code, out, err = executed("print(get(TANK), os.environ['EDS_RESOURCE'] == url); sys.exit(7)")

        assert (code, out, err) == (7, "200 True\n", "")

    def test_gets_fixtures_and_worlds(self, tmp_path):
        file = tmp_path / "small.yaml"
        file.write_text("aveva: {tenants: [{id: small, open: true, namespaces: [{id: only}]}]}\n", encoding="utf-8")
        print_all = """
print(os.environ["STREAMULATOR_WORLDS"], [world.name for world in control.worlds()])
print([one["id"] for one in control.in_world("w2").state()["aveva"]["tenants"]])
"""

        code, out, err = executed(print_all, "--fixtures", str(file), "--worlds", "2")

        assert (code, err) == (0, "")
        assert out == "w1 w2 ['default', 'w1', 'w2']\n['small']\n"

    def test_has_options_of_its_own(self):
        command = [sys.executable, "-m", "streamulator", "exec", "sh", "-c", 'printf "%s." "$@"', "--", "--worlds", "x"]

        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "--worlds.x."

    @pytest.mark.parametrize(
        ("name", "why"), [("no-such-command", "No such file or directory"), (os.curdir, "Permission denied")]
    )
    def test_that_cannot_be_run_is_told_in_a_sentence(self, name, why):
        command = [sys.executable, "-m", "streamulator", "exec", "--", name]

        ran = subprocess.run(command, capture_output=True, text=True, check=False)

        assert (ran.returncode, ran.stderr) == (2, f"cannot run {name}: {why}\n")

    def test_gets_the_signals_that_come(self):
        wait = "import time\nprint('ready', flush=True)\ntime.sleep(60)"
        command = [sys.executable, "-m", "streamulator", "exec", "--", sys.executable, "-c", wait]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "ready\n"
            process.send_signal(signal.SIGTERM)

            assert process.wait(PATIENCE) == 128 + signal.SIGTERM

    def test_may_handle_an_interrupt_as_it_likes(self):
        wait = """
import signal, sys, time
signal.signal(signal.SIGINT, lambda *_: sys.exit(5))
print('ready', flush=True)
time.sleep(60)
"""
        command = [sys.executable, "-m", "streamulator", "exec", "--", sys.executable, "-c", wait]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "ready\n"
            process.send_signal(signal.SIGINT)

            assert process.wait(PATIENCE) == 5

    def test_gets_a_signal_that_comes_before_it_has_begun(self):
        early = """
import os, signal, subprocess
from streamulator.cli import main
class Popen(subprocess.Popen):
    def __init__(self, *arguments, **settings):
        os.kill(os.getpid(), signal.SIGTERM)
        super().__init__(*arguments, **settings)
subprocess.Popen = Popen
main()
"""
        ran = subprocess.run(
            [sys.executable, "-c", early, "exec", "--", "sleep", "600"], check=False, timeout=6 * PATIENCE
        )

        assert ran.returncode == 128 + signal.SIGTERM

    def test_is_interrupted_once_at_a_terminal(self):
        count = """
import signal, sys
met = []
signal.signal(signal.SIGINT, lambda *_: met.append(1))
print('ready', flush=True)
sys.stdin.readline()
print('interrupted', len(met), 'times', flush=True)
"""
        process, terminal = pty.fork()
        if not process:
            command = [sys.executable, "-m", "streamulator", "exec", "--", sys.executable, "-c", count]
            os.execv(sys.executable, command)  # noqa: S606  what a terminal does
        with os.fdopen(terminal, "r+b", buffering=0) as screen:
            seen = b""
            for awaited, typed in ((b"ready", b"\x03"), (b"^C", b"go on\n"), (b"times", b"")):
                while awaited not in seen:
                    seen += os.read(screen.fileno(), 1_000)
                os.write(screen.fileno(), typed)
            _process, status = os.waitpid(process, 0)

        assert (b"interrupted 1 times" in seen, os.waitstatus_to_exitcode(status)) == (True, 0)

    def test_may_leave_others_running_that_nobody_waits_for(self, tmp_path):
        gate = tmp_path / "gate"
        os.mkfifo(gate)
        command = [sys.executable, "-m", "streamulator", "exec", "--", "sh", "-c"]
        lingering = f"cat {gate} >{tmp_path}/passed 2>&1 & exit 6"

        ran = subprocess.run([*command, lingering], check=False, timeout=6 * PATIENCE, stdin=subprocess.DEVNULL)

        assert ran.returncode == 6
        with gate.open("w") as opened:  # which waits for whoever reads
            opened.write("still here")

    def test_is_not_run_when_a_fixture_cannot_be_used(self, tmp_path):
        code, out, err = executed("print('ran')", "--fixtures", str(tmp_path / "none.yaml"))

        assert (code, out) == (2, "")
        assert "found no such file or folder" in err


class TestTheLedger:
    violating = "get('/api/v1/Tenants/default/Namespaces/default/Streams?count=x')"

    def test_is_judged_where_that_is_asked(self):
        assert executed(self.violating)[0] == 0

        code, _out, err = executed(self.violating, "--fail-on", "violation")

        assert code == 3
        first, second = err.splitlines()
        assert first == "streamulator: in the ledger: 1 violation"
        assert second.startswith("streamulator:   world default, call 1, listStreams: violation: ")

    def test_of_worlds_that_are_gone_counts_too(self):
        code = """
trial = control.create_world("trial")
get(TANK + "?unknown=1", trial.url)
trial.delete_world()
get(TANK + "?unknown=1")
control.reset()
"""
        ended, _out, err = executed(code, "--fail-on", "warning", "--fail-on", "violation")

        assert ended == 3
        assert "in the ledger: 2 warning" in err
        assert "world trial, call 1, getLastValue: warning: " in err

    def test_yields_to_the_commands_own_failure(self):
        code, _out, err = executed(f"{self.violating}; sys.exit(9)", "--fail-on", "violation")

        assert code == 9
        assert "1 violation" in err


class TestFaults:
    def test_that_struck_nothing_are_a_failure_unless_that_is_fine(self):
        arm = "control.faults.arm(503, operation='getLastValue', id='busy')"

        assert executed(arm, "--unfired", "ignore")[::2] == (0, "")
        code, _out, err = executed(arm)

        assert (code, err) == (4, "streamulator: fault 'busy' in world default struck no call\n")

    def test_that_struck_somewhere_are_none(self, tmp_path):
        file = tmp_path / "armed.yaml"
        file.write_text(
            "aveva: {tenants: [{id: small, open: true, namespaces: [{id: only}]}]}\n"
            "faults: [{id: f, operation: listStreams, effect: '503'}]\n",
            encoding="utf-8",
        )
        call = "print(get('/api/v1/Tenants/small/Namespaces/only/Streams', url + '/_worlds/w1'))"

        assert executed(call, "--fixtures", str(file), "--worlds", "2") == (0, "503\n", "")
        assert executed("", "--fixtures", str(file), "--worlds", "2")[0] == 4


class TestCoverage:
    def test_is_written_and_summed_up(self, tmp_path):
        report, summary = tmp_path / "coverage.json", tmp_path / "summary.md"
        summary.write_text("before\n", encoding="utf-8")

        code, _out, err = executed(
            "get(TANK); control.create_world('w'); get(TANK, url + '/_worlds/w'); control.in_world('w').delete_world()",
            "--coverage",
            str(report),
            GITHUB_STEP_SUMMARY=str(summary),
        )

        found = json.loads(report.read_text(encoding="utf-8"))
        (last,) = [one for one in found["operations"] if one["operation"] == "getLastValue"]
        assert (code, found["covered"], last["answers"][0]["count"]) == (0, 1, 2)
        assert err == f"streamulator: 1 of {found['documented']} documented answers were seen: {found['percent']} %\n"
        text = summary.read_text(encoding="utf-8")
        assert text.startswith("before\n## 1 of ")
        assert "| getLastValue | 200 |" in text

    @pytest.mark.parametrize("place", ["none/coverage.json", "."])
    def test_that_cannot_be_written_is_a_failure(self, tmp_path, place):
        code, _out, err = executed("", "--coverage", str(tmp_path / place))

        assert code == 2
        assert str(tmp_path) in err
