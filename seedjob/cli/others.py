"""Jobs that nobody selected, to which of them hold a record of a request that is asked for."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import Final

from seedjob.cli.ledger import is_placeable
from seedjob.cli.orders import Look, case
from seedjob.cli.specs import Loaded
from seedjob.cli.strays import Strays, jobs_of, unowned
from seedjob.errors import RecordError, SeedjobError
from seedjob.manifest import Manifest, manifest_name
from seedjob.record import Record
from seedjob.spec.expand import NamedJob


@dataclass(frozen=True, slots=True)
class Others:
    """Records that their jobs `left`, asking for something else now, and those that are `kept`.

    Among the latter are some that were of a wanted request before they were changed.
    """

    left: Strays
    kept: Strays


def find_others(loaded: Loaded, look: Look, known: Collection[Path], wanted: set[str]) -> Others:
    """Find records of `wanted` requests, but those `known`: their jobs are not looked at.

    One that cannot be read is left to who selects its job.
    """
    left: Strays = {}
    kept: Strays = {}
    if not wanted:
        return Others(left, kept)
    jobs = {
        Path(f"{loaded.root}/{manifest_name(one.id, look.service)}"): one for one in loaded.jobs
    }
    told = cache(partial(_jobs_of, look))
    for path in sorted({*jobs, *unowned(loaded)} - {*known}):
        manifest = _of_any(path, wanted)
        if manifest is None or manifest.service != look.service:
            continue
        kept[path] = manifest
        if manifest.fingerprint not in wanted:
            continue
        job = jobs.get(path) or told(path.parent / PurePosixPath(manifest.spec).name).get(path)
        if job is not None and _asks_for(job, loaded.root, look) != manifest.fingerprint:
            left[path] = kept.pop(path)
    return Others(left, kept)


def _of_any(path: Path, wanted: set[str]) -> Manifest | None:
    """Read a record if it was ever of any of these requests; most are read in no time."""
    try:
        if wanted.isdisjoint(map(bytes.decode, _FINGERPRINTS.findall(path.read_bytes()))):
            return None
        manifest = Record(path).read()
    except (OSError, ValueError, RecordError):
        return None
    return manifest


_FINGERPRINTS: Final = re.compile(rb'"fingerprint"\s*:\s*"([^"]*)"')


def _jobs_of(look: Look, spec: Path) -> dict[Path, NamedJob]:
    """Read the jobs of a spec that was not looked at, by where their records lie."""
    if not is_placeable(spec) or not spec.is_file():
        return {}
    root, jobs = jobs_of(spec)
    return {Path(f"{root}/{manifest_name(job.id, look.service)}"): job for job in jobs}


def _asks_for(job: NamedJob, root: Path, look: Look) -> str | None:
    """Tell the request of a job; none where a file of it went away."""
    try:
        return case(job, root, look).fingerprint
    except SeedjobError:
        return None
