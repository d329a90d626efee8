"""The commands that arm and disarm faults."""

from __future__ import annotations

import json
from typing import Any

import click

from streamulator.cli.options import FAULTY, Steering, fail, pairs, steered, steering


@click.group(cls=Steering)
def fault() -> None:
    """Arm, list and disarm faults in a world."""


@fault.command()
@click.argument("effects", nargs=-1, required=True, metavar="EFFECT...")
@click.option("--id", "id", help="A name of yours; else one is made.")
@click.option("--service", help="The service's name.")
@click.option("--operation", "operations", multiple=True, help="An operationId; may be said several times.")
@click.option("--method", help="The method, in capitals.")
@click.option("--path", help="A pattern for the path; * stands for any text in one word, ** for any.")
@click.option("--header", "headers", multiple=True, metavar="NAME=PATTERN", help="A header that has to be there.")
@click.option("--query", "queries", multiple=True, metavar="NAME=PATTERN", help="A parameter that has to be there.")
@click.option("--body", help="A text that the body contains.")
@click.option("--json", "json_", metavar="JSON", help="What the body's JSON holds at least.")
@click.option("--phase", type=click.Choice(["before", "after"]), help="Before the call is served, or after.")
@click.option("--skip", type=int, help="How many calls pass first.")
@click.option("--every", type=int, help="Of the calls after those, only every so-many-th is struck.")
@click.option("--times", type=int, help="How often the rule strikes at most.")
@click.option("--probability", type=float, help="The chance of each call.")
@click.option("--seed", type=int, help="What decides where chance does.")
@click.option("--undocumented", is_flag=True, help="Allow a status that the contract does not document.")
@steering
def arm(  # noqa: PLR0913  one parameter an option
    *,
    effects: tuple[str, ...],
    operations: tuple[str, ...],
    headers: tuple[str, ...],
    queries: tuple[str, ...],
    json_: str | None,
    phase: str | None,
    undocumented: bool,
    url: str,
    world: str | None,
    admin_token: str | None,
    **more: Any,
) -> None:
    """Arm an EFFECT such as 503, '503;retryAfter=5', latency=0.2, cut=0.5 or reset; several happen in turn."""
    rule: dict[str, Any] = {"effect": effects[0]} if len(effects) == 1 else {"sequence": list(effects)}
    rule |= {name: value for name, value in more.items() if value is not None}
    rule |= {"operation": list(operations)} if operations else {}
    rule |= {"headers": pairs(headers)} if headers else {}
    rule |= {"query": pairs(queries)} if queries else {}
    rule |= {"phase": phase} if phase else {}
    rule |= {"undocumented": True} if undocumented else {}
    if json_ is not None:
        try:
            rule["json"] = json.loads(json_)
        except ValueError as error:
            fail(f"--json: found {json_!r}, expected JSON: {error}", FAULTY)
    click.echo(steered(url, world, admin_token).faults.arm_rule(rule).id)


@fault.command("list")
@steering
def list_(*, url: str, world: str | None, admin_token: str | None) -> None:
    """List the faults that are armed, a line each, with their counts."""
    for one in steered(url, world, admin_token).faults.all():
        click.echo(str(one))


@fault.command()
@steering
def clear(*, url: str, world: str | None, admin_token: str | None) -> None:
    """Disarm all faults."""
    steered(url, world, admin_token).faults.clear()


@fault.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@steering
def disarm(*, ids: tuple[str, ...], url: str, world: str | None, admin_token: str | None) -> None:
    """Disarm faults by their ids."""
    control = steered(url, world, admin_token)
    for id_ in ids:
        control.faults.disarm(id_)
