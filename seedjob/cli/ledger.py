"""A project's folder to the records in it: the one of a job, and who owns a task."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from seedjob.errors import RecordError, UsageError
from seedjob.manifest import (
    INFIX,
    OPEN,
    SUFFIX,
    Manifest,
    Service,
    manifest_name,
    manifest_path,
)
from seedjob.project import OWN, SUFFIXES, belongs, find_files
from seedjob.record import Record
from seedjob.report.visible import visible

NOBODYS: Final = {"..", ".git", OWN}
"""Steps of a path that no job's id has."""


def find_record(root: Path, job: str, service: Service) -> tuple[str, Record]:
    """Find a job's record by the job's id, its name, or its spec's path; give the id with it.

    Raises UsageError where there is none, or more than one.
    """
    names = (job, *(job.removesuffix(ending) for ending in SUFFIXES if job.endswith(ending)))
    for name in names:
        path = place(root, name, service)
        if path is not None and os.path.lexists(path):
            return job_id(path, root), Record(path)
    endings = {manifest_name(name, service) for name in names}
    found = sorted(path for path in map(Path, find_files(root, SUFFIX)) if path.name in endings)
    if len(found) == 1:
        return job_id(found[0], root), Record(found[0])
    if found:
        ids = ", ".join(job_id(path, root) for path in found)
        raise UsageError(f"'{job}' is the name of several jobs: {ids}; give the whole id")
    for other in INFIX:
        path = place(root, names[-1], other)
        if other != service and path is not None and path.exists():
            flag = "with" if other == "local" else "without"
            raise UsageError(f"'{job}' has no {service} record; settle the other {flag} --local")
    raise UsageError(f"'{job}' has no manifest{_others(root, service)}")


def place(root: Path, job: str, service: Service) -> Path | None:
    """Tell where the manifest of a job lies by its id; none for one that leads elsewhere.

    None either for a name that no job has: one that acts, or that no disk takes.
    """
    named = PurePosixPath(job)
    odd = not named.name or named.is_absolute() or visible(named.name) != named.name
    if odd or not NOBODYS.isdisjoint(named.parts):
        return None
    path = manifest_path(root / named.parent, named.name, service)
    return path if is_placeable(path) and belongs(path, root) else None


def is_placeable(path: Path) -> bool:
    """Tell whether the system takes a path, be anything there or not."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):  # too long, a NUL, half of a character, a circle
        return False
    return True


def job_id(path: Path, root: Path) -> str:
    """Give the id of the job whose manifest lies at `path`."""
    name = path.name.removesuffix(SUFFIX).removesuffix(INFIX["local"])
    return path.relative_to(root).with_name(name).as_posix()


def read_records(root: Path, besides: Iterable[Path]) -> Iterator[tuple[Path, Manifest]]:
    """Read every record of the project, and those at `besides`, which no search may find.

    Raises RecordError for one that cannot be read: it may stand for money.
    """
    for path in sorted({*map(Path, find_files(root, SUFFIX)), *besides}):
        manifest = Record(path).read()
        if manifest is not None:
            yield path, manifest


def find_owner(root: Path, task_id: str, *, besides: Path) -> str | None:
    """Find the job whose record holds a task, but the one at `besides`; now, or before a change.

    A record that cannot be read owns nothing that anybody could tell.
    """
    for path in map(Path, find_files(root, SUFFIX)):
        if path == besides:
            continue
        try:
            manifest = Record(path).read()
        except RecordError:
            continue
        if manifest is not None and task_id in _tasks(manifest):
            return visible(job_id(path, root))
    return None


def _tasks(manifest: Manifest) -> set[str | None]:
    own = {manifest.task.id} if manifest.task else set()
    return own | {old.task.id for old in manifest.replaced}


def _others(root: Path, service: Service) -> str:
    """Name the jobs that could be meant: those whose outcome is unknown."""
    open_ones: list[str] = []
    for path in map(Path, find_files(root, manifest_name("", service))):
        try:
            manifest = Record(path).read()
        except RecordError:
            continue
        if manifest and manifest.service == service and manifest.state in OPEN:
            open_ones.append(job_id(path, root))
    return f"; unknown are: {', '.join(sorted(open_ones)[:10])}" if open_ones else ""
