"""The command that serves."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Any

import click

from streamulator import __version__
from streamulator.cli.options import DEFAULT_PORT, built, fail, fixtures_option, more_fixtures, option


@click.command()
@option("host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@option("port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65_535), help="0 takes a free port.")
@fixtures_option
@more_fixtures
@option("ready-file", type=click.Path(path_type=Path), help="A file that holds the base URL once it can be used.")
@option("strict", is_flag=True, help="Refuse what the vendor would silently ignore.")
@option(
    "on-broken",
    type=click.Choice(["error", "report"]),
    default="error",
    show_default=True,
    help="What becomes of a reply of ours that breaks the contract: a 500, or only a line in the ledger.",
)
@option("cors", metavar="ORIGIN", help="Let pages of this origin call, '*' for any; browsers refuse otherwise.")
@option(
    "admin-token",
    help="What the control API wants to see as bearer token [default: none on a loopback address, else one is made].",
)
@option("log-format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Log lines' form.")
@option(
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
    admin_token: str | None,
    log_format: str,
    log_level: str,
) -> None:
    """Start the emulator and serve until it is told to stop (SIGTERM or Ctrl-C)."""
    gc.disable()  # until it listens: what is made at the start stays
    from streamulator.core.ids import secret  # noqa: PLC0415  other commands need none of this
    from streamulator.web.door import is_loopback  # noqa: PLC0415  as above
    from streamulator.web.entrance import Entrance  # noqa: PLC0415  as above
    from streamulator.web.running import listen, set_up_logging  # noqa: PLC0415  as above

    set_up_logging(log_format, log_level)
    emulator = built((*fixtures, *more), strict=strict, on_broken=on_broken)
    made = None if admin_token or is_loopback(host) else secret()
    entrance = Entrance(emulator, cors=cors, admin_token=admin_token or made)
    try:
        listen(entrance, host, port, lambda url: _announce(url, ready_file, made))
    except OSError as error:
        fail(
            f"cannot listen on {host}:{port}: {error.strerror or error}; choose another --port, or 0 for a free one", 1
        )


def _announce(url: str, ready_file: Path | None, token: str | None) -> None:
    click.echo(f"Streamulator {__version__} listens on {url}")
    if token is not None:
        click.echo(f"The control API wants the token {token}")
    sys.stdout.flush()
    if ready_file is not None:
        draft = ready_file.with_name(f"{ready_file.name}.draft")
        try:
            draft.write_text(url, encoding="utf-8")
            draft.replace(ready_file)  # so that nobody reads half a URL
        except OSError as error:
            fail(f"cannot write the ready file {ready_file}: {error.strerror or error}", 1)
