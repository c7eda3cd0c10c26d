"""The local files that a job names to what is wrong with them, before anything is spent."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from seedjob.diagnostic import Finding, Route
from seedjob.errors import MediaError
from seedjob.project import inside
from seedjob.spec.job import Job, Text
from seedjob.spec.text import PATTERNS

LONGEST_TEXT = 1024 * 1024
"""Bytes; as much as a whole spec may have."""


@dataclass(frozen=True, slots=True)
class Named:
    """A local file that a job names: where the spec says so, and the rule that it may break."""

    path: str
    route: Route
    rule: str


def named_files(job: Job) -> Iterator[Named]:
    """List the files that the job names, texts among them, in the order of its content."""
    for index, item in enumerate(job.content):
        if isinstance(item, Text):
            if item.text_file is not None:
                yield Named(item.text_file, ("content", index, "text_file"), "text-path")
        elif item.source.path is not None:
            yield Named(item.source.path, ("content", index, item.type, "path"), "media-path")


def missing(job: Job, folder: Path, root: Path) -> Iterator[Finding]:
    """Find the files of the job that are not there, unreadable, or outside of the project.

    `folder` is the spec's own; `root` the project's. Links are followed, but never out of it.
    """
    for named in named_files(job):
        wrong = _wrong(folder / named.path, root, text=named.rule == "text-path")
        if wrong:
            message, hint = wrong
            yield Finding(named.rule, named.route, f"'{named.path}' {message}", hint)


def prompt(job: Job, folder: Path) -> str:
    """Give the job's prompt, from its file where it has one.

    Raises MediaError where that file cannot be read.
    """
    text = next(item for item in job.content if isinstance(item, Text))
    if text.text is not None:
        return text.text
    assert text.text_file is not None
    try:
        return (folder / text.text_file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MediaError(f"'{text.text_file}' cannot be read: {error}") from error


def _wrong(path: Path, root: Path, *, text: bool) -> tuple[str, str] | None:
    try:
        if not inside(path, root):
            return "lies outside of the project", "copy it into the project"
        if not path.is_file():
            return _no_file(path)
        return _wrong_text(path) if text else _wrong_bytes(path)
    except (OSError, ValueError, RuntimeError) as error:
        return f"cannot be read: {error}", "make it readable"


def _no_file(path: Path) -> tuple[str, str]:
    if path.exists():
        return "is not a file", "name a file"
    return "is not there", "write its path relative to the spec"


def _wrong_bytes(path: Path) -> tuple[str, str] | None:
    with path.open("rb") as file:
        return None if file.read(1) else ("is empty", "name a file with something in it")


def _wrong_text(path: Path) -> tuple[str, str] | None:
    if path.stat().st_size > LONGEST_TEXT:
        return "is over 1 MiB", "name a shorter text"
    try:
        filled = PATTERNS["filled"].search(path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        return f"is not UTF-8 at byte {error.start}", "save it as UTF-8"
    return None if filled else ("is blank", "write what the video shows into it")
