"""The command line: one file a command; the only place where parts meet."""

import os
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Final

import click

from seedjob import __version__
from seedjob.cli.exits import ERRORS, INTERRUPTED, NOBODY_READS
from seedjob.errors import SeedjobError

COMMANDS: Final[Mapping[str, str]] = {
    "validate": "Find every fault of every spec, offline and without a key.",
    "run": "Create, wait, download, record.",
    "status": "Show how each job stands, from its manifest.",
    "schema": "Print a JSON Schema, or renew those in schemas/.",
    "serve": "Keep the local service running.",
}
"""Name of a command, which is its module's, to its line in the help; loaded when it is called."""


class _Commands(click.Group):
    """A group whose commands are loaded only when they are called."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """List the commands in the order of their table."""
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Load the command of that name."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"seedjob.cli.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was meant."""
        name = args[0] if args else ""
        meant = get_close_matches(name, COMMANDS, n=1)
        if name and name not in COMMANDS and meant:
            ctx.fail(f"No such command '{name}'; did you mean '{meant[0]}'?")
        return super().resolve_command(ctx, args)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands' lines without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="seedjob")
def command() -> None:
    """AI video as version-controlled jobs for the Seedance X1 API."""


def main() -> None:
    """Run the command line, and exit with what README says of exit codes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_exit_code())


def _exit_code() -> int:
    try:
        result = command.main(prog_name="seedjob", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except (SystemExit, BrokenPipeError):  # click leaves so where nobody reads stdout any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOBODY_READS
    except SeedjobError as error:
        click.echo(f"seedjob: {error}", err=True)
        return next(ERRORS[kind] for kind in type(error).__mro__ if kind in ERRORS)
    return result if isinstance(result, int) else 0
