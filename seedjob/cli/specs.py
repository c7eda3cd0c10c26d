"""Paths on the command line to the judged specs of a project, and to its settings."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from seedjob.cli.exits import DONE, INVALID, USAGE, worst
from seedjob.cli.judging import Judge, Judged, unique
from seedjob.cli.settings import FILE, Settled, load_settings
from seedjob.cli.workers import each
from seedjob.diagnostic import Diagnostic, Related
from seedjob.errors import UsageError
from seedjob.project import find_files, find_root, find_specs
from seedjob.report.verdict import Verdict
from seedjob.spec.expand import NamedJob

DEFAULT: Final = "specs"

MOST_JOBS: Final = 10_000
"""Jobs of all specs that are loaded at once, unless somebody asks for more."""

_TOO_MANY: Final = "the specs make more than {:,} jobs; select fewer, or raise --max-jobs"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The specs that were asked for, each judged, and the project that they belong to.

    `told` are those of which something is told, `passed_over` counts those judged besides `files`.
    """

    root: Path
    files: tuple[str, ...]
    paths: tuple[Path, ...]
    settled: Settled
    jobs: tuple[NamedJob, ...] = ()
    told: tuple[Judged, ...] = ()
    passed_over: int = 0

    @property
    def code(self) -> int:
        """Tell how a command exits that judges and does no more."""
        specs = any(_wrong(one.diagnostics) for one in self.told)
        settings = _wrong(self.settled.diagnostics)
        return worst([USAGE if settings else DONE, INVALID if specs else DONE])

    def searched(self, folder: Path) -> bool:
        """Tell whether every spec of the folder was asked for."""
        return any(path.is_dir() and folder.is_relative_to(path) for path in self.paths)

    def verdict(self, start: Path | None = None) -> Verdict:
        """Give what every format renders, files named as seen from `start`.

        That is by default the current folder, as it is for a folder that does not hold the project.
        """
        seen = _Seen(self.root, start if start and self.root.is_relative_to(start) else Path())
        settings = Judged(FILE, (), (), self.settled.diagnostics, self.settled.text)
        told = (settings, *self.told) if settings.diagnostics else self.told
        rows = {one.file for judged in self.told for one in judged.diagnostics} - {*self.files}
        files = (*([FILE] if settings.diagnostics else []), *self.files, *sorted(rows))
        return Verdict(
            files=tuple(map(seen, files)),
            diagnostics=tuple(
                replace(
                    diagnostic,
                    file=seen(diagnostic.file),
                    related=tuple(_related(other, seen) for other in diagnostic.related),
                )
                for one in told
                for diagnostic in one.diagnostics
            ),
            sources={
                seen(file): text
                for one in told
                for file, text in ((one.file, one.text), *one.others.items())
            },
        )


class _Seen:
    """Names the files of a project as seen from a folder."""

    def __init__(self, root: Path, start: Path) -> None:
        self._root = root
        self._start = start
        self._folders: dict[str, str] = {}

    def __call__(self, file: str) -> str:
        folder, _, name = file.rpartition("/")
        if folder not in self._folders:
            self._folders[folder] = os.path.relpath(self._root / folder, self._start)
        seen = self._folders[folder]
        return name if seen == os.curdir else f"{seen}/{name}"


def load(
    paths: Sequence[Path],
    *,
    jobs: bool = True,
    strict: bool = False,
    lenient: bool = False,
    max_jobs: int = MOST_JOBS,
) -> Loaded:
    """Read and judge every spec at `paths`; without any, those in the project's `specs`.

    Without `jobs` none is kept, and nothing else of a sound spec but its name: of however many.
    `strict` makes errors of warnings, and so may the settings where nobody is to be `lenient`.
    Raises UsageError where there is no spec, or where they make more than `max_jobs` jobs.
    """
    root = find_root(paths[0] if paths else Path.cwd())
    places = paths or [root / DEFAULT]
    files = _files(places, root, records=jobs)
    settled = load_settings(root)
    policy = settled.policy(strict=strict)
    judge = Judge(root, replace(policy, strict=policy.strict and not lenient), jobs=jobs)
    kept: list[NamedJob] = []
    found: list[Judged] = []
    used: set[str] = set()
    for one in _bounded(unique(each(judge.file, files), judge), max_jobs):
        kept += one.jobs
        used |= one.allowed
        if one.diagnostics:
            found.append(one)
    settled = settled if paths else settled.idle(used, strict=strict)
    searched = tuple(map(Path.resolve, places))
    return Loaded(root, files, searched, settled, tuple(kept), tuple(found))


def _files(places: Sequence[Path], root: Path, *, records: bool) -> tuple[str, ...]:
    """List the specs at some places; there may be none beside settings, or beside `records`.

    Raises UsageError where there is none otherwise.
    """
    files = find_specs(places, root)
    left = records and not files and any(_holds_records(path) for path in places)
    if not files and not left and not any(path.name == FILE for path in places):
        names = " ".join(map(os.path.relpath, places))
        raise UsageError(f"no spec in {names}; a spec is a file that ends in .yaml or .yml")
    return files


def _bounded(judged: Iterable[Judged], max_jobs: int) -> Iterator[Judged]:
    """Give what was judged; raise UsageError as soon as it makes too many jobs."""
    count = 0
    for one in judged:
        count += len(one.names)
        if count > max_jobs:
            raise UsageError(_TOO_MANY.format(max_jobs))
        yield one


def _holds_records(place: Path) -> bool:
    """Tell whether a folder without a spec holds what jobs have left: it may be paid work."""
    from seedjob.manifest import SUFFIX

    return place.is_dir() and any(find_files(place, SUFFIX))


def load_text(text: bytes, path: Path, *, strict: bool = False) -> Loaded:
    """Judge a text as if it were the file at `path`, which need not be there.

    Raises UsageError where no project could hold such a file.
    """
    root = find_root(path.parent)
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links stay: the name is the editor's own
    if not path.is_relative_to(root):
        raise UsageError(f"'{path}' lies outside of the project {root}")
    file = path.relative_to(root).as_posix()
    if file == FILE:
        return Loaded(root, (), (path,), load_settings(root, text))
    settled = load_settings(root)
    one = Judge(root, settled.policy(strict=strict), jobs=True).text(file, text)
    return Loaded(root, (file,), (path,), settled, one.jobs, (one,) if one.diagnostics else ())


def _related(other: Related, seen: "_Seen") -> Related:
    return replace(other, file=seen(other.file)) if other.file else other


def _wrong(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(one.severity == "error" for one in diagnostics)
