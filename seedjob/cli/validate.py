"""`seedjob validate`."""

import os
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from seedjob.cli.options import COLOUR, formats, selection
from seedjob.errors import RecordError, UsageError
from seedjob.spec.garbage import uncollected

if TYPE_CHECKING:
    from seedjob.cli.selection import Selection
    from seedjob.cli.specs import Loaded
    from seedjob.report.verdict import Verdict

FORMATS: Final = ("text", "json", "github", "sarif", "junit")
"""Forms of output, each named for the module of `report` that writes it."""

STDIN: Final = Path("-")

WORKSPACE: Final = "GITHUB_WORKSPACE"
"""Where GitHub tells a step that the repository lies."""

SUMMARY: Final = "GITHUB_STEP_SUMMARY"
"""Where GitHub tells a step to put what people should read."""


def _explain(context: click.Context, _option: click.Parameter, name: str | None) -> None:
    if name is None:
        return
    from seedjob.report.rule import render
    from seedjob.rulebook.book import RULEBOOK
    from seedjob.spec.written import nearest

    if name not in RULEBOOK:
        near = nearest(name, RULEBOOK)
        hint = f"did you mean '{near}'?" if near else f"rules are {', '.join(RULEBOOK)}"
        raise UsageError(f"'{name}' is no rule; {hint}")
    click.echo(render(name), nl=False)
    context.exit()


@click.command("validate")
@selection
@click.option(
    "--stdin-filename",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Judge standard input, given as PATH -, as if it were FILE.",
)
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option(
    "--explain",
    metavar="RULE",
    is_eager=True,
    expose_value=False,
    callback=_explain,
    help="Say what RULE is, with examples, and stop.",
)
@COLOUR
@formats(*FORMATS)
def command(*, when: str, form: str, **asked: Any) -> int:
    """Find every fault of every spec, offline and without a key.

    PATH is a spec or a folder of specs, by default specs/; a lone - is standard input. The
    project's seedjob.toml is judged too. Warnings are no faults; "# seedjob: allow RULE" in a
    spec keeps one silent. Where only some jobs are selected all are judged, for names must be
    unique, and what is wrong with the others is not told.
    """
    loaded = _loaded(**asked)
    verdict = loaded.verdict(_start(form, os.environ))
    click.echo(_rendered(verdict, form, when), nl=False, color=True)
    if form == "github":
        _summarize(verdict, os.environ)
    with suppress(OSError):  # where nobody hears it the exit code still tells
        click.echo(_count(loaded, verdict), err=True)
    return loaded.code


def _loaded(
    paths: tuple[Path, ...],
    selection: "Selection",
    stdin_filename: Path | None,
    *,
    strict: bool,
    max_jobs: int,
) -> "Loaded":
    with uncollected():  # of what comes with modules nothing is garbage
        from seedjob.cli.specs import load, load_text
        from seedjob.spec.characters import LARGEST

    if STDIN not in paths:
        if stdin_filename:
            raise UsageError("--stdin-filename names what is read by: seedjob validate -")
        if not selection:
            return load(paths, jobs=False, strict=strict, max_jobs=max_jobs)
        from seedjob.cli.select import select

        return select(load(paths, strict=strict, max_jobs=max_jobs), selection)
    if len(paths) > 1 or selection:
        raise UsageError("- is standard input and stands alone")
    given = sys.stdin.buffer.read(LARGEST + 1)
    return load_text(given, stdin_filename or Path("stdin.yaml"), strict=strict)


def _start(form: str, environment: Mapping[str, str]) -> Path | None:
    """Tell from where files are seen: GitHub wants them as they stand in the repository."""
    workspace = environment.get(WORKSPACE) if form in {"github", "sarif"} else None
    return Path(workspace).resolve() if workspace else None


def _rendered(verdict: "Verdict", form: str, when: str) -> str:
    if form == "text":
        return _shown(verdict, when)
    rendered: str = import_module(f"seedjob.report.{form}").render(verdict)
    return rendered


def _shown(verdict: "Verdict", when: str) -> str:
    if not verdict.diagnostics:
        return ""
    from seedjob.cli.colour import painter, width
    from seedjob.report import text

    return text.render(verdict, painter(sys.stdout, when), width(sys.stdout))


def _summarize(verdict: "Verdict", environment: Mapping[str, str]) -> None:
    from seedjob.report import github

    path = environment.get(SUMMARY)
    if path:
        try:
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(github.summary(verdict))
        except OSError as error:
            raise RecordError(f"{SUMMARY} cannot be written: {error.strerror}") from error


def _count(loaded: "Loaded", verdict: "Verdict") -> str:
    kinds = Counter(one.severity for one in verdict.diagnostics)
    found = [_several(kinds[kind], kind) for kind in ("error", "warning", "notice") if kinds[kind]]
    others = f", {loaded.passed_over} not selected" if loaded.passed_over else ""
    return (
        f"{_several(len(loaded.files), 'spec')} checked{others}, {', '.join(found) or 'no fault'}"
    )


def _several(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
