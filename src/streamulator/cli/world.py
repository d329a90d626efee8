"""The commands that make, keep and take back worlds."""

from __future__ import annotations

from pathlib import Path

import click

from streamulator.cli.options import FAULTY, Steering, fail, steered, steering


@click.group(cls=Steering)
def world() -> None:
    """Make, reset, keep and remove worlds."""


@world.command("list")
@steering
def list_(*, url: str, world: str | None, admin_token: str | None) -> None:
    """List the worlds, and how many requests each has seen."""
    for one in steered(url, world, admin_token).worlds():
        click.echo(f"{one.name}: {one.requests} requests")


@world.command()
@click.argument("name")
@click.option("--copy", metavar="WORLD", help="Make it as this world is.")
@click.option("--snapshot", help="Make it as this snapshot has it.")
@click.option("--seed", type=click.IntRange(0), help="What decides its ids.")
@click.option("--frozen-at", metavar="TIME", help="The time that stands still in it.")
@steering
def create(  # noqa: PLR0913  one parameter an option
    *,
    name: str,
    copy: str | None,
    snapshot: str | None,
    seed: int | None,
    frozen_at: str | None,
    url: str,
    world: str | None,
    admin_token: str | None,
) -> None:
    """Make a world as the fixtures, another world or a snapshot have it; print its address."""
    control = steered(url, world, admin_token)
    click.echo(control.create_world(name, world=copy, snapshot=snapshot, seed=seed, frozen_at=frozen_at).url)


@world.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@steering
def delete(*, names: tuple[str, ...], url: str, world: str | None, admin_token: str | None) -> None:
    """Remove worlds."""
    control = steered(url, world, admin_token)
    for name in names:
        control.in_world(name).delete_world()


@world.command()
@steering
def reset(*, url: str, world: str | None, admin_token: str | None) -> None:
    """Start the world over from the fixtures."""
    steered(url, world, admin_token).reset()


@world.command()
@click.argument("name")
@steering
def snapshot(*, name: str, url: str, world: str | None, admin_token: str | None) -> None:
    """Keep what the world is like under a name."""
    steered(url, world, admin_token).snapshot(name)


@world.command()
@click.argument("name")
@steering
def restore(*, name: str, url: str, world: str | None, admin_token: str | None) -> None:
    """Take the world back to a snapshot."""
    steered(url, world, admin_token).restore(name)


@world.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead.")
@steering
def export(*, output: Path | None, url: str, world: str | None, admin_token: str | None) -> None:
    """Print what the world holds as a fixture, from which `serve` starts again."""
    text = steered(url, world, admin_token).export()
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"cannot write {output}: {error.strerror or error}", FAULTY)
