"""One spec file to all that is said of it: where reading, judging and media meet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from seedjob.cli.guess import Guess, guess
from seedjob.diagnostic import NOWHERE, Diagnostic, Finding
from seedjob.spec.document import read, read_bytes
from seedjob.spec.expand import NamedJob, Names
from seedjob.spec.garbage import uncollected
from seedjob.spec.lookup import Piece
from seedjob.spec.told import MOST_TOLD, told
from seedjob.spec.validate import Policy, Spec, blame, blame_names, govern, validate

if TYPE_CHECKING:
    from seedjob.media.disk import Disk
    from seedjob.spec.batch.resolved import Resolved


class Judged(NamedTuple):
    """What is kept of one spec: the names of its jobs, what is told of it, and then its text.

    A tuple, because it is sent from worker to parent for every file that is at fault. `allowed`
    are the rules of which the settings kept something silent, `guess` what can be told of the jobs
    of one at fault, `others` the texts of further files of which something is told.
    """

    file: str
    names: tuple[str, ...]
    jobs: tuple[NamedJob, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    text: str = ""
    allowed: frozenset[str] = frozenset()
    guess: Guess | None = None
    others: Mapping[str, str] = {}


class Judge:
    """Judges the files of one project, named by their paths from its root."""

    def __init__(self, root: Path, policy: Policy, *, jobs: bool) -> None:
        self._root = root
        self._policy = policy
        self._jobs = jobs
        self._disk: Disk | None = None

    def file(self, file: str) -> Judged:
        """Judge a file that lies there."""
        return self._kept(*self._read(file))

    def text(self, file: str, text: bytes) -> Judged:
        """Judge a text as if it lay there."""
        return self._kept(self._judged(file, text), text)

    def taken(self, file: str, names: Mapping[str, str]) -> Judged:
        """Judge a file again whose jobs bear names of other files' jobs: name to the other file."""
        spec, text = self._read(file)
        kept = self._kept(blame_names(spec, names), text)
        known = kept.guess or Guess()
        firsts = (f"/{first}" for first in names.values())
        return kept._replace(guess=replace(known, paths=(*known.paths, *firsts)))

    def _read(self, file: str) -> tuple[Spec, bytes]:
        try:
            text = read_bytes(f"{self._root}/{file}")
        except OSError as error:
            return Spec(file, None, (), (unreadable(file, error),)), b""
        return self._judged(file, text), text

    def _judged(self, file: str, text: bytes) -> Spec:
        """Judge one spec completely: this is where a step is added."""
        with uncollected():
            rows, texts = partial(self._rows, file), partial(self._pieces, file)
            spec = validate(file, read(text), rows, texts)
            document = spec.document
            if document is None:
                return spec
            if spec.resolved:
                from seedjob.spec.batch.judge import blame_jobs

                spec = blame_jobs(spec, self._about_jobs(spec))
            elif not spec.jobs or any(named.job.names_files for named in spec.jobs):
                found = self._about_files(file, document.data)
                spec = blame(spec, found) if found else spec
            return govern(spec, self._policy)

    def _rows(self, file: str, path: str) -> bytes | tuple[str, str]:
        """Read a file of rows that the spec `file` names."""
        return self._seen().read(path, (self._root / file).parent)

    def _pieces(self, file: str, path: str) -> tuple[Piece, ...] | None:
        """Cut a text file that the spec `file` names at what it looks up."""
        return self._seen().looked_up(path, (self._root / file).parent)

    def _seen(self) -> "Disk":
        from seedjob.media.disk import Disk  # most specs name no file

        self._disk = self._disk or Disk(self._root)
        return self._disk

    def _about_jobs(self, spec: Spec) -> "Iterator[tuple[Resolved, Finding]]":
        for one in spec.resolved:
            for finding in self._about_files(spec.file, one.data, one):
                yield one, finding

    def _about_files(
        self, file: str, data: object, job: "Resolved | None" = None
    ) -> Sequence[Finding]:
        """Judge the files of a job, but for those of which a lookup keeps the path unknown."""
        from seedjob.media.check import local_files, lost, missing
        from seedjob.media.limits import advise
        from seedjob.spec.lost import NO_VALUES

        scope, broken = (job.scope, job.broken) if job else (NO_VALUES, frozenset())
        disk, folder = self._seen(), (self._root / file).parent
        files = [one for one in local_files(data) if one[0] not in broken]
        absent = tuple(islice(missing(files, folder, disk), MOST_TOLD + 1))
        if len(absent) > MOST_TOLD:
            return absent
        blamed = {finding.route for finding in absent}
        sound = () if blamed else tuple(lost(files, folder, disk, scope))
        advice = advise(data, folder, blamed | broken, scope=scope)
        return (*absent, *sound, *islice(advice, MOST_TOLD + 1))

    def _kept(self, spec: Spec, text: bytes) -> Judged:
        names = tuple([job.name for job in spec.jobs])
        jobs = spec.jobs if self._jobs else ()
        if not spec.diagnostics:
            return Judged(spec.file, names, jobs, allowed=spec.allowed)
        shown = spec.document.text if spec.document else text.decode("utf-8", "replace")
        known = None if spec.jobs else guess(spec.file, spec.document)
        return Judged(
            file=spec.file,
            names=names,
            jobs=jobs,
            diagnostics=told(spec.diagnostics),
            text=shown,
            allowed=spec.allowed,
            guess=known,
            others=spec.others or {},
        )


def unique(judged: Iterable[Judged], judge: Judge) -> Iterator[Judged]:
    """Judge again, and blame, whose job bears the name of an earlier one in its folder."""
    names = Names()
    for one in judged:
        taken: dict[str, str] = {}
        for name in one.names:
            if first := names.take(one.file, name):
                taken[name] = first
        yield judge.taken(one.file, taken) if taken else one


def unreadable(file: str, error: OSError) -> Diagnostic:
    """Say that the system does not let us read a file."""
    message = f"the file cannot be read: {error.strerror}"
    return Diagnostic(file, NOWHERE, "unreadable", message, "make it readable")
