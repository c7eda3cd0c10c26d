"""All that was loaded to what was asked for: the selected jobs, and the specs that hold them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

from seedjob.cli.changes import Changes, files_at_fault, files_of
from seedjob.cli.judging import Judged
from seedjob.cli.selection import Selection
from seedjob.cli.specs import Loaded
from seedjob.errors import UsageError
from seedjob.spec.expand import NamedJob, job_id


def select(loaded: Loaded, selection: Selection) -> Loaded:
    """Leave of `loaded` the selected jobs, and the specs that hold one.

    A spec at fault stays unless it surely holds none: of jobs that nobody can read a command must
    not say that all is well. Raises UsageError where globs or tags pick none, a typing error more
    often than not, and where git cannot tell what changed.
    """
    if not selection:
        return loaded
    jobs = [
        job
        for job in loaded.jobs
        if _named(job.name, job.id, selection) and _tagged(job.job.tags, selection)
    ]
    faulty = [one for one in _at_fault(loaded) if _may_hold(one, selection)]
    if not jobs and not faulty and (selection.globs or selection.tags):
        raise UsageError(_none(loaded.jobs, selection))
    if not faulty:
        _check_each(loaded.jobs, selection)
    if selection.shard:
        jobs = [job for job in jobs if selection.shard.holds(job.id)]
        faulty = [one for one in faulty if _may_be_in(one, selection)]
    if selection.since:
        changes = Changes(loaded.root, selection.since)
        jobs = [job for job in jobs if changes.touch(files_of(job))]
        faulty = [one for one in faulty if changes.touch(files_at_fault(one))]
    return _left(loaded, jobs, faulty)


def _check_each(jobs: Sequence[NamedJob], selection: Selection) -> None:
    """Hold that each glob and each tag is of some job: what picks none is a typing error.

    Raises UsageError otherwise.
    """
    alone = (
        *(Selection(globs=(glob,)) for glob in selection.globs),
        *(Selection(tags=(tag,)) for tag in selection.tags),
    )
    for one in alone:
        if not any(_named(job.name, job.id, one) and _tagged(job.job.tags, one) for job in jobs):
            raise UsageError(_none(jobs, one))


def _left(loaded: Loaded, jobs: Sequence[NamedJob], faulty: Iterable[Judged]) -> Loaded:
    held = {job.spec for job in jobs} | {one.file for one in faulty}
    files = tuple(file for file in loaded.files if file in held)
    return replace(
        loaded,
        files=files,
        jobs=tuple(jobs),
        told=tuple(one for one in loaded.told if one.file in held),
        passed_over=len(loaded.files) - len(files),
    )


def _at_fault(loaded: Loaded) -> Iterator[Judged]:
    return (one for one in loaded.told if one.guess is not None)


def _may_hold(one: Judged, selection: Selection) -> bool:
    assert one.guess is not None
    name, tags = one.guess.name, one.guess.tags
    named = name is None or _named(name, job_id(one.file, name), selection)
    return named and (tags is None or _tagged(tags, selection))


def _may_be_in(one: Judged, selection: Selection) -> bool:
    assert one.guess is not None
    assert selection.shard is not None
    name = one.guess.name
    return name is None or selection.shard.holds(job_id(one.file, name))


def _named(name: str, own_id: str, selection: Selection) -> bool:
    globs = selection.globs
    return not globs or any(fnmatchcase(one, glob) for one in (name, own_id) for glob in globs)


def _tagged(tags: Sequence[str], selection: Selection) -> bool:
    return not selection.tags or not set(selection.tags).isdisjoint(tags)


def _none(jobs: Sequence[NamedJob], selection: Selection) -> str:
    """Say that nothing is selected: by the kind that matches no job, or that the two never meet."""
    if not jobs:
        return "there is no job"
    by_name = sum(_named(job.name, job.id, selection) for job in jobs)
    by_tag = sum(_tagged(job.job.tags, selection) for job in jobs)
    if by_name and by_tag:
        name, tag = _quoted(selection.globs), _quoted(selection.tags)
        told = f"--job {name} matches {_jobs(by_name)} and --tag {tag} {_jobs(by_tag)}"
        return f"{told}, but no job both"
    if by_name or by_tag:
        selection = replace(selection, tags=()) if by_tag else replace(selection, globs=())
    ids = _listed([job.id for job in jobs])
    missed = [f"'{glob}' of: {ids}{_meant(glob, jobs)}" for glob in selection.globs]
    tags = _listed(sorted({tag for job in jobs for tag in job.job.tags}))
    missed += [f"tag '{tag}' of: {tags}" for tag in selection.tags]
    return f"no job matches {' and '.join(missed)}"


def _listed(names: Sequence[str]) -> str:
    """List the first of names, and count the others."""
    more = len(names) - _MOST_TOLD
    return ", ".join(names[:_MOST_TOLD]) + (f" and {more} more" if more > 0 else "")


def _meant(glob: str, jobs: Sequence[NamedJob]) -> str:
    """Ask whether all jobs of a batch were meant, or one with a name much like it."""
    from difflib import get_close_matches  # only where something is wrong

    ways = {name for job in jobs for name in (job.name, job.id)}
    meant = [f"{glob}.*"] if any(name.startswith(f"{glob}.") for name in ways) else []
    meant += get_close_matches(glob, sorted(ways), n=1)
    return f"; did you mean '{meant[0]}'?" if meant else ""


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _jobs(count: int) -> str:
    return f"{count} job{'s' * (count != 1)}"


_MOST_TOLD: Final = 10
