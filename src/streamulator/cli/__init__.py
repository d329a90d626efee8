"""The command line: start the emulator, steer it, run something against it, check its documents."""

from __future__ import annotations

import click

from streamulator import __version__
from streamulator.cli.check import check, operations, schema
from streamulator.cli.coverage import coverage
from streamulator.cli.env import env
from streamulator.cli.exec import exec_
from streamulator.cli.fault import fault
from streamulator.cli.journal import journal
from streamulator.cli.serve import serve
from streamulator.cli.world import world


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Streamulator: a local, stateful emulator of stream-data APIs."""


for _command in (serve, exec_, fault, world, journal, coverage, check, operations, env, schema):
    main.add_command(_command)
