"""The commands that look at contracts and fixtures, and serve nothing."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click

from streamulator.cli.options import built, fixtures_option, more_fixtures


@click.command()
@fixtures_option
@more_fixtures
def check(*, fixtures: tuple[Path, ...], more: tuple[Path, ...]) -> None:
    """Check the contracts and the fixtures; exit with 2 when one cannot be used."""
    emulator = built((*fixtures, *more), afresh=True)
    for contract in [*emulator.contracts, *emulator.mounted_contracts]:
        click.echo(f"{contract.name}: {len(contract.operations)} operations")
    for file in emulator.fixtures:
        click.echo(f"{file}: usable")


@click.command()
def operations() -> None:
    """Print what is emulated, as the Markdown table that the README shows."""
    for contract in built(seeded=False).contracts:
        start = _usual_start([operation.path for operation in contract.operations])
        click.echo(f"\n**{contract.title}** (`{contract.name}`; `…` is `{start}`)\n")
        click.echo("| operation | request | answers |\n|---|---|---|")
        for operation in contract.operations:
            path = operation.path.replace(start, "…", 1) if start else operation.path
            statuses = " ".join(str(status) for status in sorted(operation.answers))
            click.echo(f"| {operation.id} | `{operation.method} {path}` | {statuses} |")


def _usual_start(paths: list[str]) -> str:
    """Return the longest beginning, in whole words, that more than half of some paths share."""
    starts = Counter(path[:at] for path in paths for at, sign in enumerate(f"{path}/") if sign == "/" and at)
    return max((start for start, count in starts.items() if count * 2 > len(paths)), key=len, default="")


@click.command()
def schema() -> None:
    """Print the JSON Schema of a fixture file, for editors and other checkers."""
    click.echo(json.dumps(built(seeded=False).fixture_schema(), indent=2))
