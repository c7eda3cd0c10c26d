"""The files that changed to the specs and jobs that are made from them."""

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath

from seedjob.cli.judging import Judged
from seedjob.git import changed_files
from seedjob.media.check import media_paths
from seedjob.spec.expand import NamedJob
from seedjob.spec.job import Text


class Changes:
    """What changed in the project at `root` since its history and that of `ref` parted.

    Raises UsageError where git cannot tell.
    """

    def __init__(self, root: Path, ref: str) -> None:
        self._root = os.fspath(root)
        self._names = changed_files(root, ref)
        self._met = lru_cache(maxsize=None)(self._meets)

    def touch(self, files: Iterable[str]) -> bool:
        """Tell whether one of these files changed, or a link or folder on the way to it."""
        return any(map(self._met, files))

    def _meets(self, file: str) -> bool:
        if not self._names.isdisjoint(_way(file)):
            return True
        real = os.path.realpath(join(self._root, file))
        return not self._names.isdisjoint(_way(os.path.relpath(real, self._root)))


def _way(file: str) -> Iterator[str]:
    yield file
    yield from map(str, PurePosixPath(file).parents)


def files_of(job: NamedJob) -> Iterator[str]:
    """List the files that a job is made from, by their paths from the project's root.

    Its spec, the rows that it comes of, and what its content names.
    """
    yield job.spec
    yield from sources_of(job)
    yield from within(job.spec, media_paths(job.job))


def sources_of(job: NamedJob) -> Iterator[str]:
    """List the rows and the texts that a job is put together from, by their paths from the root."""
    text = (item.text_file for item in job.job.content if isinstance(item, Text))
    rows = () if job.rows is None else (job.rows,)
    yield from within(job.spec, (*rows, *filter(None, text)))


def files_at_fault(one: Judged) -> Iterator[str]:
    """List the files that a spec at fault is known to be made from."""
    yield one.file
    yield from within(one.file, one.guess.paths if one.guess else ())


def within(spec: str, paths: Iterable[str]) -> Iterator[str]:
    """Give paths that stand in a spec as paths from the root; those after a slash are such."""
    for path in paths:
        yield normpath(path[1:] if path.startswith("/") else join(dirname(spec), path))
