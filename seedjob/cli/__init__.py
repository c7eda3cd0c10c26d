"""The command line: one file a command; the only place where parts meet."""

import errno
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Final, TextIO

import click

from seedjob import __version__
from seedjob.cli.exits import ERRORS, INTERRUPTED, NOBODY_READS, UNRECORDED
from seedjob.errors import SeedjobError
from seedjob.project import check_current_folder
from seedjob.report.visible import visible

COMMANDS: Final[Mapping[str, str]] = {
    "validate": "Find every fault of every spec, offline and without a key.",
    "expand": "Print the jobs that specs make, or the requests for them.",
    "plan": "Tell what run would do to each job and why, offline and without a key.",
    "run": "Create, wait, download, record.",
    "status": "Show how each job stands, from its manifest.",
    "settle": "Say what became of a create whose answer was lost.",
    "schema": "Print a JSON Schema, or renew those in schemas/.",
    "serve": "Keep the local service running.",
}
"""Name of a command, which is its module's, to its line in the help; loaded when it is called."""

UNWRITABLE: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}
"""How the system refuses what we print; other files of ours are named, or have their own errors."""


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
        if args and args[0] and args[0] not in COMMANDS:
            from difflib import get_close_matches

            for meant in get_close_matches(args[0], COMMANDS, n=1):
                ctx.fail(f"No such command '{args[0]}'; did you mean '{meant}'?")
        return super().resolve_command(ctx, args)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands' lines without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="seedjob")
def command() -> None:
    """AI video as version-controlled jobs for the Seedance X1 API."""
    check_current_folder()


def main() -> None:
    """Run the command line, and exit with what README says of exit codes."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed: without this the next file would bear its number
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    code = _exit_code()
    try:
        sys.stderr.flush()
    except OSError:  # what nobody hears changes no code, the interpreter's own last try neither
        _silence(sys.stderr)
    sys.exit(code)


def _exit_code() -> int:
    try:
        result = command.main(prog_name="seedjob", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        _tell(_shown(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except (SystemExit, BrokenPipeError):  # click leaves so where nobody reads stdout any more
        _silence(sys.stdout)
        return NOBODY_READS
    except OSError as error:
        if error.filename is not None or error.errno not in UNWRITABLE:
            raise
        _silence(sys.stdout)
        _tell(f"seedjob: the result cannot be written: {error.strerror}")
        return UNRECORDED
    except SeedjobError as error:
        _tell(f"seedjob: {error}")
        return next(ERRORS[kind] for kind in type(error).__mro__ if kind in ERRORS)
    return result if isinstance(result, int) else 0


def _shown(error: click.ClickException) -> str:
    shown = StringIO()
    error.show(shown)
    return shown.getvalue().rstrip("\n")


def _tell(message: str) -> None:
    """Say to people what is wrong; that nobody hears it changes nothing."""
    with suppress(OSError):
        click.echo("\n".join(map(visible, message.split("\n"))), err=True)


def _silence(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
