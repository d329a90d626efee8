"""The command that says how each vendor's client comes here."""

from __future__ import annotations

import json
import re

import click

from streamulator.cli.options import FAULTY, fail, url_option


def variables(url: str) -> dict[str, str]:
    """Return what to set in an environment so that each vendor's client comes to a URL."""
    found = {"STREAMULATOR_URL": url}
    for name, settings in _clients(url).items():
        found |= {_variable(name, key): value for key, value in settings.items()}
    return found


@click.command()
@url_option
@click.option("--json", "as_json", metavar="CLIENT", help="Print one client's settings as a JSON file instead.")
def env(*, url: str, as_json: str | None) -> None:
    """Print what to set so that each vendor's client comes here: `eval "$(streamulator env)"`."""
    clients = _clients(url)
    if as_json is not None:
        if as_json not in clients:
            fail(f"there is no client '{as_json}'; there are: {', '.join(clients)}", FAULTY)
        click.echo(json.dumps(clients[as_json], indent=2))
        return
    click.echo(f"export STREAMULATOR_URL='{url}'")
    for name, settings in clients.items():
        click.echo(f"# {name}")
        for key, value in settings.items():
            click.echo(f"export {_variable(name, key)}='{value}'")


def _clients(url: str) -> dict[str, dict[str, str]]:
    from streamulator import services  # noqa: PLC0415  other commands need none

    return {name: settings for service in services.discover() for name, settings in service.clients_at(url).items()}


def _variable(client: str, key: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", f"{client}_{key}").upper()
