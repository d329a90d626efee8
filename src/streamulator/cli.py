"""The command line: start the emulator, check its documents, say what it offers."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from streamulator import __version__, control, resources, services
from streamulator.kernel.emulator import Emulator
from streamulator.kernel.fixtures import FixtureError
from streamulator.kernel.pipeline import Conduct

DEFAULT_PORT = 5590
FAULTY = 2  # the exit code for contracts or fixtures that cannot be used


def _option(name: str, **settings: Any) -> Callable[[Any], Any]:
    """Declare an option that the environment variable STREAMULATOR_… sets as well."""
    return click.option(
        f"--{name}", envvar=f"STREAMULATOR_{name.replace('-', '_').upper()}", show_envvar=True, **settings
    )


_fixtures_option = _option(
    "fixtures", type=click.Path(path_type=Path), multiple=True, help="Fixture files or folders [default: built in]."
)
_more_fixtures = click.argument("more", type=click.Path(path_type=Path), nargs=-1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Streamulator: a local, stateful emulator of stream-data APIs."""


@main.command()
@_option("host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@_option("port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65_535), help="0 takes a free port.")
@_fixtures_option
@_more_fixtures
@_option("ready-file", type=click.Path(path_type=Path), help="A file that holds the base URL once it can be used.")
@_option("strict", is_flag=True, help="Refuse what the vendor would silently ignore.")
@_option(
    "on-broken",
    type=click.Choice(["error", "report"]),
    default="error",
    show_default=True,
    help="What becomes of a reply of ours that breaks the contract: a 500, or only a line in the ledger.",
)
@_option("cors", metavar="ORIGIN", help="Let pages of this origin call, '*' for any; browsers refuse otherwise.")
@_option("log-format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Log lines' form.")
@_option(
    "log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="info",
    show_default=True,
    help="The least that is logged; info writes a line a request.",
)
def serve(  # noqa: PLR0913  one parameter an option
    *,
    host: str,
    port: int,
    fixtures: tuple[Path, ...],
    more: tuple[Path, ...],
    ready_file: Path | None,
    strict: bool,
    on_broken: Any,
    cors: str | None,
    log_format: str,
    log_level: str,
) -> None:
    """Start the emulator and serve until it is told to stop (SIGTERM or Ctrl-C)."""
    from streamulator.web.app import Application  # noqa: PLC0415  only here is Flask needed
    from streamulator.web.running import listen, set_up_logging  # noqa: PLC0415  as above

    set_up_logging(log_format, log_level)
    emulator = _emulator((*fixtures, *more), Conduct(strict=strict, on_broken=on_broken))
    try:
        listen(Application(emulator, cors=cors), host, port, lambda url: _announce(url, ready_file))
    except OSError as error:
        _fail(
            f"cannot listen on {host}:{port}: {error.strerror or error}; choose another --port, or 0 for a free one", 1
        )


@main.command()
@_fixtures_option
@_more_fixtures
def check(*, fixtures: tuple[Path, ...], more: tuple[Path, ...]) -> None:
    """Check the contracts and the fixtures; exit with 2 when one cannot be used."""
    emulator = _emulator((*fixtures, *more), Conduct())
    for contract in [*emulator.contracts, *emulator.mounted_contracts]:
        click.echo(f"{contract.name}: {len(contract.operations)} operations")
    for file in emulator.fixtures:
        click.echo(f"{file}: usable")


@main.command()
def operations() -> None:
    """Print what is emulated, as the Markdown table that the README shows."""
    for contract in _emulator((), Conduct(), seeded=False).contracts:
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


@main.command()
@_option("url", default=f"http://127.0.0.1:{DEFAULT_PORT}", show_default=True, help="Where the emulator is.")
@click.option("--json", "as_json", metavar="CLIENT", help="Print one client's settings as a JSON file instead.")
def env(*, url: str, as_json: str | None) -> None:
    """Print what to set so that each vendor's client comes here: `eval "$(streamulator env)"`."""
    clients = {name: settings for service in services.discover() for name, settings in service.clients.items()}
    if as_json is not None:
        if as_json not in clients:
            _fail(f"there is no client '{as_json}'; there are: {', '.join(clients)}", FAULTY)
        filled = {key: value.format(url=url) for key, value in clients[as_json].items()}
        click.echo(json.dumps(filled, indent=2))
        return
    click.echo(f"export STREAMULATOR_URL='{url}'")
    for name, settings in clients.items():
        click.echo(f"# {name}")
        for key, value in settings.items():
            variable = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", f"{name}_{key}").upper()
            click.echo(f"export {variable}='{value.format(url=url)}'")


@main.command()
def schema() -> None:
    """Print the JSON Schema of a fixture file, for editors and other checkers."""
    click.echo(json.dumps(_emulator((), Conduct(), seeded=False).fixture_schema(), indent=2))


def _emulator(fixtures: tuple[Path, ...], conduct: Conduct, *, seeded: bool = True) -> Emulator:
    documents = resources.folder("openapi")
    try:
        emulator = Emulator(services.discover(), documents, conduct)
        control.mount(emulator, documents)
        if seeded:
            emulator.load(fixtures or (resources.folder("fixtures"),))
    except (ValueError, FixtureError) as error:
        _fail(str(error), FAULTY)
    return emulator


def _announce(url: str, ready_file: Path | None) -> None:
    click.echo(f"Streamulator {__version__} listens on {url}")
    sys.stdout.flush()
    if ready_file is not None:
        draft = ready_file.with_name(f"{ready_file.name}.draft")
        try:
            draft.write_text(url, encoding="utf-8")
            draft.replace(ready_file)  # so that nobody reads half a URL
        except OSError as error:
            _fail(f"cannot write the ready file {ready_file}: {error.strerror or error}", 1)


def _fail(message: str, code: int) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)
