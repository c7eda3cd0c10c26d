"""Paths on the command line to judged specs: where reading, judging and media meet."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from seedjob.diagnostic import Diagnostic, Place
from seedjob.errors import UsageError
from seedjob.media.check import missing
from seedjob.media.limits import advise
from seedjob.project import find_root, find_specs
from seedjob.report.verdict import Verdict
from seedjob.spec.characters import LARGEST
from seedjob.spec.document import Document
from seedjob.spec.document import load as load_document
from seedjob.spec.document import read as read_document
from seedjob.spec.expand import NamedJob
from seedjob.spec.garbage import uncollected
from seedjob.spec.refusal import Refusal
from seedjob.spec.told import MOST_TOLD, told
from seedjob.spec.validate import Policy, Spec, blame, govern, unique, validate

DEFAULT: Final = "specs"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The specs that were asked for, each judged, and the project that they belong to."""

    root: Path
    specs: tuple[Spec, ...]
    paths: tuple[Path, ...]
    given: bytes | None = None
    """What was read from standard input in place of a file."""

    def searched(self, folder: Path) -> bool:
        """Tell whether every spec of the folder was asked for."""
        return any(path.is_dir() and folder.is_relative_to(path) for path in self.paths)

    @property
    def jobs(self) -> tuple[NamedJob, ...]:
        """List the jobs of all sound specs."""
        return tuple(job for spec in self.specs for job in spec.jobs)

    def verdict(self) -> Verdict:
        """Give what every format renders, files named as seen from the current folder."""
        return Verdict(
            files=tuple(self._seen(spec.file) for spec in self.specs),
            diagnostics=tuple(
                replace(diagnostic, file=self._seen(spec.file))
                for spec in self.specs
                for diagnostic in told(spec.diagnostics)
            ),
            sources={
                self._seen(spec.file): _text(spec, self.root, self.given)
                for spec in self.specs
                if spec.diagnostics
            },
        )

    def _seen(self, file: str) -> str:
        return os.path.relpath(self.root / file)


def load(paths: Sequence[Path]) -> Loaded:
    """Read and judge every spec at `paths`; without any, those in the project's `specs`.

    Raises UsageError where there is no spec.
    """
    root = find_root(paths[0] if paths else Path.cwd())
    paths = paths or [root / DEFAULT]
    files = find_specs(paths, root)
    if not files:
        places = " ".join(map(os.path.relpath, paths))
        raise UsageError(f"no spec in {places}; a spec is a file that ends in .yaml or .yml")
    return Loaded(
        root, unique([_read(file, root) for file in files]), tuple(path.resolve() for path in paths)
    )


def load_text(text: bytes, path: Path) -> Loaded:
    """Judge a text as if it were the file at `path`, which need not be there.

    Raises UsageError where no project could hold such a file.
    """
    root = find_root(path.parent)
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links stay: the name is the editor's own
    if not path.is_relative_to(root):
        raise UsageError(f"'{path}' lies outside of the project {root}")
    with uncollected():
        spec = _judged(read_document(text), path, root)
    return Loaded(root, (spec,), (path,), text)


def _read(path: Path, root: Path) -> Spec:
    with uncollected():
        try:
            return _judged(load_document(path), path, root)
        except OSError as error:
            file = path.relative_to(root).as_posix()
            return Spec(file, None, (), (_unreadable(file, error),))


def _judged(document: Document | tuple[Refusal, ...], path: Path, root: Path) -> Spec:
    spec = validate(path.relative_to(root).as_posix(), document)
    if spec.document is None:
        return spec
    data, folder = spec.document.data, path.parent
    absent = list(islice(missing(data, folder, root), MOST_TOLD + 1))
    blamed = {finding.route for finding in absent}
    advice = advise(data, folder, blamed) if len(absent) <= MOST_TOLD else ()
    findings = [*absent, *islice(advice, MOST_TOLD + 1)]
    return govern(blame(spec, findings) if findings else spec, Policy())


def _unreadable(file: str, error: OSError) -> Diagnostic:
    message = f"the file cannot be read: {error.strerror}"
    return Diagnostic(file, Place(1, 1, 1, 1), "unreadable", message, "make it readable")


def _text(spec: Spec, root: Path, given: bytes | None) -> str:
    if spec.document is not None:
        return spec.document.text
    if given is not None:
        return given.decode("utf-8", "replace")
    try:
        with (root / spec.file).open("rb") as file:
            return file.read(LARGEST + 1).decode("utf-8", "replace")
    except OSError:
        return ""
