"""The commands that show how much of the contracts was reached, and judge it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from streamulator.cli.options import FAULTY, REFUSED, Steering, fail, steered, steering
from streamulator.core.messages import Json
from streamulator.reports.coverage import merged, only
from streamulator.reports.texts import headline, markdown, table

_files = click.argument("files", type=click.Path(path_type=Path, dir_okay=False), nargs=-1)
_min = click.option(
    "--min", "least", type=click.FloatRange(0, 100), default=0.0, help="End with 1 below this percentage."
)
_service = click.option("--service", "services", multiple=True, help="Only this service; may be said several times.")
_output = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of stdout."
)


@click.group(cls=Steering)
def coverage() -> None:
    """Show how much of the contracts was reached: of files, or, without any, of the emulator at --url."""


def _form(name: str, write: Callable[[Json, float], str]) -> None:
    """Add a command that writes reports in one form."""

    def show(
        *,
        files: tuple[Path, ...],
        services: tuple[str, ...],
        least: float,
        output: Path | None,
        url: str,
        world: str | None,
        admin_token: str | None,
    ) -> None:
        reports = [_read(file) for file in files]
        if not reports:
            reports = [steered(url, world, admin_token).coverage(everywhere=world is None)]
        report = only(merged(reports), services)
        text = write(report, least)
        if output is None:
            click.echo(text.rstrip("\n"))
        else:
            _write(output, text)
        if report["percent"] < least:
            fail(f"{headline(report)}, expected {least:g} %", REFUSED)

    show.__doc__ = _HELP[name]
    coverage.command(name)(_files(_service(_min(_output(steering(show))))))


def _html(report: Json, _least: float) -> str:
    from streamulator.reports.page import page  # noqa: PLC0415  other commands need none

    return page(report)


def _junit(report: Json, least: float) -> str:
    from streamulator.reports.junit import junit  # noqa: PLC0415  as above

    return junit(report, least)


_HELP = {
    "show": "Print a table, an operation a line.",
    "merge": "Add reports up into one, as JSON.",
    "html": "Write a page that needs nothing else.",
    "junit": "Write JUnit XML: a case an answer, and one that fails below --min.",
    "markdown": "Write Markdown, as for the summary of a job.",
}
_form("show", lambda report, _least: table(report))
_form("merge", lambda report, _least: json.dumps(report))
_form("html", _html)
_form("junit", _junit)
_form("markdown", lambda report, _least: markdown(report))


def write_json(report: Json, file: Path) -> None:
    """Write a report into a file, or end and say why that cannot be done."""
    _write(file, json.dumps(report))


def append(text: str, file: Path) -> None:
    """Write a text at the end of a file, or say why that cannot be done."""
    try:
        with file.open("a", encoding="utf-8") as there:
            there.write(text + "\n")
    except OSError as error:
        click.echo(f"cannot write {file}: {error.strerror or error}", err=True)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    except OSError as error:
        fail(f"cannot write {file}: {error.strerror or error}", FAULTY)


def _read(file: Path) -> Any:
    try:
        report = json.loads(file.read_text(encoding="utf-8"))
        merged([report])
    except OSError as error:
        fail(f"cannot read {file}: {error.strerror or error}", FAULTY)
    except (ValueError, KeyError, TypeError):
        fail(f"{file}: found no report of coverage, expected JSON as `exec --coverage` writes it", FAULTY)
    return report
