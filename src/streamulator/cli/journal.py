"""The commands that tell what happened in a world."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from streamulator.cli.options import Steering, fail, pairs, steered, steering

if TYPE_CHECKING:
    from streamulator.client import Entry

_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, an object a line.")


@click.group(cls=Steering)
def journal() -> None:
    """Tell what happened in a world."""


@journal.command()
@click.option("--after", type=click.IntRange(0), help="Only calls with a higher number.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="The newest so many.")
@_as_json
@steering
def show(*, after: int | None, limit: int, as_json: bool, url: str, world: str | None, admin_token: str | None) -> None:
    """Print the calls, a line each."""
    _print(steered(url, world, admin_token).journal.entries(after=after, limit=limit), as_json=as_json)


@journal.command()
@click.option("--service", help="The service's name.")
@click.option("--operation", "operations", multiple=True, help="An operationId; may be said several times.")
@click.option("--method", help="The method, in capitals.")
@click.option("--path", help="A pattern for the path; * stands for any text in one word, ** for any.")
@click.option("--header", "headers", multiple=True, metavar="NAME=PATTERN", help="A header that was sent.")
@click.option("--query", "queries", multiple=True, metavar="NAME=PATTERN", help="A parameter that was sent.")
@click.option("--body", help="A text that the body contains.")
@click.option(
    "--status", "statuses", type=int, multiple=True, help="A status of the answer; may be said several times."
)
@click.option("--fault", help="A pattern for the id of a fault that struck.")
@_as_json
@steering
def find(  # noqa: PLR0913  one parameter an option
    *,
    operations: tuple[str, ...],
    headers: tuple[str, ...],
    queries: tuple[str, ...],
    statuses: tuple[int, ...],
    as_json: bool,
    url: str,
    world: str | None,
    admin_token: str | None,
    **more: Any,
) -> None:
    """Print the calls that fit all that is said; end with 1 when there are none."""
    criteria = {name: value for name, value in more.items() if value is not None}
    criteria |= {"operation": list(operations)} if operations else {}
    criteria |= {"headers": pairs(headers)} if headers else {}
    criteria |= {"query": pairs(queries)} if queries else {}
    criteria |= {"status": list(statuses)} if statuses else {}
    found = steered(url, world, admin_token).journal.find(**criteria)
    _print(found, as_json=as_json)
    if not found:
        fail("no call fits", 1)


@journal.command()
@steering
def har(*, url: str, world: str | None, admin_token: str | None) -> None:
    """Print the journal as an HTTP archive, which browsers and other tools read."""
    click.echo(json.dumps(steered(url, world, admin_token).journal.har()))


def _print(entries: list[Entry], *, as_json: bool) -> None:
    for entry in entries:
        click.echo(json.dumps(asdict(entry)) if as_json else str(entry))
