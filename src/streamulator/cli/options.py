"""What commands have in common: their options, and how they fail."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from streamulator.client import Control
    from streamulator.kernel.emulator import Emulator

DEFAULT_PORT = 5590
REFUSED = 1  # the exit code for what the emulator, or the machine, refuses
FAULTY = 2  # the exit code for contracts, fixtures or addresses that cannot be used


def option(name: str, **settings: Any) -> Callable[[Any], Any]:
    """Declare an option that the environment variable STREAMULATOR_… sets as well."""
    return click.option(
        f"--{name}", envvar=f"STREAMULATOR_{name.replace('-', '_').upper()}", show_envvar=True, **settings
    )


fixtures_option = option(
    "fixtures", type=click.Path(path_type=Path), multiple=True, help="Fixture files or folders [default: built in]."
)
more_fixtures = click.argument("more", type=click.Path(path_type=Path), nargs=-1)
url_option = option("url", default=f"http://127.0.0.1:{DEFAULT_PORT}", show_default=True, help="Where the emulator is.")
_world_option = option("world", help="The world that is meant [default: that of the URL, or 'default'].")
_token_option = option("admin-token", help="What the control API wants to see, where it wants to see something.")


def steering(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say which emulator and which world it steers."""
    return url_option(_world_option(_token_option(command)))  # type: ignore[no-any-return]  # click's decorators


def steered(url: str, world: str | None, admin_token: str | None) -> Control:
    """Return the control of the emulator that is meant."""
    from streamulator.client import Control  # noqa: PLC0415  what only looks at files needs none

    try:
        return Control(url, world, token=admin_token)
    except ValueError as error:
        fail(str(error), FAULTY)


def built(fixtures: tuple[Path, ...] = (), *, seeded: bool = True, afresh: bool = False, **conduct: Any) -> Emulator:
    """Make the emulator, or end with 2 and say what cannot be used."""
    from streamulator.kernel.fixtures import FixtureError  # noqa: PLC0415  what only steers needs none of it
    from streamulator.kernel.pipeline import Conduct  # noqa: PLC0415  as above
    from streamulator.web.assembly import assemble  # noqa: PLC0415  as above

    try:
        return assemble(fixtures, Conduct(**conduct), seeded=seeded, afresh=afresh)
    except (ValueError, FixtureError) as error:
        fail(str(error), FAULTY)


def pairs(texts: Iterable[str]) -> dict[str, str]:
    """Read NAME=PATTERN, or end and say what is none."""
    split = [text.partition("=") for text in texts]
    for name, equals, _pattern in split:
        if not equals:
            fail(f"found {name!r}, expected NAME=PATTERN", FAULTY)
    return {name: pattern for name, _, pattern in split}


def fail(message: str, code: int) -> NoReturn:
    """Say on stderr what is wrong, and end."""
    click.echo(message, err=True)
    sys.exit(code)


class Steering(click.Group):
    """Commands that steer an emulator: what it refuses, and that it is not there, is said in a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        from streamulator.client import ControlError  # noqa: PLC0415  as above

        try:
            return super().invoke(ctx)
        except ControlError as error:
            fail(str(error), REFUSED)
        except BrokenPipeError:  # of whoever reads what is printed
            raise
        except OSError as error:
            fail(f"no emulator answers: {error}; start one, or say --url", FAULTY)
