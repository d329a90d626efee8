"""The command that runs another against an emulator of its own, and judges what came of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from streamulator.cli.env import variables
from streamulator.cli.options import FAULTY, built, fail, fixtures_option, option
from streamulator.kernel.ledger import KINDS

if TYPE_CHECKING:
    from streamulator.kernel.emulator import Emulator
    from streamulator.kernel.tally import Tally

IN_LEDGER, UNFIRED = 3, 4
SUMMARY = "GITHUB_STEP_SUMMARY"  # where GitHub's runner wants what a job has to say, as Markdown
_SHOWN = 10  # findings that are told
_PASSED_ON = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2")  # those that the system has
_OF_THE_TERMINAL = ("SIGINT", "SIGQUIT")  # a terminal sends them to the command itself


@click.command("exec", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@fixtures_option
@option("worlds", type=click.IntRange(0, 1_000), default=0, help="Make worlds w1, w2, …; STREAMULATOR_WORLDS has them.")
@option(
    "fail-on",
    type=click.Choice(KINDS),
    multiple=True,
    help="End with 3 when a ledger holds this kind of finding, as `broken` does anyway; may be said again.",
)
@option(
    "unfired",
    type=click.Choice(["fail", "ignore"]),
    default="fail",
    show_default=True,
    help="Whether to end with 4 when an armed fault struck no call.",
)
@option(
    "coverage", type=click.Path(path_type=Path, dir_okay=False), help="Write the contracts' coverage here, as JSON."
)
@option("strict", is_flag=True, help="Refuse what the vendor would silently ignore.")
@option(
    "log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="error",
    show_default=True,
    help="The least that the emulator logs.",
)
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def exec_(  # noqa: PLR0913  one parameter an option
    *,
    fixtures: tuple[Path, ...],
    worlds: int,
    fail_on: tuple[Any, ...],
    unfired: str,
    coverage: Path | None,
    strict: bool,
    log_level: str,
    command: tuple[str, ...],
) -> None:
    """Run a command against an emulator of its own: `streamulator exec -- pytest`.

    The command finds the emulator in STREAMULATOR_URL and in what `streamulator env` prints, and its exit code is the
    exit code here, unless that is 0 and the ledger (3) or a fault that struck nothing (4) says otherwise.
    """
    from streamulator.web.running import set_up_logging  # noqa: PLC0415  other commands need none
    from streamulator.web.thread import EmulatorServing  # noqa: PLC0415  as above

    set_up_logging("text", log_level)
    emulator = built(fixtures, strict=strict)
    names = [f"w{number}" for number in range(1, worlds + 1)]
    for name in names:
        emulator.create_world(name)
    with EmulatorServing(emulator) as serving:
        code = _run(command, {**os.environ, **variables(serving.url), "STREAMULATOR_WORLDS": " ".join(names)})
    tally = emulator.tally()
    verdicts = [*_of_ledger(tally, {"broken", *fail_on}), *(_of_faults(tally) if unfired == "fail" else ())]
    for _code, line in verdicts:
        click.echo(f"streamulator: {line}", err=True)
    if coverage is not None:
        _report(emulator, coverage)
    sys.exit(code or next((code for code, _line in verdicts), 0))


def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command to its end, with the signals that come meanwhile; return its exit code, as a shell has it."""
    child: subprocess.Popen[bytes] | None = None
    early: list[int] = []  # signals that came before there was anyone to pass them on to

    def pass_on(number: int, _frame: object) -> None:
        if signal.Signals(number).name in _OF_THE_TERMINAL and _at_a_terminal():
            return
        if child is None:
            early.append(number)
        else:
            child.send_signal(number)

    passed_on = [signal.Signals[name] for name in _PASSED_ON if name in signal.Signals.__members__]
    before = {number: signal.signal(number, pass_on) for number in passed_on}
    try:
        child = subprocess.Popen(command, env=environment)  # noqa: S603  the command is the user's own
        for number in early:
            child.send_signal(number)
        code = child.wait()
    except OSError as error:
        fail(f"cannot run {command[0]}: {error.strerror or error}", FAULTY)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def _at_a_terminal() -> bool:
    if not hasattr(os, "tcgetpgrp"):  # on Windows a console sends them to all that it runs
        return True
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False


def _of_ledger(tally: Tally, kinds: Container[str]) -> list[tuple[int, str]]:
    found = [f"{tally.totals[kind]} {kind}" for kind in KINDS if kind in kinds and tally.totals[kind]]
    if not found:
        return []
    shown = [one for one in tally.findings if one[1].kind in kinds][:_SHOWN]
    lines = [
        f"  world {world}, call {one.entry}, {one.operation or 'no operation'}: {one.kind}: {one.complaint}"
        for world, one in shown
    ]
    return [(IN_LEDGER, line) for line in [f"in the ledger: {', '.join(found)}", *lines]]


def _of_faults(tally: Tally) -> list[tuple[int, str]]:
    return [(UNFIRED, f"fault '{rule}' in world {world} struck no call") for world, rule in tally.unfired[:_SHOWN]]


def _report(emulator: Emulator, file: Path) -> None:
    from streamulator.cli.coverage import append, write_json  # noqa: PLC0415  only who asks for it pays
    from streamulator.reports.texts import headline, markdown  # noqa: PLC0415  as above

    report = emulator.coverage()
    write_json(report, file)
    click.echo(f"streamulator: {headline(report)}", err=True)
    if summary := os.environ.get(SUMMARY):
        append(markdown(report), Path(summary))
