"""`seedjob validate`."""

import os
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from seedjob.cli.exits import DONE, INVALID
from seedjob.cli.options import PATHS, formats
from seedjob.errors import RecordError, UsageError

if TYPE_CHECKING:
    from seedjob.cli.specs import Loaded
    from seedjob.report.verdict import Verdict

FORMATS: Final = ("text", "json", "github", "sarif", "junit")
"""Forms of output, each named for the module of `report` that writes it."""

STDIN: Final = Path("-")

SUMMARY: Final = "GITHUB_STEP_SUMMARY"
"""Where GitHub tells a step to put what people should read."""


@click.command("validate")
@PATHS
@click.option(
    "--stdin-filename", type=click.Path(path_type=Path), metavar="FILE",
    help="Judge standard input, given as PATH -, as if it were FILE.",
)  # fmt: skip
@formats(*FORMATS)
def command(paths: tuple[Path, ...], stdin_filename: Path | None, form: str) -> int:
    """Find every fault of every spec, offline and without a key.

    PATH is a spec or a folder of specs, by default specs/; a lone - is standard input.
    """
    verdict = _loaded(paths, stdin_filename).verdict()
    click.echo(_rendered(verdict, form), nl=False)
    if form == "github":
        _summarize(verdict, os.environ)
    with suppress(OSError):  # where nobody hears it the exit code still tells
        click.echo(_count(verdict), err=True)
    return INVALID if verdict.refuses else DONE


def _loaded(paths: tuple[Path, ...], stdin_filename: Path | None) -> "Loaded":
    from seedjob.cli.specs import load, load_text
    from seedjob.spec.characters import LARGEST

    if STDIN not in paths:
        if stdin_filename:
            raise UsageError("--stdin-filename names what is read by: seedjob validate -")
        return load(paths)
    if len(paths) > 1:
        raise UsageError("- is standard input and stands alone")
    return load_text(sys.stdin.buffer.read(LARGEST + 1), stdin_filename or Path("stdin.yaml"))


def _rendered(verdict: "Verdict", form: str) -> str:
    rendered: str = import_module(f"seedjob.report.{form}").render(verdict)
    return rendered


def _summarize(verdict: "Verdict", environment: Mapping[str, str]) -> None:
    from seedjob.report import github

    path = environment.get(SUMMARY)
    if path:
        try:
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(github.summary(verdict))
        except OSError as error:
            raise RecordError(f"{SUMMARY} cannot be written: {error.strerror}") from error


def _count(verdict: "Verdict") -> str:
    kinds = Counter(one.severity for one in verdict.diagnostics)
    found = [_several(kinds[kind], kind) for kind in ("error", "warning", "notice") if kinds[kind]]
    return f"{_several(len(verdict.files), 'spec')} checked, {', '.join(found) or 'no fault'}"


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
