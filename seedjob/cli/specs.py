"""Paths on the command line to judged specs: where reading, judging and media meet."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from seedjob.cli.exits import DONE, INVALID, USAGE, worst
from seedjob.cli.settings import FILE, load_settings
from seedjob.diagnostic import Diagnostic, Place
from seedjob.errors import UsageError
from seedjob.media.check import missing
from seedjob.media.limits import advise
from seedjob.project import find_root, find_specs
from seedjob.report.verdict import Verdict
from seedjob.settings.judge import Judged, idle
from seedjob.settings.judge import judge as judge_settings
from seedjob.settings.settings import Settings
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
    judged: Judged
    given: bytes | None = None
    """What was read from standard input in place of a file."""

    @property
    def settings(self) -> Settings | None:
        """Give the project's settings, unless they are wrong."""
        return self.judged.settings

    @property
    def files(self) -> tuple[str, ...]:
        """List the specs' files."""
        return tuple(spec.file for spec in self.specs)

    @property
    def code(self) -> int:
        """Tell how a command exits that judges and does no more."""
        specs = any(_wrong(spec.diagnostics) for spec in self.specs)
        settings = _wrong(self.judged.diagnostics)
        return worst([USAGE if settings else DONE, INVALID if specs else DONE])

    def searched(self, folder: Path) -> bool:
        """Tell whether every spec of the folder was asked for."""
        return any(path.is_dir() and folder.is_relative_to(path) for path in self.paths)

    @property
    def jobs(self) -> tuple[NamedJob, ...]:
        """List the jobs of all sound specs."""
        return tuple(job for spec in self.specs for job in spec.jobs)

    def verdict(self) -> Verdict:
        """Give what every format renders, files named as seen from the current folder."""
        settings = Spec(FILE, None, (), self.judged.diagnostics)
        specs = (settings, *self.specs) if settings.diagnostics else self.specs
        texts = {FILE: self.judged.text} | {
            spec.file: _text(spec, self.root, self.given) for spec in self.specs if spec.diagnostics
        }
        return Verdict(
            files=tuple(self._seen(spec.file) for spec in specs),
            diagnostics=tuple(
                replace(diagnostic, file=self._seen(spec.file))
                for spec in specs
                for diagnostic in told(spec.diagnostics)
            ),
            sources={self._seen(file): text for file, text in texts.items()},
        )

    def _seen(self, file: str) -> str:
        return os.path.relpath(self.root / file)


def load(paths: Sequence[Path], *, strict: bool = False) -> Loaded:
    """Read and judge every spec at `paths`; without any, those in the project's `specs`.

    Raises UsageError where there is no spec.
    """
    root = find_root(paths[0] if paths else Path.cwd())
    everything = not paths
    paths = paths or [root / DEFAULT]
    files = find_specs(paths, root)
    if not files:
        places = " ".join(map(os.path.relpath, paths))
        raise UsageError(f"no spec in {places}; a spec is a file that ends in .yaml or .yml")
    settings = load_settings(root)
    policy = _policy(settings, strict=strict)
    specs = unique([_read(file, root, policy) for file in files])
    if everything:
        used = frozenset[str]().union(*(spec.allowed for spec in specs))
        settings = idle(FILE, settings, used, "error" if policy.strict else "warning")
    return Loaded(root, specs, tuple(path.resolve() for path in paths), settings)


def load_text(text: bytes, path: Path, *, strict: bool = False) -> Loaded:
    """Judge a text as if it were the file at `path`, which need not be there.

    Raises UsageError where no project could hold such a file.
    """
    root = find_root(path.parent)
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links stay: the name is the editor's own
    if not path.is_relative_to(root):
        raise UsageError(f"'{path}' lies outside of the project {root}")
    if path == root / FILE:
        return Loaded(root, (), (path,), judge_settings(FILE, text))
    settings = load_settings(root)
    with uncollected():
        spec = _judged(read_document(text), path, root, _policy(settings, strict=strict))
    return Loaded(root, (spec,), (path,), settings, text)


def _wrong(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(one.severity == "error" for one in diagnostics)


def _policy(settings: Judged, *, strict: bool) -> Policy:
    said = (settings.settings or Settings()).validate_
    return Policy(frozenset(said.allow), strict or said.strict)


def _read(path: Path, root: Path, policy: Policy) -> Spec:
    with uncollected():
        try:
            return _judged(load_document(path), path, root, policy)
        except OSError as error:
            file = path.relative_to(root).as_posix()
            return Spec(file, None, (), (_unreadable(file, error),))


def _judged(
    document: Document | tuple[Refusal, ...], path: Path, root: Path, policy: Policy
) -> Spec:
    spec = validate(path.relative_to(root).as_posix(), document)
    if spec.document is None:
        return spec
    data, folder = spec.document.data, path.parent
    absent = list(islice(missing(data, folder, root), MOST_TOLD + 1))
    blamed = {finding.route for finding in absent}
    advice = advise(data, folder, blamed) if len(absent) <= MOST_TOLD else ()
    findings = [*absent, *islice(advice, MOST_TOLD + 1)]
    return govern(blame(spec, findings) if findings else spec, policy)


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
