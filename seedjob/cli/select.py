"""All jobs to those that were asked for."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from seedjob.errors import UsageError
from seedjob.spec.expand import NamedJob

_SHARD = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})")


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for: globs over name or id, tags, and one part of so many."""

    globs: Sequence[str] = ()
    tags: Sequence[str] = ()
    shard: str | None = None


def select(jobs: Iterable[NamedJob], selection: Selection) -> tuple[NamedJob, ...]:
    """Pick the jobs that were asked for.

    Raises UsageError where globs or tags pick none: that is a typing error more often than not.
    """
    jobs = tuple(jobs)
    picked = tuple(job for job in jobs if _named(job, selection) and _tagged(job, selection))
    if not picked:
        raise UsageError(_none(jobs, selection))
    return _shard(picked, selection.shard) if selection.shard else picked


def _none(jobs: Sequence[NamedJob], selection: Selection) -> str:
    if not jobs:
        return "there is no job"
    told = [
        f"'{glob}' of: {', '.join(job.id for job in jobs[:_MOST_TOLD])}" for glob in selection.globs
    ]
    tags = sorted({tag for job in jobs for tag in job.job.tags})[:_MOST_TOLD]
    told += [f"tag '{tag}' of: {', '.join(tags)}" for tag in selection.tags]
    return f"no job matches {' and '.join(told)}"


_MOST_TOLD: Final = 10


def _named(job: NamedJob, selection: Selection) -> bool:
    globs = selection.globs
    return not globs or any(
        fnmatchcase(name, glob) for name in (job.name, job.id) for glob in globs
    )


def _tagged(job: NamedJob, selection: Selection) -> bool:
    return not selection.tags or not set(selection.tags).isdisjoint(job.job.tags)


def _shard(jobs: Sequence[NamedJob], shard: str) -> tuple[NamedJob, ...]:
    found = _SHARD.fullmatch(shard)
    index, count = (int(part) for part in found.groups()) if found else (1, 0)
    if index > count:
        raise UsageError(f"'{shard}' is not a shard; write I/N with I from 1 to N: 2/8")
    return tuple(job for job in jobs if _hash(job.id) % count == index - 1)


def _hash(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest()[:8])
