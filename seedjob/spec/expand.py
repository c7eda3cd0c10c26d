"""A judged document to its named job, and the names that jobs have in their folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import basename, splitext
from typing import Final

from seedjob.diagnostic import Finding, Route
from seedjob.spec.field import NAMES
from seedjob.spec.job import Job
from seedjob.spec.text import PATTERNS

BATCH: Final = frozenset({"jobs", "defaults", "matrix", "vars", "foreach"})
"""Keys of a spec that is more than one job."""


@dataclass(frozen=True, slots=True)
class NamedJob:
    """A job with its place in the project: `spec` is the file's path from the root, POSIX.

    `route` leads to what names it in that file, `scope` holds what its texts can look up, `rows`
    is the file of rows that it comes of, relative to its spec.
    """

    name: str
    spec: str
    job: Job
    route: Route = ()
    scope: Mapping[str, Mapping[str, object]] | None = None
    rows: str | None = None

    @property
    def id(self) -> str:
        """Tell the job's id: its name behind its folder."""
        return job_id(self.spec, self.name)


def expand(spec: str, job: Job) -> NamedJob | Finding:
    """Name the one job of the file `spec`, or say why its file's name cannot name it."""
    stem = splitext(basename(spec))[0]
    if job.name is None and not PATTERNS["name"].search(stem):
        message = f"the file's name '{stem}' cannot be a job's name"
        hint = f"rename the file to {NAMES}, or write name: in it"
        return Finding("job-name", (), message, hint)
    return NamedJob(job.name or stem, spec, job, ("name",) if job.name else ())


def job_id(spec: str, name: str) -> str:
    """Tell the id of a job by its file and its name."""
    folder, slash, _ = spec.rpartition("/")
    return f"{folder}{slash}{name}"


class Names:
    """Whose job bears which name: in a folder each is one file's, compared without case."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def take(self, spec: str, name: str) -> str | None:
        """Take a name for a job of the file `spec`, or tell which file has it already."""
        first = self._first.setdefault(_clash(job_id(spec, name)), spec)
        return None if first == spec else first


def _clash(name: str) -> str:
    if name.isascii():
        return name.casefold()
    from seedjob.spec.batch.naming import clash  # few names need Unicode's tables

    return clash(name)
