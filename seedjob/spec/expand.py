"""A judged document to its named jobs; the door at which batches will come in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from seedjob.diagnostic import Finding
from seedjob.spec.job import Job
from seedjob.spec.text import PATTERNS


@dataclass(frozen=True, slots=True)
class NamedJob:
    """A job with its place in the project: `spec` is the file's path from the root, POSIX."""

    name: str
    spec: str
    job: Job

    @property
    def id(self) -> str:
        """Tell the job's id: its name behind its folder."""
        return str(PurePosixPath(self.spec).with_name(self.name))


def expand(spec: str, job: Job) -> NamedJob | Finding:
    """Name the one job of the file `spec`, or say why its file's name cannot name it."""
    stem = PurePosixPath(spec).stem
    if job.name is None and not PATTERNS["name"].search(stem):
        message = f"the file's name '{stem}' cannot be a job's name"
        hint = "rename the file to A-Z a-z 0-9 . _ - alone, or write name: in it"
        return Finding("job-name", (), message, hint)
    return NamedJob(job.name or stem, spec, job)


def collisions(jobs: Iterable[NamedJob]) -> Iterator[tuple[NamedJob, NamedJob]]:
    """Pair each job with an earlier one whose id is the same but for case."""
    seen: dict[str, NamedJob] = {}
    for job in jobs:
        first = seen.setdefault(job.id.casefold(), job)
        if first is not job:
            yield first, job
